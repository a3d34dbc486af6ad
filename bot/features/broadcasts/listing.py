"""/broadcasts: the list, and one broadcast as a message that keeps itself up to date; its preview, its sheet, its runs."""

from __future__ import annotations

import asyncio

from telegram import InputFile, Message, Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action
from bot.features.broadcasts import report
from bot.features.broadcasts.drawing import draw
from bot.features.broadcasts.preview import preview
from bot.features.broadcasts.screens import PER_PAGE, list_screen, runs_screen, uncertain_screen
from bot.features.broadcasts.shared import number_in, outbox_of
from bot.features.broadcasts.store.live_messages import LiveMessage
from bot.outbox.store import broadcasts as store
from bot.outbox.store import schedules
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Screen
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.spreadsheet import Column, Sheet, write_workbook
from bot.when import CHINA

_WIDTHS = (28, 18, 16, 8, 10, 24, 36, 8, 20, 10)


async def _list(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """/broadcasts, or /broadcasts 3."""
    number = number_in(arguments)
    if number is not None:
        await show_one(update, context, actor, number)
    else:
        await _page(update, context, actor, 0)


async def _turn(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    await _page(update, context, actor, min(number_in(arguments) or 0, 10_000))


async def _runs(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    series, _, page = arguments.partition(":")
    number, at = number_in(series) or 0, min(number_in(page) or 0, 10_000)
    desk = gate.desk_of(context)
    await leave(context, actor)
    async with desk.database.read() as transaction:
        found = await store.latest(transaction, PER_PAGE + 1, at * PER_PAGE, series_id=number)
    await gate.show(update, context, runs_screen(number, found[:PER_PAGE], at, len(found) > PER_PAGE, CHINA))


async def _page(update: Update, context: BotContext, actor: Actor, page: int) -> None:
    desk = gate.desk_of(context)
    await leave(context, actor)
    async with desk.database.read() as transaction:
        found = await store.latest(transaction, PER_PAGE + 1, page * PER_PAGE)
        repeating = await schedules.repeating(transaction, [one.id for one in found])
    await gate.show(update, context, list_screen(found[:PER_PAGE], page, len(found) > PER_PAGE, repeating, desk.clock(), actor.roles))


async def _open(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    await show_one(update, context, actor, number_in(arguments) or 0)


async def show_one(update: Update, context: BotContext, actor: Actor, number: int, said: str = "") -> None:
    """Show one broadcast, and keep the message up to date for as long as something may move."""
    desk = gate.desk_of(context)
    await leave(context, actor)
    drawn = await draw(desk, actor.user_id, actor.roles, number, said)
    if drawn is None:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
        return
    screen, moving = drawn
    shown = await _put(update, context, screen)
    if moving and shown is not None and desk.live is not None:
        await desk.live.follow(LiveMessage(actor.chat_id, shown, number), screen)


async def leave(context: BotContext, actor: Actor) -> None:
    """Something else is shown in this chat now."""
    live = gate.desk_of(context).live
    if live is not None:
        await live.leave(actor.chat_id)


async def _put(update: Update, context: BotContext, screen: Screen) -> int | None:
    """Show it under the pressed button or as an answer; the id of the message that shows it."""
    query = update.callback_query
    if query is not None and query.message is not None and await speak.edit_pressed(context.bot, query, screen):
        return query.message.message_id
    message = update.effective_message
    return (await speak.reply(context, message, screen)).message_id if isinstance(message, Message) else None


async def _preview(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """As every group gets it; what to do with it stands below."""
    number = number_in(arguments) or 0
    desk = gate.desk_of(context)
    outbox = await outbox_of(update, context)
    message = update.effective_message
    if outbox is None or not isinstance(message, Message):
        return
    async with desk.database.read() as transaction:
        one = await store.get(transaction, number)
    if one is None:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
        return
    await leave(context, actor)
    refused = await preview(outbox.sender, actor.chat_id, one.content)
    drawn = await draw(desk, actor.user_id, actor.roles, number, refused or "")
    if drawn is not None:
        await speak.reply(context, message, drawn[0])


async def _uncertain(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    await show_uncertain(update, context, actor, number_in(arguments) or 0)


async def show_uncertain(update: Update, context: BotContext, actor: Actor, number: int, said: str = "") -> None:
    """The first of the deliveries that a person must settle."""
    desk = gate.desk_of(context)
    await leave(context, actor)
    lines = await report.uncertain(desk.database, number, PER_PAGE)
    async with desk.database.read() as transaction:
        one = await store.get(transaction, number)
    parts = len(one.content.calls) if one is not None else 1
    await gate.show(update, context, uncertain_screen(number, lines, parts, CHINA, said))


async def _sheet(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """What happened in every group, as a spreadsheet."""
    number = number_in(arguments) or 0
    head, *rows = await report.sheet(gate.desk_of(context).database, number, CHINA)
    if not rows:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
        return
    columns = [Column(str(heading), width) for heading, width in zip(head, _WIDTHS, strict=True)]
    async with gate.desk_of(context).database.read() as transaction:
        one = await store.get(transaction, number)
    caption = texts.BROADCAST_SHEET_CAPTION.format(number=number, count=len(rows))
    if one is not None and one.official:
        caption += texts.BROADCAST_SHEET_OFFICIAL
    # Ten thousand groups take a second: in a thread, so that questions are answered meanwhile.
    file = await asyncio.to_thread(write_workbook, [Sheet(texts.BROADCAST_SHEET_TITLE, columns, rows)])
    await context.bot.send_document(actor.chat_id, InputFile(file, texts.BROADCAST_SHEET_FILE.format(number=number)), caption=caption)


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_command("broadcasts", Action.BROADCAST_VIEW, _list),
    gate.staff_button("bl", Action.BROADCAST_VIEW, _turn),
    gate.staff_button("bw", Action.BROADCAST_VIEW, _runs),
    gate.staff_button("bv", Action.BROADCAST_VIEW, _open),
    gate.staff_button("bp", Action.BROADCAST_VIEW, _preview),
    gate.staff_button("bu", Action.BROADCAST_VIEW, _uncertain),
    gate.staff_button("bs", Action.BROADCAST_VIEW, _sheet),
]
