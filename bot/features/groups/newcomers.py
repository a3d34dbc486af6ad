"""The lists of groups that need a decision, with the names of the people who let us in."""

from __future__ import annotations

import asyncio

from bot import texts as common_texts
from bot.access import Action
from bot.chat.platform import Platform
from bot.features.groups import texts
from bot.features.groups.newcomers_screens import PER_PAGE, Undecided, digest_of
from bot.features.groups.words import title_of
from bot.library.lru import Lru
from bot.places.doors import Decisions
from bot.places.standing import Standing
from bot.places.store import group_doors, groups
from bot.places.store.group_doors import WAITING
from bot.places.store.groups import Group
from bot.storage import audit
from bot.storage.acts import Acts

_NAMES = 1_000


class Newcomers:
    """Decisions are ``places.doors``'s."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._names: Lru[int, str] = Lru(_NAMES)

    def met(self, user_id: int, name: str) -> None:
        """Remember, for as long as this process runs, what somebody is called who let us into a group."""
        self._names.put(user_id, name)

    async def page(self, platform: Platform, about: str, page: int) -> Undecided:
        """A page of a list; where it has shrunk, its last page."""
        async with self._acts.reading() as transaction:
            ids = await group_doors.undecided_ids(transaction, about)
            page = min(page, max(len(ids) - 1, 0) // PER_PAGE)
            found = await groups.these(transaction, ids[page * PER_PAGE : (page + 1) * PER_PAGE])
        order = {chat_id: number for number, chat_id in enumerate(ids)}
        found.sort(key=lambda group: order[group.chat_id])
        names = await asyncio.gather(*(self._adder(platform, group) for group in found)) if about == WAITING else []
        return Undecided(about, found, len(ids), page, digest_of(ids), {user_id: name for user_id, name in names if name})

    async def all_of(self, about: str) -> list[Group]:
        """The whole list."""
        async with self._acts.reading() as transaction:
            return await group_doors.undecided(transaction, about)

    async def _adder(self, platform: Platform, group: Group) -> tuple[int, str]:
        """Who let us in, by name: as it was remembered, else as the platform tells it."""
        user_id = group.added_by
        if user_id is None:
            return 0, ""
        name = self._names.get(user_id) or await platform.member_name(group.chat_id, user_id)
        if name:
            self.met(user_id, name)
        return user_id, name

    async def in_words(self, decided: Decisions, *, take_in: bool) -> str:
        """What was done; of one where it was too late, who was there first."""
        if len(decided.done) + len(decided.late) != 1:
            said = (texts.TAKEN_IN_MANY if take_in else texts.REFUSED_MANY).format(count=len(decided.done))
            return said + (texts.DECIDED_LATE_MANY.format(count=len(decided.late)) if decided.late else "")
        if decided.done:
            return (texts.TAKEN_IN if take_in else texts.REFUSED).format(title=title_of(decided.done[0]))
        late = decided.late[0]
        if not late.active:
            return texts.DECIDED_GONE.format(title=title_of(late))
        async with self._acts.reading() as transaction:
            line = await audit.latest(transaction, Action.GROUP_TAKE_IN, f"group:{late.chat_id}")
        what = texts.DECIDED_REFUSED if late.standing is Standing.REFUSED else texts.DECIDED_TAKEN_IN
        return what.format(title=title_of(late), name=line.actor_name if line is not None else common_texts.SOMEBODY)
