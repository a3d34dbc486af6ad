"""A clock that was set back: what was to wait a moment must not wait until the clock has caught up with itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from bot.outbox.states import OPEN, State
from bot.outbox.store.broadcasts import BroadcastStage
from bot.storage.broadcast_tables import broadcasts, deliveries
from bot.storage.engine import Transaction

# Between a note and its look by another process; smaller steps mend themselves.
_SLACK = timedelta(seconds=5)
_AT_ONCE = timedelta(seconds=2)


async def mend_times(transaction: Transaction, now: datetime) -> int:
    """Deliveries noted by a clock that was ahead wait from now on as long as they were to wait; returns how many.

    A time that somebody chose, or the end of quiet hours, stays what it is.
    """
    alive = broadcasts.c.state.in_([BroadcastStage.RELEASED, BroadcastStage.PAUSED])
    ahead = (deliveries.c.state.in_(OPEN), deliveries.c.due_at > now, deliveries.c.changed_at > now + _SLACK)
    chosen = or_(broadcasts.c.start_at.is_(None), broadcasts.c.start_at != deliveries.c.due_at)
    which = (deliveries.c.broadcast_id, deliveries.c.state, deliveries.c.due_at, deliveries.c.changed_at)
    found = select(*which).join(broadcasts, broadcasts.c.id == deliveries.c.broadcast_id).where(alive, chosen, *ahead).distinct()
    mended = 0
    for row in (await transaction.execute(found.order_by(deliveries.c.broadcast_id))).all():
        wait = row.due_at - row.changed_at
        if row.state != State.WAITING and wait > _AT_ONCE:
            continue
        same = (column == getattr(row, column.name) for column in which)
        later = {"due_at": now + max(wait, timedelta()), "changed_at": now}
        mended += (await transaction.execute(update(deliveries).where(*same).values(later))).rowcount
    return mended
