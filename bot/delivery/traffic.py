"""How much of the second's budget goes to people: answers go first, broadcasts have what is left.

Counted in this process only: a database would cost more than it could tell. Where several processes answer, each that sends
leaves room for its own answers; Telegram's 429 speaks for the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic


class Traffic:
    """Messages to people that left in the last second."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._left: deque[float] = deque()

    def note(self) -> None:
        """One leaves now."""
        self._forget()
        self._left.append(self._now())

    def count(self) -> int:
        """How many left in the last second."""
        self._forget()
        return len(self._left)

    def _forget(self) -> None:
        since = self._now() - 1.0
        while self._left and self._left[0] <= since:
            self._left.popleft()
