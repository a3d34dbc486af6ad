"""One line of words about a group → what is wanted, and whether it can be. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.features.groups import texts
from bot.features.groups.settings_table import LONGEST_UNIT
from bot.library.folding import fold, fold_name, same
from bot.places.store.groups import TAG_LENGTH, Group
from bot.richtext.length import shorten

_MOST_TAGS = 20
# Somebody who has forgotten that they were asked for a name, and asks a question.
_SENTENCE = re.compile(r"[?？!！。]|\.{3}")
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


def tags_in(text: str) -> Order:
    """Names of tags, as people write them who were asked for some."""
    names = (fold_name(name.lstrip("#+")) for name in re.split(r"[\s,;]+", fold(text)))
    return Order(add=tuple(name for name in names if name))


def unit_in(text: str) -> Order:
    """The name of a unit, or of none."""
    name = fold_name(text)
    return Order(unit="" if name in texts.WORDS_NONE else name)


def as_kept(group: Group, order: Order) -> Order:
    """The order with the group's own tags as they are kept: however one is typed, it is the same tag."""
    known = {tag: next((kept for kept in group.tags if same(kept, tag)), tag) for tag in order.add + order.remove if tag not in group.tags}
    return replace(order, add=tuple(known.get(tag, tag) for tag in order.add), remove=tuple(known.get(tag, tag) for tag in order.remove))


def objection(group: Group, order: Order) -> str:
    """Why it cannot be done (Chinese), or nothing."""
    if order.unit is not None and len(order.unit) > LONGEST_UNIT:
        return texts.UNIT_TOO_LONG.format(most=LONGEST_UNIT)
    sentence = next((name for name in (*order.add, order.unit or "") if _SENTENCE.search(name)), "")
    if sentence:
        return texts.NOT_A_NAME.format(name=shorten(sentence, 20))
    if any(len(tag) > TAG_LENGTH for tag in order.add + order.remove):
        return texts.TAG_TOO_LONG.format(most=TAG_LENGTH)
    return texts.TOO_MANY_TAGS.format(most=_MOST_TAGS) if len({*group.tags, *order.add} - {*order.remove}) > _MOST_TAGS else ""
