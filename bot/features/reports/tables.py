"""Reports and audit lines as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.features.reports import audit_words, texts
from bot.features.reports.figures import Report
from bot.features.reports.summary import shown_outcomes
from bot.spreadsheet import Sheet, SheetColumn
from bot.storage.audit import AuditLine
from bot.when import exact

_SHARE = "0.0%"
_COUNT = "#,##0"


def report_sheets(report: Report) -> list[Sheet]:
    """Overview, days, entries, units, hours: figures only."""
    return [
        _sheet("overview", ((24, ""), (28, _COUNT), (10, _SHARE)), _overview(report)),
        _days(report),
        _sheet("entries", ((12, ""), (36, ""), (16, _COUNT)), ((line.key, line.name, line.count) for line in report.entries)),
        _sheet("units", ((30, ""), (12, _COUNT), (10, _SHARE)), _units(report)),
        _sheet(
            "hours",
            ((10, ""), (12, _COUNT)),
            ((texts.SHEET_HOUR.format(hour=hour), count) for hour, count in enumerate(report.hours)),
        ),
    ]


def audit_sheet(lines: Iterable[AuditLine], titles: Mapping[int, str]) -> Sheet:
    """The audit log as it is, newest first; people's ids are texts, which no spreadsheet rounds."""
    rows = (
        (
            exact(line.at),
            line.actor_name,
            str(line.actor_id),
            audit_words.action(line.action),
            audit_words.target(line.target, titles),
            audit_words.detail(line),
            audit_words.result(line.result),
        )
        for line in lines
    )
    return _sheet("audit", ((20, ""), (16, ""), (16, ""), (22, ""), (24, ""), (50, ""), (14, "")), rows)


def _overview(report: Report) -> Iterator[Sequence[object]]:
    yield texts.SHEET_PERIOD, str(report.period), None
    yield texts.SHEET_TOTAL, report.total, None
    for name in shown_outcomes(report):
        yield texts.OUTCOMES.get(name, name), report.outcomes[name], report.share(name)
    yield texts.SHEET_VOTED, report.voted, None
    yield texts.SHEET_HELPED, report.helped, report.helped_share
    yield texts.SHEET_OPEN_MISSES, report.open_misses, None
    for place in report.places:
        yield texts.SHEET_PLACE.format(place=place.name), place.count, place.count / report.total


def _units(report: Report) -> Iterator[Sequence[object]]:
    for line in report.units:
        yield line.name, line.count, line.count / report.total
    if report.rest:
        yield texts.SHEET_REST, report.rest, report.rest / report.total


def _days(report: Report) -> Sheet:
    title, (day, total) = texts.SHEETS["days"]
    outcomes = shown_outcomes(report)
    headings = [day, *(texts.OUTCOMES.get(name, name) for name in outcomes), total]
    rows = ((bucket.first.isoformat(), *(bucket.outcomes[name] for name in outcomes), bucket.total) for bucket in report.days)
    return Sheet(title, [SheetColumn(heading, 14, _COUNT) for heading in headings], rows)


def _sheet(name: str, columns: Sequence[tuple[int, str]], rows: Iterable[Sequence[object]]) -> Sheet:
    title, headings = texts.SHEETS[name]
    described = [SheetColumn(heading, width, style or "General") for heading, (width, style) in zip(headings, columns, strict=True)]
    return Sheet(title, described, rows)
