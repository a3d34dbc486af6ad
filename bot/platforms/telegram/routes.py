"""Which handler gets which update, and what Telegram's command menus show."""

from __future__ import annotations

import logging

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import (
    ChatMemberHandler,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.chat import texts as chat_texts
from bot.platforms.telegram import adapter, edits, errors, inline, membership, questions, texts, trace
from bot.platforms.telegram.context import BotApplication, services_of

_log = logging.getLogger(__name__)
# Ahead of all that may take a message for themselves: what is meant for an open dialogue, or changes what is in hand, is no question.
_DIALOGUES, _NOTICE, _EDITS = -3, -2, -1
GROUP_MENU = ("ask", "topics", "daily", "help", "privacy")
PRIVATE_MENU = ("topics", "daily", "topic", "help", "privacy", "about", "mydata", "forget")
ADMIN_MENU = ("settings", "here")
# What we ask Telegram for; whoever adds a handler for another kind of update adds the kind here.
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.POLL_ANSWER,
]


def register(application: BotApplication) -> None:
    """Add the handlers. The last one takes every message, so those of conversations come first."""
    application.add_handler(adapter.listener(), group=_DIALOGUES)
    application.add_handler(adapter.edits(), group=_EDITS)
    application.add_handler(adapter.cancel())
    for handler in adapter.handlers(services_of(application).host.catalogue.conversations, questions.message):
        application.add_handler(handler)
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.GROUPS, membership.noticed), group=_NOTICE)
    # Edits arrive as updates too: without this filter, fixing a typo would run the command twice.
    new = filters.UpdateType.MESSAGE
    application.add_handler(adapter.stale())
    application.add_handler(InlineQueryHandler(inline.inline))
    application.add_handler(ChatMemberHandler(membership.my_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edits.edited))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, membership.migrated))
    application.add_handler(MessageHandler(filters.StatusUpdate.NEW_CHAT_TITLE, membership.renamed))
    application.add_handler(MessageHandler(new, questions.message))
    application.add_error_handler(errors.fault)


async def publish_commands(bot: ExtBot[int]) -> None:
    """Fill the command menus. A server that cannot do it takes away nothing else."""
    menus: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeDefault(), PRIVATE_MENU),
        (BotCommandScopeAllPrivateChats(), PRIVATE_MENU),
        (BotCommandScopeAllGroupChats(), GROUP_MENU),
        (BotCommandScopeAllChatAdministrators(), GROUP_MENU + ADMIN_MENU),
    ]
    words = texts.COMMANDS | chat_texts.STAFF_COMMANDS
    try:
        for scope, names in menus:
            await bot.set_my_commands([BotCommand(name, words[name]) for name in names], scope)
    except TelegramError as error:
        _log.warning("command menus were not set: %s", trace.cause(error))
