"""Ending broadcasts that seem to be over, and saying so once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta

from bot.outbox.auditing import note_end
from bot.outbox.listener import Listener
from bot.outbox.store.broadcasts import close_if_finished
from bot.outbox.store.pace import Clock, moment
from bot.storage.engine import Database

_log = logging.getLogger(__name__)


class Ender:
    """One whose last messages are on the wire is looked at again after ``pause``, or when ``again`` was called."""

    def __init__(self, database: Database, clock: Clock, listener: Listener, pause: timedelta) -> None:
        self._database, self._clock, self._listener, self._pause = database, clock, listener, pause
        self._looked: dict[int, float] = {}

    def again(self, number: int) -> None:
        """It may be over now."""
        self._looked.pop(number, None)

    async def end(self, numbers: Collection[int]) -> None:
        """End those of them that are over; ``numbers`` had nothing due when they were last looked at."""
        now = asyncio.get_running_loop().time()
        self._looked = {number: at for number, at in self._looked.items() if now - at < self._pause.total_seconds()}
        for number in numbers:
            if number not in self._looked:
                self._looked[number] = now
                await self._end(number)

    async def _end(self, number: int) -> None:
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            done = await close_if_finished(transaction, number, now)
            news = done and await note_end(transaction, number, now)
        if done:
            _log.info("broadcast %d is done", number)
        if news:
            await self._listener.ended(number)
