"""Entries as what a broadcast says: one that somebody names by its id, and that of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot import texts
from bot.library.daily import entry_of_day
from bot.library.models import Entry, Library
from bot.outbox.content import Content
from bot.outbox.content import text as text_content
from bot.when import full_day


class Known(Protocol):
    """The knowledge, which may be another one by the next question."""

    @property
    def library(self) -> Library:
        """The one in use."""


class Cards:
    """``html_of`` writes an entry's card below a heading; its buttons are put under it when it is sent."""

    def __init__(self, knowledge: Known, html_of: Callable[[Entry, str], str]) -> None:
        self._knowledge, self._html_of = knowledge, html_of

    def of_id(self, typed: str) -> Content | None:
        """The card of the entry whose id this is, as people type it."""
        entry = self._knowledge.library.by_typed_id(typed)
        return None if entry is None else self._content(entry)

    def of_day(self, day: datetime) -> Content:
        """What the daily entry of a day (local midnight) says."""
        entry = entry_of_day(self._knowledge.library, day.date())
        return self._content(entry, texts.DAILY_HEADING.format(date=full_day(day)))

    def _content(self, entry: Entry, heading: str = "") -> Content:
        checked = text_content(self._html_of(entry, heading), entry_id=entry.id)
        if checked.content is None:
            raise ValueError(f"the card of {entry.id} cannot be sent: {checked.problems}")
        return checked.content
