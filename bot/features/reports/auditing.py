"""/audit: who did what and when, with a search, page by page and as a workbook."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.press import Press
from bot.chat.reply import Reply, file, show, tell
from bot.chat.screen import Block, Button, Screen, paging, screen
from bot.features.reports import audit_words, tables, texts
from bot.features.reports.audit_log import AuditLog, Found
from bot.features.reports.audit_words import SearchError
from bot.spreadsheet import write_workbook
from bot.storage.audit import AuditLine
from bot.when import local

PER_PAGE = 8
MOST_LINES = 10_000
_BYTES_FOR_WORDS = 42
_BYTES_PER_CHARACTER = 3
_LAST_PAGE = 9999


class AuditPage(Press, prefix="au"):
    """One page of one search; ``newest``: the youngest line there was at its beginning, 0 for the beginning itself."""

    page: int
    newest: int
    words: str


class LookSheet(Press, prefix="ax"):
    """All lines of a search as .xlsx."""

    newest: int
    words: str


auditing = Conversation[None]("audit", Action.AUDIT)


@auditing.command("audit", chat_texts.STAFF_COMMANDS["audit"])
async def command(act: Act[None], said: str) -> Reply:
    """/audit [text]: the newest lines in which every word occurs."""
    words = " ".join(said.split())
    if len(words.encode("utf-8", "replace")) > _BYTES_FOR_WORDS:
        return tell(texts.AUDIT_WORDS_TOO_LONG.format(limit=_BYTES_FOR_WORDS // _BYTES_PER_CHARACTER))
    try:
        reply = await _page(act, AuditPage(0, 0, words))
    except SearchError as error:
        return tell(str(error))
    await act.desk(AuditLog).note(act.who, words)
    return reply


@auditing.press(AuditPage)
async def turn(act: Act[None], look: AuditPage) -> Reply:
    """Another page."""
    return await _page(act, look) if _possible(look.page) else tell(chat_texts.TOAST_STALE)


@auditing.press(LookSheet)
async def workbook(act: Act[None], press: LookSheet) -> Reply:
    """All lines of the search as .xlsx."""
    log = act.desk(AuditLog)
    found = await log.find(press.words, newest=press.newest, limit=MOST_LINES)
    content = await asyncio.to_thread(lambda: write_workbook([tables.audit_sheet(found.lines, found.titles)]))
    await log.note(act.who, f"{press.words} .xlsx".strip())
    words = texts.AUDIT_FILE_CAPTION if len(found.lines) == found.total else texts.AUDIT_FILE_CUT
    name = texts.AUDIT_FILE.format(date=local(act.now).date())
    return file(name, content, words.format(count=len(found.lines), total=found.total))


async def _page(act: Act[None], look: AuditPage) -> Reply:
    found = await act.desk(AuditLog).find(look.words, newest=look.newest, limit=PER_PAGE, page=look.page)
    if found.lines and not look.newest:
        look = replace(look, newest=found.lines[0].id)
    return show(audit_screen(look, found, local(act.now).date()))


def _possible(page: int) -> bool:
    return 0 <= page <= _LAST_PAGE


def audit_screen(look: AuditPage, found: Found, today: date) -> Screen:
    """One page of the log."""
    if not found.lines:
        return screen(texts.AUDIT_NONE.format(words=look.words) if look.words else texts.AUDIT_EMPTY)
    last = (found.total - 1) // PER_PAGE
    heading = texts.AUDIT_HEADING_SEARCH if look.words else texts.AUDIT_HEADING
    blocks = [Block(heading.format(words=look.words, total=found.total), "b")]
    for line in found.lines:
        who, what = audit_words.line_words(line, today, found.titles)
        blocks += [Block(who, gap=True), Block(what)]
    if last:
        blocks.append(Block(texts.AUDIT_PAGE.format(page=look.page + 1, pages=last + 1), gap=True))
    if not look.words:
        blocks.append(Block(texts.AUDIT_HINT, gap=not last))
    turns = paging(look.page, look.page < last, lambda page: replace(look, page=page))
    other = _refusals_button(look, found.lines)
    return screen(blocks, [turns, [other] if other is not None else [], [Button(texts.BUTTON_XLSX, LookSheet(look.newest, look.words))]])


def _refusals_button(look: AuditPage, lines: list[AuditLine]) -> Button | None:
    """The same search without refused attempts, or with them again; ``None`` where there are none, or no room for the word."""
    words = look.words.split()
    if texts.AUDIT_NO_REFUSALS in words:
        kept = " ".join(word for word in words if word != texts.AUDIT_NO_REFUSALS)
        return Button(texts.BUTTON_ALL_LINES, AuditPage(0, 0, kept))
    if not any(line.result in audit_words.REFUSALS for line in lines):
        return None
    more = " ".join([*words, texts.AUDIT_NO_REFUSALS])
    fits = len(more.encode("utf-8", "replace")) <= _BYTES_FOR_WORDS
    return Button(texts.BUTTON_NO_REFUSALS, AuditPage(0, 0, more)) if fits else None
