"""To whom and when, as announcers write it: words → ``Audience`` and ``When``. Pure.

``标签:乡镇、街道``, ``单位:龙泉镇``, ``全部``, ``群:-100123``; ``现在``,
``2026-12-01 09:00``, ``明天 9:00``, ``每天 8:30``, ``工作日 8:30``,
``每周一、三 8:30``, ``cron 0 9 * * 1``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot import texts
from bot.broadcasting.audience import Audience, To
from bot.broadcasting.quiet import parse_clock
from bot.broadcasting.schedule import Rule, daily, weekly

_BETWEEN = re.compile(r"[,，、;；\s]+")
_DATE = re.compile(r"(?:(?P<year>\d{4})[-/年.])?(?P<month>\d{1,2})[-/月.](?P<day>\d{1,2})[日号]?")
_WEEK = re.compile(r"星期|礼拜")
_WEEKLY = re.compile(r"每?周(?P<days>[一二三四五六日天周、,，至到-]+)")
_DAYS = "一二三四五六日"


class WordsError(ValueError):
    """Not understood; the message says how to write it (Chinese)."""


@dataclass(frozen=True, slots=True)
class When:
    """As soon as it is released, once at ``start_at`` (aware), or again and again by ``rule``."""

    start_at: datetime | None = None
    rule: Rule | None = None


def audience(text: str) -> Audience | None:
    """The audience that the words name; ``None``: they name none. What it names need not exist."""
    head, colon, rest = text.strip().replace("：", ":").partition(":")
    head = head.strip().lower()
    if not colon:
        return Audience(To.ALL) if head in texts.BROADCAST_ALL_WORDS else None
    to = texts.BROADCAST_TO_WORDS.get(head)
    names = tuple(dict.fromkeys(name for name in _BETWEEN.split(rest) if name))
    if to is None or not names:
        return None
    if to == To.PICKED and not all(re.fullmatch(r"-?\d{1,19}", name) for name in names):
        return None
    return Audience(To(to), names)


def when(text: str, now: datetime, zone: tzinfo) -> When:
    """The time that the words name, seen from ``now``; raises ``WordsError``. A time in the past is not noticed here."""
    said = " ".join(text.strip().replace("：", ":").split())
    if said.lower() in texts.BROADCAST_NOW_WORDS:
        return When()
    if said.lower().startswith("cron"):
        return When(rule=_cron(said[4:].strip()))
    head, _, tail = said.rpartition(" ")
    if not head:
        found = re.search(r"\d{1,2}:\d{2}\Z", said)
        head, tail = (said[: found.start()], found[0]) if found else ("", said)
    at = parse_clock(tail)
    if at is None:
        raise WordsError(texts.BROADCAST_WHEN_USAGE)
    return _at(head.strip(), at, now.astimezone(zone))


def _cron(expression: str) -> Rule:
    for word in texts.BROADCAST_WORKDAY_WORDS:
        if expression.endswith(word):
            return Rule(expression.removesuffix(word).strip(), working_days_only=True)
    return Rule(expression)


def _at(day: str, at: time, now: datetime) -> When:
    if day in texts.BROADCAST_DAILY_WORDS:
        return When(rule=daily(at))
    if day in texts.BROADCAST_WORKDAY_WORDS:
        return When(rule=daily(at, working_days_only=True))
    if weekdays := _WEEKLY.fullmatch(_WEEK.sub("周", day)):
        return When(rule=weekly(_weekdays(weekdays["days"]), at))
    date = _date(day, now)
    return When(start_at=datetime.combine(date.date(), at, now.tzinfo))


def _weekdays(text: str) -> frozenset[int]:
    text = text.replace("天", "日").replace("周", "")
    span = re.fullmatch(rf"([{_DAYS}])[至到-]([{_DAYS}])", text)
    if span:
        first, last = _DAYS.index(span[1]), _DAYS.index(span[2])
        return frozenset(range(first, last + 1)) if first <= last else frozenset({*range(first, 7), *range(last + 1)})
    return frozenset(_DAYS.index(day) for day in text if day in _DAYS)


def _date(day: str, now: datetime) -> datetime:
    if day in texts.BROADCAST_DAY_WORDS:
        return now + timedelta(days=texts.BROADCAST_DAY_WORDS[day])
    found = _DATE.fullmatch(day)
    if found is None:
        raise WordsError(texts.BROADCAST_WHEN_USAGE)
    try:
        date = now.replace(year=int(found["year"] or now.year), month=int(found["month"]), day=int(found["day"]))
    except ValueError as error:
        raise WordsError(texts.BROADCAST_NO_SUCH_DAY.format(day=day)) from error
    if found["year"] is None and date < now - timedelta(days=1):
        # Without a year the next such day is meant: in December, January lies ahead.
        return _date(f"{now.year + 1}-{found['month']}-{found['day']}", now)
    return date
