"""How an act on a broadcast ended, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.features.broadcasts import texts
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Done:
    """How an act ended: ``text`` is for the person who asked, ``stage`` where the broadcast is now.

    ``second``: it was refused because somebody else must do it.
    """

    ok: bool
    text: str
    stage: BroadcastStage | None = None
    second: bool = False


async def elsewhere(transaction: Transaction, number: int) -> Done:
    """Somebody was quicker: say where it is now."""
    broadcast = await store.get(transaction, number)
    if broadcast is None:
        return unknown(number)
    return Done(False, texts.BROADCAST_ELSEWHERE.format(number=number, stage=texts.BROADCAST_STAGES[broadcast.stage]), broadcast.stage)


def unknown(number: int) -> Done:
    """There is no such broadcast."""
    return Done(False, texts.BROADCAST_UNKNOWN.format(number=number))
