"""The budget that all sending processes share: who started when, the present pace, one clock, and one claim at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select, text, update

from bot.outbox.pacing import MINUTE, Pace
from bot.storage.broadcast_tables import send_pace, send_starts
from bot.storage.engine import Transaction

Clock = Callable[[], datetime]
_CLAIMS = 0x6D66_7365_6E64  # "mfsend"
_LONGEST_IDLE = "8s"
_ALONE = "SELECT set_config('idle_in_transaction_session_timeout', :idle, true), pg_advisory_xact_lock(:key)"
_ONLY = 1


async def order_claims(transaction: Transaction) -> None:
    """From here to the end of the transaction nobody else claims, releases, pauses or cancels.

    SQLite has one writer anyway. On PostgreSQL it is a lock of the transaction, which works behind a pooler, too. A machine
    that vanished, or a process that hangs, loses it after a few seconds: the server may not learn of it for hours.
    """
    if transaction.dialect.name == "postgresql":
        await transaction.execute(text(_ALONE), {"idle": _LONGEST_IDLE, "key": _CLAIMS})


async def moment(transaction: Transaction, clock: Clock) -> datetime:
    """Now, by the clock that all processes share: the database's, on SQLite (one process) ``clock``.

    Not the start of the transaction: it may have waited for a lock since.
    """
    if transaction.dialect.name == "postgresql":
        now: datetime = (await transaction.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return now
    return clock()


async def read_pace(transaction: Transaction, *, to_change: bool = False) -> Pace:
    """The present pace; ``to_change`` keeps other processes from changing it meanwhile."""
    wanted = select(send_pace).where(send_pace.c.id == _ONLY)
    row = (await transaction.execute(wanted.with_for_update() if to_change else wanted)).mappings().one_or_none()
    return Pace() if row is None else Pace(**{name: value for name, value in row.items() if name != "id"})


async def write_pace(transaction: Transaction, pace: Pace) -> None:
    """Keep the pace."""
    values = asdict(pace)
    # The row comes with the migration; this also works where somebody emptied the table.
    if not (await transaction.execute(update(send_pace).where(send_pace.c.id == _ONLY).values(values))).rowcount:
        await transaction.execute(insert(send_pace).values(id=_ONLY, **values))


async def starts_since(transaction: Transaction, since: datetime) -> list[datetime]:
    """When requests left since ``since``, of all processes."""
    return list((await transaction.execute(select(send_starts.c.at).where(send_starts.c.at > since))).scalars())


async def starts_by_chat(transaction: Transaction, now: datetime) -> dict[int, int]:
    """How many requests went to each chat in the last minute; only chats with more than one."""
    count = func.count()
    wanted = (
        select(send_starts.c.chat_id, count)
        .where(send_starts.c.at > now - MINUTE, send_starts.c.at <= now)
        .group_by(send_starts.c.chat_id)
        .having(count > 1)
    )
    return {row[0]: row[1] for row in await transaction.execute(wanted)}


async def note_starts(transaction: Transaction, chat_ids: Collection[int], now: datetime) -> None:
    """Requests leave now."""
    await transaction.execute(insert(send_starts), [{"chat_id": chat_id, "at": now} for chat_id in chat_ids])


async def correct_starts(transaction: Transaction, clock: Clock, chat_ids: Collection[int], noted: datetime) -> None:
    """These were noted at ``noted`` and leave only now: their transaction took its time to end."""
    mine = (send_starts.c.at == noted, send_starts.c.chat_id.in_(chat_ids))
    await transaction.execute(update(send_starts).where(*mine).values(at=await moment(transaction, clock)))


async def forget_starts(transaction: Transaction, clock: Clock) -> None:
    """Those of more than a minute ago, or of a clock that was ahead, count no more."""
    now = await moment(transaction, clock)
    await transaction.execute(delete(send_starts).where((send_starts.c.at <= now - MINUTE) | (send_starts.c.at > now + MINUTE)))
