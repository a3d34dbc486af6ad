"""The immutable objects of the knowledge. Everything else in the house works on these."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.library.folding import unquoted
from bot.library.normalize import normalize
from bot.library.speech import Speech

_LONGEST_ID = 60
_ID = re.compile(r"p\d{1,3}-\d{1,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Statute:
    """One article of one law: ``version`` is the date of the text (adopted or amended), not of entry into force."""

    id: str
    law: str
    article: int
    version: str
    gist: str
    checked: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A real case. ``unverified`` names what nobody has checked; it is for editors and never shown."""

    id: str
    title: str
    kind: str
    number: str
    court: str
    year: str
    gist: str
    lesson: str
    basis: tuple[Statute, ...]
    note: str
    status: str
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in the speech: paragraph numbers and the line people read."""

    paragraphs: tuple[int, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One point of the speech.

    ``passage`` holds one verbatim excerpt, or several for an overview; ``aliases`` are ways people ask for it;
    ``related`` are ids of entries that a reader would want next; ``part`` is the title of its file.
    """

    id: str
    title: str
    gist: str
    place: Place
    passage: tuple[str, ...]
    aliases: tuple[str, ...]
    part: str
    cautions: tuple[str, ...] = ()
    statutes: tuple[Statute, ...] = ()
    cases: tuple[Case, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The passage, verbatim, its excerpts on lines of their own."""
        return "\n".join(self.passage)


@dataclass(frozen=True, slots=True)
class Background:
    """A message that deserves no answer, and its kind (smalltalk, logistics, …)."""

    kind: str
    text: str


def typed_id(text: str) -> str:
    """What an id would be, however it is typed: folded, in lower case, without spaces and the signs around it."""
    return "".join(unquoted(text).lower().split()).strip("#.。,!?;:()[]《》【】") if len(text) <= _LONGEST_ID else ""


def looks_like_id(text: str) -> bool:
    """Whether this is the id of an entry, of one that may not exist."""
    return _ID.fullmatch(typed_id(text)) is not None


@dataclass(frozen=True)
class Library:
    """The whole knowledge, checked. ``version`` changes exactly when its content does."""

    speech: Speech
    entries: tuple[Entry, ...]
    background: tuple[Background, ...]
    version: str
    statutes: tuple[Statute, ...] = field(default=(), repr=False)
    cases: tuple[Case, ...] = field(default=(), repr=False)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by their id."""
        return {entry.id: entry for entry in self.entries}

    def find(self, wanted: str) -> Entry | None:
        """The entry with this id or title, however it is typed; ``None`` if there is none."""
        return self.by_typed_id(wanted) or self.by_title(wanted)

    def by_title(self, wanted: str) -> Entry | None:
        """The entry with this title, however it is typed."""
        return self._by_title.get(normalize(wanted))

    def by_typed_id(self, typed: str) -> Entry | None:
        """The entry whose id this is, and nothing else, however it is typed: ``P12－3。`` is ``p12-3``."""
        return self.by_id.get(typed_id(typed))

    @cached_property
    def _by_title(self) -> Mapping[str, Entry]:
        return {normalize(entry.title): entry for entry in reversed(self.entries)}

    @cached_property
    def parts(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries by part, in the order of the speech."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.part, []).append(entry)
        return {part: tuple(entries) for part, entries in found.items()}
