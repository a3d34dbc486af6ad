"""Groups that need a decision as screens: new ones, units that groups ask for, groups from before anybody was asked. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot import texts as common_texts
from bot.access import Action, Role, allowed
from bot.chat.screen import Block, Button, Row, Screen, paging, screen
from bot.features.groups import texts
from bot.features.groups.presses import AnswerWish, Decide, DecideAll, ListGroups, ListMark, ListUndecided, Together, ViewGroup, how
from bot.library.normalize import clean
from bot.places import texts as places_texts
from bot.places.store.group_doors import KEPT, WAITING, WISH
from bot.places.store.groups import Group
from bot.richtext.length import shorten

PER_PAGE = 8
LISTS = {ListMark.WAITING: WAITING, ListMark.WISH: WISH, ListMark.KEPT: KEPT}
MARKS = {about: mark for mark, about in LISTS.items()}
_LONGEST_TITLE, _MOST_NAMED = 40, 40


@dataclass(frozen=True, slots=True)
class Undecided:
    """One page of a list, and all of it by a digest: what somebody agrees to is what they were shown.

    ``names``: of the people who let us in, as far as they are known.
    """

    about: str
    groups: Sequence[Group]
    total: int
    page: int
    digest: str
    names: Mapping[int, str]


def digest_of(chat_ids: Iterable[int]) -> str:
    """Stands on a button for a set of groups."""
    return f"{zlib.crc32(','.join(map(str, sorted(chat_ids))).encode()):08x}"


def unit_key(unit: str) -> str:
    """Stands on a button for the name of a unit, which is too long for it."""
    return f"{zlib.crc32(unit.encode()):08x}"


def undecided_screen(found: Undecided, roles: Collection[Role], said: str = "") -> Screen:
    """A page of the list with its buttons; ``said``: what was just done."""
    mark = MARKS[found.about]
    blocks = [Block(said)] if said else []
    if not found.total:
        blocks.append(Block(texts.UNDECIDED_NONE[found.about], gap=bool(said)))
        return screen(blocks, [[Button(texts.BUTTON_TO_GROUPS, ListGroups(0))]])
    blocks.append(Block(texts.UNDECIDED_TITLES[found.about].format(count=found.total), "b", gap=bool(said)))
    numbered = list(enumerate(found.groups, found.page * PER_PAGE + 1))
    alone = found.total == 1
    blocks.append(Block("\n".join(_line(found, group, "" if alone else f"{number}. ") for number, group in numbered)))
    blocks.append(Block(texts.UNDECIDED_HINTS[found.about], gap=True))
    may = allowed(Action.GROUP_UNIT if found.about == WISH else Action.GROUP_TAKE_IN, roles)
    rows: list[Row] = []
    for number, group in numbered:
        rows += _rows(found.about, group, "" if alone else f"{number} ", may=may)
    if may and found.total > 1 and found.about != WISH:
        rows.append(_all_buttons(found))
    turns = paging(found.page, (found.page + 1) * PER_PAGE < found.total, lambda page: ListUndecided(mark, page))
    return screen(blocks, [*rows, turns])


def sure_screen(what: Together, groups: Sequence[Group], digest: str) -> Screen:
    """Asks before many are decided about at once: all of them by name, as far as there is room."""
    names = "、".join(_title(group) for group in groups[:_MOST_NAMED])
    more = texts.UNDECIDED_MORE.format(count=len(groups) - _MOST_NAMED) if len(groups) > _MOST_NAMED else ""
    text = (texts.TAKE_IN_SURE if what.yes else texts.REFUSE_SURE).format(count=len(groups), names=names + more)
    word = (texts.BUTTON_TAKE_IN_SURE if what.yes else texts.BUTTON_REFUSE_SURE).format(count=len(groups))
    return screen(text, [[Button(word, DecideAll(what, digest, "!")), Button(common_texts.BUTTON_BACK, ListUndecided(what.mark))]])


def decision_rows(group: Group, roles: Collection[Role], *, in_list: bool, before: str = "") -> list[Row]:
    """The buttons under which somebody decides about one group, in the list or below the group."""
    yes, no = how(yes=True, in_list=in_list), how(yes=False, in_list=in_list)
    if group.waits and allowed(Action.GROUP_TAKE_IN, roles):
        return [
            (
                Button(before + texts.BUTTON_TAKE_IN, Decide(yes, group.chat_id)),
                Button(before + texts.BUTTON_REFUSE, Decide(no, group.chat_id)),
            )
        ]
    if group.active and group.taken_in and group.wished_unit is not None and allowed(Action.GROUP_UNIT, roles):
        key = unit_key(group.wished_unit)
        return [
            (
                Button(before + texts.BUTTON_UNIT_YES, AnswerWish(yes, group.chat_id, key)),
                Button(before + texts.BUTTON_UNIT_NO, AnswerWish(no, group.chat_id, key)),
            )
        ]
    return []


def _rows(about: str, group: Group, before: str, *, may: bool) -> list[Row]:
    if about == KEPT or not may:
        return [(Button(before + _title(group), ViewGroup(group.chat_id)),)]
    return decision_rows(group, tuple(Role), in_list=True, before=before)


def _all_buttons(found: Undecided) -> Row:
    if found.about == KEPT:
        return (Button(texts.BUTTON_KEPT_ALL.format(count=found.total), DecideAll(Together.KEEP, found.digest, "!")),)
    return (
        Button(texts.BUTTON_TAKE_IN_ALL.format(count=found.total), DecideAll(Together.TAKE_IN, found.digest)),
        Button(texts.BUTTON_REFUSE_ALL.format(count=found.total), DecideAll(Together.REFUSE, found.digest)),
    )


def _line(found: Undecided, group: Group, before: str) -> str:
    parts = [_title(group)]
    if found.about == WAITING:
        if group.members is not None:
            parts.append(texts.UNDECIDED_MEMBERS.format(count=group.members))
        if name := found.names.get(group.added_by or 0):
            parts.append(texts.UNDECIDED_ADDED_BY.format(name=shorten(clean(name), _LONGEST_TITLE)))
        if group.unit:
            parts.append(texts.UNDECIDED_FORMER_UNIT.format(unit=group.unit))
    elif group.unit or found.about == WISH:
        parts.append(texts.UNDECIDED_UNIT.format(unit=group.unit or places_texts.NO_UNIT))
    if group.wished_unit is not None and found.about != KEPT:
        parts.append(texts.UNDECIDED_WISHED.format(unit=group.wished_unit or places_texts.NO_UNIT))
    return before + "　".join(parts)


def _title(group: Group) -> str:
    return shorten(group.title or common_texts.BROADCAST_NO_NAME.format(chat_id=group.chat_id), _LONGEST_TITLE)
