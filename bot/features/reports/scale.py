"""Where a chart has its grid lines and its dates."""

from __future__ import annotations

_STEPS = (1, 2, 5)
_MOST_TICKS = 5
_MOST_DATES = 5


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to at least ``most``: at most six, evenly spaced, whole."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power * _MOST_TICKS >= most:
                count = max(1, -(-most // (step * power)))
                return [number * step * power for number in range(count + 1)]
        power *= 10


def dated(bars: int) -> list[int]:
    """Which of so many bars get a date below them: evenly spaced, the last one among them."""
    step = -(-bars // _MOST_DATES)
    return list(range((bars - 1) % step, bars, step))
