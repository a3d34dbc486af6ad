"""A fault: an apology with a short number, which the log has too. Never a wrong answer, never a stack of words."""

from __future__ import annotations

import secrets

from telegram import Message, Update
from telegram.error import Forbidden, RetryAfter

from bot import texts as common_texts
from bot.platforms.telegram import speak, texts, trace
from bot.platforms.telegram.addressing import AddressKind, read
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.pending import AlreadyAnswered
from bot.platforms.telegram.render import plain, toast
from bot.platforms.telegram.turns import Stopping, TooLate
from bot.platforms.telegram.wire.arrival import may_have_arrived

_QUIET: dict[type[Exception], str] = {TooLate: "too_late", Stopping: "stopping", AlreadyAnswered: "repeated"}


async def fault(update: object, context: BotContext) -> None:
    """Note what went wrong in the update's line; apologise where somebody waits and may hear it."""
    error = context.error
    if error is None:
        return
    if isinstance(error, (TooLate, Stopping, AlreadyAnswered)):
        # Counted where it was dropped; or the next process answers; or an earlier one did.
        trace.note(outcome=_QUIET[type(error)])
        return
    if isinstance(error, Forbidden):
        trace.note(outcome="forbidden", cause=trace.cause(error))  # kicked or blocked: nobody is left to apologise to
        return
    number = secrets.token_hex(2).upper()
    trace.fault(outcome="fault", number=number, cause=trace.cause(error))
    # A button that nobody answers keeps on spinning; a message after all might be one too many.
    if isinstance(update, Update) and (update.callback_query is not None or not better_quiet(error)):
        try:
            await _apologise(update, number, context)
        except Exception as second:  # else PTB writes it into the log with its stack
            trace.fault(apology=trace.cause(second))


def better_quiet(error: BaseException) -> bool:
    """Whether an apology would do harm: people may have got the answer all the same, or Telegram wants us quiet in this chat."""
    return isinstance(error, RetryAfter) or may_have_arrived(error)


async def _apologise(update: Update, number: str, context: BotContext) -> None:
    if update.callback_query is not None:
        await update.callback_query.answer(toast(common_texts.TOAST_FAULT.format(number=number)))
        return
    said = update.message
    if said is not None and _somebody_waits(said, context):
        await speak.reply(context, said, plain(texts.FAULT.format(number=number)))


def _somebody_waits(said: Message, context: BotContext) -> bool:
    """What was only overheard gets no apology either."""
    return read(said, context.me).kind in (AddressKind.ADDRESSED, AddressKind.COMMAND)
