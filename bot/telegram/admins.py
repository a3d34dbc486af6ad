"""Is somebody an admin of a group? Asked anew every time, in either of the two ways that a server may offer."""

from __future__ import annotations

from telegram import ChatMember
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram import trace

_ADMINS = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


class NotChecked(Exception):
    """Telegram would not say whether somebody is an admin."""


async def is_admin(bot: ExtBot[int], chat_id: int, user_id: int) -> bool:
    """Whether this person is an admin of this group now; raises ``NotChecked``."""
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in _ADMINS
    except (BadRequest, InvalidToken) as error:
        # A hidden list of members, where admins are never hidden; or a server without this method, which PTB takes for a wrong token.
        trace.note(member=trace.cause(error))
    except TelegramError as error:
        trace.note(member=trace.cause(error))
        raise NotChecked from error
    try:
        return user_id in {member.user.id for member in await bot.get_chat_administrators(chat_id)}
    except TelegramError as error:
        trace.note(admins=trace.cause(error))
        raise NotChecked from error
