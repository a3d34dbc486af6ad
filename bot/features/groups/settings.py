"""What the admins of a group choose for it: within their allowance of the day, each change with its audit line.

A unit decides who gets what: from those who may not give one it is a request to staff.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from bot import trace
from bot.access import Action, allowed
from bot.chat.actor import Actor, ChatPlace
from bot.chat.conversation import Objection
from bot.features.groups import texts
from bot.features.groups.news import GroupNews
from bot.features.groups.settings_table import SettingChange
from bot.library.folding import fold_name
from bot.places import texts as places_texts
from bot.places.doors import Doors
from bot.places.store import group_doors, groups
from bot.places.store.groups import Group
from bot.storage.acts import Acting, Acts
from bot.when import local


class GroupSettings:
    """``per_hour``: unasked answers, as set for the whole bot; ``changed`` is told which group's settings are new.

    ``may_change``: counts a change by a group's own admin, and says whether it is within what one person may change in a day.
    """

    def __init__(
        self,
        acts: Acts,
        doors: Doors,
        news: GroupNews,
        per_hour: int,
        changed: Callable[[int], Awaitable[None]],
        may_change: Callable[[int, date], bool],
    ) -> None:
        self._acts, self._doors, self._news, self.per_hour = acts, doors, news, per_hour
        self._changed, self._may_change = changed, may_change

    async def group(self, chat_id: int, here: ChatPlace) -> Group | None:
        """The group; the one where this is said is entered if it is not known yet."""
        async with self._acts.reading() as transaction:
            group = await groups.get(transaction, chat_id)
        if group is None and here.id == chat_id and not here.private:
            async with self._acts.writing() as act:
                await groups.see(act.transaction, here.id, here.title, here.kind, act.now)
                group = await groups.get(act.transaction, chat_id)
        return group

    async def change(
        self, who: Actor, group: Group, change: SettingChange, topic: int | None, action: Action = Action.SETTINGS
    ) -> tuple[Group, str]:
        """Do it; the group as it is then, and what was done. ``topic``: the one at hand.

        Raises ``Objection`` when a group's own admin has changed too much today.
        """
        if not who.roles and not self._may_change(who.user_id, local(self._acts.clock()).date()):
            trace.note(outcome="flood", settings="spent")
            raise Objection(texts.SETTINGS_ENOUGH)
        unit, said = change.columns.get("unit"), change.said
        asked = unit is not None and not allowed(Action.GROUP_UNIT, who.roles)
        async with self._acts.writing() as act:
            if asked:
                said = await self._ask_for_unit(act, who, group, fold_name(unit or ""))
            else:
                await _write(act, group.chat_id, change, topic)
                await act.note(who, action, f"group:{group.chat_id}", change.said)
            changed = await groups.get(act.transaction, group.chat_id)
        await self._changed(group.chat_id)
        if asked:
            await self._news.look()
        return changed or group, said

    async def _ask_for_unit(self, act: Acting, who: Actor, group: Group, unit: str) -> str:
        await self._doors.ask_for_unit(act, who, group, unit)
        return (texts.UNIT_ALREADY if unit == group.unit else texts.UNIT_ASKED).format(unit=unit or places_texts.NO_UNIT)


async def _write(act: Acting, chat_id: int, change: SettingChange, topic: int | None) -> None:
    columns = {"notice_thread_id": topic} if change.here else change.columns
    if columns:
        await groups.change(act.transaction, chat_id, **columns)
    for kind, off in change.muted.items():
        await groups.mute(act.transaction, chat_id, kind, off)
    if "unit" in columns:
        await group_doors.wish_unit(act.transaction, chat_id, None)
