"""The gate before everything staff do: who is it, may they, and here? Checked anew for every command, press and dialogue step.

Whoever may not gets one polite line, the same as for a command that does not exist; the attempt goes into the audit log.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CommandHandler, filters

from bot.access import MAY, Action, Local, Verdict, allowed, decide
from bot.chat import texts
from bot.places.store import staff
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.admins import NotChecked, is_admin_now
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.render import Screen, plain, toast
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.desk import Desk
from bot.storage.errors import DatabaseUnavailable

__all__ = [
    "Actor",
    "Guarded",
    "StaffCommand",
    "StaffHandler",
    "admit",
    "answer",
    "desk_of",
    "done",
    "guarded",
    "permits",
    "pressed",
    "say",
    "show",
    "staff_command",
    "tell",
]

StaffHandler = Callable[[Update, BotContext, Actor, str], Awaitable[None]]
"""The text is what follows the command, or the button's arguments."""
_MOST_BYTES = 64


class StaffCommand(CommandHandler[BotContext, None]):
    """A command that the gate guards; ``name`` and ``action`` are there for menus and tests."""

    def __init__(self, name: str, action: Action, handler: StaffHandler) -> None:
        async def run(update: Update, context: BotContext) -> None:
            said = update.message
            if said is None or not await may_command(said, context):
                return
            trace.note(outcome="staff", command=name)
            await guarded(update, context, action, handler, _after_command(said))

        # Edits arrive as updates too: fixing a typo would run the command twice. And what somebody else wrote and staff only
        # forward, perhaps to show us who it is from, is no order of theirs.
        super().__init__(name, run, filters.UpdateType.MESSAGE & ~filters.FORWARDED)
        self.name, self.action = name, action


Guarded = StaffCommand


def staff_command(name: str, action: Action, handler: StaffHandler) -> StaffCommand:
    """A command for those who may do ``action``."""
    return StaffCommand(name, action, handler)


def desk_of(context: BotContext) -> Desk:
    """The desk; behind the gate there is one."""
    desk = context.services.desk
    if desk is None:
        raise DatabaseUnavailable("missing")
    return desk


async def show(update: Update, context: BotContext, screen: Screen) -> None:
    """Show a screen: in the message under the pressed button, or as an answer to a command."""
    query = update.callback_query
    if query is not None and await speak.edit_pressed(context.bot, query, screen):
        return
    message = update.effective_message
    if isinstance(message, Message):
        await speak.reply(context, message, screen)


async def say(update: Update, context: BotContext, screen: Screen | str) -> None:
    """Say something more, in a message of its own."""
    message = update.effective_message
    if isinstance(message, Message):
        await speak.reply(context, message, plain(screen) if isinstance(screen, str) else screen)


async def answer(update: Update, context: BotContext, text: str | None = None, *, alert: bool = False) -> None:
    """End the waiting on the pressed button, with a toast or without; only the first call for a press counts.

    Handlers call this and never ``query.answer``, which may be called once only.
    """
    query = update.callback_query
    if query is None or context.toasted:
        return
    context.toasted = True
    try:
        await query.answer(toast(text) if text else None, show_alert=alert)
    except TelegramError as error:
        trace.note(toast=trace.cause(error))  # too late for it: what was done stays done


async def admit(update: Update, context: BotContext, action: Action, refusal: str = "") -> Actor | None:
    """The person behind an update if they may do this here; else they have been told, and it is ``None``.

    ``refusal``: what somebody without the right hears in place of the usual line. Raises ``DatabaseUnavailable``.
    """
    user, chat = update.effective_user, update.effective_chat
    if user is None or chat is None:
        return None
    desk = desk_of(context)
    async with desk.database.read() as transaction:
        roles = await staff.roles_of(transaction, user.id, context.services.owners)
    private = chat.type == ChatType.PRIVATE
    asks_admin = not private and Local.GROUP_ADMIN in MAY[action] and not allowed(action, roles)
    try:
        admin = asks_admin and await _is_group_admin(context, chat, user, update)
    except NotChecked:
        await tell(update, context, texts.STAFF_NOT_CHECKED)
        return None
    at = update.effective_message
    actor = Actor(user.id, user.full_name, roles, admin, chat.id, private, at.message_id if at is not None else 0)
    unknown = texts.COMMAND_UNKNOWN if update.callback_query is None else texts.STAFF_NOT_YOUR_BUTTON
    return actor if await permits(update, context, actor, action, refusal or unknown) else None


async def permits(update: Update, context: BotContext, actor: Actor, action: Action, refusal: str = texts.STAFF_LOOK_ONLY) -> bool:
    """Whether somebody who was admitted may also do this other thing; if not, they have been told."""
    verdict = decide(action, actor.user_id, actor.roles, is_group_admin=actor.is_group_admin, in_private=actor.private)
    if verdict is Verdict.ALLOWED:
        return True
    trace.note(verdict=verdict.value)
    if verdict not in (Verdict.PRIVATE_ONLY, Verdict.IN_GROUP):
        await desk_of(context).refusals.note(actor, action, verdict)
    await tell(update, context, refusal if verdict is Verdict.REFUSED else sentence(verdict, action))
    return False


def sentence(verdict: Verdict, action: Action) -> str:
    """What people hear who may do it, but not so."""
    if verdict is Verdict.PRIVATE_ONLY:
        return texts.STAFF_PRIVATE_ONLY
    if verdict is Verdict.IN_GROUP:
        return texts.STAFF_IN_GROUP
    # What a group's admins may do they may do in that group only.
    return texts.STAFF_ACT_AS_YOURSELF_HERE if Local.GROUP_ADMIN in MAY[action] else texts.STAFF_ACT_AS_YOURSELF


async def tell(update: Update, context: BotContext, text: str) -> None:
    """One line to whoever acts: as a toast over the button, or as an answer."""
    if update.callback_query is not None:
        await answer(update, context, text, alert=True)
    elif update.message is not None:
        await speak.reply(context, update.message, plain(text))


async def done(update: Update, context: BotContext, text: str) -> None:
    """One line about something that went well: over a button it goes away by itself."""
    if update.callback_query is not None:
        await answer(update, context, text)
    else:
        await tell(update, context, text)


async def guarded(
    update: Update, context: BotContext, action: Action, handler: StaffHandler, arguments: str = "", refusal: str = ""
) -> bool:
    """Call the handler if the person may, and return whether they may; a database that is away is told in a clear sentence."""
    try:
        actor = await admit(update, context, action, refusal)
        if actor is not None:
            await handler(update, context, actor, arguments)
    except DatabaseUnavailable as error:
        trace.note(database=error.cause)
        await tell(update, context, texts.STAFF_AWAY.format(reason=error))
        return True
    return actor is not None


async def _is_group_admin(context: BotContext, chat: Chat, user: User, update: Update) -> bool:
    """Whether this person is an admin of this group now. An anonymous admin is nobody in particular: not asked about."""
    message = update.message
    if message is not None and message.sender_chat is not None:
        return False
    return await is_admin_now(context.bot, context.services.limits, chat.id, user.id)


def _after_command(said: Message) -> str:
    """What follows the command, with its line breaks."""
    parts = (said.text or "").split(maxsplit=1)
    return parts[1].strip() if len(parts) > 1 else ""


def pressed(update: Update) -> CallbackQuery:
    """The press that a button's handler was called for."""
    query = update.callback_query
    if query is None:
        raise TypeError("not a press of a button")
    return query
