"""Saying something to people in private chats without the bot at work beside it, as the shell does."""

from __future__ import annotations

from collections.abc import Iterable

from telegram.error import TelegramError

from bot.chat.screen import Screen
from bot.platforms.telegram import rendering, speak
from bot.platforms.telegram.sender import broadcast_bot
from bot.settings.config import Settings


async def tell(settings: Settings, people: Iterable[int], screen: Screen) -> int:
    """Returns how many could be told; without a token, nobody."""
    if not settings.token:
        return 0
    told = 0
    bot = broadcast_bot(settings.token, f"{settings.api_url}/bot", proxy=settings.proxy)
    async with bot.request:
        for user_id in people:
            try:
                await speak.say(bot, user_id, rendering.one(screen))
            except TelegramError:
                continue  # never pressed Start, or there is no line: the count says it
            told += 1
    return told
