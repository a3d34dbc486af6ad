"""How much one person may do: N times a minute, then one notice, then silence until the minute is over. Pure.

``Limits`` has one such gate for each kind of thing; what they guard is decided in ``limits`` and where it happens.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import Enum

MINUTE = 60.0
_PURGE_ABOVE = 5_000


class FloodVerdict(Enum):
    """ANSWER: go on; NOTICE: say once that it is too much; SILENCE: say nothing."""

    ANSWER = "answer"
    NOTICE = "notice"
    SILENCE = "silence"


@dataclass(slots=True)
class _Minute:
    start: float
    count: int


class FloodGate:
    """Counts by person; a person's minute starts with the first question in it. Time is any clock in seconds.

    ``window``: how long a minute is.
    """

    def __init__(self, per_minute: int, window: float = MINUTE) -> None:
        self._per_minute, self._window = per_minute, window
        self._minutes: dict[Hashable, _Minute] = {}

    def is_spent(self, person: Hashable, now: float) -> bool:
        """Whether the next one would be too many; counts nothing."""
        minute = self._minutes.get(person)
        return minute is not None and now - minute.start < self._window and minute.count >= self._per_minute

    def admit(self, person: Hashable, now: float) -> FloodVerdict:
        """Count one thing that ``person`` does and say what it deserves."""
        minute = self._minutes.get(person)
        if minute is None or now - minute.start >= self._window:
            if len(self._minutes) > _PURGE_ABOVE:
                self._minutes = {who: kept for who, kept in self._minutes.items() if now - kept.start < self._window}
            minute = self._minutes[person] = _Minute(now, 0)
        minute.count += 1
        if minute.count <= self._per_minute:
            return FloodVerdict.ANSWER
        return FloodVerdict.NOTICE if minute.count == self._per_minute + 1 else FloodVerdict.SILENCE


class DailyAllowance:
    """So many a day from one person; who that is stays in memory until the day is over."""

    def __init__(self, per_day: int) -> None:
        self._per_day = per_day
        self._day = date.min
        self._counts: dict[int, int] = {}

    def admit(self, person: int, today: date) -> bool:
        """Count one; whether it is within the allowance."""
        if today != self._day:
            self._day, self._counts = today, {}
        count = self._counts[person] = self._counts.get(person, 0) + 1
        return count <= self._per_day


class Limits:
    """The gates beside that of the questions, each as wide as its kind of thing needs.

    ``staff``: commands and lines of dialogues of people with a role; ``ways_out``: /cancel and /help of everybody; ``hints``: telling
    that only text is understood; ``presses`` under cards, ``staff_presses`` of staff buttons (whoever presses); ``inline``: what is
    typed in inline mode, a query for every few letters; ``not_admins``: asking Telegram again about somebody who is no admin;
    ``misses``: questions a day that are kept for editors to learn from; ``settings``: changes a day of a group's settings by its
    own admins, for each is a line of the audit log for ever, and anybody rules a group of their own.
    """

    def __init__(self, questions_per_minute: int = 10) -> None:
        self.staff = FloodGate(12 * questions_per_minute)
        self.ways_out = FloodGate(questions_per_minute)
        self.hints = FloodGate(2)
        self.presses = FloodGate(4 * questions_per_minute)
        self.staff_presses = FloodGate(12 * questions_per_minute)
        self.inline = FloodGate(6 * questions_per_minute)
        self.not_admins = FloodGate(3)
        self.misses = DailyAllowance(50)
        self.settings = DailyAllowance(200)
