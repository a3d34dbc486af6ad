"""Taking groups in, sending them away, and the unit that a group asks for: each rule with its audit line, in one transaction.

Who may do it is ``bot.access``'s business and asked before; what is decided here depends on where the group stands now. Of two
people who decide at once one does it, and the other is told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.access import Action, allowed, may_hold_roles
from bot.places import texts
from bot.places.standing import INSIDE, Arrival
from bot.places.store import group_doors, groups, staff
from bot.places.store.groups import Group
from bot.storage.acts import Acting, Acts, Who
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Adder:
    """Who lets us into a group, or changes what we may do there."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Coming:
    """What the platform says about our place in a group. ``outside``: we were not in it before; ``by``: who changed it."""

    chat_id: int
    title: str
    kind: str
    outside: bool
    by: Adder


@dataclass(frozen=True, slots=True)
class Decisions:
    """Groups for which it was done, and those where it was too late, as they are now."""

    done: tuple[Group, ...]
    late: tuple[Group, ...] = ()


class Doors:
    """``owners``: those that the settings name."""

    def __init__(self, acts: Acts, owners: Collection[int]) -> None:
        self._acts, self._owners = acts, owners

    async def arrive(self, transaction: Transaction, coming: Coming) -> Arrival | None:
        """We are in a group: it waits, unless somebody let us in who may take groups in. May run twice."""
        act, by = Acting(transaction, self._acts.clock()), coming.by
        by_staff = allowed(Action.GROUP_TAKE_IN, await staff.roles_of(transaction, by.user_id, self._owners))
        arrival = await group_doors.arrive(
            transaction,
            coming.chat_id,
            coming.title,
            coming.kind,
            act.now,
            outside=coming.outside,
            by=by.user_id if may_hold_roles(by.user_id) else None,
            by_staff=by_staff,
        )
        if arrival is not None and arrival.news and arrival.standing in INSIDE:
            await act.note(by, Action.GROUP_TAKE_IN, f"group:{coming.chat_id}", texts.AUDIT_BROUGHT_IN)
        return arrival

    async def take_in(self, who: Who, chat_ids: Sequence[int]) -> Decisions:
        """They receive what is sent from now on."""
        return await self._decide(who, chat_ids, take_in=True)

    async def refuse(self, who: Who, chat_ids: Sequence[int]) -> Decisions:
        """They are none of ours: we are to leave them (``group_doors.to_leave``), and from now on they get nothing."""
        return await self._decide(who, chat_ids, take_in=False)

    async def _decide(self, who: Who, chat_ids: Sequence[int], *, take_in: bool) -> Decisions:
        change = group_doors.take_in if take_in else group_doors.refuse
        done: list[Group] = []
        late: list[Group] = []
        async with self._acts.writing() as act:
            for chat_id in chat_ids:
                decided = await change(act.transaction, chat_id)
                group = await groups.get(act.transaction, chat_id)
                if decided:
                    detail = texts.AUDIT_TAKEN_IN if take_in else texts.AUDIT_NOT_TAKEN_IN
                    await act.note(who, Action.GROUP_TAKE_IN, f"group:{chat_id}", detail)
                if group is not None:
                    (done if decided else late).append(group)
        return Decisions(tuple(done), tuple(late))

    async def ask_for_unit(self, act: Acting, who: Who, group: Group, unit: str) -> None:
        """A group's own admin says to which unit it belongs: a wish, for the unit decides who gets what."""
        wish = None if unit == group.unit else unit
        await group_doors.wish_unit(act.transaction, group.chat_id, wish)
        if wish is not None and wish != group.wished_unit:
            detail = texts.AUDIT_UNIT_WISHED.format(unit=unit or texts.NO_UNIT)
            await act.note(who, Action.SETTINGS, f"group:{group.chat_id}", detail)

    async def answer_wish(self, who: Who, chat_id: int, unit: str, *, yes: bool) -> bool:
        """Staff say yes or no to the unit that they saw; false when the group asks for another one by now, or for none."""
        async with self._acts.writing() as act:
            settled = await group_doors.settle_wish(act.transaction, chat_id, unit, yes=yes)
            if settled:
                detail = (texts.AUDIT_UNIT_GIVEN if yes else texts.AUDIT_UNIT_DENIED).format(unit=unit or texts.NO_UNIT)
                await act.note(who, Action.GROUP_UNIT, f"group:{chat_id}", detail)
        return settled
