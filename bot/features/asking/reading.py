"""One of Telegram's messages as a question, until questions are the chat layer's: what is said to it, and the record of it."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType

from bot.features.asking import replying
from bot.features.asking.ports import Asked
from bot.features.asking.replying import WORD, Told
from bot.features.asking.service import Asking
from bot.platforms.telegram import trace
from bot.platforms.telegram.addressing import Reading
from bot.platforms.telegram.context import BotContext


def asking_of(context: BotContext) -> Asking:
    """What conversations about questions work with."""
    return context.services.host.backing.desk(Asking)


async def told(reading: Reading, context: BotContext) -> Told:
    """What to say to an addressed message."""
    message, asking = reading.target, asking_of(context)
    private = message.chat.type == ChatType.PRIVATE
    if reading.word is not None:
        trace.note(outcome=WORD, word=reading.word)
        is_owner = message.from_user is not None and message.from_user.id in context.services.owners
        address = f"@{context.bot.username}"
        return Told(replying.word_screen(reading.word, asking, private=private, address=address, is_owner=is_owner), WORD)
    if not reading.question:
        return replying.to_nothing(wordless=private and not message.text)
    return await replying.to_question(reading.question, asking, private=private)


def asked(message: Message, reading: Reading, said: Told, answer_id: int | None, *, addressed: bool) -> Asked:
    """The record of one question. Whoever asks about somebody else's message has not written it: its words are not kept."""
    return Asked(
        chat_id=message.chat.id,
        chat_kind=message.chat.type,
        question_id=message.message_id,
        answer_id=answer_id,
        addressed=addressed,
        outcome=said.outcome,
        key=said.key,
        near=said.near,
        question=reading.question if reading.own else "",
    )
