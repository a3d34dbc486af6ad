"""The counts of the question log → a report: shares, every day of the period, names for numbers. Units and entries, never persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.features.asking.store.questions import Stats
from bot.features.reports import texts
from bot.features.reports.period import Period

# More bars than this cannot be told apart on a phone: weeks are shown instead of days.
_MOST_BARS = 31
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking; ``key`` is an entry's id or a unit's name."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, or some days together, with the questions by outcome."""

    first: date
    last: date
    outcomes: Mapping[str, int]

    @property
    def total(self) -> int:
        """All questions of these days."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is shown about a period.

    ``outcomes`` in the order they are shown in, with those that did not occur; ``days``: every day; ``bars``: days or weeks, at most 53;
    ``hours`` and ``places`` (private chat, group …) count all questions; ``rest``: questions of no unit, among them all private ones;
    ``open_misses``: questions without an answer, or with a 👎, that wait for an editor.
    """

    period: Period
    total: int
    outcomes: Mapping[str, int]
    days: tuple[Bucket, ...]
    bars: tuple[Bucket, ...]
    hours: tuple[int, ...]
    places: tuple[Ranked, ...]
    entries: tuple[Ranked, ...]
    units: tuple[Ranked, ...]
    rest: int
    voted: int
    helped: int
    open_misses: int

    def share(self, outcome: str) -> float | None:
        """Part of the questions that ended so; ``None`` without questions."""
        return self.outcomes[outcome] / self.total if self.total else None

    @property
    def helped_share(self) -> float | None:
        """Part of the rated answers that helped; ``None`` when nobody rated any."""
        return self.helped / self.voted if self.voted else None


def build_report(period: Period, stats: Stats, titles: Mapping[str, str], open_misses: int) -> Report:
    """``titles`` of the entries by id: an entry that is no longer there keeps its id. ``stats`` must not leave out units."""
    outcomes = {name: stats.by_outcome.get(name, 0) for name in texts.OUTCOMES}
    # Whatever a later version may count: no question is lost from the sum.
    outcomes |= {name: count for name, count in stats.by_outcome.items() if name not in outcomes}
    days = tuple(
        Bucket(day, day, {name: stats.by_day.get(day, {}).get(name, 0) for name in outcomes})
        for day in (period.first + timedelta(days=number) for number in range(period.days))
    )
    return Report(
        period=period,
        total=stats.total,
        outcomes=outcomes,
        days=days,
        bars=days if len(days) <= _MOST_BARS else _weeks(days),
        hours=tuple(stats.by_hour.get(hour, 0) for hour in range(24)),
        places=tuple(Ranked(kind, texts.PLACES.get(kind, kind), count) for kind, count in stats.by_kind.items()),
        entries=tuple(Ranked(entry_id, titles.get(entry_id, entry_id), count) for entry_id, count in stats.by_entry.items()),
        units=tuple(Ranked(unit, unit, count) for unit, count in stats.by_unit.items()),
        rest=stats.total - sum(stats.by_unit.values()),
        voted=stats.voted,
        helped=stats.helped,
        open_misses=open_misses,
    )


def _weeks(days: tuple[Bucket, ...]) -> tuple[Bucket, ...]:
    """Seven days each, counted back from the last day: only the oldest may be shorter."""
    short = len(days) % _WEEK
    parts = [days[:short]] if short else []
    parts += [days[start : start + _WEEK] for start in range(short, len(days), _WEEK)]
    return tuple(Bucket(part[0].first, part[-1].last, _sum(part)) for part in parts)


def _sum(part: tuple[Bucket, ...]) -> dict[str, int]:
    return {name: sum(day.outcomes[name] for day in part) for name in part[0].outcomes}


def percent(share: float | None) -> str:
    """A share as people read it; never 0 % for something nor 100 % for less than all."""
    if share is None:
        return "—"
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1%"
    return ">99%" if whole == 100 and share < 1 else f"{whole}%"
