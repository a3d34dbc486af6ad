"""Presses of buttons: so many a minute from one person, and none that carries nothing."""

from __future__ import annotations

import time

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler

from bot.chat.flood import FloodVerdict
from bot.platforms.telegram import texts, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import toast


class PressHandler(CallbackQueryHandler[BotContext, None]):
    """PTB's, except that a press without data fits no pattern: PTB gives it to the first handler there is."""

    def check_update(self, update: object) -> bool | object | None:
        """See PTB."""
        query = update.callback_query if isinstance(update, Update) else None
        return super().check_update(update) if query is not None and query.data else None


async def may_press(query: CallbackQuery, context: BotContext, *, staff: bool = False) -> bool:
    """Whether this press is still within what one person may do in a minute; the first one over is told so.

    ``staff``: a staff button, whoever presses it.
    """
    gate = context.services.limits.staff_presses if staff else context.services.limits.presses
    verdict = gate.admit(query.from_user.id, time.monotonic())
    if verdict is FloodVerdict.ANSWER:
        return True
    trace.note(outcome="flood", verdict=verdict.value)
    if verdict is FloodVerdict.NOTICE:
        try:
            await query.answer(toast(texts.TOAST_FLOOD))
        except TelegramError as error:
            trace.note(toast=trace.cause(error))
    return False
