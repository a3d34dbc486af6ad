"""Edited messages: the answer follows the question, or goes when the question has gone."""

from __future__ import annotations

from telegram import Message, Update

from bot.answering.answer import Outcome
from bot.chat.ports import Answered
from bot.chat.questions import WORD, Told
from bot.platforms.telegram import rendering, speak, trace
from bot.platforms.telegram.addressing import AddressKind, Reading, read
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.questions import keep, respond, within_limits
from bot.platforms.telegram.reading import questions_of, told


async def edited(update: Update, context: BotContext) -> None:
    """Change, withdraw or, for a question that only now is one, give the answer. Edited commands do nothing again."""
    said = update.edited_message
    if said is None:
        return
    reading = read(said, context.me)
    if reading.kind in (AddressKind.COMMAND, AddressKind.FOREIGN):
        return
    previous = await context.services.answers.recall(said.chat.id, said.message_id)
    if previous is not None:
        await _follow(said, reading, previous, context)
    elif reading.kind is AddressKind.ADDRESSED and reading.question and _is_fresh(said, context):
        await respond(said, reading, context)


async def _follow(said: Message, reading: Reading, previous: Answered, context: BotContext) -> None:
    addressed = reading.kind is AddressKind.ADDRESSED
    if addressed and not await within_limits(said, context):
        return
    reply = await _reply(said, reading, context)
    if reply is None or _is_gone(reply, previous):
        trace.note(withdrawn=True)
        await context.services.answers.forget(said.chat.id, said.message_id)
        await speak.withdraw(context.bot, said.chat.id, previous.message_id)
        return
    shown = rendering.one(reply.screen)
    same_card = reply.outcome == previous.outcome == Outcome.ANSWER and reply.key == previous.key
    if same_card or hash(shown) == previous.shown:
        trace.note(unchanged=True)
        return
    if await speak.edit(context.bot, said.chat.id, previous.message_id, shown):
        await keep(said, reading, reply, previous.message_id, context, addressed=addressed)


def _is_gone(reply: Told, previous: Answered) -> bool:
    """Whether an answer has lost its question; a "the speech does not say" may simply stay one."""
    had_answer = previous.outcome in (Outcome.ANSWER, Outcome.CHOOSE)
    return had_answer and reply.outcome not in (Outcome.ANSWER, Outcome.CHOOSE, WORD)


async def _reply(said: Message, reading: Reading, context: BotContext) -> Told | None:
    """What would be said to it now; ``None``: nothing, it is not for us any more."""
    if reading.kind is AddressKind.ADDRESSED:
        return await told(reading, context)
    choice = await context.services.preferences.overhearing(said.chat.id)
    if not choice.on or not reading.question:
        return None
    reply = await questions_of(context).overheard(reading.question)
    return reply if reply.outcome == Outcome.ANSWER else None


def _is_fresh(said: Message, context: BotContext) -> bool:
    return context.services.clock.now() - said.date <= context.services.max_age
