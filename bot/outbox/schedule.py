"""Repeating broadcasts: when the next run is due, and what becomes of runs that were missed.

All rules are cron expressions underneath, read by ``cronsim`` in an IANA zone: it fires once at a clock change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise, takewhile

from cronsim import CronSim, CronSimError

from bot.outbox import texts
from bot.outbox.calendar import working_day

# Nobody wants to be told the same more often; also a slip such as "* * * * *" must not reach the groups.
_CLOSEST = timedelta(minutes=30)
_LOOK_AHEAD = timedelta(days=3 * 366)
_SAMPLE = 12
_CLOCK_SLACK = timedelta(minutes=2)


class ScheduleError(ValueError):
    """A rule that cannot be used; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When it repeats: a cron expression (minute hour day month weekday, Sunday 0 or 7), and only on working days if wished."""

    cron: str
    working_days_only: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What to do with a schedule now: ``fire`` is the planned time to run (once), ``skipped`` how many runs were too old or doubled."""

    fire: datetime | None
    skipped: int
    next_at: datetime | None


def daily(at: time, *, working_days_only: bool = False) -> Rule:
    """Every day at ``at``."""
    return Rule(f"{at.minute} {at.hour} * * *", working_days_only)


def weekly(weekdays: frozenset[int], at: time, *, working_days_only: bool = False) -> Rule:
    """On some weekdays (0 = Monday … 6 = Sunday)."""
    if not weekdays:
        raise ScheduleError(texts.SCHEDULE_NO_WEEKDAY)
    days = ",".join(str((day + 1) % 7) for day in sorted(weekdays))
    return Rule(f"{at.minute} {at.hour} * * {days}", working_days_only)


def check(rule: Rule, now: datetime, zone: tzinfo) -> tuple[datetime, ...]:
    """The first runs after ``now``, for the preview. Raises ``ScheduleError`` for a rule that is wrong, never fires, or fires too often."""
    runs: list[datetime] = []
    for run in _runs(rule, now, zone):
        runs.append(run)
        if len(runs) == _SAMPLE:
            break
    if not runs:
        raise ScheduleError(texts.SCHEDULE_NEVER_WORKDAY if rule.working_days_only else texts.SCHEDULE_NEVER.format(cron=rule.cron))
    if any(after - before < _CLOSEST for before, after in pairwise(runs)):
        raise ScheduleError(texts.SCHEDULE_TOO_OFTEN.format(minutes=int(_CLOSEST.total_seconds() // 60)))
    return tuple(runs)


def next_time(rule: Rule, after: datetime, zone: tzinfo) -> datetime | None:
    """The first run after ``after``; ``None`` when there is none within three years. Raises ``ScheduleError``."""
    return next(_runs(rule, after, zone), None)


def due(rule: Rule, planned: datetime, now: datetime, max_age: timedelta, zone: tzinfo) -> Due:
    """What to do with a schedule whose next run is ``planned``.

    Of several missed runs only the latest is made up, if it is not older than ``max_age``; the others are counted as skipped.
    """
    if planned > now:
        return Due(None, 0, planned)
    latest, passed = planned, 1
    for run in takewhile(lambda run: run <= now, _runs(rule, planned, zone)):
        latest, passed = run, passed + 1
    following = next_time(rule, now, zone)
    if now - latest > max_age:
        return Due(None, passed, following)
    return Due(latest, passed - 1, following)


def mended(rule: Rule, planned: datetime | None, computed: datetime, now: datetime, zone: tzinfo) -> datetime | None:
    """The next run, when the clock has gone back since it was ``computed``: it was reckoned from a wrong day.

    Without this, one start with the clock in 2099 would silence a schedule for good. Times that did run are not run twice:
    the database keeps one broadcast for each schedule and time.
    """
    if now >= computed - _CLOCK_SLACK:
        return planned
    return next_time(rule, now, zone)


def _runs(rule: Rule, after: datetime, zone: tzinfo) -> Iterator[datetime]:
    try:
        times = CronSim(rule.cron, after.astimezone(zone))
    except CronSimError as error:
        # cronsim refuses days that no month has (30 February) at once.
        never = str(error) == "Bad day-of-month" and _looks_like_days(rule.cron)
        raise ScheduleError((texts.SCHEDULE_NEVER if never else texts.SCHEDULE_BAD_CRON).format(cron=rule.cron)) from error
    for run in times:
        if run - after > _LOOK_AHEAD:
            return
        if not rule.working_days_only or working_day(run.date()).working:
            yield run


def _looks_like_days(cron: str) -> bool:
    fields = cron.split()
    return len(fields) == 5 and all(day.isdigit() and 1 <= int(day) <= 31 for day in fields[2].replace("-", ",").split(","))
