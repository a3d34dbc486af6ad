"""What the engine says about one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.answering.fitted import Thresholds
from bot.answering.hit import Hit

MAX_MATCHES = 3


class Outcome(StrEnum):
    """answer: sure; choose: up to three to pick from; none: no source says. From the least to the most certain."""

    NONE = "none"
    CHOOSE = "choose"
    ANSWER = "answer"


CERTAINTY = tuple(Outcome).index
"""The greater, the more certain."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and the nearest hits, best first (at most three, also for ``none``).

    ``also``: what other sources answer as surely; the first of ``hits`` leads.
    """

    outcome: Outcome
    hits: tuple[Hit, ...]
    also: tuple[Hit, ...] = ()

    @property
    def best(self) -> Hit | None:
        """The first hit, if there is any."""
        return self.hits[0] if self.hits else None


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with what led to it, by name: ``features`` of the question, ``rows`` of each hit (by its key).

    ``respond`` and ``right`` are the two chances the outcome was decided on, ``bars`` what they had to reach.
    """

    answer: Answer
    bars: Thresholds
    features: Mapping[str, float] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    respond: float = 0.0
    right: float = 0.0
