"""Other content for a broadcast that has reached nobody yet: it is a draft again, and whoever released it must do so anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, or_, select, update

from bot.broadcasting.content import Content
from bot.broadcasting.outcomes import Cause
from bot.broadcasting.states import State
from bot.storage.broadcast_pace import order_claims
from bot.storage.broadcast_tables import broadcasts, deliveries, schedules
from bot.storage.broadcasts import Stage, content_values
from bot.storage.engine import Transaction

# A group may have it, or get it at any moment. A server in trouble may have kept what it answered with an error.
MAYBE_THERE = (State.SENT, State.SENDING, State.UNCERTAIN, State.WAITING)


async def replace_content(transaction: Transaction, broadcast_id: int, content: Content, by: int, now: datetime) -> bool:
    """Say something else instead; false when a group may have the old content, or it is over, or the daily entry, or a run.

    ``by`` has prepared it now: with the rule of two, somebody else releases it. A time that is over becomes "when released".
    The past runs of a repeating broadcast stay as they are.
    """
    await order_claims(transaction)
    wanted = select(broadcasts.c.state, broadcasts.c.start_at, broadcasts.c.series_id).where(broadcasts.c.id == broadcast_id)
    row = (await transaction.execute(wanted.with_for_update())).one_or_none()
    if row is None or row.state == Stage.CANCELLED or row.series_id is not None:
        return False
    cron = (await transaction.execute(select(schedules.c.cron).where(schedules.c.broadcast_id == broadcast_id))).scalar()
    arrived = or_(deliveries.c.state.in_(MAYBE_THERE), deliveries.c.cause == Cause.SERVER)
    reached = select(exists().where(deliveries.c.broadcast_id == broadcast_id, arrived))
    if cron == "" or (await transaction.execute(reached)).scalar():
        return False
    # They are made at the next release, for the groups of that moment.
    await transaction.execute(delete(deliveries).where(deliveries.c.broadcast_id == broadcast_id))
    values = {
        **content_values(content),
        "state": Stage.DRAFT,
        "state_cause": "",
        "refusals": 0,
        "prepared_by": by,
        "prepared_at": now,
        "released_by": None,
        "released_at": None,
        "ended_at": None,
        "announced": False,
        "start_at": row.start_at if row.start_at is not None and row.start_at > now else None,
    }
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(values))
    return True
