"""The register of groups as screens. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot import texts as common_texts
from bot.access import Action, Role, allowed
from bot.chat.screen import Block, Button, Screen, in_rows, paging, screen
from bot.features.groups import texts
from bot.features.groups.newcomers_screens import MARKS, decision_rows
from bot.features.groups.presses import AskTags, AskUnit, LeaveGroup, ListGroups, ListUndecided, Untag, ViewGroup, whole_panel
from bot.features.groups.settings_table import daily_shown
from bot.features.groups.words import title_of, unit_words
from bot.places.store.groups import Group
from bot.when import written

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register; ``undecided``: how many groups need a decision, by kind."""

    groups: Sequence[Group]
    total: int
    words: str
    page: int
    undecided: Mapping[str, int]


def list_screen(found: RegisterPage) -> Screen:
    """One page of the register, a button a group."""
    words = found.words
    head = (texts.GROUPS_FOUND if words else texts.GROUPS_ALL).format(count=found.total, words=words)
    waiting = {about: count for about, count in found.undecided.items() if count and not words}
    apart = [Block(texts.UNDECIDED_COUNTS[about].format(count=count)) for about, count in waiting.items()]
    doors = [[Button(texts.BUTTON_UNDECIDED[about].format(count=count), ListUndecided(MARKS[about]))] for about, count in waiting.items()]
    if not found.total:
        return screen([Block(texts.GROUPS_NOTHING.format(words=words) if words else texts.GROUPS_EMPTY), *apart], doors)
    lines = [_line(number, group) for number, group in enumerate(found.groups, found.page * PER_PAGE + 1)]
    buttons = [Button(title_of(group), ViewGroup(group.chat_id)) for group in found.groups]
    turns = paging(found.page, (found.page + 1) * PER_PAGE < found.total, lambda page: ListGroups(page, words))
    blocks = [Block(head, "b"), *apart, Block("\n".join(lines)), Block(texts.GROUPS_HINT, gap=True)]
    return screen(blocks, [*doors, *in_rows(buttons, 2), turns])


def group_screen(group: Group, roles: Collection[Role], said: str = "") -> Screen:
    """Everything about one group, with the buttons that these roles may press."""
    blocks = [Block(title_of(group), "b"), Block("\n".join(f"{name}：{value}" for name, value in _facts(group)))]
    if said:
        blocks.append(Block(said, gap=True))
    if group.waits:
        blocks.append(Block(texts.GROUP_VIEW_WAITS, gap=True))
    rows: list[Sequence[Button]] = [*decision_rows(group, roles, in_list=False)]
    if allowed(Action.GROUP_TAG, roles):
        blocks.append(Block(texts.GROUP_HINT.format(id=group.chat_id), gap=True))
        rows.append([Button(texts.BUTTON_TAG, AskTags(group.chat_id)), Button(texts.BUTTON_UNIT, AskUnit(group.chat_id))])
        rows += in_rows([Button(texts.BUTTON_UNTAG.format(tag=tag), Untag(group.chat_id, tag_key(tag))) for tag in group.tags], 2)
    last = []
    if allowed(Action.SETTINGS, roles):
        last.append(Button(texts.BUTTON_SETTINGS, whole_panel(group.chat_id)))
    if allowed(Action.GROUP_LEAVE, roles) and group.active and not group.waits:
        last.append(Button(texts.BUTTON_LEAVE, LeaveGroup(group.chat_id, "?")))
    return screen(blocks, [*rows, last, [Button(texts.BUTTON_TO_GROUPS, ListGroups(0))]])


def leave_screen(group: Group) -> Screen:
    """Really?"""
    yes, back = LeaveGroup(group.chat_id, "!"), ViewGroup(group.chat_id)
    return screen(
        texts.LEAVE_SURE.format(title=title_of(group)), [[Button(texts.BUTTON_LEAVE_YES, yes), Button(common_texts.BUTTON_BACK, back)]]
    )


def changed_words(changes: Sequence[tuple[Action, str]]) -> str:
    """What was changed of a group, in a sentence."""
    tags = [detail for action, detail in changes if action is Action.GROUP_TAG]
    said = [
        template.format(tags=" ".join(f"#{tag[1:]}" for tag in tags if tag[0] == sign))
        for sign, template in (("+", texts.CHANGED_ADDED), ("-", texts.CHANGED_REMOVED))
        if any(tag[0] == sign for tag in tags)
    ]
    for unit in (detail for action, detail in changes if action is Action.GROUP_UNIT):
        said.append(texts.CHANGED_UNIT.format(unit=unit) if unit else texts.CHANGED_NO_UNIT)
    return texts.CHANGED.format(what="，".join(said)) if said else texts.CHANGED_NOTHING


def tag_key(tag: str) -> str:
    """A tag on a button, which is too short for the tag itself."""
    return f"{zlib.crc32(tag.encode()):08x}"


def _line(number: int, group: Group) -> str:
    parts = [title_of(group), group.unit or texts.NO_UNIT_SHORT, *(f"#{tag}" for tag in group.tags)]
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
        (texts.FACT_JOINED, written(group.joined)),
        (texts.FACT_SEEN, written(group.last_seen)),
        (texts.SETTING_OVERHEAR, texts.STATE_ON if group.overhear else texts.STATE_OFF),
        (texts.SETTING_DAILY, daily_shown(group)),
    ]
