"""What the engine says about one question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.library.models import Entry


class Outcome(StrEnum):
    """answer: sure; choose: up to three to pick from; none: the speech does not say."""

    ANSWER = "answer"
    CHOOSE = "choose"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry and how likely it is what was asked: ``score`` is a calibrated chance, 0–100."""

    entry: Entry
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and the nearest candidates, best first (at most three, also for ``none``)."""

    outcome: Outcome
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The first candidate, if there is any."""
        return self.candidates[0] if self.candidates else None
