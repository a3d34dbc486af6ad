"""The register of groups: found, tagged, given a unit, left; each act with its audit line in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.access import Action
from bot.chat.conversation import Objection
from bot.features.groups.orders import Order, as_kept, objection
from bot.features.groups.register_screens import PER_PAGE, RegisterPage
from bot.places.store import group_doors, groups
from bot.places.store.groups import Group
from bot.storage.acts import Acts, Who
from bot.storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Carried:
    """The group as it is now, and what was changed: the acts and their details for the audit log."""

    group: Group
    changes: tuple[tuple[Action, str], ...] = ()


class Register:
    """Who may do it was asked before."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts

    async def page(self, words: str, page: int) -> RegisterPage:
        """Without words, groups that are ours; who looks for a name finds every group that has it."""
        async with self._acts.reading() as transaction:
            inside = None if words else True
            found, total = await groups.search(transaction, words, inside=inside, limit=PER_PAGE, offset=page * PER_PAGE)
            return RegisterPage(found, total, words, page, await group_doors.count_undecided(transaction))

    async def find(self, chat_id: int) -> Group | None:
        """The group with this id, now or before it moved."""
        async with self._acts.reading() as transaction:
            return await groups.get(transaction, chat_id)

    async def tags(self) -> Collection[str]:
        """Those in use."""
        async with self._acts.reading() as transaction:
            return await groups.tags(transaction)

    async def units(self) -> Collection[str]:
        """Those in use."""
        async with self._acts.reading() as transaction:
            return await groups.units(transaction)

    async def count(self, group: Group, members: int) -> Group:
        """So many people are in it now."""
        async with self._acts.writing() as act:
            await groups.change(act.transaction, group.chat_id, members=members)
        return replace(group, members=members)

    async def change(self, who: Who, group: Group, order: Order) -> Carried:
        """Tags and unit as ordered; raises ``Objection``."""
        order = as_kept(group, order)
        if wrong := objection(group, order):
            raise Objection(wrong)
        async with self._acts.writing() as act:
            changes = await _change(act.transaction, group, order)
            for action, detail in changes:
                await act.note(who, action, f"group:{group.chat_id}", detail)
            return Carried(await groups.get(act.transaction, group.chat_id) or group, tuple(changes))

    async def left(self, who: Who, group: Group, *, gone: bool) -> Group:
        """Somebody made us leave; ``gone``: it was done."""
        async with self._acts.writing() as act:
            if gone:
                await groups.deactivate(act.transaction, group.chat_id)
            await act.note(who, Action.GROUP_LEAVE, f"group:{group.chat_id}", group.title, "done" if gone else "failed")
            return await groups.get(act.transaction, group.chat_id) or group


async def _change(transaction: Transaction, group: Group, order: Order) -> list[tuple[Action, str]]:
    done = [(Action.GROUP_TAG, f"+{tag}") for tag in order.add if await groups.add_tag(transaction, group.chat_id, tag)]
    done += [(Action.GROUP_TAG, f"-{tag}") for tag in order.remove if await groups.remove_tag(transaction, group.chat_id, tag)]
    if order.unit is not None and order.unit != group.unit:
        await groups.change(transaction, group.chat_id, unit=order.unit)
        await group_doors.wish_unit(transaction, group.chat_id, None)
        done.append((Action.GROUP_UNIT, order.unit))
    return done
