"""Who is meant: a person named by id, by a reply to their message, or by a forwarded message."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser, User
from telegram.error import TelegramError

from bot import texts
from bot.access import may_hold_roles
from bot.library.ids import person_id
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext


@dataclass(frozen=True, slots=True)
class Target:
    """One person; ``name`` may be empty when only the id is known."""

    user_id: int
    name: str


class NobodyMeant(Exception):
    """No person can be read from this; the message says why (Chinese)."""


def meant(message: Message) -> Target | None:
    """The person whose message this is a reply to or, in a private chat, a forward of; ``None``: neither.

    Raises ``NobodyMeant`` for people who hide, bots, channels and anonymous admins.
    """
    origin = message.forward_origin
    if origin is None and message.reply_to_message is not None:
        replied = message.reply_to_message
        if replied.forum_topic_created is not None:  # in a forum every message "replies" to the start of its topic
            return None
        origin = replied.forward_origin
        if origin is None:
            if replied.sender_chat is not None or replied.from_user is None:
                raise NobodyMeant(texts.TARGET_NO_PERSON)
            return _person(replied.from_user)
    if origin is None:
        return None
    if isinstance(origin, MessageOriginUser):
        return _person(origin.sender_user)
    raise NobodyMeant(texts.TARGET_HIDDEN if isinstance(origin, MessageOriginHiddenUser) else texts.TARGET_NO_PERSON)


async def named(context: BotContext, text: str) -> Target:
    """The person with this id, with their name if Telegram tells it; raises ``NobodyMeant``."""
    user_id = person_id(text)
    if user_id is None or not may_hold_roles(user_id):
        raise NobodyMeant(texts.TARGET_BAD_ID)
    try:
        chat = await context.bot.get_chat(user_id)
    except TelegramError as error:
        trace.note(chat=trace.cause(error))  # never met: the id alone will do
        return Target(user_id, "")
    return Target(user_id, chat.full_name or "")


def _person(user: User) -> Target:
    if user.is_bot or not may_hold_roles(user.id):
        raise NobodyMeant(texts.TARGET_NO_PERSON)
    return Target(user.id, user.full_name)
