"""Groups that need a decision as screens: new ones, units that groups ask for, groups from before anybody was asked. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot import texts
from bot.access import Action, Role, allowed
from bot.library.normalize import clean
from bot.places.store.group_doors import KEPT, WAITING, WISH
from bot.places.store.groups import Group
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages, shorten
from bot.platforms.telegram.staff.gate import button_data

PER_PAGE = 8
MARKS = {"w": WAITING, "u": WISH, "k": KEPT}
"""Kinds of lists, as they stand on buttons."""
MARK_OF = {about: mark for mark, about in MARKS.items()}
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
    mark = MARK_OF[found.about]
    blocks = [Block(said)] if said else []
    if not found.total:
        blocks.append(Block(texts.UNDECIDED_NONE[found.about], gap=bool(said)))
        return Screen(pages(blocks)[0], ((Button(texts.BUTTON_TO_GROUPS, button_data("gl", "0:")),),))
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
        rows.append(_all_buttons(found, mark))
    turns = []
    if found.page:
        turns.append(Button(texts.BUTTON_EARLIER, button_data("gn", f"{mark}:{found.page - 1}")))
    if (found.page + 1) * PER_PAGE < found.total:
        turns.append(Button(texts.BUTTON_LATER, button_data("gn", f"{mark}:{found.page + 1}")))
    if turns:
        rows.append(tuple(turns))
    return Screen(pages(blocks)[0], tuple(rows))


def sure_screen(about: str, groups: Sequence[Group], digest: str, *, take_in: bool) -> Screen:
    """Asks before many are decided about at once: all of them by name, as far as there is room."""
    mark = MARK_OF[about]
    names = "、".join(_title(group) for group in groups[:_MOST_NAMED])
    more = texts.UNDECIDED_MORE.format(count=len(groups) - _MOST_NAMED) if len(groups) > _MOST_NAMED else ""
    text = (texts.TAKE_IN_SURE if take_in else texts.REFUSE_SURE).format(count=len(groups), names=names + more)
    word = (texts.BUTTON_TAKE_IN_SURE if take_in else texts.BUTTON_REFUSE_SURE).format(count=len(groups))
    yes = Button(word, button_data("ga", f"{mark}{'y' if take_in else 'n'}:{digest}:!"))
    return Screen(pages([Block(text)])[0], ((yes, Button(texts.BUTTON_BACK, button_data("gn", f"{mark}:0"))),))


def decision_rows(group: Group, roles: Collection[Role], where: str, before: str = "") -> list[Row]:
    """The buttons under which somebody decides about one group. ``where``: ``l`` goes back to the list, ``v`` to the group."""
    rows: list[Row] = []
    if group.waits and allowed(Action.GROUP_TAKE_IN, roles):
        rows.append(
            (
                Button(before + texts.BUTTON_TAKE_IN, button_data("gi", f"y{where}:{group.chat_id}")),
                Button(before + texts.BUTTON_REFUSE, button_data("gi", f"n{where}:{group.chat_id}")),
            )
        )
    elif group.active and group.taken_in and group.wished_unit is not None and allowed(Action.GROUP_UNIT, roles):
        key = f"{group.chat_id}:{unit_key(group.wished_unit)}"
        rows.append(
            (
                Button(label(before + texts.BUTTON_UNIT_YES), button_data("gw", f"y{where}:{key}")),
                Button(label(before + texts.BUTTON_UNIT_NO), button_data("gw", f"n{where}:{key}")),
            )
        )
    return rows


def _rows(about: str, group: Group, before: str, *, may: bool) -> list[Row]:
    if about == KEPT or not may:
        return [(Button(label(before + _title(group)), button_data("gv", group.chat_id)),)]
    return decision_rows(group, tuple(Role), "l", before)


def _all_buttons(found: Undecided, mark: str) -> Row:
    if found.about == KEPT:
        return (Button(texts.BUTTON_KEPT_ALL.format(count=found.total), button_data("ga", f"{mark}y:{found.digest}:!")),)
    return (
        Button(texts.BUTTON_TAKE_IN_ALL.format(count=found.total), button_data("ga", f"{mark}y:{found.digest}")),
        Button(texts.BUTTON_REFUSE_ALL.format(count=found.total), button_data("ga", f"{mark}n:{found.digest}")),
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
        parts.append(texts.UNDECIDED_UNIT.format(unit=group.unit or texts.NO_UNIT))
    if group.wished_unit is not None and found.about != KEPT:
        parts.append(texts.UNDECIDED_WISHED.format(unit=group.wished_unit or texts.NO_UNIT))
    return before + "　".join(parts)


def _title(group: Group) -> str:
    return shorten(group.title or texts.BROADCAST_NO_NAME.format(chat_id=group.chat_id), _LONGEST_TITLE)
