"""Where answers come from: what every source can do, and how what several of them say becomes one answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.answering.answer import CERTAINTY, MAX_MATCHES, Decision, Outcome
from bot.answering.card import Card, View
from bot.answering.hit import Hit


class Source(Protocol):
    """The speech is one. Nothing changes after it is made; threads share it.

    Its chances are calibrated on its own questions and it decides by its own bars: a source must be as sure alone as it is
    beside others. Ids are its own; outside people, rows and buttons know a hit by its key.
    """

    @property
    def kind(self) -> str:
        """Its name in keys and JSON: a few letters."""

    def decide(self, said: str, *, addressed: bool) -> Decision:
        """Answer a simplified question (``normalize.simplify``) that is neither blank nor too long."""

    def hit(self, id_: str) -> Hit | None:
        """The one with this id."""

    def by_typed_id(self, typed: str) -> Hit | None:
        """The one that these words name and say nothing else, however the id is typed."""

    def by_title(self, wanted: str) -> Hit | None:
        """The one with this title, however it is typed."""

    def card(self, id_: str) -> Card | None:
        """What people see of the one with this id."""

    def view(self, id_: str, name: str) -> View | None:
        """One of the views that the card of it names."""

    def looks_like_id(self, typed: str) -> bool:
        """Whether these words are an id of this source and nothing else, maybe of what is not there."""


def merge(decisions: Sequence[Decision]) -> Decision:
    """One decision from one of each source: the surest leads, and brings along what others of the same outcome say.

    Chances are calibrated: those of different sources are compared as they are.
    """
    lead = max(decisions, key=_certainty)
    peers = [decision for decision in decisions if decision.answer.outcome is lead.answer.outcome]
    hits = sorted((hit for decision in peers for hit in decision.answer.hits), key=lambda hit: -hit.score)[:MAX_MATCHES]
    also: list[Hit] = []
    if lead.answer.outcome is Outcome.ANSWER:
        also = [decision.answer.hits[0] for decision in peers if decision is not lead]
    rows = {key: row for decision in peers for key, row in decision.rows.items()}
    return replace(lead, answer=replace(lead.answer, hits=tuple(hits), also=tuple(also)), rows=rows)


def _certainty(decision: Decision) -> tuple[int, float]:
    best = decision.answer.best
    return CERTAINTY(decision.answer.outcome), best.score if best is not None else 0.0
