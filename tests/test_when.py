"""One way to write a day or a moment: China's, whatever the zone of the value."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot import when

LATE = datetime(2026, 2, 28, 17, 5, 9, tzinfo=UTC)
"""In China it is the first of March already."""


def test_every_way_to_write_it() -> None:
    assert when.written(LATE) == "2026-03-01 01:05"
    assert when.exact(LATE) == "2026-03-01 01:05:09"
    assert when.with_weekday(LATE) == "2026-03-01 周日 01:05"
    assert when.day(LATE) == "3月1日"
    assert when.full_day(date(2026, 3, 1)) == "2026年3月1日"


def test_the_year_is_written_only_if_it_is_another_one() -> None:
    assert when.day_and_time(LATE, date(2026, 12, 31)) == "3月1日 01:05"
    assert when.day_and_time(LATE, date(2027, 1, 1)) == "2026年3月1日 01:05"
