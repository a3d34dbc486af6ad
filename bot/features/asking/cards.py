"""Presses of buttons: views of a card, choices, contents, thumbs, and "leave me alone"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from bot import texts as common_texts
from bot.access import Action, allowed
from bot.chat import texts as chat_texts
from bot.features.asking import texts, views
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.admins import NotChecked, is_admin_now
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.crowding import may_press
from bot.platforms.telegram.keyboards import VIEWS, Press, Verb, parse
from bot.platforms.telegram.menus import roles_of
from bot.platforms.telegram.render import Screen, plain, toast

_HUSH = timedelta(hours=1)


async def press(update: Update, context: BotContext) -> None:
    """Do what the button says; a button that means nothing any more says so."""
    query = update.callback_query
    if query is None:
        return
    if not await may_press(query, context):
        return
    pressed = parse(query.data)
    if pressed is None:
        await _stale(query)
        return
    known = pressed.subject in context.services.knowledge.library.by_id  # else it may be anything that somebody made up
    trace.note(outcome="press", press=pressed.verb.value, entry=pressed.subject if known else "-")
    if pressed.verb in (Verb.UP, Verb.DOWN):
        await _vote(query, pressed, context)
    elif pressed.verb is Verb.HUSH:
        await _hush(query, context)
    else:
        await _turn(query, pressed, context)


async def _turn(query: CallbackQuery, pressed: Press, context: BotContext) -> None:
    """Show another screen in the same message."""
    screen = _screen(pressed, context)
    if screen is None or not await speak.edit_pressed(context.bot, query, screen):
        await _stale(query)
        return
    await _answer(query)
    if pressed.verb in (Verb.PICK, Verb.NEITHER) and query.message is not None and _may_tell(query, pressed, context):
        await context.services.recorder.picked(query.message.chat.id, query.message.message_id, pressed.subject or None)


def _may_tell(query: CallbackQuery, pressed: Press, context: BotContext) -> bool:
    """ "None of these" keeps a question for editors: so many a day from one person."""
    services = context.services
    return pressed.verb is Verb.PICK or services.limits.misses.admit(query.from_user.id, services.today())


def _screen(pressed: Press, context: BotContext) -> Screen | None:
    library = context.services.knowledge.library
    if pressed.verb is Verb.PARTS:
        return views.parts_screen(library, pressed.page)
    if pressed.verb is Verb.PART:
        return views.part_screen(library, pressed.subject, pressed.page)
    if pressed.verb is Verb.NEITHER:
        return plain(common_texts.PICK_NONE)
    entry = library.by_id.get(pressed.subject)
    if entry is None:
        return None
    if pressed.verb in VIEWS:
        return views.view_screen(entry, library, pressed)
    return views.card_screen(entry, pressed.mark, pressed.page)


async def _vote(query: CallbackQuery, pressed: Press, context: BotContext) -> None:
    """A thumb: the last one of a person counts."""
    up = pressed.verb is Verb.UP
    if query.message is not None:
        changed = await context.services.recorder.voted(query.message.chat.id, query.message.message_id, query.from_user.id, up=up)
        trace.note(changed=changed)
    await _answer(query, texts.TOAST_THANKS_UP if up else texts.TOAST_THANKS_DOWN)


async def _hush(query: CallbackQuery, context: BotContext) -> None:
    """No unasked answers for an hour, if an admin of the group says so."""
    message = query.message
    if message is None:
        await _stale(query)
        return
    try:
        admin = allowed(Action.OVERHEAR_PAUSE, await roles_of(context, query.from_user.id)) or await is_admin_now(
            context.bot, context.services.limits, message.chat.id, query.from_user.id
        )
    except NotChecked:
        await _answer(query, texts.TOAST_NOT_CHECKED)
        return
    if not admin:
        await _answer(query, texts.TOAST_ADMINS_ONLY)
        return
    await context.services.preferences.pause_overhearing(message.chat.id, datetime.now(UTC) + _HUSH)
    await _answer(query, texts.TOAST_HUSHED)


async def _stale(query: CallbackQuery) -> None:
    trace.note(outcome="stale")
    await _answer(query, chat_texts.TOAST_STALE)


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    """End the waiting on the button. It may be too late for that, which takes nothing from what was done."""
    try:
        await query.answer(toast(text) if text else None)
    except TelegramError as error:
        trace.note(toast=trace.cause(error))
