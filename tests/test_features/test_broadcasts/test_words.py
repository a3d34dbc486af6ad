"""To whom and when, as announcers write it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.features.broadcasts.words import WordsError, audience, described, when
from bot.places.audience import Audience, To
from bot.when import CHINA

NOW = datetime(2026, 11, 23, 21, 0, tzinfo=CHINA).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("全部", Audience(To.ALL)),
        ("ALL", Audience(To.ALL)),
        ("标签:乡镇、街道", Audience(To.TAGS, ("乡镇", "街道"))),
        ("tag：乡镇", Audience(To.TAGS, ("乡镇",))),
        ("单位: 龙泉镇，龙泉镇 ", Audience(To.UNITS, ("龙泉镇",))),
        ("群:-1001234567890", Audience(To.PICKED, ("-1001234567890",))),
        ("群:工作群", None),
        ("标签:", None),
        ("别的:乡镇", None),
        ("今天开会", None),
        ("", None),
    ],
)
def test_audience(said: str, meant: Audience | None) -> None:
    assert audience(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-12-01 09:00", "2026-12-01 09:00"),
        ("2026年12月1日 9：05", "2026-12-01 09:05"),
        ("12月1日 9:00", "2026-12-01 09:00"),
        ("1月5日 9:00", "2027-01-05 09:00"),
        ("明天 9:00", "2026-11-24 09:00"),
        ("后天8:30", "2026-11-25 08:30"),
        ("23:10", "2026-11-23 23:10"),
        ("今天 8:00", "2026-11-23 08:00"),  # past: the service says so
        ("明天 9点", "2026-11-24 09:00"),
        ("明天上午9点半", "2026-11-24 09:30"),
        ("明天下午3点", "2026-11-24 15:00"),
        ("明天下午 3:20", "2026-11-24 15:20"),
        ("下午15点", "2026-11-23 15:00"),
        ("晚上十点一刻", "2026-11-23 22:15"),
        ("中午12点", "2026-11-23 12:00"),
        ("明天中午一点", "2026-11-24 13:00"),
        ("12月1日上午九点", "2026-12-01 09:00"),
        ("大后天二十点整", "2026-11-26 20:00"),
        ("大后天8时5分", "2026-11-26 08:05"),
        ("周五 9:00", "2026-11-27 09:00"),
        ("星期一 9:00", "2026-11-30 09:00"),  # today's is over
        ("周一 23:00", "2026-11-23 23:00"),
        ("本周五下午3点", "2026-11-27 15:00"),
        ("下周五 9:00", "2026-12-04 09:00"),
        ("下周日 9:00", "2026-12-06 09:00"),
        ("30号下午3点", "2026-11-30 15:00"),
        ("明早8点", "2026-11-24 08:00"),
        ("周五九点", "2026-11-27 09:00"),
        ("下周三十点", "2026-12-02 10:00"),
        ("明天八点二十", "2026-11-24 08:20"),
        ("下午三点十五分", "2026-11-23 15:15"),
        ("明天九点零五", "2026-11-24 09:05"),
        ("12 月 1 日 9:00", "2026-12-01 09:00"),
        ("明天下午12点", "2026-11-24 12:00"),
        ("明晚八点半", "2026-11-24 20:30"),
        ("今晚11点", "2026-11-23 23:00"),
        ("昨天 9:00", "2026-11-22 09:00"),  # past: the service says so
        ("23日 21:00", "2026-12-23 21:00"),  # this month's is just over
        ("23日 21:01", "2026-11-23 21:01"),
        ("5号上午9点", "2026-12-05 09:00"),
        ("本月5号 9:00", "2026-11-05 09:00"),  # past: the service says so
        ("下个月31号 9:00", "2026-12-31 09:00"),
    ],
)
def test_a_time(said: str, meant: str) -> None:
    start = when(said, NOW, CHINA).start_at
    assert start is not None
    assert start.tzinfo is not None
    assert start.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize(
    ("said", "cron", "working"),
    [
        ("每天 8:30", "30 8 * * *", False),
        ("工作日 8:30", "30 8 * * *", True),
        ("每周一、三 8:30", "30 8 * * 1,3", False),
        ("每月1日 9:00", "0 9 1 * *", False),
        ("每月 1、15 日 9:00", "0 9 1,15 * *", False),
        ("每周一至三、五 8:30", "30 8 * * 1,2,3,5", False),
        ("每周六到周一 8:30", "30 8 * * 1,6,0", False),
        ("每周一和周三 8:30", "30 8 * * 1,3", False),
        ("每个周一八点", "0 8 * * 1", False),
        ("每天 8:30（只在工作日）", "30 8 * * *", True),
        ("每个月15号、1号下午3点", "0 15 1,15 * *", False),
        ("每月25日 9:00 只在工作日", "0 9 25 * *", True),
        ("周一至周五 18:00", "0 18 * * 1,2,3,4,5", False),
        ("每星期日 7:00", "0 7 * * 0", False),
        ("cron 0 9 1 * *", "0 9 1 * *", False),
        ("cron 0 9 * * 1 工作日", "0 9 * * 1", True),
        ("每周五下午3点", "0 15 * * 5", False),
        ("每周一、三 8:30 只在工作日", "30 8 * * 1,3", True),
        ("每天 8:30（只在工作日", "30 8 * * *", True),
    ],
)
def test_a_rule(said: str, cron: str, working: bool) -> None:
    rule = when(said, NOW, CHINA).rule
    assert rule is not None
    assert (rule.cron, rule.working_days_only) == (cron, working)


def test_now() -> None:
    assert when(" 现在 ", NOW, CHINA) == when("NOW", NOW, CHINA)
    assert when("现在", NOW, CHINA).start_at is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "下个月",
        "明天",
        "25:00",
        "2026-02-30 09:00",
        "9999999999999-1-1 9:00",
        "十一十点",
        "明天99点",
        "125:00",
        "明天 9:00 工作日",
        "每周周 9:00",
        "明天八点六十一",
        "本月31号 9:00",
        "工作日",
    ],
)
def test_what_is_no_time_is_said(said: str) -> None:
    with pytest.raises(WordsError, match=r"9:00|没有|每周一 8:30"):
        when(said, NOW, CHINA)


@pytest.mark.parametrize("said", ["明天晚上12点", "今晚1点", "明晚0:30"])
def test_the_middle_of_the_night_is_asked_for_with_its_date(said: str) -> None:
    with pytest.raises(WordsError, match="0:30"):
        when(said, NOW, CHINA)


def test_a_day_that_next_month_does_not_have_is_of_the_month_after() -> None:
    january = datetime(2027, 1, 31, 12, 0, tzinfo=CHINA)
    start = when("30号 9:00", january, CHINA).start_at
    assert start is not None
    assert start.date().isoformat() == "2027-03-30"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("每天 8:30", "每天 8:30"),
        ("工作日 8:05", "每个工作日 8:05"),
        ("每周一 8:05 只在工作日", "每周一 8:05，只在工作日"),
        ("每周三、日、一 18:00", "每周一、三、日 18:00"),
        ("cron 0 9 1,15 * *", "每月 1、15 日 9:00"),
        ("cron 0 9 * 1-3 1", "0 9 * 1-3 1"),
        ("cron 乱写", "乱写"),
    ],
)
def test_a_rule_is_told_in_words(said: str, text: str) -> None:
    rule = when(said, NOW, CHINA).rule
    assert rule is not None
    assert described(rule) == text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("２０２６－１２－０１　９：００", "2026-12-01 09:00"),
        ("2026—12—01 9∶00", "2026-12-01 09:00"),
        ("2026。12。1 9：00。", "2026-12-01 09:00"),
        ("“2026-12-01 9:00”", "2026-12-01 09:00"),
        ("2026-12-01T09:00:00", "2026-12-01 09:00"),
        ("2026-12-01（周二） 9:00", "2026-12-01 09:00"),
        ("2026年12月1日（星期二）上午９：００", "2026-12-01 09:00"),
        ("12月1日星期二上午9点", "2026-12-01 09:00"),
        ("12月1日，周二，9点", "2026-12-01 09:00"),
        ("12月1日（周2）9点", "2026-12-01 09:00"),
        ("周二（12月1日）9点", "2026-12-01 09:00"),
        ("星期二，12月1日，上午九点", "2026-12-01 09:00"),
        ("下周二（12月1日）9点", "2026-12-01 09:00"),
        ("12月1日（周二上午9点）", "2026-12-01 09:00"),
        ("十二月一日上午九点", "2026-12-01 09:00"),
        ("三十号下午3点", "2026-11-30 15:00"),
        ("明天（周二）15点", "2026-11-24 15:00"),
        ("后天周三 9:00", "2026-11-25 09:00"),
        ("1号（周二）9点", "2026-12-01 09:00"),
        ("１５：００", "2026-11-24 15:00"),  # below: of the next day
        ("明天 9.30", "2026-11-24 09:30"),
        ("明天下午三点半", "2026-11-24 15:30"),
        ("明天下午３点３０分", "2026-11-24 15:30"),
        ("明天 9；30", "2026-11-24 09:30"),
        ("明天上午9点钟", "2026-11-24 09:00"),
        ("这个周五 9:00", "2026-11-27 09:00"),
        ("下个周五 9:00", "2026-12-04 09:00"),
        ("週五 9:00", "2026-11-27 09:00"),
    ],
)
def test_times_as_phones_write_them(said: str, meant: str) -> None:
    now = NOW if "１５" not in said else NOW + timedelta(hours=12)
    found = when(said, now, CHINA)
    assert found.start_at is not None
    assert f"{found.start_at.astimezone(CHINA):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("12月1日（周三） 9:00", "12月1日是周二，您写的是周三，请核对。"),
        ("周三（12月1日）9点", "12月1日是周二，您写的是周三，请核对。"),
        ("２０２７－０１－０５（星期一） 9:00", "2027年1月5日是周二，您写的是周一，请核对。"),
        ("明天（周五）9点", "11月24日是周二，您写的是周五，请核对。"),
        ("30号周日 9点", "11月30日是周一，您写的是周日，请核对。"),
        ("下周二（12月8日）9点", "下周二是12月1日，您写的是12月8日，请核对。"),
        ("本周二（12月1日）9点", "本周二是11月24日，您写的是12月1日，请核对。"),
    ],
)
def test_a_weekday_that_is_not_that_days_is_told(said: str, told: str) -> None:
    with pytest.raises(WordsError, match=re.escape(told)):
        when(said, NOW, CHINA)


@pytest.mark.parametrize("said", ["12.15", "12。15", "12月1日（周二", "周八 9:00", "12月1日周二周三 9:00", "下午", "—"])
def test_what_could_be_two_things_or_none_is_asked_for_again(said: str) -> None:
    with pytest.raises(WordsError):
        when(said, NOW, CHINA)


@pytest.mark.parametrize(
    ("said", "cron"),
    [
        ("每周一、三　８：３０", "30 8 * * 1,3"),
        ("周一～周五 8:30", "30 8 * * 1,2,3,4,5"),
        ("周一—周五 8:30", "30 8 * * 1,2,3,4,5"),
        ("每月１日，１５日 9:00", "0 9 1,15 * *"),
        ("每周六日 8:30", "30 8 * * 6,0"),
        ("每周六、天 8:30", "30 8 * * 6,0"),
        ("ｃｒｏｎ　０ ９ １ ＊ ＊", "0 9 1 * *"),
    ],
)
def test_rules_as_phones_write_them(said: str, cron: str) -> None:
    rule = when(said, NOW, CHINA).rule
    assert rule is not None
    assert rule.cron == cron


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("标签：乡镇，街道", Audience(To.TAGS, ("乡镇", "街道"))),
        ("标签∶２０２６重点；街道", Audience(To.TAGS, ("2026重点", "街道"))),
        ("群：－1001234567890、—1009876543210", Audience(To.PICKED, ("-1001234567890", "-1009876543210"))),
        ("ＡＬＬ", Audience(To.ALL)),
    ],
)
def test_audiences_as_phones_write_them(said: str, meant: Audience) -> None:
    assert audience(said) == meant
