"""Audit lines of broadcasts: who did what to which, in the transaction of the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.outbox import texts
from bot.outbox.store.broadcasts import announce
from bot.outbox.store.rows import count
from bot.outbox.store.schedules import Fired
from bot.storage import audit
from bot.storage.acts import Who
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in the audit log who is at no chat: the shell, or ``SYSTEM``, for what nobody pressed a button for."""

    user_id: int
    name: str


SYSTEM = Named(0, texts.AUDIT_SYSTEM)


async def note(
    transaction: Transaction, who: Who, action: str, broadcast_id: int, now: datetime, *, detail: str = "", result: str = "done"
) -> None:
    """One line about one broadcast."""
    await audit.append(
        transaction,
        now=now,
        actor_id=who.user_id,
        actor_name=who.name,
        action=action,
        target=f"broadcast:{broadcast_id}",
        detail=detail,
        result=result,
    )


async def note_run(transaction: Transaction, fired: Fired, now: datetime) -> None:
    """A repeating broadcast ran, or missed a run."""
    detail = texts.AUDIT_RUN.format(run=fired.broadcast_id or "-", receivers=fired.receivers, skipped=fired.skipped)
    await note(
        transaction, SYSTEM, "broadcast_run", fired.series_id, now, detail=detail, result="done" if fired.broadcast_id else "skipped"
    )


async def note_end(transaction: Transaction, broadcast_id: int, now: datetime) -> bool:
    """A broadcast is over; returns whether that is news for its announcers."""
    news = await announce(transaction, broadcast_id)
    if news:
        counts = await count(transaction, broadcast_id, now)
        detail = "，".join(f"{texts.STATES[state]} {number}" for state, number in counts.by_state.items())
        await note(transaction, SYSTEM, "broadcast_done", broadcast_id, now, detail=detail)
    return news


async def note_paused_itself(transaction: Transaction, broadcast_id: int, now: datetime) -> None:
    """A broadcast paused because Telegram refuses its content."""
    await note(transaction, SYSTEM, "broadcast_pause", broadcast_id, now, detail=texts.AUDIT_REFUSED)
