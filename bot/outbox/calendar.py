"""Working days in China: public holidays and make-up days.

``chinesecalendar`` carries the State Council's yearly notice, so it knows a year only once that has been published and the
package updated. For a year it does not know, Monday to Friday are working days, except the holidays whose date never moves,
and ``known`` is false: callers warn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

# 《全国年节及纪念日放假办法》 as revised in November 2024: New Year, Labour Day (two days), National Day (three).
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


_AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Day:
    """Whether people work on this day, and whether the official calendar says so."""

    working: bool
    known: bool


def working_day(day: date) -> Day:
    """Whether ``day`` is a working day."""
    try:
        return Day(bool(chinese_calendar.is_workday(day)), known=True)
    except NotImplementedError:
        return Day(day.weekday() < 5 and (day.month, day.day) not in _FIXED, known=False)


def unpublished_year(today: date, ahead: timedelta = _AHEAD) -> int | None:
    """The first year between ``today`` and ``ahead`` of which the holidays are not known yet."""
    return next((day.year for day in (today, today + ahead) if not working_day(day).known), None)
