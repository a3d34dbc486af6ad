"""How fast we may go. One budget for all processes: they share the starts of the last minute and one ``Pace``.

A bot may send about 30 messages a second and 20 a minute into one group; broadcasts keep below that, so that answers to
people have room. A 429 does not say whether it is about the chat or the whole bot. The rule here: the first one holds its chat
only; when another chat is refused within ``SAME_CAUSE`` and nothing was accepted in between, it is the bot: every claim waits
and the rate goes down, and it climbs back by one a second for each ``CLIMB`` without a new one.

A line that cuts every request would make a whole broadcast uncertain within seconds: after a few in a row everything waits,
and then one message at a time tries it until Telegram answers again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
# A second's budget is spent in fifths: a burst at the end of one second and at the start of the next would look twice as fast
# to a server that sees them a little later. Two more than a fifth's share let a fifth that came late be made up for.
FIFTH = timedelta(milliseconds=200)
_TO_CATCH_UP = 2
# Places are worth a claim when as many are free as this stretch brings: three claims of one cost three times a claim of three.
# Of 25 places in threes one stays empty.
_GATHER = timedelta(milliseconds=120)
# What leaves a second apart arrives a little more or less than a second apart.
_UNEVEN = timedelta(milliseconds=15)
# Above ``per_second``, and still below Telegram's thirty: so many messages to people cost a broadcast nothing.
_FOR_PEOPLE = 3
SAME_CAUSE = timedelta(seconds=5)
CLIMB = timedelta(seconds=10)
_LONGEST_HOLD = timedelta(seconds=60)
_IN_A_ROW = 3
# Each try may cost an uncertain message, but so few that somebody can look into them; and a broadcast must come to its end.
_LONGEST_DOUBT = timedelta(seconds=8)
_ONE_TRY = 2 * SECOND


@dataclass(frozen=True, slots=True)
class RateLimits:
    """``per_second`` for the whole bot, ``per_minute`` for one chat, ``at_once`` the most that one claim takes."""

    per_second: float = 25.0
    per_minute: int = 18
    at_once: int = 3
    lowest: float = 2.0


@dataclass(frozen=True, slots=True)
class Pace:
    """What all processes know about the present speed; kept in the database.

    ``rate`` was valid at ``rate_at`` and has climbed since. Claims wait from ``held_at`` until ``held_until``.
    ``limited_chat`` is the chat of the last 429, at ``limited_at``, if nothing was accepted since.
    ``failures`` counts connections that failed, or brought no answer, in a row.
    """

    rate: float | None = None
    rate_at: datetime | None = None
    held_at: datetime | None = None
    held_until: datetime | None = None
    limited_chat: int | None = None
    limited_at: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """How many may start now; when none, ``wait`` says how long until one may."""

    free: int
    wait: timedelta = timedelta()


def beside(limits: RateLimits, answers: int) -> RateLimits:
    """What the bot's second leaves for broadcasts when ``answers`` messages to people left in the last one."""
    left = max(limits.per_second + _FOR_PEOPLE - answers, limits.lowest)
    return limits if left >= limits.per_second else replace(limits, per_second=left)


def current_rate(pace: Pace, limits: RateLimits, now: datetime) -> float:
    """Messages a second, after a 429 fewer."""
    if pace.rate is None or pace.rate_at is None:
        return limits.per_second
    climbed = max((now - pace.rate_at) // CLIMB, 0)
    return min(limits.per_second, pace.rate + climbed)


def held(pace: Pace, now: datetime) -> timedelta:
    """How long every claim still waits; zero when none does."""
    if pace.held_at is None or pace.held_until is None:
        return timedelta()
    if now < pace.held_at:  # the clock was set back: do not wait for the difference as well
        return pace.held_until - pace.held_at
    return max(pace.held_until - now, timedelta())


def room(starts: Sequence[datetime], pace: Pace, limits: RateLimits, now: datetime) -> Room:
    """Free places, from the starts of the last second (of every process; those in the future do not count).

    Places are given out a few at a time: none is free until some are (``_GATHER``), and ``wait`` is until then.
    """
    waiting = held(pace, now)
    if waiting:
        return Room(0, waiting)
    rate = current_rate(pace, limits, now)
    # A rate below one a second is a longer window, not a smaller place.
    window = SECOND * max(1.0, 1 / rate) + _UNEVEN
    windows = [(window, max(1, math.floor(rate)))]
    if rate >= 5:
        windows.append((FIFTH, math.ceil(rate / 5) + _TO_CATCH_UP))
    if pace.failures >= _IN_A_ROW:
        windows.append((_ONE_TRY, 1))
    together = max(1, min(limits.at_once, math.floor(rate * _GATHER.total_seconds())))
    free, wait = limits.at_once, timedelta()
    past = sorted(start for start in starts if start <= now)
    for length, places in windows:
        inside = [start for start in past if start > now - length]
        few = min(together, places)
        if len(inside) > places - few:
            free = 0
            wait = max(wait, inside[len(inside) - places + few - 1] + length - now)
        else:
            free = min(free, places - len(inside))
    return Room(free, wait)


def full_chats(starts: Mapping[int, int], limits: RateLimits) -> frozenset[int]:
    """Chats that had their share in the last minute, from the number of starts in each."""
    return frozenset(chat for chat, count in starts.items() if count >= limits.per_minute)


def after_rate_limit(pace: Pace, limits: RateLimits, chat_id: int, seconds: float, now: datetime) -> Pace:
    """A 429 from ``chat_id``: remember it; if another chat was refused just before, hold the whole bot and slow down."""
    noted = replace(pace, limited_chat=chat_id, limited_at=now)
    if pace.limited_at is None or pace.limited_chat == chat_id or not timedelta() <= now - pace.limited_at <= SAME_CAUSE:
        return noted
    wait = timedelta(seconds=max(seconds, 1.0))
    already = held(pace, now)
    # Those that were on the wire together are one event: the rate goes down once.
    if already:
        return replace(noted, held_at=now, held_until=now + max(wait, already))
    rate = max(limits.lowest, current_rate(pace, limits, now) * 0.75)
    return replace(noted, held_at=now, held_until=now + wait, rate=rate, rate_at=now)


def after_not_sent(pace: Pace, now: datetime) -> Pace:
    """No connection: every claim waits, twice as long each time, at most a minute."""
    if held(pace, now):
        return pace
    wait = min(SECOND * 2 ** min(pace.failures, 6), _LONGEST_HOLD)
    return replace(pace, held_at=now, held_until=now + wait, failures=pace.failures + 1)


def after_no_reply(pace: Pace, now: datetime) -> Pace:
    """No answer: one may be chance; a few in a row are the line, and every claim waits, twice as long each time."""
    if held(pace, now):
        return pace
    failures = pace.failures + 1
    if failures < _IN_A_ROW:
        return replace(pace, failures=failures)
    wait = min(SECOND * 2 ** min(failures - _IN_A_ROW, 6), _LONGEST_DOUBT)
    return replace(pace, held_at=now, held_until=now + wait, failures=failures)


def after_answer(pace: Pace) -> Pace:
    """Telegram said something, if only no: the connection is well. The same object when that is no news."""
    return replace(pace, failures=0) if pace.failures else pace


def after_accepted(pace: Pace) -> Pace:
    """Something arrived: the connection is well, and a 429 of before was its chat's. The same object when that is no news."""
    if pace.failures == 0 and pace.limited_chat is None:
        return pace
    return replace(pace, failures=0, limited_chat=None, limited_at=None)
