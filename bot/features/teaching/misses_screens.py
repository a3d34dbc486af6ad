"""Questions without an answer as screens, and what their buttons mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot import texts as common_texts
from bot.answering.hit import SPEECH, Hit
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Row, Screen, screen
from bot.features.teaching import listing, texts
from bot.features.teaching.listing import LONGEST, Page
from bot.features.teaching.store.misses import MissGroup, MissState
from bot.richtext.length import shorten
from bot.when import day


class MissList(StrEnum):
    """The list of what is open, or of what was put off."""

    OPEN = "o"
    LATER = "l"


class MissDecision(StrEnum):
    """Not ours, or later."""

    DISMISS = "d"
    LATER = "l"


STATES: dict[MissList | MissDecision, MissState] = {
    MissList.OPEN: MissState.OPEN,
    MissList.LATER: MissState.LATER,
    MissDecision.DISMISS: MissState.DISMISSED,
    MissDecision.LATER: MissState.LATER,
}


class ListMisses(Press, prefix="ml"):
    """A page of a list."""

    which: MissList = MissList.OPEN
    page: int = 0


class ViewMiss(Press, prefix="mv"):
    """One group of questions."""

    id: int


class DecideMiss(Press, prefix="md"):
    """What to do with it."""

    id: int
    decision: MissDecision


class TeachMiss(Press, prefix="mt"):
    """Teach it; without an entry, which one is asked."""

    id: int
    entry: str = ""


def list_screen(page: Page[MissGroup], which: MissList) -> Screen:
    """One page, most frequent first, and the way to the other list."""
    head = (texts.MISSES_HEAD if page.total else texts.MISSES_NONE)[which].format(count=page.total)
    if which is MissList.LATER:
        other = [Button(texts.BUTTON_MISSES_OPEN, ListMisses())]
    else:
        other = [Button(texts.BUTTON_MISSES_LATER.format(count=page.others), ListMisses(MissList.LATER))] if page.others else []
    lines = [(group.id, _line(group)) for group in page.items]
    turns = page.turns(lambda number: ListMisses(which, number))
    return listing.list_screen(head, lines, ViewMiss, texts.MISSES_HINT, [turns, other])


def detail_screen(group: MissGroup, near: Sequence[Hit], *, may_decide: bool) -> Screen:
    """One group of questions, with what can be done about it."""
    blocks = [Block(texts.MISS_QUESTION.format(question=group.question), "b"), Block(_facts(group))]
    if len(group.keys) > 1:
        blocks.append(Block(texts.MISS_ALIKE.format(count=len(group.keys))))
    if near:
        blocks.append(Block(texts.MISS_NEAR.format(titles="、".join(hit.title for hit in near)), gap=True))
    back = (Button(common_texts.BUTTON_BACK, ListMisses()),)
    return screen(blocks, [*(_decisions(group, near) if may_decide else []), back])


def _decisions(group: MissGroup, near: Sequence[Hit]) -> list[Row]:
    ours = [hit for hit in near if hit.kind == SPEECH]  # only entries have aliases that are taught
    teach = [(Button(texts.BUTTON_TEACH_AS.format(title=hit.title), TeachMiss(group.id, hit.id)),) for hit in ours]
    not_ours = Button(texts.BUTTON_NOT_OURS, DecideMiss(group.id, MissDecision.DISMISS))
    later = Button(texts.BUTTON_PUT_OFF, DecideMiss(group.id, MissDecision.LATER))
    return [*teach, (Button(texts.BUTTON_TEACH_OTHER, TeachMiss(group.id)),), (not_ours, later)]


def _line(group: MissGroup) -> str:
    return texts.MISS_LINE.format(id=group.id, question=shorten(group.question, LONGEST), times=_times(group))


def _times(group: MissGroup) -> str:
    down = texts.MISS_DOWN.format(count=group.thumbs_down) if group.thumbs_down else ""
    return texts.MISS_TIMES.format(count=group.count) + down


def _facts(group: MissGroup) -> str:
    units = texts.MISS_UNITS.format(units="、".join(group.units[:8])) if group.units else ""
    return texts.MISS_FACTS.format(times=_times(group), day=day(group.last), units=units)
