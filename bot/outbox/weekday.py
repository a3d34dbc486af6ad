"""A weekday written beside a date: ``12月1日（周二）``, ``周二（12月1日）``, ``明天星期三``. They must agree. Pure; reads folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.outbox import texts
from bot.when import WEEKDAYS, day_in_words, short_day

DAYS = WEEKDAYS
_WEEK = re.compile(r"星期|礼拜|週")
# 每周1,3 and 周1-5, but not the 3 of 周一,3:00.
_NUMBER = re.compile(r"(?<=周)[1-7](?:[,和至到~-][1-7](?![\d:点日号.]))*(?!\d)")
_DAY = rf"(?P<which>本|这个?|下个?)?周(?P<day>[{DAYS}天])"
ONE_DAY = re.compile(_DAY)
_BEFORE = re.compile(rf"{_DAY},?(?=[\d今明后大前昨本这下])")
_AFTER = re.compile(rf"(?<=[\d日号天早晚]),?{_DAY}$")


@dataclass(frozen=True, slots=True)
class Written:
    """A weekday as written: ``day`` counts from Monday (0), ``next_week``/``this_week``: the week that was named."""

    day: int
    this_week: bool = False
    next_week: bool = False

    def on(self, today: date) -> date:
        """The day that is meant, seen from ``today``: today itself or the coming one, if no week is named."""
        monday = today - timedelta(days=today.weekday())
        found = monday + timedelta(days=self.day + (7 if self.next_week else 0))
        return found + timedelta(days=7) if found < today and not self.this_week else found


def plain(text: str) -> str:
    """One way to write weekdays: 周一 to 周日."""
    text = _NUMBER.sub(lambda found: re.sub("[1-7]", lambda one: DAYS[int(one[0]) - 1], found[0]), _WEEK.sub("周", text))
    return text.replace("周天", "周日")


def written(found: re.Match[str]) -> Written:
    """What a match of ``ONE_DAY`` says."""
    which = found["which"] or ""
    return Written(DAYS.index(found["day"].replace("天", "日")), which[:1] in ("本", "这"), which[:1] == "下")


def apart(text: str) -> tuple[str, Written | None]:
    """The date without the weekday beside it, and the weekday; text without both comes back as it is."""
    for pattern in (_BEFORE, _AFTER):
        found = pattern.match(text) if pattern is _BEFORE else pattern.search(text)
        if found is not None and (rest := text[: found.start()] + text[found.end() :]):
            return rest, written(found)
    return text, None


def objection(day: date, said: Written, today: date) -> str | None:
    """What is wrong with this weekday on that date (Chinese), if anything."""
    shown = day_in_words(day, today)
    if day.weekday() != said.day:
        return texts.WEEKDAY_WRONG.format(date=shown, right=DAYS[day.weekday()], wrong=DAYS[said.day])
    if (said.this_week or said.next_week) and (meant := said.on(today)) != day:
        which = texts.WEEKDAY_NEXT if said.next_week else texts.WEEKDAY_THIS
        return texts.WEEKDAY_WEEK_WRONG.format(which=which.format(day=DAYS[said.day]), meant=short_day(meant), date=shown)
    return None
