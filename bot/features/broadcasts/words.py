"""To whom and when, as announcers write it: words → ``Audience`` and ``When``, and rules back into words. Pure.

``标签:乡镇、街道``, ``单位:龙泉镇``, ``全部``, ``群:-100123``; ``现在``,
``2026-12-01 09:00``, ``明天下午3点``, ``下周五 9:00``, ``30号下午3点``,
``每天 8:30``, ``工作日 8:30``, ``每周一、三 8:30``, ``每月1日、15日 9:00``,
``cron 0 9 1 * *``; a rule may end in ``只在工作日``. Everything is folded first (``library.folding``), and a weekday beside a
date must agree with it.

``周五`` alone is the coming Friday: whoever means each Friday says ``每周五``. A span (``周一至周五``) can only be a rule.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.features.broadcasts import texts
from bot.library.folding import bare, fold, fold_name, unquoted
from bot.library.ids import counted
from bot.outbox import texts as outbox_texts
from bot.outbox import weekday
from bot.outbox.clock import ClockError, at_end, spoken_number
from bot.outbox.schedule import Rule, daily, weekly
from bot.places.audience import Audience, To

_BETWEEN = re.compile(r"[,;\s]+")
_DATE = re.compile(r"(?:(?P<year>\d{4})[-/年.])?(?P<month>\d{1,2})[-/月.](?P<day>\d{1,2})[日号]?")
_DAY_OF_MONTH = re.compile(r"(?P<which>本月|这个?月|下个?月)?(?P<day>\d{1,2})[日号]")
_MONTHLY = re.compile(r"每个?月(?P<days>\d{1,2}[日号]?(?:[,和]\d{1,2}[日号]?)*)")
_WEEKLY = re.compile(r"(?P<each>每个?)?周(?P<days>[一二三四五六日天周,和至到~-]+)")
# 十二月一日, 三十号: digits, but not of 每周六日.
_SPOKEN = "[一二三四五六七八九十]{1,3}"
_HAN_NUMBER = re.compile(rf"{_SPOKEN}(?=月[\d一二三四五六七八九十])|(?<=月){_SPOKEN}(?=[日号])|{_SPOKEN}(?=号)")
_DAYS = weekday.DAYS
_MOST = 10**9
# Around a date and between date and time they say nothing; commas inside lists do.
_BRACKETS = str.maketrans(dict.fromkeys("()[]【】{}", " "))
_ENDS = " .。!,;"
# 标签=乡镇, 标签 乡镇
_TO_EQUALS = re.compile(rf"^({'|'.join(map(re.escape, texts.BROADCAST_TO_WORDS))})\s*(?:=|\s(?=\S))\s*", re.IGNORECASE)
# 时间:明天9:00发送: said around a time.
_AROUND = re.compile(r"^(?:发送|发布)?时间[: ]\s*|\s*(?:发送|发布|发出|发)$")
# 2026-12-01T09:00, as machines write it.
_T = re.compile(r"(?<=\d)[Tt]$")
# 周五九点: the hour begins after the weekday.
_WEEKDAY_AND_HOUR = re.compile(r"((?:周|星期|礼拜)[一二三四五六日天])(?=[一二两三四五六七八九十]{1,3}[点时])")


class WordsError(ValueError):
    """Not understood; the message says how to write it (Chinese)."""


@dataclass(frozen=True, slots=True)
class When:
    """As soon as it is released, once at ``start_at`` (aware), or again and again by ``rule``."""

    start_at: datetime | None = None
    rule: Rule | None = None


def audience(text: str) -> Audience | None:
    """The audience that the words name; ``None``: they name none. What it names need not exist."""
    said = _TO_EQUALS.sub(r"\1:", bare(text))
    head, colon, rest = said.partition(":")
    head = head.strip().lower()
    if not colon:
        return Audience(To.ALL) if head in texts.BROADCAST_ALL_WORDS else None
    to = texts.BROADCAST_TO_WORDS.get(head)
    names = words_of(rest)
    if to is None or not names:
        return None
    if to == To.PICKED and not all(re.fullmatch(r"-?\d{1,19}", name, re.ASCII) for name in names):
        return None
    return Audience(To(to), names)


def number_in(text: str) -> int | None:
    """A broadcast's number as people write it; ``None`` for anything else."""
    number = counted(text)
    return number if number is not None and number < _MOST else None


def words_of(text: str) -> tuple[str, ...]:
    """The names in a list as people write them, each once."""
    return tuple(dict.fromkeys(fold_name(name) for name in _BETWEEN.split(fold(text)) if name))


def when(text: str, now: datetime, zone: tzinfo) -> When:
    """The time that the words name, seen from ``now``; raises ``WordsError``. A time in the past is not noticed here."""
    folded = weekday.plain(" ".join(unquoted(text).translate(_BRACKETS).split())).strip(_ENDS)
    folded = _AROUND.sub("", folded) or folded
    said = _WEEKDAY_AND_HOUR.sub(r"\1 ", folded)
    if said.lower() in texts.BROADCAST_NOW_WORDS:
        return When()
    for word in texts.BROADCAST_ONLY_WORKDAYS:
        if said.endswith(word) and (head := said.removesuffix(word).rstrip(_ENDS)):
            return _only_working_days(when(head, now, zone))
    if said.lower().startswith("cron"):
        return When(rule=Rule(said[4:].lstrip(": ")))
    try:
        found = at_end(said)
        if found is None:
            raise WordsError(outbox_texts.BROADCAST_WHEN_USAGE)
        day = _HAN_NUMBER.sub(lambda number: str(spoken_number(number[0])), found[0])
    except ClockError as error:
        raise WordsError(str(error)) from error
    return _at(_T.sub("", day.replace(" ", "")).strip(_ENDS), found[1], now.astimezone(zone))


def described(rule: Rule) -> str:
    """A rule in words, as far as words are shorter than the expression."""
    text = _described(rule.cron)
    if rule.working_days_only and re.fullmatch(r"\d+ \d+ \* \* \*", rule.cron):
        return texts.BROADCAST_RULE_EACH_WORKDAY.format(time=text.rpartition(" ")[2])
    return texts.BROADCAST_RULE_WORKDAYS.format(rule=text) if rule.working_days_only else text


def _described(cron: str) -> str:
    minute, hour, day, month, weekday = [*cron.split(), *[""] * 5][:5]
    if not (minute.isdecimal() and hour.isdecimal() and month == "*"):
        return cron
    at = f"{int(hour)}:{int(minute):02}"
    if day == "*" and weekday == "*":
        return texts.BROADCAST_RULE_DAILY.format(time=at)
    if day == "*" and re.fullmatch(r"[0-7](,[0-7])*", weekday):
        days = sorted((int(number) - 1) % 7 for number in weekday.split(","))
        return texts.BROADCAST_RULE_WEEKLY.format(days="、".join(_DAYS[number] for number in days), time=at)
    if weekday == "*" and re.fullmatch(r"\d{1,2}(,\d{1,2})*", day):
        return texts.BROADCAST_RULE_MONTHLY.format(days="、".join(day.split(",")), time=at)
    return cron


def _only_working_days(when: When) -> When:
    if when.rule is None:
        raise WordsError(texts.BROADCAST_ONLY_RULES)
    return When(rule=replace(when.rule, working_days_only=True))


def _at(day: str, at: time, now: datetime) -> When:
    if day in texts.BROADCAST_DAILY_WORDS:
        return When(rule=daily(at))
    if day in texts.BROADCAST_WORKDAY_WORDS:
        return When(rule=daily(at, working_days_only=True))
    if one := weekday.ONE_DAY.fullmatch(day):
        return When(start_at=datetime.combine(_coming(weekday.written(one), at, now), at, now.tzinfo))
    if (weekdays := _WEEKLY.fullmatch(day)) and (days := _weekdays(weekdays["days"])):
        return When(rule=weekly(days, at))
    if monthly := _MONTHLY.fullmatch(day):
        return When(rule=_monthly([int(number) for number in re.findall(r"\d+", monthly["days"])], at, day))
    alone, said = weekday.apart(day)
    one = _DAY_OF_MONTH.fullmatch(alone)
    found = _day_of_month(one, at, now) if one else _date(alone, now).date()
    if said is not None and (wrong := weekday.objection(found, said, now.date())):
        raise WordsError(wrong)
    return When(start_at=datetime.combine(found, at, now.tzinfo))


def _monthly(days: list[int], at: time, said: str) -> Rule:
    if not all(1 <= number <= 31 for number in days):
        raise WordsError(texts.BROADCAST_NO_SUCH_DAY.format(day=said))
    return Rule(f"{at.minute} {at.hour} {','.join(map(str, sorted(set(days))))} * *")


def _day_of_month(one: re.Match[str], at: time, now: datetime) -> date:
    """30号: the next one; 本月30号: of this month, even if it is over; 下月5号: of the month after."""
    month, day = now.date().replace(day=1), int(one["day"])
    if (one["which"] or "").startswith("下"):
        month = _next_month(month)
    if one["which"] is None:
        for _ in range(12):
            with suppress(ValueError):  # this month is too short
                if datetime.combine(found := month.replace(day=day), at, now.tzinfo) > now:
                    return found
            month = _next_month(month)
    try:
        return month.replace(day=day)
    except ValueError as error:
        raise WordsError(texts.BROADCAST_NO_SUCH_DAY.format(day=one[0])) from error


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _coming(one: weekday.Written, at: time, now: datetime) -> date:
    """周五: the next one; 本周五: of this week, even if it is over; 下周五: of the week that begins next Monday."""
    found = one.on(now.date())
    over = found == now.date() and at <= now.time()
    return found + timedelta(days=7) if over and not one.this_week else found


def _weekdays(text: str) -> frozenset[int]:
    text = text.replace("周", "").replace("天", "日")
    days: set[int] = set()
    for first, last in re.findall(rf"([{_DAYS}])(?:[至到~-]([{_DAYS}]))?", text):
        start, end = _DAYS.index(first), _DAYS.index(last or first)
        days.update(range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1)))
    return frozenset(days)


def _date(day: str, now: datetime) -> datetime:
    if day in texts.BROADCAST_DAY_WORDS:
        return now + timedelta(days=texts.BROADCAST_DAY_WORDS[day])
    found = _DATE.fullmatch(day)
    if found is None:
        raise WordsError(outbox_texts.BROADCAST_WHEN_USAGE)
    try:
        date = now.replace(year=int(found["year"] or now.year), month=int(found["month"]), day=int(found["day"]))
    except ValueError as error:
        raise WordsError(texts.BROADCAST_NO_SUCH_DAY.format(day=day)) from error
    if found["year"] is None and date < now - timedelta(days=1):
        # Without a year the next such day is meant: in December, January lies ahead.
        return _date(f"{now.year + 1}-{found['month']}-{found['day']}", now)
    return date
