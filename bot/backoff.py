"""How long to wait before something is tried again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds: ``first`` after the first failure, ``factor`` times as long after each further one, never more than ``longest``."""

    first: float
    longest: float
    factor: float = 2.0

    def after(self, failures: int) -> float:
        """How long to wait after so many failures in a row, from 1."""
        return min(self.first * self.factor ** min(failures - 1, 32), self.longest)
