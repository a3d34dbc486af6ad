"""The one time zone of the house, and the one way to write a moment: every time that a person reads or writes is China's."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

# Fixed, as it has been since 1991: Windows and small containers have no zone data, and nothing here is older.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
"""From Monday on."""


def local(moment: datetime) -> datetime:
    """An aware moment as China's clocks show it."""
    return moment.astimezone(CHINA)


def written(moment: datetime) -> str:
    """An aware moment as people write it: ``2026-11-28 09:05``."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def exact(moment: datetime) -> str:
    """As ``written``, with seconds, for sheets."""
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def with_weekday(moment: datetime) -> str:
    """An aware moment in which a slip in a date shows: ``2026-12-01 周二 09:05``."""
    there = local(moment)
    return f"{there:%Y-%m-%d} 周{WEEKDAYS[there.weekday()]} {there:%H:%M}"


def day_and_time(moment: datetime, today: date) -> str:
    """An aware moment in a sentence: ``3月1日 09:05``, the year only if it is another one than today's."""
    there = local(moment)
    return f"{day_in_words(there, today)} {there:%H:%M}"


def day_in_words(day: date, today: date) -> str:
    """``3月1日``, the year only if it is another one than today's."""
    return short_day(day) if day.year == today.year else full_day(day)


def full_day(day: date) -> str:
    """``2026年3月1日``."""
    return f"{day.year}年{short_day(day)}"


def short_day(day: date) -> str:
    """``3月1日``."""
    return f"{day.month}月{day.day}日"


def day(moment: datetime) -> str:
    """The day of an aware moment, of this year: ``3月1日``."""
    return short_day(local(moment))
