"""Changing or withdrawing a broadcast that has reached nobody yet.

Other content makes it a draft again, and whoever released it must do so anew. Other receivers or another time are another
broadcast, which takes its place: a button that releases what somebody saw never releases anything else.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, or_, select, update

from bot.outbox.content import Content
from bot.outbox.outcomes import Cause
from bot.outbox.states import State
from bot.outbox.store.broadcasts import BroadcastStage, content_values, move
from bot.outbox.store.pace import order_claims
from bot.storage.broadcast_tables import AnyRow, broadcasts, deliveries, schedules
from bot.storage.engine import Transaction

# A group may have it, or get it at any moment. A server in trouble may have kept what it answered with an error.
MAYBE_THERE = (State.SENT, State.SENDING, State.UNCERTAIN, State.WAITING)


async def replace_content(transaction: Transaction, broadcast_id: int, content: Content, by: int, now: datetime) -> bool:
    """Say something else instead; false when a group may have the old content, or it is over, or the daily entry, or a run.

    ``by`` has prepared it now: with the rule of two, somebody else releases it. A time that is over becomes "when released".
    The past runs of a repeating broadcast stay as they are.
    """
    row = await _unheard(transaction, broadcast_id)
    if row is None:
        return False
    await _make_draft(transaction, broadcast_id, row, {**content_values(content), "prepared_by": by, "prepared_at": now}, now)
    return True


async def take_back(transaction: Transaction, broadcast_id: int, now: datetime) -> bool:
    """What was released, and nobody has yet, is a draft again with the same content; false when there is no such release."""
    row = await _unheard(transaction, broadcast_id)
    if row is None or row.state not in (BroadcastStage.RELEASED, BroadcastStage.PAUSED):
        return False
    await _make_draft(transaction, broadcast_id, row, {}, now)
    return True


async def _make_draft(transaction: Transaction, broadcast_id: int, row: AnyRow, more: dict[str, object], now: datetime) -> None:
    # They are made at the next release, for the groups of that moment.
    await transaction.execute(delete(deliveries).where(deliveries.c.broadcast_id == broadcast_id))
    values = {
        **more,
        "state": BroadcastStage.DRAFT,
        "state_cause": "",
        "refusals": 0,
        "released_by": None,
        "released_at": None,
        "ended_at": None,
        "announced": False,
        "untold": False,
        "start_at": row.start_at if row.start_at is not None and row.start_at > now else None,
    }
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(values))


async def withdraw(transaction: Transaction, broadcast_id: int, now: datetime) -> bool:
    """Cancel it, because another one takes its place; false when a group may have it, or is about to."""
    row = await _unheard(transaction, broadcast_id)
    if row is None:
        return False
    under_way = (broadcasts.c.series_id == broadcast_id, broadcasts.c.state.in_([BroadcastStage.RELEASED, BroadcastStage.PAUSED]))
    if (await transaction.execute(select(exists().where(*under_way)))).scalar():
        return False
    return await move(transaction, broadcast_id, BroadcastStage.CANCELLED, now)


async def _unheard(transaction: Transaction, broadcast_id: int) -> AnyRow | None:
    """The broadcast, if nobody may have it, it is not over, and it is neither the daily entry nor a run."""
    await order_claims(transaction)
    wanted = select(broadcasts.c.state, broadcasts.c.start_at, broadcasts.c.series_id).where(broadcasts.c.id == broadcast_id)
    row = (await transaction.execute(wanted.with_for_update())).one_or_none()
    if row is None or row.state == BroadcastStage.CANCELLED or row.series_id is not None:
        return None
    cron = (await transaction.execute(select(schedules.c.cron).where(schedules.c.broadcast_id == broadcast_id))).scalar()
    arrived = or_(deliveries.c.state.in_(MAYBE_THERE), deliveries.c.cause == Cause.SERVER)
    reached = select(exists().where(deliveries.c.broadcast_id == broadcast_id, arrived))
    return None if cron == "" or (await transaction.execute(reached)).scalar() else row
