"""Entries as people name them, and as they look for them. Pure."""

from __future__ import annotations

from bot.library.models import Entry, Library
from bot.library.normalize import normalize


def title_of(library: Library, entry_id: str) -> str:
    """An entry as people name it, also one that is gone."""
    entry = library.by_id.get(entry_id)
    return entry.title if entry is not None else entry_id


def find_entries(library: Library, text: str, most: int = 8) -> list[Entry]:
    """Entries that a few typed words may mean: by id or title first, then by what stands in the title."""
    exact = library.find(text)
    if exact is not None:
        return [exact]
    words = normalize(text)
    return [entry for entry in library.entries if words and words in normalize(entry.title)][:most]
