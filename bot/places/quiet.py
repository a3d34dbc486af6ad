"""Quiet hours: when a group wants to hear nothing, also across midnight."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, tzinfo

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


def parse_clock(text: str) -> time | None:
    """``"07:30"``, as it is kept, → a time of day; ``None`` if it is none. What people write is for ``clock``."""
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None


def is_quiet(moment: time, start: time | None, end: time | None) -> bool:
    """Whether ``moment`` lies in the quiet hours; ``start`` belongs to them, ``end`` does not. Equal ends mean none."""
    if start is None or end is None or start == end:
        return False
    return start <= moment < end if start < end else moment >= start or moment < end


def allowed_at(moment: datetime, start: time | None, end: time | None, zone: tzinfo) -> datetime:
    """``moment`` itself, or the end of the quiet hours that it falls into (aware, in the zone of ``moment``)."""
    local = moment.astimezone(zone)
    if not is_quiet(local.time(), start, end) or end is None:
        return moment
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if ends <= local:
        # By the calendar, not by 24 hours: where clocks change, a day may have 23.
        ends = (local.replace(tzinfo=None) + timedelta(days=1)).replace(
            hour=end.hour, minute=end.minute, second=0, microsecond=0, tzinfo=zone
        )
    return ends.astimezone(moment.tzinfo)
