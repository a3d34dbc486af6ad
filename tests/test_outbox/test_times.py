"""Quiet hours, working days, repeating, missed runs, jumping clocks. Every clock is a value."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox.calendar import unpublished_year, working_day
from bot.outbox.schedule import Rule, ScheduleError, check, daily, due, mended, next_time, weekly
from bot.places.quiet import allowed_at, is_quiet, parse_clock

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("07:30", time(7, 30)),
        ("7：30", None),
        ("23:59", time(23, 59)),
        ("24:00", None),
        ("7:3", None),
        ("07:60", None),
        ("七点", None),
        ("07:30:00", None),
        ("", None),
        ("²3:00", None),
    ],
)
def test_a_time_of_day_is_read_or_refused(text: str, clock: time | None) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("moment", "start", "end", "quiet"),
    [
        ("22:00", "22:00", "07:00", True),
        ("23:59", "22:00", "07:00", True),
        ("00:00", "22:00", "07:00", True),
        ("06:59", "22:00", "07:00", True),
        ("07:00", "22:00", "07:00", False),
        ("21:59", "22:00", "07:00", False),
        ("12:30", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("03:00", "08:00", "08:00", False),
    ],
)
def test_quiet_hours_also_across_midnight(moment: str, start: str, end: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(moment), time.fromisoformat(start), time.fromisoformat(end)) is quiet


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-24 21:59", "2026-11-24 21:59"),
        ("2026-11-24 22:00", "2026-11-25 07:00"),
        ("2026-11-25 00:30", "2026-11-25 07:00"),
        ("2026-12-31 23:30", "2027-01-01 07:00"),
        ("2026-11-25 07:00", "2026-11-25 07:00"),
    ],
)
def test_what_falls_into_quiet_hours_goes_when_they_end(moment: str, allowed: str) -> None:
    utc = at(moment).astimezone(UTC)
    assert allowed_at(utc, time(22), time(7), SHANGHAI) == at(allowed)
    assert allowed_at(utc, None, None, SHANGHAI) == utc


def test_quiet_hours_end_by_the_calendar_when_clocks_change() -> None:
    # 25 October 2026 has 25 hours in Berlin.
    assert allowed_at(at("2026-10-24 23:00", BERLIN), time(22), time(7), BERLIN) == at("2026-10-25 07:00", BERLIN)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday worked to make up for it
        (date(2026, 9, 20), True),  # a Sunday, likewise
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
    ],
)
def test_holidays_and_make_up_days(day: date, working: bool) -> None:
    assert working_day(day).working is working
    assert working_day(day).known


def test_a_year_without_a_notice_goes_by_the_week_and_says_so() -> None:
    monday, saturday = working_day(date(2031, 1, 6)), working_day(date(2031, 1, 4))
    assert (monday.working, monday.known) == (True, False)
    assert (saturday.working, saturday.known) == (False, False)
    assert not working_day(date(2031, 10, 1)).working  # National Day is on 1 October in every year


def test_a_year_that_lies_ahead_is_named_as_soon_as_it_matters() -> None:
    assert unpublished_year(date(2026, 3, 1)) is None
    assert unpublished_year(date(2026, 10, 2)) is None
    assert unpublished_year(date(2026, 10, 3)) == 2027  # New Year is ninety days away
    assert unpublished_year(date(2099, 1, 1)) == 2099


def test_daily_weekly_and_cron_in_local_time() -> None:
    tuesday = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
    assert next_time(daily(time(8, 30)), tuesday, SHANGHAI) == at("2026-11-25 08:30")
    assert next_time(daily(time(10, 1)), tuesday, SHANGHAI) == at("2026-11-24 10:01")
    assert next_time(weekly(frozenset({0, 4}), time(9)), tuesday, SHANGHAI) == at("2026-11-27 09:00")
    assert next_time(weekly(frozenset({6}), time(9)), tuesday, SHANGHAI) == at("2026-11-29 09:00")
    assert next_time(Rule("0 9 1 * *"), tuesday, SHANGHAI) == at("2026-12-01 09:00")
    assert next_time(Rule("0 9 L * *"), tuesday, SHANGHAI) == at("2026-11-30 09:00")


def test_only_on_working_days() -> None:
    rule = daily(time(9), working_days_only=True)
    assert next_time(rule, at("2026-09-30 10:00"), SHANGHAI) == at("2026-10-08 09:00")
    assert next_time(rule, at("2026-10-09 10:00"), SHANGHAI) == at("2026-10-10 09:00")


def test_a_clock_change_neither_drops_nor_doubles_a_run() -> None:
    spring, autumn = at("2026-03-28 12:00", BERLIN), at("2026-10-24 12:00", BERLIN)
    for after in (spring, autumn):
        runs = check(Rule("30 2 * * *"), after, BERLIN)
        assert [run.date() for run in runs[:3]] == [after.date() + timedelta(days=days) for days in (1, 2, 3)]


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        (Rule("0 9 30 2 *"), "永远"),
        (Rule("0 9 31 4,6 *"), "永远"),
        (Rule("0 9 * * *x"), "看不懂"),
        (Rule("61 9 * * *"), "看不懂"),
        (Rule("9 点"), "看不懂"),
        (Rule(""), "看不懂"),
        (Rule("0 9 32 * *"), "看不懂"),
        (Rule("* * * * *"), "太密"),
        (Rule("0,10 9 * * *"), "太密"),
        (Rule("0 9 1 10 *", working_days_only=True), "工作日"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_in_words(rule: Rule, word: str) -> None:
    with pytest.raises(ScheduleError, match=word):
        check(rule, at("2026-11-24 10:00"), SHANGHAI)


def test_no_weekday_is_no_rule() -> None:
    with pytest.raises(ScheduleError):
        weekly(frozenset(), time(9))


MORNING = daily(time(9))
AGE = timedelta(hours=3)


def test_a_run_that_is_not_due_waits() -> None:
    ready = due(MORNING, at("2026-11-25 09:00"), at("2026-11-24 10:00"), AGE, SHANGHAI)
    assert (ready.fire, ready.skipped, ready.next_at) == (None, 0, at("2026-11-25 09:00"))


def test_a_run_fires_and_the_next_one_is_tomorrow() -> None:
    ready = due(MORNING, at("2026-11-24 09:00"), at("2026-11-24 09:00"), AGE, SHANGHAI)
    assert (ready.fire, ready.skipped, ready.next_at) == (at("2026-11-24 09:00"), 0, at("2026-11-25 09:00"))


def test_of_several_missed_runs_only_the_latest_is_made_up() -> None:
    ready = due(MORNING, at("2026-11-21 09:00"), at("2026-11-24 11:59"), AGE, SHANGHAI)
    assert (ready.fire, ready.skipped, ready.next_at) == (at("2026-11-24 09:00"), 3, at("2026-11-25 09:00"))


def test_a_run_that_is_too_old_is_skipped_and_counted() -> None:
    ready = due(MORNING, at("2026-11-23 09:00"), at("2026-11-24 12:01"), AGE, SHANGHAI)
    assert (ready.fire, ready.skipped, ready.next_at) == (None, 2, at("2026-11-25 09:00"))


def test_a_clock_that_was_years_ahead_does_not_silence_a_schedule() -> None:
    wrong, right = at("2099-01-01 00:00"), at("2026-11-24 10:00")
    planned = next_time(MORNING, wrong, SHANGHAI)
    assert planned is not None
    assert mended(MORNING, planned, wrong, right, SHANGHAI) == at("2026-11-25 09:00")


def test_a_clock_that_is_a_little_off_changes_nothing() -> None:
    planned = at("2026-11-25 09:00")
    now = at("2026-11-24 10:00")
    assert mended(MORNING, planned, now, now - timedelta(seconds=90), SHANGHAI) == planned
