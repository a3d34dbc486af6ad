"""Teaching as screens, and the lines that somebody sent → aliases. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import texts
from bot.features.teaching.trial import Effect, Shift
from bot.library.models import Entry, Library
from bot.library.normalize import clean, normalize
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages, shorten
from bot.platforms.telegram.staff.dialogs import mark
from bot.platforms.telegram.staff.gate import button_data

PER_PAGE = 8
MOST_ALIASES = 30
_SHOWN = 5
_SHOWN_ALIASES = 10
_LINE = 60
# 1. 2、 (3) - • at the beginning of a line belong to the list, not to the alias.
_BULLET = re.compile(r"^\s*(?:[（(]?\d{1,2}[.．、)）]\s*|[-–—*•·]\s+)")


def parse_aliases(text: str) -> list[str]:
    """One alias a line, each once."""
    found: dict[str, str] = {}
    for line in (clean(_BULLET.sub("", line)) for line in text.splitlines()):
        if line:
            found.setdefault(normalize(line), line)
    return list(found.values())


def parts_screen(library: Library) -> Screen:
    """Which entry? The parts of the speech."""
    rows: list[Row] = [
        (Button(label(texts.BUTTON_PAGE.format(title=part, count=len(entries))), button_data("tp", f"{number}:0")),)
        for number, (part, entries) in enumerate(library.parts.items())
    ]
    return Screen(pages([Block(texts.TEACH_WHICH)])[0], (*rows, _cancel()))


def part_screen(library: Library, number: int, page: int) -> Screen | None:
    """The entries of one part; ``None``: there is no such part."""
    parts = list(library.parts.items())
    if number >= len(parts):
        return None
    title, entries = parts[number]
    page = min(page, (len(entries) - 1) // PER_PAGE)
    rows = entry_rows(entries[page * PER_PAGE : (page + 1) * PER_PAGE])
    turns = []
    if page:
        turns.append(Button(texts.BUTTON_EARLIER, button_data("tp", f"{number}:{page - 1}")))
    if (page + 1) * PER_PAGE < len(entries):
        turns.append(Button(texts.BUTTON_LATER, button_data("tp", f"{number}:{page + 1}")))
    turns.append(Button(texts.BUTTON_OTHER_PART, button_data("tp", "")))
    return Screen(pages([Block(texts.TEACH_WHICH_IN.format(part=title))])[0], (*rows, tuple(turns)))


def entry_rows(entries: Sequence[Entry]) -> list[Row]:
    """A button an entry."""
    return [(Button(label(entry.title), button_data("te", entry.id)),) for entry in entries]


def found_screen(entries: Sequence[Entry], words: str) -> Screen:
    """What the typed words may mean, if anything."""
    text = texts.TEACH_FOUND if entries else texts.TEACH_NOT_FOUND.format(words=shorten(words, 40))
    back = Button(texts.BUTTON_BY_PART, button_data("tp", ""))
    return Screen(pages([Block(text)])[0], (*entry_rows(entries), (back, *_cancel())))


def ask_screen(entry: Entry, question: str = "") -> Screen:
    """Send aliases for this entry; ``question``: one that is offered."""
    blocks = [Block(texts.TEACH_ENTRY.format(title=entry.title, id=entry.id, count=len(entry.aliases)), "b"), Block(entry.gist)]
    if not question:
        blocks.append(Block(texts.TEACH_SEND, gap=True))
        return Screen(pages(blocks)[0], (_cancel(),))
    blocks.append(Block(texts.TEACH_OFFER.format(question=question), gap=True))
    use = Button(texts.BUTTON_USE_QUESTION, button_data("tu", ""))
    other = Button(texts.BUTTON_OTHER_ENTRY, button_data("tp", ""))
    return Screen(pages(blocks)[0], ((use,), (other, *_cancel())))


def result_screen(entry: Entry, aliases: Sequence[str], refused: Sequence[str], effect: Effect | str, *, live: bool) -> Screen:
    """What would be kept, what was refused and why, what it changes (or why that is not known), and what to do now."""
    blocks = [Block(texts.TEACH_ENTRY.format(title=entry.title, id=entry.id, count=len(entry.aliases)), "b")]
    blocks += [Block(texts.TEACH_NEW.format(count=len(aliases))), Block("\n".join(listed(aliases)))]
    blocks += _refused(refused)
    blocks += effect_blocks(effect)
    rows = keep_rows("tk", mark([entry.id, list(aliases)]), live=live)
    return Screen(pages(blocks)[0], (*rows, (Button(texts.BUTTON_MORE_ALIASES, button_data("tm", "")), *_cancel())))


def keep_rows(prefix: str, shown: str, *, live: bool) -> list[Row]:
    """To use at once, where that is allowed, and to hand in; ``shown`` stands for what the message shows."""
    rows: list[Row] = [(Button(texts.BUTTON_KEEP_LIVE, button_data(prefix, f"live:{shown}")),)] if live else []
    return [*rows, (Button(texts.BUTTON_KEEP_ASK, button_data(prefix, f"ask:{shown}")),)]


def over_screen(sentence: str, *, from_miss: bool) -> Screen:
    """How it ended; from a missed question, the way back to the others."""
    back: list[Row] = [(Button(texts.BUTTON_MORE_MISSES, button_data("ml", "o0")),)] if from_miss else []
    return Screen(pages([Block(sentence)])[0], tuple(back))


def refused_screen(refused: Sequence[str]) -> Screen:
    """Nothing of what was sent can be used."""
    return Screen(pages([*_refused(refused), Block(texts.TEACH_AGAIN, gap=True)])[0], (_cancel(),))


def listed(aliases: Sequence[str], most: int = _SHOWN_ALIASES) -> list[str]:
    """Aliases as lines, the first ones."""
    lines = [texts.TEACH_LINE.format(alias=shorten(alias, _LINE)) for alias in aliases[:most]]
    return lines + ([texts.AND_MORE.format(count=len(aliases) - most)] if len(aliases) > most else [])


def effect_blocks(effect: Effect | str) -> list[Block]:
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
    return lines + ([texts.AND_MORE.format(count=len(shifts) - _SHOWN)] if len(shifts) > _SHOWN else [])


def _grade(shift: Shift, *, before: bool) -> str:
    grades = texts.GRADES_SILENCE if shift.silent else texts.GRADES
    return grades[(shift.before if before else shift.after).name]


def _refused(refused: Sequence[str]) -> list[Block]:
    return [Block(texts.TEACH_REFUSED, gap=True), *(Block(line) for line in refused[:_SHOWN_ALIASES])] if refused else []


def _cancel() -> Row:
    return (Button(texts.BUTTON_CANCEL, button_data("tc", "")),)
