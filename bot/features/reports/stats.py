"""/stats: figures of the last days as a picture with words, and as a workbook. Units and entries, never persons."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action
from bot.features.asking.store import questions
from bot.features.reports import chart, period, summary, tables
from bot.features.reports.audit_words import moment
from bot.features.reports.figures import Report, build_report
from bot.features.teaching.store import misses
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.gate import Actor
from bot.spreadsheet import write_workbook

_CAPTION_LIMIT = 1024
# Of units and entries together there are never as many.
_ALL = 10_000


async def _stats(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """/stats [days], and the buttons that choose other days."""
    days = period.parse_days(arguments)
    if days is None:
        await gate.tell(update, context, texts.STATS_USAGE)
        return
    report = await _report(context, actor, days, "")
    picture = await asyncio.to_thread(chart.draw, report)
    screen = report_screen(report)
    query = update.callback_query
    if query is None or not await speak.edit_picture(context.bot, query, picture, screen):
        await speak.send_picture(context, actor.chat_id, picture, screen)


async def _workbook(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """The button under the picture: all figures as .xlsx."""
    days = period.parse_days(arguments)
    if days is None:
        await gate.tell(update, context, texts.TOAST_STALE)
        return
    report = await _report(context, actor, days, ".xlsx")
    content = await asyncio.to_thread(lambda: write_workbook(tables.report_sheets(report)))
    name = texts.STATS_FILE.format(first=report.period.first, last=report.period.last)
    await speak.send_file(context, actor.chat_id, name, content, texts.STATS_FILE_CAPTION.format(period=report.period))


async def _report(context: BotContext, actor: Actor, days: int, form: str) -> Report:
    desk = gate.desk_of(context)
    span = period.until(moment(desk.clock()).date(), days)
    async with desk.database.read() as transaction:
        stats = await questions.stats(transaction, span.first, span.last, top=_ALL)
        waiting = await misses.waiting(transaction)
    async with desk.database.write() as transaction:
        await desk.audit(transaction, actor, Action.STATS, detail=f"{span} {form}".strip())
    titles = {entry.id: entry.title for entry in context.services.knowledge.library.entries}
    return build_report(span, stats, titles, waiting)


def report_screen(report: Report) -> Screen:
    """The words and buttons below the picture."""
    blocks = [Block(summary.heading(report.period), "b")]
    for paragraph in summary.paragraphs(report):
        blocks += [Block(line, gap=not number) for number, line in enumerate(paragraph)]
    days = report.period.days
    row = tuple(
        Button(
            (texts.STATS_BUTTON_CHOSEN if choice == days else texts.STATS_BUTTON_DAYS).format(days=choice),
            gate.button_data("stats", choice),
        )
        for choice in period.CHOICES
    )
    return Screen(pages(blocks, _CAPTION_LIMIT)[0], (row, (Button(texts.BUTTON_XLSX, gate.button_data("statsx", days)),)))


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_command("stats", Action.STATS, _stats),
    gate.staff_button("stats", Action.STATS, _stats),
    gate.staff_button("statsx", Action.STATS, _workbook),
]
