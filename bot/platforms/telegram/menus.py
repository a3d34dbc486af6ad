"""What somebody's menu and /help offer: everybody's commands and, by role, those of staff. Best effort: nothing waits for it."""

from __future__ import annotations

from collections.abc import Collection

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.access import Action, Role
from bot.chat import texts as chat_texts
from bot.chat.menus import offered
from bot.platforms.telegram import texts, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff.gate import StaffCommand

EVERYBODY = ("topics", "daily", "help")


def guarded_commands(context: BotContext) -> list[tuple[str, Action]]:
    """Names and actions of all guarded commands, in the order in which they were registered, which is that of the menus."""
    groups = context.application.handlers.values()
    others = [(handler.name, handler.action) for group in groups for handler in group if isinstance(handler, StaffCommand)]
    return [*((name, right) for name, right, _ in context.services.host.guarded()), *others]


async def roles_of(context: BotContext, user_id: int) -> frozenset[Role]:
    """Somebody's roles, for what is shown to them; without a database those of the settings."""
    return await context.services.host.backing.gate.roles_if_known(user_id)


async def refresh(context: BotContext, user_id: int, roles: Collection[Role]) -> None:
    """Set the menu of one private chat: with the commands of these roles, or (without any) as everybody's again."""
    bot, scope = context.bot, BotCommandScopeChat(user_id)
    try:
        if roles:
            names = [*EVERYBODY, *offered(guarded_commands(context), roles)]
            words = texts.COMMANDS | chat_texts.STAFF_COMMANDS
            await bot.set_my_commands([BotCommand(name, words[name]) for name in names], scope)
        else:
            await bot.delete_my_commands(scope)
    except TelegramError as error:
        trace.note(menu=trace.cause(error))  # somebody who never pressed Start has no chat to put a menu in
