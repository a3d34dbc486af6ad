"""Counts → shares, days and weeks."""

from __future__ import annotations

from datetime import date

import pytest

from bot.features.reports import period, summary
from bot.features.reports.figures import percent
from bot.features.reports.period import parse_days
from bot.features.reports.scale import dated, ticks
from tests.test_features.test_reports.conftest import TODAY, MakeReport


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(("", 30), ("7", 7), (" 90 天 ", 90), ("366", 366), ("0", None), ("367", None), ("-1", None), ("天", None)),
        *(("三天", 3), ("近三个月。", 90), ("一周", 7), ("【30天】", 30), ("两年", None)),
    ],
)
def test_days_as_people_write_them(text: str, days: int | None) -> None:
    assert parse_days(text) == days


def test_a_period_ends_today_and_names_the_year_where_it_must() -> None:
    assert str(period.until(TODAY, 30)) == "2026年2月1日—3月2日"
    assert str(period.until(TODAY, 90)) == "2025年12月3日—2026年3月2日"
    assert str(period.until(TODAY, 1)) == "2026年3月2日"
    assert period.until(TODAY, 366).days == 366


def test_every_day_is_there_also_those_without_questions(make_report: MakeReport) -> None:
    report = make_report(7, by_day={date(2026, 2, 28): {"answer": 4}}, by_outcome={"answer": 4}, total=4)
    assert [day.total for day in report.days] == [0, 0, 0, 0, 4, 0, 0]
    assert report.bars == report.days


@pytest.mark.parametrize("days", [32, 90, 366])
def test_long_periods_are_shown_by_weeks_and_lose_nothing(make_report: MakeReport, days: int) -> None:
    report = make_report(days)
    assert all((bar.last - bar.first).days == 6 for bar in report.bars[1:])
    assert report.bars[-1].last == TODAY
    assert sum(bar.total for bar in report.bars) == report.total == sum(day.total for day in report.days)


def test_an_outcome_of_a_later_version_is_counted_too(make_report: MakeReport) -> None:
    report = make_report(1, {"answer": 1, "referred": 2})
    assert report.bars[0].total == 3
    assert summary.shown_outcomes(report) == ["answer", "choose", "none", "referred"]


def test_shares(make_report: MakeReport) -> None:
    report = make_report(10, voted=8, helped=6)
    assert report.share("answer") == pytest.approx(0.6)
    assert report.helped_share == pytest.approx(0.75)
    assert report.rest == 100 - 50 - 25
    empty = make_report(10, {})
    assert (empty.share("answer"), empty.helped_share) == (None, None)


@pytest.mark.parametrize(("share", "words"), [(None, "—"), (0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1, "100%")])
def test_percent_never_rounds_something_away(share: float | None, words: str) -> None:
    assert percent(share) == words


def test_the_words_below_the_picture(make_report: MakeReport) -> None:
    text = "\n".join(line for lines in summary.paragraphs(make_report(10, voted=8, helped=6)) for line in lines)
    assert "2026年2月21日—3月2日，共 100 个问题" in text
    assert "没答上：10（10%）" in text
    assert "有 8 个，其中 75% 有帮助" in text
    assert "1. 法无授权不可为　5" in text
    assert "2. gone-1　2" in text
    assert "1. 司法局　50" in text
    assert "未归单位的群和私聊　25" in text


def test_words_without_questions_or_ratings(make_report: MakeReport) -> None:
    assert summary.paragraphs(make_report(7, {})) == [["2026年2月24日—3月2日，还没有人提问。"]]
    assert ["还没有人点 👍 或 👎。"] in summary.paragraphs(make_report(7))


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, [0, 1]), (1, [0, 1]), (5, [0, 1, 2, 3, 4, 5]), (6, [0, 2, 4, 6]), (38, [0, 10, 20, 30, 40]), (101, [0, 50, 100, 150])],
)
def test_grid_lines_are_round_and_few(most: int, expected: list[int]) -> None:
    assert ticks(most) == expected


@pytest.mark.parametrize("most", [1, 9, 99, 12_345, 7_654_321])
def test_grid_lines_reach_the_highest_bar(most: int) -> None:
    assert ticks(most)[-1] >= most > ticks(most)[-2]
    assert len(ticks(most)) <= 6


@pytest.mark.parametrize("bars", [1, 5, 7, 30, 31, 53])
def test_the_last_bar_has_a_date(bars: int) -> None:
    found = dated(bars)
    assert found[-1] == bars - 1
    assert 1 <= len(found) <= 5
