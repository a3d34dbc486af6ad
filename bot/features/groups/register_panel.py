"""The register of groups as screens, and one line of words about a group → what is wanted. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import texts
from bot.access import Action, Role, allowed
from bot.features.groups.newcomers_panel import MARK_OF, decision_rows
from bot.library.folding import fold, fold_name
from bot.places.store.groups import Group
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages
from bot.platforms.telegram.staff.gate import button_data
from bot.when import CHINA

PER_PAGE = 8
LONGEST_SEARCH = 40
"""Bytes: the words travel in the buttons for the next page."""
# A space after the sign belongs to it, and commas may stand between tags.
_TAG = re.compile(r"(?:\+ ?#?(?P<add>[^\s,;#+]+)|- ?#?(?P<remove>[^\s,;#+]+))(?:[\s,;]+|(?=\+)|$)")
_UNIT = re.compile(rf"{texts.SETTING_UNIT}[ :=]*(?P<name>.+)")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of a group: nothing but to see it, or a change."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    unit: str | None = None
    leave: bool = False
    take_in: bool = False


def parse_order(line: str) -> Order | None:
    """``+示范 -试点``, ``单位 龙泉镇``, ``收下``, ``退出``, or nothing; ``None``: not understood."""
    text = fold(line).rstrip(" .。!")
    if text.lower() in texts.WORDS_LEAVE:
        return Order(leave=True)
    if text in texts.WORDS_TAKE_IN:
        return Order(take_in=True)
    if unit := _UNIT.fullmatch(text):
        return Order(unit="" if unit["name"] in texts.WORDS_NONE else fold_name(unit["name"]))
    add: list[str] = []
    remove: list[str] = []
    end = 0
    while end < len(text):
        found = _TAG.match(text, end)
        if found is None:
            return None
        (add if found["add"] else remove).append(fold_name(found["add"] or found["remove"]))
        end = found.end()
    return Order(tuple(add), tuple(remove))


def list_screen(found: list[Group], total: int, words: str, page: int, undecided: Mapping[str, int]) -> Screen:
    """One page of the register, a button a group; ``undecided``: how many groups need a decision, by kind."""
    head = (texts.GROUPS_FOUND if words else texts.GROUPS_ALL).format(count=total, words=words)
    waiting = {about: count for about, count in undecided.items() if count and not words}
    apart = [Block(texts.UNDECIDED_COUNTS[about].format(count=count)) for about, count in waiting.items()]
    doors: list[Row] = [
        (Button(texts.BUTTON_UNDECIDED[about].format(count=count), button_data("gn", f"{MARK_OF[about]}:0")),)
        for about, count in waiting.items()
    ]
    if not total:
        nothing = Block(texts.GROUPS_NOTHING.format(words=words) if words else texts.GROUPS_EMPTY)
        return Screen(pages([nothing, *apart])[0], tuple(doors))
    lines = [_line(number, group) for number, group in enumerate(found, page * PER_PAGE + 1)]
    rows: list[Row] = [
        tuple(Button(label(group.title or str(group.chat_id)), button_data("gv", group.chat_id)) for group in found[start : start + 2])
        for start in range(0, len(found), 2)
    ]
    turns = []
    if page:
        turns.append(Button(texts.BUTTON_EARLIER, button_data("gl", f"{page - 1}:{words}")))
    if (page + 1) * PER_PAGE < total:
        turns.append(Button(texts.BUTTON_LATER, button_data("gl", f"{page + 1}:{words}")))
    if turns:
        rows.append(tuple(turns))
    return Screen(pages([Block(head, "b"), *apart, Block("\n".join(lines)), Block(texts.GROUPS_HINT, gap=True)])[0], (*doors, *rows))


def group_screen(group: Group, roles: Collection[Role], said: str = "") -> Screen:
    """Everything about one group, with the buttons that these roles may press."""
    blocks = [Block(group.title or str(group.chat_id), "b"), Block("\n".join(f"{name}：{value}" for name, value in _facts(group)))]
    if said:
        blocks.append(Block(said, gap=True))
    if group.waits:
        blocks.append(Block(texts.GROUP_VIEW_WAITS, gap=True))
    rows: list[Row] = decision_rows(group, roles, "v")
    if allowed(Action.GROUP_TAG, roles):
        blocks.append(Block(texts.GROUP_HINT.format(id=group.chat_id), gap=True))
        rows += [
            (
                Button(texts.BUTTON_TAG, button_data("gt", group.chat_id)),
                Button(texts.BUTTON_UNIT, button_data("gu", group.chat_id)),
            )
        ]
        removals = [_removal(group, tag) for tag in group.tags]
        rows += [tuple(removals[start : start + 2]) for start in range(0, len(removals), 2)]
    last = []
    if allowed(Action.SETTINGS, roles):
        last.append(Button(texts.BUTTON_SETTINGS, button_data("set", f"{group.chat_id}:v:-")))
    if allowed(Action.GROUP_LEAVE, roles) and group.active and not group.waits:
        last.append(Button(texts.BUTTON_LEAVE, button_data("gq", f"{group.chat_id}:?")))
    rows += [tuple(last)] if last else []
    rows.append((Button(texts.BUTTON_TO_GROUPS, button_data("gl", "0:")),))
    return Screen(pages(blocks)[0], tuple(rows))


def leave_screen(group: Group) -> Screen:
    """Really?"""
    text = texts.LEAVE_SURE.format(title=group.title or group.chat_id)
    yes = Button(texts.BUTTON_LEAVE_YES, button_data("gq", f"{group.chat_id}:!"))
    return Screen(pages([Block(text)])[0], ((yes, Button(texts.BUTTON_BACK, button_data("gv", group.chat_id))),))


def unit_words(group: Group) -> str:
    """Its unit, and the one that its admins ask for."""
    wish = "" if group.wished_unit is None else texts.UNIT_WISHED.format(unit=group.wished_unit or texts.NO_UNIT)
    return (group.unit or texts.NO_UNIT) + wish


def tag_key(tag: str) -> str:
    """A tag on a button, which is too short for the tag itself."""
    return f"{zlib.crc32(tag.encode()):08x}"


def local_time(moment: datetime) -> str:
    """A moment as people here write it."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _removal(group: Group, tag: str) -> Button:
    return Button(label(texts.BUTTON_UNTAG.format(tag=tag)), button_data("gx", f"{group.chat_id}:{tag_key(tag)}"))


def _line(number: int, group: Group) -> str:
    parts = [group.title or str(group.chat_id), group.unit or texts.NO_UNIT_SHORT, *(f"#{tag}" for tag in group.tags)]
    if not group.active:
        parts.append(texts.GROUP_GONE)
    elif not group.taken_in:
        parts.append(texts.GROUP_STANDINGS[group.standing])
    return f"{number}. {'　'.join(parts)}"


def _state(group: Group) -> str:
    if not group.active:
        return texts.GROUP_GONE
    return texts.GROUP_ACTIVE if group.taken_in else texts.GROUP_STANDINGS[group.standing]


def _facts(group: Group) -> list[tuple[str, str]]:
    return [
        (texts.FACT_ID, str(group.chat_id)),
        (texts.SETTING_UNIT, unit_words(group)),
        (texts.FACT_TAGS, "　".join(f"#{tag}" for tag in group.tags) or texts.QUIET_NONE),
        (texts.FACT_MEMBERS, texts.UNKNOWN_NUMBER if group.members is None else str(group.members)),
        (texts.FACT_STATE, _state(group)),
        (texts.FACT_JOINED, local_time(group.joined)),
        (texts.FACT_SEEN, local_time(group.last_seen)),
        (texts.SETTING_OVERHEAR, texts.STATE_ON if group.overhear else texts.STATE_OFF),
        (texts.SETTING_DAILY, texts.DAILY_ON.format(time=group.daily_at) if group.daily else texts.STATE_OFF),
    ]
