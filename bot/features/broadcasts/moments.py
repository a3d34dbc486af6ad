"""When broadcasts go out or went, and how long things take, in words for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.features.broadcasts import texts
from bot.outbox.store.broadcasts import Broadcast
from bot.when import day_and_time, with_weekday


def began(one: Broadcast) -> datetime | None:
    """When it was to go out, of one that was released: at its time, or at its release if that came later."""
    return None if one.released_at is None else max(one.released_at, one.start_at or one.released_at)


def shown_short(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment on a button: the year only if it is another one."""
    return day_and_time(moment, now.astimezone(zone))


def shown_duration(time: timedelta) -> str:
    """How long, for people."""
    seconds = max(1, round(time.total_seconds()))
    if seconds < 60:
        return texts.BROADCAST_SECONDS.format(seconds=seconds)
    minutes = round(seconds / 60)
    if minutes < 60:
        return texts.BROADCAST_MINUTES.format(minutes=minutes)
    return texts.BROADCAST_HOURS.format(hours=minutes // 60, minutes=minutes % 60)


def at_line(start_at: datetime | None, zone: tzinfo) -> str:
    """When one that does not repeat is sent."""
    return texts.BROADCAST_AT_RELEASE if start_at is None else texts.BROADCAST_AT.format(time=shown_day(start_at, zone))


def shown_day(moment: datetime, zone: tzinfo) -> str:
    """When something will be, with the weekday: a slip in a date shows in it."""
    return with_weekday(moment)


def shown_times(runs: Sequence[datetime], zone: tzinfo, most: int = 3) -> str:
    """The first runs of a repeating broadcast."""
    return "；".join(shown_day(run, zone) for run in runs[:most])
