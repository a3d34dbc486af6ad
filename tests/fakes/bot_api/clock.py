"""Time as the fake server sees it: the machine's clock plus what a test has added."""

from __future__ import annotations

import time


class Clock:
    """Runs like the real clock; `advance` jumps, so that 48 hours cost nothing."""

    def __init__(self) -> None:
        self._added = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._added

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass at once."""
        self._added += seconds
