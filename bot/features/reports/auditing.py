"""/audit: who did what and when, with a search, page by page and as a workbook."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from telegram import Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action
from bot.features.reports import audit_words, tables
from bot.features.reports.audit_words import SearchError
from bot.places.store import groups
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.gate import Actor
from bot.spreadsheet import write_workbook
from bot.storage import audit
from bot.storage.audit import AuditLine

PER_PAGE = 8
MOST_LINES = 10_000
_BYTES_FOR_WORDS = 42
_BYTES_PER_CHARACTER = 3
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_DATA = re.compile(r"(\d{1,4})\.([0-9a-z]{1,7})\.(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Look:
    """One page of one search; ``newest``: the youngest line there was at its beginning, 0 for the beginning itself."""

    words: str
    page: int = 0
    newest: int = 0

    def button(self, label: str, prefix: str = "audit") -> Button:
        """A button that shows this."""
        return Button(label, gate.button_data(prefix, f"{self.page}.{_base36(self.newest)}.{self.words}"))


def parse_look(data: str) -> Look | None:
    """What a button of ours meant."""
    found = _DATA.fullmatch(data)
    return Look(found[3], int(found[1]), int(found[2], 36)) if found else None


async def _command(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """/audit [text]: the newest lines in which every word occurs."""
    words = " ".join(arguments.split())
    if len(words.encode("utf-8", "replace")) > _BYTES_FOR_WORDS:
        limit = _BYTES_FOR_WORDS // _BYTES_PER_CHARACTER
        await gate.tell(update, context, texts.AUDIT_WORDS_TOO_LONG.format(limit=limit))
        return
    try:
        audit_words.parse_search(words)
    except SearchError as error:
        await gate.tell(update, context, str(error))
        return
    await _show(update, context, Look(words))
    await _note(context, actor, words)


async def _turn(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Another page."""
    look = parse_look(arguments)
    if look is None:
        await gate.tell(update, context, texts.TOAST_STALE)
        return
    await _show(update, context, look)


async def _workbook(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """All lines of the search as .xlsx."""
    look = parse_look(arguments)
    if look is None:
        await gate.tell(update, context, texts.TOAST_STALE)
        return
    lines, total, titles = await _lines(context, replace(look, page=0), MOST_LINES)
    content = await asyncio.to_thread(lambda: write_workbook([tables.audit_sheet(lines, titles)]))
    await _note(context, actor, f"{look.words} .xlsx".strip())
    words = texts.AUDIT_FILE_CAPTION if len(lines) == total else texts.AUDIT_FILE_CUT
    today = audit_words.moment(gate.desk_of(context).clock()).date()
    name = texts.AUDIT_FILE.format(date=today)
    await speak.send_file(context, actor.chat_id, name, content, words.format(count=len(lines), total=total))


async def _show(update: Update, context: BotContext, look: Look) -> None:
    lines, total, titles = await _lines(context, look, PER_PAGE)
    if lines and not look.newest:
        look = replace(look, newest=lines[0].id)
    today = audit_words.moment(gate.desk_of(context).clock()).date()
    await gate.show(update, context, audit_screen(look, lines, total, today, titles))


async def _lines(context: BotContext, look: Look, count: int) -> tuple[list[AuditLine], int, dict[int, str]]:
    """The lines, how many there are in all, and the titles of the groups in them."""
    search = audit_words.parse_search(look.words)
    async with gate.desk_of(context).database.read() as transaction:
        lines, total = await audit.search(
            transaction,
            search.words,
            since=search.since,
            until=search.until,
            meant=search.meant,
            up_to=look.newest or None,
            without=search.without,
            limit=count,
            offset=look.page * count,
        )
        return lines, total, await groups.titles(transaction, audit_words.group_ids(lines))


async def _note(context: BotContext, actor: Actor, detail: str) -> None:
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        await desk.audit(transaction, actor, Action.AUDIT, detail=detail)


def audit_screen(look: Look, lines: list[AuditLine], total: int, today: date, titles: Mapping[int, str]) -> Screen:
    """One page of the log."""
    if not lines:
        return Screen(pages([Block(texts.AUDIT_NONE.format(words=look.words) if look.words else texts.AUDIT_EMPTY)])[0])
    last = (total - 1) // PER_PAGE
    heading = texts.AUDIT_HEADING_SEARCH if look.words else texts.AUDIT_HEADING
    blocks = [Block(heading.format(words=look.words, total=total), "b")]
    for line in lines:
        who, what = audit_words.line_words(line, today, titles)
        blocks += [Block(who, gap=True), Block(what)]
    blocks.append(Block(texts.AUDIT_PAGE.format(page=look.page + 1, pages=last + 1) if last else "", gap=True))
    if not look.words:
        blocks.append(Block(texts.AUDIT_HINT, gap=not last))
    turns = []
    if look.page > 0:
        turns.append(replace(look, page=look.page - 1).button(texts.BUTTON_EARLIER))
    if look.page < last:
        turns.append(replace(look, page=look.page + 1).button(texts.BUTTON_LATER))
    rows = [tuple(turns)] if turns else []
    other = _refusals_button(look, lines)
    rows += [(other,)] if other is not None else []
    rows.append((replace(look, page=0).button(texts.BUTTON_XLSX, "auditx"),))
    return Screen(pages([block for block in blocks if block.text])[0], tuple(rows))


def _refusals_button(look: Look, lines: list[AuditLine]) -> Button | None:
    """The same search without refused attempts, or with them again; ``None`` where there are none, or no room for the word."""
    words = look.words.split()
    if texts.AUDIT_NO_REFUSALS in words:
        kept = " ".join(word for word in words if word != texts.AUDIT_NO_REFUSALS)
        return Look(kept).button(texts.BUTTON_ALL_LINES)
    if not any(line.result in audit_words.REFUSALS for line in lines):
        return None
    more = " ".join([*words, texts.AUDIT_NO_REFUSALS])
    fits = len(more.encode("utf-8", "replace")) <= _BYTES_FOR_WORDS
    return Look(more).button(texts.BUTTON_NO_REFUSALS) if fits else None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_command("audit", Action.AUDIT, _command),
    gate.staff_button("audit", Action.AUDIT, _turn),
    gate.staff_button("auditx", Action.AUDIT, _workbook),
]
