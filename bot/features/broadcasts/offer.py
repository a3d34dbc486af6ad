"""A draft is ready: shown to whoever prepared it, and to the others who may have to release it."""

from __future__ import annotations

from telegram import Message, Update

from bot.features.broadcasts.screens import ask_screen, progress_screen
from bot.features.broadcasts.shared import needs_second, progress_of, tell_others
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.when import CHINA


async def offer(update: Update, context: BotContext, actor: Actor, number: int, said: str = "") -> None:
    """Show the draft with what can be done with it; a second person is asked to release it, if there must be one."""
    progress = await progress_of(gate.desk_of(context), number)
    message = update.effective_message
    if progress is None or not isinstance(message, Message):
        return
    second = await needs_second(gate.desk_of(context))
    await speak.reply(context, message, progress_screen(progress, CHINA, actor.roles, said, own=second))
    if second:
        await tell_others(context, actor, ask_screen(actor.name, number))
