"""A report as one picture that can be read on a phone: four figures, questions over time, busiest entries and units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.features.reports import texts
from bot.features.reports.canvas import Canvas, fit, width
from bot.features.reports.figures import Ranked, Report, percent
from bot.features.reports.scale import dated, ticks
from bot.features.reports.summary import shown_outcomes
from bot.when import short_day

_WIDTH = 1080
_EDGE, _INSIDE, _BETWEEN = 44, 40, 28
_HEAD, _TILES, _FOOT = 176, 196, 84
_PLOT, _TIMES = 330, 546
_ROW, _TOP = 76, 5
_RANKED_HEAD = 96

_PAPER, _CARD, _TRACK = "#EEF2F7", "#FFFFFF", "#EDF1F6"
_INK, _GREY, _FAINT = "#1B2735", "#5B6B7E", "#DCE3EB"
_BLUE, _GREEN = "#2F6BD8", "#1F9D83"
# Apart from each other in brightness too, for eyes that see few colours.
_COLOURS = {"answer": _BLUE, "choose": "#F2B13C", "none": "#D6504B", "fault": "#8795A8"}


def draw(report: Report) -> bytes:
    """The picture as PNG; 1080 pixels wide. Takes a few tenths of a second: not for the event loop."""
    rows = max(1, min(_TOP, max(len(report.entries), len(report.units))))
    ranked = _RANKED_HEAD + _ROW * rows + 8
    canvas = Canvas(_WIDTH, _HEAD + _TILES + _TIMES + ranked + _BETWEEN * 3 + _FOOT, _PAPER)
    canvas.text(_EDGE, 72, texts.CHART_TITLE, 54, _INK, bold=True)
    canvas.text(_EDGE, 132, texts.CHART_PERIOD.format(days=report.period.days, period=report.period), 32, _GREY)
    top: float = _HEAD
    _tiles(canvas, top, report)
    top += _TILES + _BETWEEN
    _times(canvas, top, report)
    top += _TIMES + _BETWEEN
    middle = _WIDTH / 2
    units_missing = texts.CHART_NO_UNITS if report.total else texts.CHART_NO_QUESTIONS
    _Ranking(canvas, _EDGE, middle - _BETWEEN / 2, top, ranked).draw(texts.STATS_ENTRIES, report.entries, _BLUE, texts.CHART_NO_QUESTIONS)
    _Ranking(canvas, middle + _BETWEEN / 2, _WIDTH - _EDGE, top, ranked).draw(texts.STATS_UNITS, report.units, _GREEN, units_missing)
    canvas.text(middle, top + ranked + _FOOT / 2, texts.STATS_PRIVACY, 26, _GREY, "mm")
    return canvas.png()


def _tiles(canvas: Canvas, top: float, report: Report) -> None:
    labels = texts.CHART_TILES
    daily = report.total / report.period.days
    about = f"{daily:,.0f}" if daily >= 10 else f"{daily:.1f}".removesuffix(".0")
    tiles = [
        (f"{report.total:,}", texts.CHART_TILE_DAILY.format(count=about), _INK),
        (percent(report.share("answer")), texts.CHART_TILE_COUNT.format(count=f"{report.outcomes['answer']:,}"), _BLUE),
        (percent(report.share("none")), texts.CHART_TILE_COUNT.format(count=f"{report.outcomes['none']:,}"), _COLOURS["none"]),
        (percent(report.helped_share), texts.CHART_TILE_RATED.format(count=f"{report.voted:,}"), _GREEN),
    ]
    gap = 20
    wide = (_WIDTH - 2 * _EDGE - gap * (len(tiles) - 1)) / len(tiles)
    for number, (label, (figure, note, colour)) in enumerate(zip(labels, tiles, strict=True)):
        left = _EDGE + number * (wide + gap)
        canvas.box(left, top, left + wide, top + _TILES, _CARD, 24)
        canvas.text(left + 26, top + 44, label, 28, _GREY)
        size = next((size for size in (58, 50, 42, 34) if width(figure, size) <= wide - 46), 30)
        canvas.text(left + 26, top + 104, figure, size, colour, bold=True)
        canvas.text(left + 26, top + 160, fit(note, 24, wide - 36), 24, _GREY)


def _times(canvas: Canvas, top: float, report: Report) -> None:
    canvas.box(_EDGE, top, _WIDTH - _EDGE, top + _TIMES, _CARD, 24)
    left, right = _EDGE + _INSIDE, _WIDTH - _EDGE - _INSIDE
    weekly = any(bar.first != bar.last for bar in report.bars)
    canvas.text(left, top + 52, texts.CHART_BY_WEEK if weekly else texts.CHART_BY_DAY, 34, _INK, bold=True)
    outcomes = shown_outcomes(report)
    _legend(canvas, left, top + 108, outcomes)
    floor = top + 146 + _PLOT
    steps = ticks(max(bar.total for bar in report.bars))
    scale_width = 20 + width(f"{steps[-1]:,}", 24)
    for step in steps:
        y = floor - _PLOT * step / steps[-1]
        canvas.line(left + scale_width, right, y, _FAINT)
        canvas.text(left + scale_width - 16, y, f"{step:,}", 24, _GREY, "rm")
    if not report.total:
        canvas.text((left + scale_width + right) / 2, floor - _PLOT / 2, texts.CHART_NO_QUESTIONS, 32, _GREY, "mm")
    slot = (right - left - scale_width) / len(report.bars)
    thick = min(72.0, slot * 0.72)
    for number, bar in enumerate(report.bars):
        middle = left + scale_width + slot * (number + 0.5)
        foot = floor
        for name in outcomes:
            head = foot - _PLOT * bar.outcomes[name] / steps[-1]
            canvas.box(middle - thick / 2, head, middle + thick / 2, foot, _COLOURS.get(name, _GREY))
            foot = head
    for number in dated(len(report.bars)):
        day = report.bars[number].first
        label = short_day(day)
        middle = left + scale_width + slot * (number + 0.5)
        half = width(label, 24) / 2
        canvas.text(min(max(middle, left + half), right - half), floor + 32, label, 24, _GREY, "mm")


def _legend(canvas: Canvas, left: float, y: float, outcomes: Sequence[str]) -> None:
    for name in outcomes:
        label = texts.OUTCOMES.get(name, name)
        canvas.box(left, y - 11, left + 22, y + 11, _COLOURS.get(name, _GREY), 6)
        canvas.text(left + 34, y, label, 26, _GREY)
        left += 34 + width(label, 26) + 36


@dataclass(frozen=True, slots=True)
class _Ranking:
    """A card with the first few lines of a ranking."""

    canvas: Canvas
    left: float
    right: float
    top: float
    height: float

    def draw(self, title: str, ranking: Sequence[Ranked], colour: str, empty: str) -> None:
        canvas = self.canvas
        canvas.box(self.left, self.top, self.right, self.top + self.height, _CARD, 24)
        left, right = self.left + 32, self.right - 32
        canvas.text(left, self.top + 52, title, 34, _INK, bold=True)
        if not ranking:
            canvas.text(left, self.top + _RANKED_HEAD + 26, fit(empty, 26, right - left), 26, _GREY)
        most = max((line.count for line in ranking), default=1)
        for number, line in enumerate(ranking[:_TOP]):
            y = self.top + _RANKED_HEAD + number * _ROW
            figure = f"{line.count:,}"
            canvas.text(left, y + 18, fit(line.name, 28, right - left - width(figure, 28) - 20), 28, _INK)
            canvas.text(right, y + 18, figure, 28, _INK, "rm", bold=True)
            canvas.box(left, y + 44, right, y + 54, _TRACK, 5)
            canvas.box(left, y + 44, left + max(10.0, (right - left) * line.count / most), y + 54, colour, 5)
