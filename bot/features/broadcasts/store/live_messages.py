"""Messages that show how far a broadcast is: at most one a private chat, kept up to date by one process at a time.

A process holds what it keeps up to date for a short time and renews that; what is held no more belongs to a process that ended,
and the next one to look takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from bot.storage.broadcast_tables import live_messages
from bot.storage.engine import Transaction
from bot.storage.upsert import insert_into

KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message in a private chat, which has its person's id, and what it shows."""

    chat_id: int
    message_id: int
    broadcast_id: int


async def put(transaction: Transaction, message: LiveMessage, holder: str, now: datetime, lease: timedelta) -> None:
    """Keep this one up to date from now on, in place of another one in its chat."""
    values = {
        "message_id": message.message_id,
        "broadcast_id": message.broadcast_id,
        "until": now + KEPT_FOR,
        "holder": holder,
        "held_until": now + lease,
    }
    added = insert_into(transaction, live_messages).values(chat_id=message.chat_id, **values)
    await transaction.execute(added.on_conflict_do_update(index_elements=["chat_id"], set_=values))


async def present(transaction: Transaction, chat_id: int) -> bool:
    """Whether there is one in the chat."""
    return bool((await transaction.execute(select(exists().where(live_messages.c.chat_id == chat_id)))).scalar())


async def drop(transaction: Transaction, chat_id: int, message_id: int | None = None) -> None:
    """Keep the chat's message up to date no more; with ``message_id`` only if it is that one."""
    gone = delete(live_messages).where(live_messages.c.chat_id == chat_id)
    await transaction.execute(gone if message_id is None else gone.where(live_messages.c.message_id == message_id))


async def any_to_take(transaction: Transaction, holder: str, now: datetime, lease: timedelta) -> bool:
    """Whether ``take`` would find something; it only reads."""
    return bool((await transaction.execute(select(exists().where(_mine(holder, now, lease))))).scalar())


async def take(transaction: Transaction, holder: str, now: datetime, lease: timedelta) -> list[LiveMessage]:
    """Hold for another ``lease`` what is this process's or nobody's, and return it; what is old enough goes."""
    # The second bound: from a clock that was ahead.
    over = or_(live_messages.c.until <= now, live_messages.c.until > now + 2 * KEPT_FOR)
    await transaction.execute(delete(live_messages).where(over))
    columns = (live_messages.c.chat_id, live_messages.c.message_id, live_messages.c.broadcast_id)
    mine = update(live_messages).where(_mine(holder, now, lease)).values(holder=holder, held_until=now + lease)
    return [LiveMessage(*row) for row in await transaction.execute(mine.returning(*columns))]


def _mine(holder: str, now: datetime, lease: timedelta) -> ColumnElement[bool]:
    free = or_(live_messages.c.held_until < now, live_messages.c.held_until > now + 3 * lease)
    return or_(live_messages.c.holder == holder, free)
