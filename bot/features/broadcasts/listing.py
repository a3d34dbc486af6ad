"""/broadcasts: the list, and one broadcast as it is now; its preview, its sheet, its runs, what nobody knows the end of."""

from __future__ import annotations

import asyncio
from typing import Any

from bot import trace
from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, file, nothing, say, show, tell, then
from bot.chat.screen import Screen
from bot.features.broadcasts import texts
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.presses import GetSheet, Preview, Runs, ShowOne, ShowUncertain, Turn
from bot.features.broadcasts.preview import preview
from bot.features.broadcasts.screens import ask_screen, list_screen, progress_screen, runs_screen, uncertain_screen
from bot.features.broadcasts.words import number_in
from bot.outbox.content import Content
from bot.outbox.outbox import Outbox
from bot.outbox.store.broadcasts import BroadcastStage
from bot.spreadsheet import Sheet, SheetColumn, write_workbook
from bot.when import CHINA

_WIDTHS = (28, 18, 16, 8, 10, 24, 36, 8, 20, 10)

broadcasts = Conversation[None]("broadcasts", Action.BROADCAST_VIEW)


@broadcasts.command("broadcasts", chat_texts.STAFF_COMMANDS["broadcasts"])
async def listed(act: Act[None], words: str) -> Reply:
    """/broadcasts, or /broadcasts 3."""
    number = number_in(words)
    return await _page(act, 0) if number is None else await one(act, number)


@broadcasts.press(Turn)
async def turn(act: Act[None], press: Turn) -> Reply:
    """Another page of the list."""
    return await _page(act, press.page)


async def _page(act: Act[None], page: int) -> Reply:
    return show(list_screen(await act.desk(Overview).page(page), act.who.roles))


@broadcasts.press(Runs)
async def runs(act: Act[None], press: Runs) -> Reply:
    """The runs of one that repeats."""
    return show(runs_screen(press.series, await act.desk(Overview).page(press.page, press.series), CHINA))


@broadcasts.press(ShowOne)
async def look(act: Act[None], press: ShowOne) -> Reply:
    """One broadcast, as it is now."""
    return await one(act, press.number)


@broadcasts.press(Preview)
async def previewed(act: Act[None], press: Preview) -> Reply:
    """As every group gets it; what to do with it stands below."""
    broadcast = await act.desk(Overview).get(press.number)
    if broadcast is None:
        return unknown(press.number)
    refused = await sees(act, broadcast.content)
    drawn = await draw(act, press.number, refused or "")
    return nothing() if drawn is None else say(drawn)


@broadcasts.press(ShowUncertain)
async def doubts(act: Act[None], press: ShowUncertain) -> Reply:
    """The deliveries that a person must settle."""
    return await uncertain(act, press.number)


@broadcasts.press(GetSheet)
async def sheet(act: Act[None], press: GetSheet) -> Reply:
    """What happened in every group, as a spreadsheet."""
    number, overview = press.number, act.desk(Overview)
    head, *rows = await overview.sheet(number)
    if not rows:
        return unknown(number)
    columns = [SheetColumn(str(heading), width) for heading, width in zip(head, _WIDTHS, strict=True)]
    broadcast = await overview.get(number)
    caption = texts.BROADCAST_SHEET_CAPTION.format(number=number, count=len(rows))
    if broadcast is not None and broadcast.official:
        caption += texts.BROADCAST_SHEET_OFFICIAL
    # Ten thousand groups take a second: in a thread, so that questions are answered meanwhile.
    book = await asyncio.to_thread(write_workbook, [Sheet(texts.BROADCAST_SHEET_TITLE, columns, rows)])
    return file(texts.BROADCAST_SHEET_FILE.format(number=number), book, caption)


async def draw(act: Act[Any], number: int, said: str = "") -> Screen | None:
    """One broadcast with what this person may do with it now; ``None``: there is no such."""
    overview = act.desk(Overview)
    progress = await overview.progress(number)
    if progress is None:
        return None
    broadcast = progress.broadcast
    own = broadcast.stage is BroadcastStage.DRAFT and broadcast.prepared_by == act.who.user_id and await overview.needs_second()
    return progress_screen(progress, CHINA, act.who.roles, said, own=own)


async def one(act: Act[Any], number: int, said: str = "") -> Reply:
    """Show one broadcast; ``said``: what was just done."""
    drawn = await draw(act, number, said)
    return unknown(number) if drawn is None else show(drawn)


async def uncertain(act: Act[Any], number: int, said: str = "") -> Reply:
    """Show the first of the deliveries that a person must settle."""
    found = await act.desk(Overview).doubtful(number)
    return show(uncertain_screen(number, found.lines, found.parts, CHINA, said))


async def offer(act: Act[Any], number: int, said: str = "") -> Reply:
    """A draft is ready: shown with what can be done with it; a second person is asked to release it, if there must be one."""
    drawn = await draw(act, number, said)
    if drawn is None:
        return nothing()

    async def ask() -> Reply:
        for user_id in await act.desk(Overview).announcers():
            if user_id != act.who.user_id:
                await tell_one(act, user_id, ask_screen(act.who.name, number))
        return nothing()

    return say(drawn) + (then(ask) if await act.desk(Overview).needs_second() else nothing())


async def sees(act: Act[Any], content: Content) -> str | None:
    """Show it to this person as every group gets it; returns why that cannot be done."""
    if not act.desk.has(Outbox):
        raise Objection(texts.BROADCAST_AWAY)
    return await preview(act.desk(Outbox).sender, act.place.id, content)


async def tell_one(act: Act[Any], user_id: int, screen: Screen) -> None:
    """Show this to somebody else, if they can be reached."""
    try:
        await act.platform.send(user_id, screen)
    except PlatformError as error:
        trace.note(announcer=type(error).__name__)  # somebody who never pressed Start


def unknown(number: int) -> Reply:
    """There is no such broadcast."""
    return tell(texts.BROADCAST_UNKNOWN.format(number=number))
