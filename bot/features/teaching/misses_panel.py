"""Questions without an answer as screens. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import texts
from bot.features.teaching.store.misses import MissGroup, State
from bot.library.models import Entry
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages, shorten
from bot.platforms.telegram.staff.gate import button_data
from bot.when import CHINA

PER_PAGE = 5
LISTS = {"o": State.OPEN, "l": State.LATER}
"""Which list a button means."""
_LONGEST = 120


def list_screen(groups: Sequence[MissGroup], total: int, mark: str, page: int, *, later: int) -> Screen:
    """One page, most frequent first; ``later``: how many were put off."""
    head = (texts.MISSES_HEAD if total else texts.MISSES_NONE)[mark].format(count=total)
    rows: list[Row] = []
    if groups:
        rows.append(tuple(Button(f"#{group.id}", button_data("mv", group.id)) for group in groups))
    turns = []
    if page:
        turns.append(Button(texts.BUTTON_EARLIER, button_data("ml", f"{mark}{page - 1}")))
    if (page + 1) * PER_PAGE < total:
        turns.append(Button(texts.BUTTON_LATER, button_data("ml", f"{mark}{page + 1}")))
    rows += [tuple(turns)] if turns else []
    if mark == "l":
        rows.append((Button(texts.BUTTON_MISSES_OPEN, button_data("ml", "o0")),))
    elif later:
        rows.append((Button(texts.BUTTON_MISSES_LATER.format(count=later), button_data("ml", "l0")),))
    blocks = [Block(head, "b" if total else ""), *(Block(_line(group), gap=True) for group in groups)]
    if groups:
        blocks.append(Block(texts.MISSES_HINT, gap=True))
    return Screen(pages(blocks)[0], tuple(rows))


def detail_screen(group: MissGroup, near: Sequence[Entry], *, may_decide: bool) -> Screen:
    """One group of questions, with what can be done about it."""
    blocks = [Block(texts.MISS_QUESTION.format(question=group.question), "b"), Block(_facts(group))]
    if len(group.keys) > 1:
        blocks.append(Block(texts.MISS_ALIKE.format(count=len(group.keys))))
    rows: list[Row] = []
    if near:
        blocks.append(Block(texts.MISS_NEAR.format(titles="、".join(entry.title for entry in near)), gap=True))
    if may_decide:
        for entry in near:
            text = label(texts.BUTTON_TEACH_AS.format(title=entry.title))
            rows.append((Button(text, button_data("mt", f"{group.id}:{entry.id}")),))
        rows.append((Button(texts.BUTTON_TEACH_OTHER, button_data("mt", f"{group.id}:")),))
        rows.append(
            (
                Button(texts.BUTTON_NOT_OURS, button_data("md", f"{group.id}:d")),
                Button(texts.BUTTON_PUT_OFF, button_data("md", f"{group.id}:l")),
            )
        )
    rows.append((Button(texts.BUTTON_BACK, button_data("ml", "o0")),))
    return Screen(pages(blocks)[0], tuple(rows))


def _line(group: MissGroup) -> str:
    return texts.MISS_LINE.format(id=group.id, question=shorten(group.question, _LONGEST), times=_times(group))


def _times(group: MissGroup) -> str:
    down = texts.MISS_DOWN.format(count=group.thumbs_down) if group.thumbs_down else ""
    return texts.MISS_TIMES.format(count=group.count) + down


def _facts(group: MissGroup) -> str:
    units = texts.MISS_UNITS.format(units="、".join(group.units[:8])) if group.units else ""
    return texts.MISS_FACTS.format(times=_times(group), day=_day(group.last), units=units)


def _day(at: datetime) -> str:
    local = at.astimezone(CHINA)
    return f"{local.month}月{local.day}日"
