"""What conversations about questions work with: the live knowledge, and the ports behind which things are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot import trace
from bot.answering.card import Card
from bot.features.asking.ports import AnswerMemory, GroupPreferences, KnowledgeHolder, Recorder


@dataclass(frozen=True, slots=True)
class Asking:
    """``today``: the date in China. ``may_keep``: whether one more question of this person may be kept for editors today."""

    knowledge: KnowledgeHolder
    answers: AnswerMemory
    recorder: Recorder
    preferences: GroupPreferences
    may_keep: Callable[[int], bool]
    today: Callable[[], date]

    def card(self, key: str) -> Card | None:
        """The card of a hit; ``None`` for what is not there (any more)."""
        card = self.knowledge.answerer.card(key)
        trace.note(entry=key if card is not None else "-")  # else it may be anything that somebody made up
        return card
