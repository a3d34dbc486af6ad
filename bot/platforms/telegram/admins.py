"""Is somebody an admin of a group? Asked anew every time, in either of the two ways that a server may offer."""

from __future__ import annotations

import time

from telegram import ChatMember
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.flood import Limits
from bot.chat.platform import NotChecked
from bot.platforms.telegram import trace

__all__ = ["NotChecked", "is_admin", "is_admin_now"]

_ADMINS = (ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def is_admin_now(bot: ExtBot[int], limits: Limits, chat_id: int, user_id: int) -> bool:
    """As ``is_admin``; but who was found to be none three times is not asked about again in the same minute."""
    strangers, key, now = limits.not_admins, (chat_id, user_id), time.monotonic()
    if strangers.is_spent(key, now):
        return False
    admin = await is_admin(bot, chat_id, user_id)
    if not admin:
        strangers.admit(key, now)
    return admin


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
