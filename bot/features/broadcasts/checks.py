"""What speaks against a plan, before anything is kept or sent: each as a sentence for the person who planned it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from bot.features.broadcasts import texts
from bot.outbox.schedule import Rule, ScheduleError, check
from bot.when import written

_FURTHEST = timedelta(days=366)
_LATE = timedelta(minutes=2)


def time_problem(start: datetime | None, now: datetime, zone: tzinfo) -> str | None:
    """A time that is over, or years away."""
    if start is None:
        return None
    shown = written(start)
    if start < now - _LATE:
        return texts.TIME_PAST.format(time=shown)
    return texts.TIME_TOO_FAR.format(time=shown) if start > now + _FURTHEST else None


def rule_problem(rule: Rule | None, now: datetime, zone: tzinfo) -> str | None:
    """A rule that is wrong, never fires, or too often."""
    if rule is None or not rule.cron:
        return None
    try:
        check(rule, now, zone)
    except ScheduleError as error:
        return str(error)
    return None
