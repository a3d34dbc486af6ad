"""How the bot is on Telegram: what waits, what it may hear, whether the clocks agree."""

from __future__ import annotations

from telegram.error import TelegramError

from bot.chat.platform import Condition
from bot.platforms.telegram import texts, trace
from bot.platforms.telegram.clock import in_words
from bot.platforms.telegram.context import BotApplication, services_of
from bot.platforms.telegram.wire.processor import ChatLanes


async def condition(application: BotApplication) -> Condition:
    """As it is now; what was switched at @BotFather since the start too. Without Telegram, as it was."""
    bot = application.bot
    try:
        await bot.get_me()
    except TelegramError as error:
        trace.note(me=trace.cause(error))
    hears, joined = bool(bot.bot.can_read_all_group_messages), bool(bot.bot.can_join_groups)
    facts = [
        (texts.HEALTH_PRIVACY, texts.HEALTH_HEARS_ALL if hears else texts.HEALTH_HEARS_LITTLE),
        (texts.HEALTH_CLOCK, in_words(services_of(application).clock.fast)),
        (texts.HEALTH_JOINING, texts.HEALTH_JOINED_BY_ANYBODY if joined else texts.HEALTH_JOINED_BY_NOBODY),
    ]
    advice = [*([] if hears else [texts.HEALTH_PRIVACY_HOW]), *([texts.HEALTH_JOINING_HOW] if joined else [])]
    return Condition([(texts.HEALTH_QUEUE, _waiting(application))], facts, advice)


def _waiting(application: BotApplication) -> str:
    """Messages in hand, and those that waited longer than an answer is worth."""
    lanes, line = application.update_processor, services_of(application).line
    inside, dropped = (len(lanes), lanes.dropped) if isinstance(lanes, ChatLanes) else (0, 0)
    # This very command is one of them.
    count, dropped = application.update_queue.qsize() + max(inside - 1, 0), dropped + line.too_late
    return (texts.HEALTH_UNANSWERED if dropped else texts.HEALTH_WAITING).format(count=count, dropped=dropped)
