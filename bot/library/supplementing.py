"""The YAML files, and what was taught in the chat on top of them → one library. Pure.

The files win: a taught wording that they have meanwhile, for whichever entry or among the background, stays idle and can be
cleared away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.library.models import Library
from bot.library.normalize import normalize

MAX_ALIAS = 200
"""Characters; a longer text is a story, not a way to ask."""
LEAST_ALIAS = 2


@dataclass(frozen=True, slots=True)
class Taught:
    """One more way to ask for an entry. ``id``: of the supplement it comes from; 0 while it is only tried."""

    alias: str
    entry_id: str
    id: int = 0


class Unfit(StrEnum):
    """Why a wording cannot be an alias of an entry."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    NO_ENTRY = "no_entry"
    OWNED = "owned"
    CHATTER = "chatter"


class Wordings:
    """Who owns which wording, in normal form. Costly (every text of the library): made once, away from the answers."""

    def __init__(self, library: Library) -> None:
        self._ids = frozenset(library.by_id)
        self._owners = {normalize(alias): entry.id for entry in reversed(library.entries) for alias in entry.aliases}
        self._chatter = frozenset(normalize(message.text) for message in library.background)

    def owner(self, alias: str) -> str | None:
        """The id of the entry that has this wording already."""
        return self._owners.get(normalize(alias))

    def objection(self, alias: str, entry_id: str) -> Unfit | None:
        """Why this wording cannot be taught for this entry; ``None``: it can."""
        key = normalize(alias)
        if not key:
            return Unfit.EMPTY
        if len(key) < LEAST_ALIAS:
            return Unfit.SHORT
        if len(alias) > MAX_ALIAS:
            return Unfit.LONG
        if entry_id not in self._ids:
            return Unfit.NO_ENTRY
        if key in self._owners:
            return Unfit.OWNED
        return Unfit.CHATTER if key in self._chatter else None


@dataclass(frozen=True, slots=True)
class Supplemented:
    """The library in use, what of the taught is in it, and what stays idle, with the reason."""

    library: Library
    used: tuple[Taught, ...]
    idle: tuple[tuple[Taught, Unfit], ...]


def supplement(base: Library, wordings: Wordings, taught: Iterable[Taught]) -> Supplemented:
    """``base`` with more aliases; ``wordings`` are those of ``base``. Of the same wording twice the earlier one counts."""
    used: list[Taught] = []
    idle: list[tuple[Taught, Unfit]] = []
    seen: set[str] = set()
    more: dict[str, list[str]] = {}
    for item in taught:
        key = normalize(item.alias)
        objection = wordings.objection(item.alias, item.entry_id) or (Unfit.OWNED if key in seen else None)
        if objection is not None:
            idle.append((item, objection))
            continue
        seen.add(key)
        used.append(item)
        more.setdefault(item.entry_id, []).append(item.alias)
    if not used:
        return Supplemented(base, (), tuple(idle))
    entries = tuple(
        replace(entry, aliases=(*entry.aliases, *more[entry.id])) if entry.id in more else entry for entry in base.entries
    )
    return Supplemented(replace(base, entries=entries, version=_version(base, used)), tuple(used), tuple(idle))


def _version(base: Library, used: Iterable[Taught]) -> str:
    digest = hashlib.sha256(base.version.encode())
    for item in used:
        digest.update(f"\n{item.entry_id} {item.alias}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[: len(base.version)]
