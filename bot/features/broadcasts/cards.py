"""Cards as what a broadcast says: one that somebody names by its id, of whatever source, and that of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot import texts
from bot.answering.answerer import Answerer
from bot.answering.card import Card
from bot.answering.entry_card import entry_card
from bot.library.daily import entry_of_day
from bot.outbox.content import Content
from bot.outbox.content import text as text_content
from bot.when import full_day


class Known(Protocol):
    """The knowledge, which may be another one by the next question."""

    @property
    def answerer(self) -> Answerer:
        """The one in use."""


class Cards:
    """``html_of`` writes a card below a heading; its buttons are put under it when it is sent."""

    def __init__(self, knowledge: Known, html_of: Callable[[Card, str], str]) -> None:
        self._knowledge, self._html_of = knowledge, html_of

    def of_id(self, typed: str) -> Content | None:
        """The card of the hit whose id this is, as people type it."""
        answerer = self._knowledge.answerer
        hit = answerer.by_typed_id(typed)
        card = answerer.card(hit.key) if hit is not None else None
        return None if card is None else self._content(card)

    def of_day(self, day: datetime) -> Content:
        """What the daily entry of a day (local midnight) says."""
        card = entry_card(entry_of_day(self._knowledge.answerer.library, day.date()))
        return self._content(card, texts.DAILY_HEADING.format(date=full_day(day)))

    def _content(self, card: Card, heading: str = "") -> Content:
        checked = text_content(self._html_of(card, heading), entry_id=card.key)
        if checked.content is None:
            raise ValueError(f"the card of {card.key} cannot be sent: {checked.problems}")
        return checked.content
