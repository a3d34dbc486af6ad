"""One of Telegram's messages as a question: what is said to it, and the record of it."""

from __future__ import annotations

from telegram import Message
from telegram.constants import ChatType

from bot.chat.ports import Asked
from bot.chat.questions import Questions, Told
from bot.platforms.telegram.addressing import Reading
from bot.platforms.telegram.context import BotContext


def questions_of(context: BotContext) -> Questions:
    """Whoever answers."""
    return context.services.host.backing.desk(Questions)  # type: ignore[type-abstract]  # found by its base


async def told(reading: Reading, context: BotContext) -> Told:
    """What to say to an addressed message."""
    message, questions = reading.target, questions_of(context)
    private = message.chat.type == ChatType.PRIVATE
    if reading.word is not None:
        is_owner = message.from_user is not None and message.from_user.id in context.services.owners
        return questions.told_word(reading.word, private=private, address=f"@{context.bot.username}", is_owner=is_owner)
    if not reading.question:
        return questions.told_nothing(wordless=private and not message.text)
    return await questions.told(reading.question, private=private)


def asked_of(message: Message, reading: Reading, said: Told, answer_id: int | None, *, addressed: bool) -> Asked:
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
