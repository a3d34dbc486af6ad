"""Which days a report is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.library.folding import bare, han_number
from bot.when import day_in_words, full_day

CHOICES = (7, 30, 90)
DEFAULT_DAYS = 30
MOST_DAYS = 366
_DAYS = re.compile(r"(?:最?近|过去)? ?(\d{1,4}|[一二两三四五六七八九十]{1,3}) ?([天日]|个?星期|个?礼拜|周|个?月|年)?(?:内|以来)?", re.ASCII)
_LENGTHS = {"星期": 7, "礼拜": 7, "周": 7, "月": 30, "年": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Asia/Shanghai, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        """As people write it; the year once if it is the same."""
        first = full_day(self.first)
        return first if self.first == self.last else f"{first}—{day_in_words(self.last, self.first)}"


def parse_days(text: str) -> int | None:
    """Number of days from what somebody wrote, 1 to 366: ``30``, ``30天``, ``三个月``, nothing (the default); ``None``: not understood."""
    folded = bare(text)
    found = _DAYS.fullmatch(folded)
    if found is None:
        return None if folded else DEFAULT_DAYS
    days = (int(found[1]) if found[1].isdecimal() else han_number(found[1]) or 0) * _LENGTHS.get((found[2] or "").removeprefix("个"), 1)
    return days if 1 <= days <= MOST_DAYS else None


def until(today: date, days: int) -> Period:
    """The last ``days`` days, today among them."""
    return Period(today - timedelta(days=days - 1), today)
