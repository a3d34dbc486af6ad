"""Figures to report on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from bot.features.asking.store.questions import Stats
from bot.features.reports import period
from bot.features.reports.figures import Report, build_report

TODAY = date(2026, 3, 2)
TITLES = {"p12-3": "法无授权不可为", "p12-7": "法无禁止即可为"}
MakeReport = Callable[..., Report]


@pytest.fixture
def make_report() -> MakeReport:
    """Each day has ``each`` questions by outcome; keyword arguments change the rest of the figures."""

    def make(days: int = 30, each: dict[str, int] | None = None, **changes: object) -> Report:
        span = period.until(TODAY, days)
        each = {"answer": 6, "choose": 3, "none": 1} if each is None else each
        by_day = {span.first + timedelta(days=number): dict(each) for number in range(days)} if each else {}
        total = days * sum(each.values())
        figures: dict[str, object] = {
            "total": total,
            "by_outcome": {name: days * count for name, count in each.items()},
            "by_day": by_day,
            "by_hour": {9: total},
            "by_unit": {"司法局": total // 2, "城关镇": total // 4} if total else {},
            "by_entry": {"p12-3": 5, "gone-1": 2} if total else {},
            "by_kind": {"supergroup": total} if total else {},
            "voted": 0,
            "helped": 0,
        }
        return build_report(span, Stats(**{**figures, **changes}), TITLES, 0)  # type: ignore[arg-type]

    return make
