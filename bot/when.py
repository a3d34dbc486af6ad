"""The one time zone of the house, and the one way to write a moment: every time that a person reads or writes is China's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

# Fixed, as it has been since 1991: Windows and small containers have no zone data, and nothing here is older.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """An aware moment as China's clocks show it."""
    return moment.astimezone(CHINA)


def written(moment: datetime) -> str:
    """An aware moment as people write it: ``2026-11-28 09:05``."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def day(moment: datetime) -> str:
    """The day of an aware moment, of this year: ``3月1日``."""
    there = local(moment)
    return f"{there.month}月{there.day}日"
