"""A report in words, short enough for the caption of its picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.features.reports import texts
from bot.features.reports.figures import Ranked, Report, percent
from bot.features.reports.period import Period

_TOP = 3
_LONGEST_NAME = 24


def heading(period: Period) -> str:
    """What the report is about."""
    return texts.STATS_HEADING_TODAY if period.days == 1 else texts.STATS_HEADING.format(days=period.days)


def paragraphs(report: Report) -> list[list[str]]:
    """The report below its heading: groups of lines, at most some 700 characters in all."""
    if not report.total:
        return [[texts.STATS_NOTHING.format(period=report.period)], *_misses(report)]
    found = [list(_outcomes(report)), [_helped(report)], *_misses(report)]
    found += [[title, *lines] for title, lines in _rankings(report) if lines]
    return [*found, [texts.STATS_PRIVACY]]


def shown_outcomes(report: Report) -> list[str]:
    """The outcomes worth a line: those every report has, and others that occurred."""
    return [name for name, count in report.outcomes.items() if count or name in ("answer", "choose", "none")]


def short(name: str, longest: int = _LONGEST_NAME) -> str:
    """A name on one line of a phone."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def _outcomes(report: Report) -> Iterator[str]:
    yield texts.STATS_TOTAL.format(period=report.period, total=f"{report.total:,}")
    for name in shown_outcomes(report):
        label = texts.OUTCOMES.get(name, name)
        yield texts.STATS_OUTCOME.format(outcome=label, count=f"{report.outcomes[name]:,}", share=percent(report.share(name)))


def _helped(report: Report) -> str:
    if not report.voted:
        return texts.STATS_NOT_RATED
    return texts.STATS_HELPED.format(voted=f"{report.voted:,}", share=percent(report.helped_share))


def _misses(report: Report) -> list[list[str]]:
    return [[texts.STATS_OPEN_MISSES.format(count=report.open_misses)]] if report.open_misses else []


def _rankings(report: Report) -> Iterator[tuple[str, list[str]]]:
    yield texts.STATS_ENTRIES, _ranked(report.entries)
    units = _ranked(report.units)
    if units and report.rest:
        units.append(texts.STATS_REST.format(count=f"{report.rest:,}"))
    yield texts.STATS_UNITS, units


def _ranked(ranking: Sequence[Ranked]) -> list[str]:
    return [
        texts.STATS_RANKED.format(place=place, name=short(line.name), count=f"{line.count:,}")
        for place, line in enumerate(ranking[:_TOP], 1)
    ]
