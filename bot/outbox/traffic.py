"""The bot's second, shared by everything that this process sends: answers to people go first, broadcasts have what is left.

What is counted is when a request leaves, not when that was decided: between the two lies a commit, and a server that sees messages
bunched together counts them as it sees them. Counted in this process only: a database would cost more than it could tell. Where
several processes answer, each that sends leaves room for its own answers; Telegram's 429 speaks for the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic

from bot.settings.config import MESSAGES_PER_SECOND

# What leaves a second apart arrives a little more or less than a second apart.
_SECOND = 1.04
# Answers are spread over the second, as claims of broadcasts are: what is on the wire when a process dies is what nobody knows the end
# of.
_AT_ONCE, _MOMENT = 3, 0.1
# However many people ask, a broadcast goes on.
_FOR_BROADCASTS = 2


class Departure:
    """One message and when it left; ``leaves`` says so again when it had to wait once more."""

    __slots__ = ("at",)

    def __init__(self, at: float) -> None:
        self.at = at


class Traffic:
    """Messages of the last second. ``per_second`` 0: the server has no limits, nobody waits here."""

    def __init__(self, per_second: float = MESSAGES_PER_SECOND, now: Callable[[], float] = monotonic) -> None:
        self.per_second = per_second
        self.people_wait: Callable[[], int] = lambda: 0
        self._now = now
        self._people: deque[Departure] = deque()
        self._broadcasts: deque[Departure] = deque()
        self._broadcasts_waiting = 0
        self._turn = asyncio.Lock()

    def note(self) -> Departure:
        """A message to people leaves now."""
        self._forget()
        self._people.append(departure := Departure(self._now()))
        return departure

    def leaves(self, departure: Departure) -> None:
        """It leaves only now."""
        departure.at = self._now()

    def count(self) -> int:
        """How many messages left to people in the last second, or would like to."""
        now = self._now()
        return sum(one.at > now - 1.0 for one in self._people) + self.people_wait()

    def free_for_people(self, per_second: float | None = None) -> float:
        """Seconds until the next message to people may leave; ``per_second`` when Telegram wants us slower."""
        if not self.per_second:
            return 0.0
        self._forget()
        most = min(self.per_second, per_second or self.per_second) - (_FOR_BROADCASTS if self._broadcasts_waiting else 0)
        people = [one.at for one in self._people]
        moment = _MOMENT * min(1.0, MESSAGES_PER_SECOND / self.per_second)
        return max(self._second([*people, *(one.at for one in self._broadcasts)], most), self._free(people, moment, _AT_ONCE))

    async def for_broadcast(self, per_second: float) -> None:
        """Wait until one more message of a broadcast may leave: at most ``per_second`` of them, and none in people's way."""
        if not self.per_second:
            return
        self._broadcasts_waiting += 1
        try:
            async with self._turn:
                while True:
                    wait = self._free_for_broadcasts(per_second)
                    if wait <= 0:
                        break
                    await asyncio.sleep(wait)
                self._broadcasts.append(Departure(self._now()))
        finally:
            self._broadcasts_waiting -= 1

    def _free_for_broadcasts(self, per_second: float) -> float:
        self._forget()
        broadcasts = [one.at for one in self._broadcasts]
        most = _FOR_BROADCASTS if self.people_wait() else per_second
        return max(self._second(broadcasts, most), self._second([*broadcasts, *(one.at for one in self._people)], self.per_second))

    def _second(self, times: Iterable[float], most: float) -> float:
        # A rate below one a second is a longer window, not a smaller place.
        return self._free(times, _SECOND * max(1.0, 1 / most), max(1, int(most)))

    def _free(self, times: Iterable[float], length: float, places: int) -> float:
        """Seconds until another one fits into a window of this length."""
        past = sorted(times)
        return max(past[-places] + length - self._now(), 0.0) if len(past) >= places else 0.0

    def _forget(self) -> None:
        since = self._now() - 2 * _SECOND
        for left in (self._people, self._broadcasts):
            while left and left[0].at <= since:
                left.popleft()
