"""The message that a content was taken from has changed: what is sent does not, but whoever relied on it has to decide anew.

Content is frozen when it is prepared. What was released and nobody has yet becomes a draft again, so that an announcer who mends
a slip in the message does not believe that it is mended in the groups.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import Action, Role
from bot.features.broadcasts import texts
from bot.features.broadcasts.store.editing import take_back
from bot.features.broadcasts.store.sources import SourceMessage, note_edit
from bot.outbox.auditing import SYSTEM, note
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.pace import Clock, moment
from bot.places.store import staff
from bot.storage.acts import Who
from bot.storage.engine import Database, Transaction


@dataclass(frozen=True, slots=True)
class Concerned:
    """A broadcast, and whether its release was just taken back."""

    broadcast: Broadcast
    taken_back: bool


async def source_edited(database: Database, clock: Clock, who: Who, source: SourceMessage) -> list[Concerned]:
    """Note that ``who`` has changed a message; what became of the broadcasts that were taken from it.

    Only an announcer's edit has any effect: who is none any more must not be able to stop what others released.
    """
    async with database.write() as transaction:
        if who.user_id not in await staff.holders(transaction, Role.ANNOUNCER, until_commit=True):
            return []
        return [one for number in await note_edit(transaction, source) if (one := await _concerned(transaction, clock, who, number))]


async def _concerned(transaction: Transaction, clock: Clock, who: Who, number: int) -> Concerned | None:
    one = await store.get(transaction, number)
    if one is None:
        return None
    now = await moment(transaction, clock)
    taken_back = await take_back(transaction, number, now)
    detail = texts.AUDIT_SOURCE_TAKEN_BACK if taken_back else texts.AUDIT_SOURCE_EDITED
    await note(transaction, who, Action.BROADCAST_PREPARE, number, now, detail=detail)
    return Concerned(one, taken_back)


async def withdraw_unfrozen(database: Database, clock: Clock) -> list[Concerned]:
    """What an older version released with a content that can still be changed: a draft again, or, where some have it, no more of it."""
    async with database.read() as transaction:
        if not await store.unfrozen(transaction):
            return []
    async with database.write() as transaction:
        found: list[Concerned] = []
        for number in await store.unfrozen(transaction):
            now = await moment(transaction, clock)
            taken_back = await take_back(transaction, number, now)
            if not taken_back and not await store.move(transaction, number, BroadcastStage.CANCELLED, now):
                continue
            detail = texts.AUDIT_UNFROZEN if taken_back else texts.AUDIT_UNFROZEN_REST
            await note(transaction, SYSTEM, Action.BROADCAST_CONTROL, number, now, detail=detail)
            if (one := await store.get(transaction, number)) is not None and one.series_id is None:
                found.append(Concerned(one, taken_back))
        return found
