"""Deleting broadcasts that were over long ago, with what happened in each group: a little at a time, so that nobody waits for it.

What is deleted is over (done or cancelled), or a draft that nobody released; a repeating one only after its last run. The audit
log keeps who did what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, exists, or_, select

from bot.outbox.store.broadcasts import BroadcastStage
from bot.storage.broadcast_tables import broadcasts, deliveries
from bot.storage.engine import Transaction

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Expired:
    """What one step did: how many whole broadcasts went, and whether there may be more."""

    broadcasts: int
    more: bool


async def expire_some(transaction: Transaction, before: datetime, at_once: int = _AT_ONCE) -> Expired:
    """Delete at most ``at_once`` deliveries of one broadcast that ended before, and the broadcast after its last one."""
    runs = broadcasts.alias()
    over = and_(broadcasts.c.state.in_([BroadcastStage.DONE, BroadcastStage.CANCELLED]), broadcasts.c.ended_at < before)
    forgotten = and_(broadcasts.c.state == BroadcastStage.DRAFT, broadcasts.c.prepared_at < before)
    old = select(broadcasts.c.id).where(or_(over, forgotten), ~exists().where(runs.c.series_id == broadcasts.c.id))
    # Locked as everywhere before its deliveries: a person may just bring it back.
    number = (await transaction.execute(old.order_by(broadcasts.c.id).limit(1).with_for_update())).scalar()
    if number is None:
        return Expired(0, more=False)
    some = select(deliveries.c.id).where(deliveries.c.broadcast_id == number).limit(at_once)
    gone = (await transaction.execute(delete(deliveries).where(deliveries.c.id.in_(some)))).rowcount
    if gone == at_once:
        return Expired(0, more=True)
    await transaction.execute(delete(broadcasts).where(broadcasts.c.id == number))
    return Expired(1, more=True)
