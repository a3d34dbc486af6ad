"""Updates → conversations: one handler for each command and each kind of button, and one that hands on what is written.

Here Telegram's limits for one person are kept, the values that conversations take are made, and nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import texts as common_texts
from bot.access import Action, may_hold_roles
from bot.chat import texts as chat_texts
from bot.chat.actor import Caller, ChatPlace
from bot.chat.catalogue import AnyConversation
from bot.chat.conversation import Command
from bot.chat.press import Press
from bot.chat.said import File, Nobody, Person, Said
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.crowding import PressHandler, may_press
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.originals import original_of
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.render import plain
from bot.platforms.telegram.stage import TelegramStage

Handler = BaseHandler[Update, BotContext, None]
Ask = Callable[[Update, BotContext], Awaitable[None]]
"""Takes a message as a question."""
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE


class ConversationCommand(CommandHandler[BotContext, None]):
    """A command of a conversation; ``name`` and ``action`` (``None``: everybody's) are there for menus and tests."""

    def __init__(self, command: Command) -> None:
        async def run(update: Update, context: BotContext) -> None:
            said = update.message
            caller = caller_of(update)
            if said is None or caller is None or not await may_command(said, context, way_out=command.way_out):
                return
            trace.note(outcome="staff" if self.action else "command", command=command.name)
            await context.services.host.command(command.name, caller, said_of(said, _after_command(said)), stage_of(update, context))

        self.name, self.action = command.name, command.right if isinstance(command.right, Action) else None
        # Edits arrive as updates too: fixing a typo would run the command twice. And what somebody else wrote and staff only
        # forward, perhaps to show us who it is from, is no order of theirs.
        wanted = filters.UpdateType.MESSAGE & ~filters.FORWARDED if self.action else filters.UpdateType.MESSAGE
        super().__init__(command.name, run, wanted)


class ConversationButton(PressHandler):
    """Buttons of one kind; ``action`` as in ``ConversationCommand``."""

    def __init__(self, kind: type[Press], action: Action | None) -> None:
        async def run(update: Update, context: BotContext) -> None:
            query, caller = update.callback_query, caller_of(update)
            if query is None or not query.data or caller is None or not await may_press(query, context, staff=action is not None):
                return
            trace.note(outcome="staff" if action else "press", press=kind.prefix)
            await context.services.host.press(query.data, caller, stage_of(update, context))

        super().__init__(run, pattern=re.compile(rf"{re.escape(kind.head)}(?::.*)?\Z", re.DOTALL))
        self.kind, self.prefix, self.action = kind, kind.prefix, action


def handlers(conversations: Iterable[AnyConversation], ask: Ask) -> list[Handler]:
    """The handlers of commands, buttons and files of these conversations. ``ask``: for files that are none of theirs."""
    found: list[Handler] = []
    for one in conversations:
        found += [ConversationCommand(command) for command in one.commands.values()]
        found += [
            ConversationButton(kind, pressed.right if isinstance(pressed.right, Action) else None) for kind, pressed in one.presses.items()
        ]
        if one.files is not None:
            found.append(_file_handler(one, ask))
    return found


def listener() -> Handler:
    """The handler that hands messages to open dialogues; it must stand ahead of all that take messages as questions."""

    async def route(update: Update, context: BotContext) -> None:
        said, caller, host = update.message, caller_of(update), context.services.host
        if said is None or caller is None:
            return
        listening = await host.listening(caller)
        if listening.expired:
            # Said once, instead of only taking what was meant for the dialogue as a question.
            await speak.reply(context, said, plain(common_texts.DIALOG_EXPIRED))
        if listening.conversation is None:
            return
        trace.note(outcome="dialog")
        if await may_command(said, context):
            await host.hear(listening.conversation, caller, said_of(said, said.text or ""), stage_of(update, context))
        raise ApplicationHandlerStop

    # A forwarded command is not run by anybody: it is text.
    words = filters.TEXT & (~filters.COMMAND | filters.FORWARDED)
    return MessageHandler(_PRIVATE & (words | filters.ATTACHMENT), route)


def edits() -> Handler:
    """The handler of edited messages that are a conversation's business; it must stand ahead of all that take edits as questions."""

    async def run(update: Update, context: BotContext) -> None:
        said, caller = update.edited_message, caller_of(update)
        if said is None or caller is None:
            return
        if await context.services.host.edited(caller, said_of(said, said.text or ""), stage_of(update, context)):
            raise ApplicationHandlerStop

    return MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE, run)


def stale() -> Handler:
    """The handler of every button that is nobody's; it must stand behind those of all others."""

    async def run(update: Update, context: BotContext) -> None:
        query = update.callback_query
        if query is not None and await may_press(query, context):
            trace.note(outcome="stale")
            await stage_of(update, context).toast(chat_texts.TOAST_STALE)

    return CallbackQueryHandler(run)


def cancel() -> Handler:
    """/cancel: leave what is under way."""

    async def run(update: Update, context: BotContext) -> None:
        said, caller = update.message, caller_of(update)
        if said is None or caller is None or not await may_command(said, context, way_out=True):
            return
        trace.note(outcome="command", command="cancel")
        await context.services.host.cancel(caller, stage_of(update, context))

    return CommandHandler("cancel", run, _PRIVATE)


def _file_handler(conversation: AnyConversation, ask: Ask) -> Handler:
    async def run(update: Update, context: BotContext) -> None:
        said, caller, host = update.message, caller_of(update), context.services.host
        taker = conversation.files
        if said is None or said.document is None or caller is None or taker is None:
            return
        # A file with words is a question about it, whoever sends it, unless it is of a kind that is meant for us.
        ours = taker.wants(said.document.file_name or "") or not said.caption
        if not ours or not await host.wants_file(conversation, caller):
            await ask(update, context)
        elif await may_command(said, context):
            trace.note(outcome="staff", command=conversation.name)
            await host.file(conversation, caller, said_of(said, ""), stage_of(update, context))

    return MessageHandler(_PRIVATE & filters.Document.ALL, run)


def stage_of(update: Update, context: BotContext) -> TelegramStage:
    """Where this update is answered."""
    return TelegramStage(update, context, TelegramPlatform(context.bot_application))


def caller_of(update: Update) -> Caller | None:
    """Who wrote or pressed; ``None`` where Telegram names nobody. A message of inline mode is in no chat that we know."""
    user, chat, message = update.effective_user, update.effective_chat, update.effective_message
    if user is None or (chat is None and update.callback_query is None):
        return None
    if chat is None:
        return Caller(user.id, user.full_name, ChatPlace(0, private=False))
    said = update.message
    topic = speak.thread_of(message) if isinstance(message, Message) else None
    place = ChatPlace(chat.id, chat.type == ChatType.PRIVATE, chat.title or "", chat.type, topic, bool(chat.is_forum))
    hidden = said is not None and said.sender_chat is not None
    return Caller(user.id, user.full_name, place, message.message_id if message is not None else 0, hidden)


def said_of(message: Message, text: str) -> Said:
    """What a message says; ``text``: the part of it that is meant, without a command."""
    document = message.document
    file = File(document.file_name or "", document.file_size or 0, document.file_id) if document is not None else None
    return Said(text.strip(), message.text or message.caption or "", file, _about(message), original_of(message))


def _about(message: Message) -> Person | Nobody | None:
    """Whose message this is a reply to or, in a private chat, a forward of."""
    origin = message.forward_origin
    if origin is None and message.reply_to_message is not None:
        replied = message.reply_to_message
        if replied.forum_topic_created is not None:  # in a forum every message "replies" to the start of its topic
            return None
        origin = replied.forward_origin
        if origin is None:
            return _person(replied.from_user) if replied.sender_chat is None and replied.from_user is not None else Nobody.NO_PERSON
    if origin is None:
        return None
    if isinstance(origin, MessageOriginUser):
        return _person(origin.sender_user)
    return Nobody.HIDDEN if isinstance(origin, MessageOriginHiddenUser) else Nobody.NO_PERSON


def _person(user: User) -> Person | Nobody:
    return Nobody.NO_PERSON if user.is_bot or not may_hold_roles(user.id) else Person(user.id, user.full_name)


def _after_command(said: Message) -> str:
    """What follows the command, with its line breaks."""
    parts = (said.text or "").split(maxsplit=1)
    return parts[1].strip() if len(parts) > 1 else ""
