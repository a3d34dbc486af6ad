"""A time of day as people here write it: ``9:30``, ``9.30``, ``9点半``, ``下午三点一刻``, ``晚上八点二十``. Pure; reads folded text."""

from __future__ import annotations

import re
from datetime import time

from bot.library.folding import fold, han_number
from bot.outbox import texts

_CLOCK = re.compile(
    rf"(?:(?P<part>{'|'.join(texts.BROADCAST_DAY_PARTS)})\s*)?"
    r"(?P<hour>[01]?\d|2[0-3]|[零〇一二两三四五六七八九十]{1,3})"
    r"(?:\s*(?P<sign>[:;.])\s*(?P<minute>[0-5]\d)(?::00)?[分整]?"
    r"|\s*[点點时時]整?\s*(?:钟|鐘|(?P<half>半)|(?P<quarter>[一三123])刻|(?P<spoken>[0-5]?\d|[零〇]?[一二三四五六七八九十]{1,3})\s*分?)?)\Z",
    re.ASCII,
)


class ClockError(ValueError):
    """A time of day that cannot be, or that means two things; the message says how to write it (Chinese)."""


def at_end(said: str) -> tuple[str, time] | None:
    """What stands before the time at the end of this (folded) text, and the time; ``None``: it ends in none.

    Raises ``ClockError``. ``12.15`` alone may as well be a day of December: with a point it is a time only after something else.
    """
    found = _CLOCK.search(said)
    # Digits right before belong to the time as well: then it is none ("125:00").
    if found is None or said[: found.start()][-1:].isdigit():
        return None
    before = said[: found.start()]
    if found["sign"] == "." and not before.strip() and not found["part"]:
        return None
    return before, _time(found)


def read_clock(text: str) -> time | None:
    """A time of day and nothing else, however it is typed, also with a point or as a bare hour; ``None``: it is none."""
    folded = fold(text)
    found = _CLOCK.fullmatch(folded) or _CLOCK.fullmatch(f"{folded}点")
    try:
        return _time(found) if found else None
    except ClockError:
        return None


def spoken_number(text: str) -> int:
    """一 to 二十三, as hours and days are said. Raises ``ClockError``."""
    number = han_number(text)
    if number is None:
        raise ClockError(texts.BROADCAST_WHEN_USAGE)
    return number


def _time(found: re.Match[str]) -> time:
    hour = _number(found["hour"])
    minute = _number(found["minute"] or (found["spoken"] or "0").lstrip("零〇") or "0")
    if found["half"]:
        minute = 30
    if found["quarter"]:
        minute = 15 * _number(found["quarter"])
    part = found["part"] or ""
    if part in texts.BROADCAST_NIGHT_PARTS and hour in (0, 1, 2, 3, 4, 12):
        raise ClockError(texts.BROADCAST_NIGHT)  # of which day?
    first = texts.BROADCAST_DAY_PARTS.get(part, 0)
    if first and hour < first:
        hour += 12  # 下午3点, 晚上8点; but 下午15点
    if hour > 23 or minute > 59:
        raise ClockError(texts.BROADCAST_WHEN_USAGE)
    return time(hour, minute)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else spoken_number(text)
