"""Once an hour: delete what has been kept long enough."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import texts
from bot.features.asking.store import answers, pending
from bot.features.teaching.store import misses
from bot.outbox import texts as outbox_texts
from bot.outbox.store.retention import expire_some
from bot.places.store import group_doors
from bot.storage import audit, dialogs
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
# Between two steps of a long clearing, so that what people wait for comes first.
_BREATH = 0.05


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept; answers and dialogues know that themselves."""

    misses: timedelta = timedelta(days=90)
    broadcasts: timedelta = timedelta(days=365)
    strangers: timedelta = timedelta(days=30)


async def tidy(database: Database, now: datetime, keep: Keep) -> None:
    """Delete expired answers, dialogues, misses, broadcasts and groups that never were ours. Raises ``DatabaseUnavailable``."""
    async with database.write() as transaction:
        gone = [
            await answers.expire(transaction, now),
            await dialogs.expire(transaction, now),
            await misses.expire(transaction, now - keep.misses),
            await group_doors.expire(transaction, now - keep.strangers),
        ]
    async with database.write() as transaction:
        await pending.expire(transaction, now)
    gone.append(await _expire_broadcasts(database, now, keep.broadcasts))
    if any(gone):
        _log.info("expired: answers=%d dialogs=%d misses=%d groups=%d broadcasts=%d", *gone)


async def _expire_broadcasts(database: Database, now: datetime, keep: timedelta) -> int:
    """A step at a time: ten thousand groups are ten thousand rows. Whatever was deleted is in the audit log."""
    count, more = 0, True
    while more:
        async with database.write() as transaction:
            step = await expire_some(transaction, now - keep)
            count, more = count + step.broadcasts, step.more
            if count and not more:
                detail = texts.AUDIT_EXPIRED.format(count=count, days=keep.days)
                name = outbox_texts.AUDIT_SYSTEM
                await audit.append(transaction, now=now, actor_id=0, actor_name=name, action="broadcast_expire", detail=detail)
        await asyncio.sleep(_BREATH if more else 0)
    return count


async def keep_tidy(database: Database, clock: Callable[[], datetime], keep: Keep) -> None:
    """``tidy`` now and every hour, until cancelled."""
    while True:
        try:
            await tidy(database, clock(), keep)
        except DatabaseUnavailable as error:
            _log.info("nothing was expired, the database is unusable: %s", error.cause)
        await asyncio.sleep(EVERY.total_seconds())
