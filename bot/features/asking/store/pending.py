"""What is being answered: the two-step mark of each message, and updates that wait long. For hours at most."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from bot.storage.engine import Transaction
from bot.storage.pending_tables import answer_marks, held_updates
from bot.storage.upsert import insert_into

SENDING, SENT = "sending", "sent"


def full_hour(moment: datetime) -> datetime:
    """The next one: a mark must not tell when somebody asked."""
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


async def begin(transaction: Transaction, marks: Collection[str], expires: datetime) -> dict[str, str]:
    """These are about to be answered; returns the states of those that were marked before. What was sent stays so."""
    known = select(answer_marks.c.mark, answer_marks.c.state).where(answer_marks.c.mark.in_(list(marks)))
    before: dict[str, str] = {row.mark: row.state for row in await transaction.execute(known)}
    if fresh := [mark for mark in marks if mark not in before]:
        added = insert_into(transaction, answer_marks).on_conflict_do_nothing(index_elements=["mark"])
        await transaction.execute(added, [{"mark": mark, "state": SENDING, "expires": full_hour(expires)} for mark in fresh])
    return before


async def settle(transaction: Transaction, marks: Collection[str]) -> None:
    """These have their answers."""
    await transaction.execute(update(answer_marks).where(answer_marks.c.mark.in_(list(marks))).values(state=SENT))


async def hold(transaction: Transaction, sealed: Mapping[str, str], worker: str, lease: datetime) -> None:
    """Keep these updates until they are released."""
    added = insert_into(transaction, held_updates)
    added = added.on_conflict_do_update(
        index_elements=["mark"], set_={name: added.excluded[name] for name in ("sealed", "worker", "lease")}
    )
    await transaction.execute(added, [{"mark": mark, "sealed": one, "worker": worker, "lease": lease} for mark, one in sealed.items()])


async def release(transaction: Transaction, marks: Collection[str]) -> None:
    """These have been handled."""
    await transaction.execute(delete(held_updates).where(held_updates.c.mark.in_(list(marks))))


async def renew(transaction: Transaction, worker: str, lease: datetime) -> None:
    """This process lives."""
    await transaction.execute(update(held_updates).where(held_updates.c.worker == worker).values(lease=lease))


async def take_over(transaction: Transaction, worker: str, now: datetime, lease: datetime, *, alone: bool) -> dict[str, str]:
    """What dead processes had in hand is this one's from now on; ``alone``: there is no other process, so all of it is."""
    mine = held_updates.c.worker == worker
    abandoned = ~mine if alone else ~mine & or_(held_updates.c.lease < now, held_updates.c.lease > now + timedelta(hours=1))
    taken = update(held_updates).where(abandoned).values(worker=worker, lease=lease)
    rows = await transaction.execute(taken.returning(held_updates.c.mark, held_updates.c.sealed))
    return {row.mark: row.sealed for row in rows}


async def expire(transaction: Transaction, now: datetime) -> int:
    """Forget marks of hours ago, and updates that nobody came for in a day; returns how many."""
    gone = await transaction.execute(delete(answer_marks).where(answer_marks.c.expires <= now))
    left = await transaction.execute(delete(held_updates).where(held_updates.c.lease <= now - timedelta(days=1)))
    return gone.rowcount + left.rowcount
