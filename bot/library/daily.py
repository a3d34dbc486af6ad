"""今日一条: which entry belongs to a day."""

from __future__ import annotations

from datetime import date

from bot.library.models import Entry, Library

# The first day of the first round; any fixed day would do.
_FIRST_DAY = date(2026, 1, 1)


def entry_of_day(library: Library, day: date) -> Entry:
    """The same entry for everyone on a day, in the order of the speech, skipping none."""
    return library.entries[(day - _FIRST_DAY).days % len(library.entries)]
