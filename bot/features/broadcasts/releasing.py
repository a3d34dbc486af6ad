"""Whether somebody may release a broadcast: decided inside the transaction of the release, for the chat and the shell alike.

Roles are read there, and kept from changing until it is over: who has lost theirs releases nothing any more, and whether there is
somebody else who must release does not change between the question and the act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.access import Role, at_shell
from bot.features.broadcasts import texts
from bot.features.broadcasts.checks import rule_problem, time_problem
from bot.features.broadcasts.done import Done, elsewhere
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.rows import all_groups
from bot.outbox.store.schedules import get_schedule
from bot.places.audience import choose, problem
from bot.places.store import staff
from bot.storage.acts import Who
from bot.storage.engine import Transaction

# Of a digest; a button has no room for all of it.
_ENOUGH = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody wants to release: a broadcast with the content of this digest, of which the beginning is enough."""

    broadcast: Broadcast
    digest: str

    @property
    def still(self) -> bool:
        """Whether it still says that."""
        return len(self.digest) >= _ENOUGH and self.broadcast.digest.startswith(self.digest)


async def needs_second(transaction: Transaction, *, two_people: bool) -> bool:
    """Whether whoever prepared a broadcast cannot release it: so it is set, and there is more than one announcer."""
    return _second(await staff.holders(transaction, Role.ANNOUNCER), two_people=two_people)


def _second(announcers: Sequence[int], *, two_people: bool) -> bool:
    return two_people and len(announcers) > 1


async def refusal(transaction: Transaction, who: Who, seen: Seen, now: datetime, zone: tzinfo, *, two_people: bool) -> Done | None:
    """Why this person cannot release this broadcast now."""
    one = seen.broadcast
    announcers = await staff.holders(transaction, Role.ANNOUNCER, until_commit=True)
    if not at_shell(who.user_id) and who.user_id not in announcers:
        return Done(False, texts.BROADCAST_NOT_ANNOUNCER, one.stage)
    if one.stage is not BroadcastStage.DRAFT:
        return await elsewhere(transaction, one.id)
    if _second(announcers, two_people=two_people) and one.prepared_by == who.user_id:
        return Done(False, texts.BROADCAST_SECOND_PERSON, one.stage, second=True)
    text = await _problem(transaction, seen, now, zone)
    return None if text is None else Done(False, text, one.stage)


async def _problem(transaction: Transaction, seen: Seen, now: datetime, zone: tzinfo) -> str | None:
    one = seen.broadcast
    if not one.content.frozen:
        return texts.BROADCAST_UNFROZEN
    if not seen.still:
        return texts.BROADCAST_CHANGED
    if (late := time_problem(one.start_at, now, zone)) is not None:
        return f"{late}{texts.BROADCAST_LATE}"
    chosen = choose(one.audience, await all_groups(transaction), one.kind, official=one.official)
    schedule = await get_schedule(transaction, one.id)
    return problem(chosen, one.audience) or rule_problem(schedule.rule if schedule else None, now, zone)
