"""Teaching as screens, and the lines that somebody sent → aliases. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from bot import texts as common_texts
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Row, Screen, page_of, paging, screen
from bot.features.teaching import texts
from bot.features.teaching.misses_screens import ListMisses
from bot.features.teaching.trial import Shift, TrialEffect
from bot.library.models import Entry, Library
from bot.library.normalize import clean, normalize
from bot.richtext.length import shorten

PER_PAGE = 8
_SHOWN = 5
_SHOWN_ALIASES = 10
_LINE = 60
# 1. 2、 (3) - • at the beginning of a line belong to the list, not to the alias.
_BULLET = re.compile(r"^\s*(?:[（(]?\d{1,2}[.．、)）]\s*|[-–—*•·]\s+)")


class KeepAs(StrEnum):
    """In use at once, or handed in for somebody else to approve."""

    LIVE = "live"
    ASK = "ask"


class LessonParts(Press, prefix="tp"):
    """The entries of a part of the speech; without a number, the parts."""

    number: int | None = None
    page: int = 0


class ChooseEntry(Press, prefix="te"):
    """This entry."""

    entry: str


class UseQuestion(Press, prefix="tu"):
    """The question that was offered."""


class MoreAliases(Press, prefix="tm"):
    """More aliases."""


class KeepLesson(Press, prefix="tk"):
    """What this message shows."""

    how: KeepAs
    shown: str


class CancelLesson(Press, prefix="tc"):
    """Leave it."""


_CANCEL = Button(common_texts.BUTTON_CANCEL, CancelLesson())


def parse_aliases(text: str) -> list[str]:
    """One alias a line, each once."""
    found: dict[str, str] = {}
    for line in (clean(_BULLET.sub("", line)) for line in text.splitlines()):
        if line:
            found.setdefault(normalize(line), line)
    return list(found.values())


def parts_screen(library: Library) -> Screen:
    """Which entry? The parts of the speech."""
    rows = [
        [Button(common_texts.BUTTON_PAGE.format(title=part, count=len(entries)), LessonParts(number))]
        for number, (part, entries) in enumerate(library.parts.items())
    ]
    return screen(texts.TEACH_WHICH, [*rows, [_CANCEL]])


def part_screen(library: Library, number: int, page: int) -> Screen | None:
    """The entries of one part; ``None``: there is no such part."""
    parts = list(library.parts.items())
    if not 0 <= number < len(parts):
        return None
    title, entries = parts[number]
    shown, page, has_later = page_of(entries, page, PER_PAGE)
    turns = paging(page, has_later, lambda other: LessonParts(number, other))
    return screen(texts.TEACH_WHICH_IN.format(part=title), [*_entry_rows(shown), [*turns, Button(texts.BUTTON_OTHER_PART, LessonParts())]])


def _entry_rows(entries: Sequence[Entry]) -> list[Row]:
    """A button an entry."""
    return [(Button(entry.title, ChooseEntry(entry.id)),) for entry in entries]


def found_screen(entries: Sequence[Entry], words: str) -> Screen:
    """What the typed words may mean, if anything."""
    text = texts.TEACH_FOUND if entries else texts.TEACH_NOT_FOUND.format(words=shorten(words, 40))
    return screen(text, [*_entry_rows(entries), [Button(texts.BUTTON_BY_PART, LessonParts()), _CANCEL]])


def ask_screen(entry: Entry, question: str = "") -> Screen:
    """Send aliases for this entry; ``question``: one that is offered."""
    blocks = [_head(entry), Block(entry.gist)]
    if not question:
        return screen([*blocks, Block(texts.TEACH_SEND, gap=True)], [[_CANCEL]])
    use, other = Button(texts.BUTTON_USE_QUESTION, UseQuestion()), Button(texts.BUTTON_OTHER_ENTRY, LessonParts())
    return screen([*blocks, Block(texts.TEACH_OFFER.format(question=question), gap=True)], [[use], [other, _CANCEL]])


def _head(entry: Entry) -> Block:
    return Block(texts.TEACH_ENTRY.format(title=entry.title, id=entry.id, count=len(entry.aliases)), "b")


def result_screen(
    entry: Entry, aliases: Sequence[str], refused: Sequence[str], effect: TrialEffect | str, shown: str, *, live: bool
) -> Screen:
    """What would be kept, what was refused and why, what it changes (or why that is not known), and what to do now.

    ``shown`` stands for what this message shows; ``live``: it may be used at once.
    """
    new = [Block(texts.TEACH_NEW.format(count=len(aliases))), Block("\n".join(_listed(aliases)))]
    blocks = [_head(entry), *new, *_refused(refused), *effect_blocks(effect)]
    at_once = [Button(texts.BUTTON_KEEP_LIVE, KeepLesson(KeepAs.LIVE, shown))] if live else []
    ask, more = Button(texts.BUTTON_KEEP_ASK, KeepLesson(KeepAs.ASK, shown)), Button(texts.BUTTON_MORE_ALIASES, MoreAliases())
    return screen(blocks, [at_once, [ask], [more, _CANCEL]])


def over_screen(sentence: str, *, from_miss: bool) -> Screen:
    """How it ended; from a missed question, the way back to the others."""
    return screen(sentence, [[Button(texts.BUTTON_MORE_MISSES, ListMisses())]] if from_miss else [])


def refused_screen(refused: Sequence[str]) -> Screen:
    """Nothing of what was sent can be used."""
    return screen([*_refused(refused), Block(texts.TEACH_AGAIN, gap=True)], [[_CANCEL]])


def _listed(aliases: Sequence[str], most: int = _SHOWN_ALIASES) -> list[str]:
    """Aliases as lines, the first ones."""
    lines = [texts.TEACH_LINE.format(alias=shorten(alias, _LINE)) for alias in aliases[:most]]
    return lines + ([common_texts.AND_MORE.format(count=len(aliases) - most)] if len(aliases) > most else [])


def effect_blocks(effect: TrialEffect | str) -> list[Block]:
    """Which evaluation questions change."""
    if isinstance(effect, str):
        return [Block(effect, gap=True)]
    if not effect.better and not effect.worse:
        return [Block(texts.EFFECT_NONE.format(count=effect.asked), gap=True)]
    head = texts.EFFECT.format(count=effect.asked, better=len(effect.better), worse=len(effect.worse))
    return [
        Block(head, gap=True),
        *(Block(line) for line in _shifts(texts.EFFECT_BETTER, effect.better)),
        *(Block(line) for line in _shifts(texts.EFFECT_WORSE, effect.worse)),
        *([Block(texts.EFFECT_CARE)] if len(effect.worse) > len(effect.better) else []),
    ]


def _shifts(template: str, shifts: Sequence[Shift]) -> list[str]:
    lines = [
        template.format(question=shorten(shift.question, _LINE), before=_grade(shift, before=True), after=_grade(shift, before=False))
        for shift in shifts[:_SHOWN]
    ]
    return lines + ([common_texts.AND_MORE.format(count=len(shifts) - _SHOWN)] if len(shifts) > _SHOWN else [])


def _grade(shift: Shift, *, before: bool) -> str:
    grades = texts.GRADES_SILENCE if shift.silent else texts.GRADES
    return grades[(shift.before if before else shift.after).name]


def _refused(refused: Sequence[str]) -> list[Block]:
    return [Block(texts.TEACH_REFUSED, gap=True), *(Block(line) for line in refused[:_SHOWN_ALIASES])] if refused else []
