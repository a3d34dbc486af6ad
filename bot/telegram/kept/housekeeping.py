"""Once an hour: delete what has been kept long enough."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.storage import answers, dialogs, misses
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)


async def tidy(database: Database, now: datetime, misses_for: timedelta) -> None:
    """Delete expired answers, dialogues and misses. Raises ``DatabaseUnavailable``."""
    async with database.write() as transaction:
        gone = [
            await answers.expire(transaction, now),
            await dialogs.expire(transaction, now),
            await misses.expire(transaction, now - misses_for),
        ]
    if any(gone):
        _log.info("expired: answers=%d dialogs=%d misses=%d", *gone)


async def keep_tidy(database: Database, clock: Callable[[], datetime], misses_for: timedelta) -> None:
    """``tidy`` now and every hour, until cancelled."""
    while True:
        try:
            await tidy(database, clock(), misses_for)
        except DatabaseUnavailable as error:
            _log.info("nothing was expired, the database is unusable: %s", error.cause)
        await asyncio.sleep(EVERY.total_seconds())
