"""Taking back what a broadcast sent: wanted, done, or refused, message by message, within the same budget as sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.outbox.outcomes import Reply
from bot.outbox.pacing import SECOND, RateLimits, room
from bot.outbox.recall import DELETABLE, Recall, next_recall
from bot.outbox.states import State
from bot.outbox.store.pace import Clock, moment, note_starts, order_claims, read_pace, starts_since
from bot.storage.broadcast_tables import RECALLING, deliveries
from bot.storage.engine import Transaction

# A delete whose worker died is simply done again.
_RETRY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class RecallJob:
    """One message to delete."""

    id: int
    chat_id: int
    message_id: int
    tries: int


async def want(transaction: Transaction, broadcast_id: int, now: datetime) -> tuple[int, int]:
    """Ask for everything that was sent to be taken back; returns how many can be, and how many are too old or unknown."""
    sent = (deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == State.SENT, deliveries.c.recall != Recall.DONE)
    possible = (deliveries.c.message_id.is_not(None), deliveries.c.sent_at > now - DELETABLE)
    asked = await transaction.execute(
        update(deliveries).where(*sent, *possible).values(recall=Recall.WANTED, recall_due=now, recall_tries=0, recall_reason="")
    )
    left = (await transaction.execute(select(deliveries.c.id).where(*sent, deliveries.c.recall != Recall.WANTED))).all()
    return asked.rowcount, len(left)


async def claim_recalls(transaction: Transaction, clock: Clock, limits: RateLimits, most: int) -> list[RecallJob]:
    """Take at most ``most`` messages to delete; commit before deleting."""
    await order_claims(transaction)
    now = await moment(transaction, clock)
    due = select(deliveries).where(RECALLING, deliveries.c.recall_due <= now).order_by(deliveries.c.recall_due, deliveries.c.id)
    rows = (await transaction.execute(due.limit(most))).all()
    if rows:
        free = room(await starts_since(transaction, now - 2 * SECOND), await read_pace(transaction), limits, now).free
        rows = rows[:free]
    for row in rows:
        await transaction.execute(
            update(deliveries).where(deliveries.c.id == row.id).values(recall_due=now + _RETRY, recall_tries=row.recall_tries + 1)
        )
    if rows:
        await note_starts(transaction, [row.chat_id for row in rows], now)
    return [RecallJob(row.id, row.chat_id, row.message_id, row.recall_tries + 1) for row in rows]


async def finish_recall(transaction: Transaction, clock: Clock, job: RecallJob, outcome: Reply) -> Recall:
    """What became of one attempt."""
    following = next_recall(outcome, job.tries, await moment(transaction, clock))
    await transaction.execute(
        update(deliveries)
        .where(deliveries.c.id == job.id, deliveries.c.recall == Recall.WANTED)
        .values(recall=following.state, recall_due=following.due, recall_reason=following.reason[:500])
    )
    return following.state
