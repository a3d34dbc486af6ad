"""What a button carries: a verb, an entry or a number, and a mark; short ASCII, parsed strictly.

``verb:subject:page:mark``, e.g. ``law:p12-1:0:o``. An entry id has at most 24 bytes, so this always fits in Telegram's 64.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot import texts as common_texts
from bot.chat import texts as chat_texts
from bot.library.models import Library
from bot.platforms.telegram import texts
from bot.platforms.telegram.render import Button, Row

PER_PAGE = 8
_DATA = re.compile(r"(?P<verb>[a-z]{1,8}):(?P<subject>[a-z0-9-]{0,24}):(?P<page>\d{1,3}):(?P<mark>[ot]?)", re.ASCII)


class Verb(StrEnum):
    """What a press asks for."""

    CARD = "card"
    PICK = "pick"
    NEITHER = "neither"
    WHOLE = "whole"
    LAW = "law"
    CASES = "cases"
    RELATED = "related"
    UP = "up"
    DOWN = "down"
    HUSH = "hush"
    PARTS = "parts"
    PART = "part"


_VERBS: frozenset[str] = frozenset(Verb)
VIEWS = {
    Verb.WHOLE: texts.BUTTON_WHOLE,
    Verb.LAW: texts.BUTTON_LAW,
    Verb.CASES: texts.BUTTON_CASES,
    Verb.RELATED: texts.BUTTON_RELATED,
}


class Mark(StrEnum):
    """Where a card came from: it keeps this through its views."""

    NONE = ""
    OVERHEARD = "o"
    TOPICS = "t"


@dataclass(frozen=True, slots=True)
class Press:
    """One button's meaning. ``subject``: an entry id, or the number of a part; ``page`` counts from 0."""

    verb: Verb
    subject: str = ""
    page: int = 0
    mark: Mark = Mark.NONE

    @property
    def data(self) -> str:
        """The callback data."""
        return f"{self.verb}:{self.subject}:{self.page}:{self.mark}"

    def button(self, label: str) -> Button:
        """A button with this meaning."""
        return Button(label, self.data)


def parse(data: str | None) -> Press | None:
    """What a button meant; ``None`` for data that we never made."""
    found = _DATA.fullmatch(data or "")
    if found is None or found["verb"] not in _VERBS:
        return None
    return Press(Verb(found["verb"]), found["subject"], int(found["page"]), Mark(found["mark"]))


def card_rows(entry_id: str, mark: Mark, page: int, pages: int) -> list[Row]:
    """Under a card."""
    views = [Press(verb, entry_id, 0, mark).button(label) for verb, label in VIEWS.items()]
    rows = [*paging_row(Press(Verb.CARD, entry_id, page, mark), pages), tuple(views[:2]), tuple(views[2:]), votes_row(entry_id, mark)]
    return rows + origin_rows(entry_id, mark)


def votes_row(entry_id: str, mark: Mark) -> Row:
    """👍 👎"""
    return (Press(Verb.UP, entry_id, 0, mark).button(texts.BUTTON_UP), Press(Verb.DOWN, entry_id, 0, mark).button(texts.BUTTON_DOWN))


def origin_rows(entry_id: str, mark: Mark) -> list[Row]:
    """The way back to the contents, or the way to be left alone."""
    if mark is Mark.OVERHEARD:
        return [(Press(Verb.HUSH, entry_id, 0, mark).button(texts.BUTTON_HUSH),)]
    if mark is Mark.TOPICS:
        return [(Press(Verb.PART, entry_id).button(common_texts.BUTTON_TOPICS),)]
    return []


def paging_row(present: Press, pages: int) -> list[Row]:
    """Earlier and later page of the same view, as far as there are any."""
    row = []
    if present.page > 0:
        row.append(Press(present.verb, present.subject, present.page - 1, present.mark).button(chat_texts.BUTTON_EARLIER))
    if present.page + 1 < pages:
        row.append(Press(present.verb, present.subject, present.page + 1, present.mark).button(chat_texts.BUTTON_LATER))
    return [tuple(row)] if row else []


def part_of(library: Library, subject: str) -> tuple[int, int] | None:
    """Number of a part and page in it, for a part's own number or an entry in it; ``None`` if there is no such thing."""
    parts = list(library.parts.values())
    if subject.isdecimal():
        return (int(subject), 0) if int(subject) < len(parts) else None
    for number, entries in enumerate(parts):
        ids = [entry.id for entry in entries]
        if subject in ids:
            return number, ids.index(subject) // PER_PAGE
    return None
