"""Which messages reach the bot. Nothing is queued that Telegram would not deliver.

Decisions, after core.telegram.org/bots/faq ("What messages will my bot get?") and what users report:

* private chats, channels where the bot is a member, and service messages: always;
* in groups a bot that is an administrator, or has privacy mode off, sees everything but other bots' messages;
* with privacy mode on it sees `/command@itself`; a bare `/command` unless another bot was the last bot to speak in the
  group; replies to its own messages; messages sent via it. The FAQ also says "replies to any messages … meant for this
  bot"; we deliver only replies to the bot's own messages, so that nothing is built on more.
* **a plain @mention does not arrive with privacy mode on.** BotFather's help text says otherwise, the FAQ's list does not
  have it, and reports agree that it never comes (tdesktop#2117, telegraf#545, nanobot#449). A test may set
  `world.mentions_pass_privacy = True` to try the other reading.
* other bots' messages never arrive (anonymous admins, channels and automatic forwards are not bots in this sense).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .state import Message
from .text import utf16_slice

if TYPE_CHECKING:
    from .world import World

GROUP_ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM = 1087968824, 136817688, 777000


def reaches_bot(world: World, message: Message) -> bool:
    """Whether Telegram delivers this message to the bot."""
    chat, bot = message.chat, world.bot
    if message.sender is bot:
        return False
    if chat.type == "private":
        return not chat.blocked
    member = chat.member(bot)
    if not member.present:
        return False
    if message.sender and message.sender.is_bot and message.sender.id not in (GROUP_ANONYMOUS_BOT, CHANNEL_BOT):
        return False
    if chat.type == "channel" or message.is_service or member.is_admin or not world.privacy_mode:
        return True
    return _is_meant_for_bot(world, message)


def _is_meant_for_bot(world: World, message: Message) -> bool:
    bot = world.bot
    if message.reply_to and message.reply_to.sender is bot:
        return True
    if message.extra.get("via_bot", {}).get("id") == bot.id:
        return True
    me = f"@{bot.username}".lower()
    for entity in message.entities:
        words = utf16_slice(message.text, entity["offset"], entity["length"])
        if entity["type"] == "mention" and world.mentions_pass_privacy and words.lower() == me:
            return True
        if entity["type"] == "bot_command" and not message.is_caption and entity["offset"] == 0:
            _, at, name = words.partition("@")
            if at:
                return f"@{name}".lower() == me
            return message.chat.last_bot in (None, bot)
    return False
