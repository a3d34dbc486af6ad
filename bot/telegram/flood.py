"""How much one person may ask: N questions a minute, then one notice, then silence until the minute is over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MINUTE = 60.0
_PURGE_ABOVE = 5_000


class Verdict(Enum):
    """ANSWER: go on; NOTICE: say once that it is too much; SILENCE: say nothing."""

    ANSWER = "answer"
    NOTICE = "notice"
    SILENCE = "silence"


@dataclass(slots=True)
class _Minute:
    start: float
    count: int


class FloodGate:
    """Counts by person; a person's minute starts with the first question in it. Time is any clock in seconds."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minutes: dict[int, _Minute] = {}

    def admit(self, person: int, now: float) -> Verdict:
        """Count one question of ``person`` and say what it deserves."""
        minute = self._minutes.get(person)
        if minute is None or now - minute.start >= MINUTE:
            if len(self._minutes) > _PURGE_ABOVE:
                self._minutes = {who: kept for who, kept in self._minutes.items() if now - kept.start < MINUTE}
            minute = self._minutes[person] = _Minute(now, 0)
        minute.count += 1
        if minute.count <= self._per_minute:
            return Verdict.ANSWER
        return Verdict.NOTICE if minute.count == self._per_minute + 1 else Verdict.SILENCE
