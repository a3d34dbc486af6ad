"""/stats: figures of the last days as a picture with words, and as a workbook."""

from __future__ import annotations

import asyncio

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.press import Press
from bot.chat.reply import Reply, file, picture, tell
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.reports import chart, period, summary, tables, texts
from bot.features.reports.figures import Report
from bot.features.reports.statistics import Statistics
from bot.spreadsheet import write_workbook
from bot.when import local


class Days(Press, prefix="stats"):
    """So many days."""

    days: int


class StatsSheet(Press, prefix="statsx"):
    """All figures of so many days as .xlsx."""

    days: int


stats = Conversation[None]("stats", Action.STATS)


@stats.command("stats", chat_texts.STAFF_COMMANDS["stats"])
async def command(act: Act[None], words: str) -> Reply:
    """/stats [days]."""
    days = period.parse_days(words)
    return tell(texts.STATS_USAGE) if days is None else await _shown(act, days)


@stats.press(Days)
async def other_days(act: Act[None], press: Days) -> Reply:
    """The buttons that choose other days."""
    return await _shown(act, press.days) if _possible(press.days) else tell(texts.STATS_USAGE)


@stats.press(StatsSheet)
async def workbook(act: Act[None], press: StatsSheet) -> Reply:
    """The button under the picture."""
    if not _possible(press.days):
        return tell(chat_texts.TOAST_STALE)
    report = await _report(act, press.days, ".xlsx")
    content = await asyncio.to_thread(lambda: write_workbook(tables.report_sheets(report)))
    name = texts.STATS_FILE.format(first=report.period.first, last=report.period.last)
    return file(name, content, texts.STATS_FILE_CAPTION.format(period=report.period))


async def _shown(act: Act[None], days: int) -> Reply:
    report = await _report(act, days)
    return picture(await asyncio.to_thread(chart.draw, report), report_screen(report))


async def _report(act: Act[None], days: int, form: str = "") -> Report:
    return await act.desk(Statistics).report(act.who, period.until(local(act.now).date(), days), form)


def _possible(days: int) -> bool:
    return 1 <= days <= period.MOST_DAYS


def report_screen(report: Report) -> Screen:
    """The words and buttons below the picture."""
    blocks = [Block(summary.heading(report.period), "b")]
    for paragraph in summary.paragraphs(report):
        blocks += [Block(line, gap=not number) for number, line in enumerate(paragraph)]
    days = report.period.days
    choices = [
        Button((texts.STATS_BUTTON_CHOSEN if choice == days else texts.STATS_BUTTON_DAYS).format(days=choice), Days(choice))
        for choice in period.CHOICES
    ]
    return screen(blocks, [choices, [Button(texts.BUTTON_XLSX, StatsSheet(days))]])
