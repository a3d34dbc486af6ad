"""Progress messages that show what is the case now: edited in place every few seconds, for as long as something moves.

Which ones there are stands in the database: after a restart, and when a process dies, another one goes on with them.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from telegram.error import Forbidden, TelegramError

from bot.features.broadcasts.store import live_messages as store
from bot.features.broadcasts.store.live_messages import LiveMessage
from bot.outbox.store.pace import Clock, moment
from bot.platforms.telegram import trace
from bot.platforms.telegram.render import Screen
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
EVERY = 3.0
_LOOK_EVERY = 10.0
_LEASE = timedelta(seconds=15)
# An edit that Telegram makes wait so long is not worth waiting for: the next one says more.
_PATIENCE = 10.0

Draw = Callable[[int, int], Awaitable[tuple[Screen, bool] | None]]
"""Chat and broadcast → what to show now, and whether it may still change by itself; ``None``: nothing for this person."""
Show = Callable[[int, int, Screen], Awaitable[bool]]
"""Edit the message in a chat; false when it is gone."""


class LiveMessages:
    """At most one a chat: opening another one ends the first. Whoever shows something else in a chat calls ``leave`` first."""

    def __init__(self, database: Database, clock: Clock, every: float = EVERY, lease: timedelta = _LEASE, look_every: float = _LOOK_EVERY):
        self._database, self._clock = database, clock
        self._every, self._lease, self._look_every = every, lease, look_every
        self._holder = secrets.token_hex(8)
        self._shown: dict[LiveMessage, Screen] = {}
        self._edits: dict[int, asyncio.Task[None]] = {}
        self._stirred = asyncio.Event()

    async def follow(self, message: LiveMessage, shown: Screen) -> None:
        """Keep the message, which shows ``shown`` now, up to date for up to an hour."""
        self._stop_editing(message.chat_id)
        self._shown[message] = shown
        async with self._database.write() as transaction:
            await store.put(transaction, message, self._holder, await moment(transaction, self._clock), self._lease)
        self._stirred.set()

    async def leave(self, chat_id: int) -> None:
        """Edit nothing more in this chat."""
        self._stop_editing(chat_id)
        async with self._database.read() as transaction:
            present = await store.present(transaction, chat_id)
        if present:
            async with self._database.write() as transaction:
                await store.drop(transaction, chat_id)
            self._stop_editing(chat_id)  # what began meanwhile

    @asynccontextmanager
    async def running(self, draw: Draw, show: Show) -> AsyncIterator[None]:
        """Keep them up to date inside the block."""
        task = asyncio.create_task(self._run(draw, show))
        try:
            yield
        finally:
            tasks = [task, *self._edits.values()]
            for one in tasks:
                one.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, draw: Draw, show: Show) -> None:
        while True:
            self._stirred.clear()
            try:
                messages = await self._take()
            except DatabaseUnavailable as error:
                _log.info("progress messages wait: database %s", error.cause)
                messages = []
            except Exception:
                _log.exception("progress messages stand still")
                messages = []
            self._shown = {message: screen for message, screen in self._shown.items() if message in messages}
            for message in messages:
                if message.chat_id not in self._edits:
                    self._begin(message, draw, show)
            if messages:
                await asyncio.sleep(self._every)
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every):
                        await self._stirred.wait()

    async def _take(self) -> list[LiveMessage]:
        async with self._database.read() as transaction:
            now = await moment(transaction, self._clock)
            if not await store.any_to_take(transaction, self._holder, now, self._lease):
                return []
        async with self._database.write() as transaction:
            return await store.take(transaction, self._holder, await moment(transaction, self._clock), self._lease)

    def _begin(self, message: LiveMessage, draw: Draw, show: Show) -> None:
        task = asyncio.create_task(self._refresh(message, draw, show))
        self._edits[message.chat_id] = task

        def ended(done: asyncio.Task[None]) -> None:
            if self._edits.get(message.chat_id) is done:
                del self._edits[message.chat_id]
            if not done.cancelled() and (error := done.exception()) is not None:
                _log.error("a progress message was not drawn", exc_info=error)

        task.add_done_callback(ended)

    def _stop_editing(self, chat_id: int) -> None:
        task = self._edits.pop(chat_id, None)
        if task is not None:
            task.cancel()

    async def _refresh(self, message: LiveMessage, draw: Draw, show: Show) -> None:
        try:
            drawn = await draw(message.chat_id, message.broadcast_id)
            there = drawn is not None
            if drawn is not None and drawn[0] != self._shown.get(message):
                async with asyncio.timeout(_PATIENCE):
                    there = await show(message.chat_id, message.message_id, drawn[0])
                self._shown[message] = drawn[0]
            if drawn is None or not there or not drawn[1]:
                await self._drop(message)
        except DatabaseUnavailable as error:
            _log.info("a progress message waits: database %s", error.cause)
        except Forbidden:
            await self._drop(message)
        except (TelegramError, TimeoutError) as error:
            _log.info("a progress message was not edited: %s", trace.cause(error))

    async def _drop(self, message: LiveMessage) -> None:
        async with self._database.write() as transaction:
            await store.drop(transaction, message.chat_id, message.message_id)
