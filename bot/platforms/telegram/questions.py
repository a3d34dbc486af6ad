"""New messages that are no command: questions to the bot, and what it overhears."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot import texts as common_texts
from bot.answering.answer import Outcome
from bot.chat import texts as chat_texts
from bot.chat.flood import FloodVerdict
from bot.chat.ports import Answered, Question
from bot.chat.questions import Told
from bot.platforms.telegram import asking, rendering, speak, trace
from bot.platforms.telegram.addressing import AddressKind, Reading, read
from bot.platforms.telegram.admission import person_of
from bot.platforms.telegram.albums import Album
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.reading import asked_of, questions_of, told
from bot.platforms.telegram.render import plain

_OUTCOMES: frozenset[str] = frozenset(Outcome)


async def message(update: Update, context: BotContext) -> None:
    """Answer what was said to us; overhear, where wanted, what was not."""
    said = update.message
    if said is None:
        return
    reading = read(said, context.me)
    if reading.kind is AddressKind.ADDRESSED and _has_content(said):
        await (respond if said.media_group_id is None else _album)(said, reading, context)
    elif reading.kind is AddressKind.OVERHEARD and reading.question:
        await _overhear(said, reading, context)
    elif reading.kind is AddressKind.COMMAND:
        await _unknown_command(said, reading, context)


async def respond(said: Message, reading: Reading, context: BotContext) -> None:
    """Answer one addressed message, unless its author asks too much or it has its answer already."""
    if await _is_answered(said, reading, context):
        trace.note(outcome="repeated")
        return
    if not (await within_limits(said, context) if reading.question else may_hint(said, context)):
        return
    reply = await told(reading, context)
    sent = await speak.reply(context, reading.target, rendering.one(reply.screen))
    await keep(said, reading, reply, sent.message_id, context, addressed=True)


async def _album(said: Message, reading: Reading, context: BotContext) -> None:
    """One answer for an album, whichever of its pictures carries the question; it counts once."""
    albums = context.services.albums
    album, fresh = albums.find(said.chat.id, said.media_group_id or "")
    if reading.question and not album.answered:
        album.answered = True
        async with album.turn:
            await _answer_album(said, reading, album, context)
    elif fresh:
        trace.note(outcome="album", waiting=True)
        context.application.create_task(_notice(said, reading, album, albums.patience, context))
    else:
        trace.note(outcome="album")


async def _answer_album(said: Message, reading: Reading, album: Album, context: BotContext) -> None:
    """The answer, in place of the notice if that was sent."""
    if album.notice is None:
        await respond(said, reading, context)
        return
    if not await within_limits(said, context):
        return
    reply = await told(reading, context)
    if await speak.edit(context.bot, said.chat.id, album.notice, rendering.one(reply.screen)):
        await keep(said, reading, reply, album.notice, context, addressed=True)


async def _notice(said: Message, reading: Reading, album: Album, patience: float, context: BotContext) -> None:
    """How to ask, unless the question comes in a moment."""
    await asyncio.sleep(patience)
    async with album.turn:
        if album.answered or not may_hint(said, context):
            return
        reply = await told(reading, context)
        sent = await speak.reply(context, said, rendering.one(reply.screen))
        album.notice = sent.message_id
        await keep(said, reading, reply, sent.message_id, context, addressed=True)


async def within_limits(said: Message, context: BotContext) -> bool:
    """Whether its author may still be answered in this minute; the first one over gets a kind notice."""
    # By when it was said: who has to wait for an answer does not ask faster for that.
    waiting = asking.current()
    verdict = context.services.flood.admit(person_of(said), waiting.since if waiting is not None else time.monotonic())
    if verdict is FloodVerdict.ANSWER:
        return True
    trace.note(outcome="flood", verdict=verdict.value)
    if verdict is FloodVerdict.NOTICE:
        await speak.reply(context, said, plain(common_texts.FLOOD))
    return False


def may_hint(said: Message, context: BotContext) -> bool:
    """Whether to say how to ask: for eight stickers not eight times, and no question is used up by it."""
    verdict = context.services.limits.hints.admit((person_of(said), said.chat.id), time.monotonic())
    if verdict is not FloodVerdict.ANSWER:
        trace.note(outcome="flood", verdict=verdict.value)
    return verdict is FloodVerdict.ANSWER


async def keep(said: Message, reading: Reading, reply: Told, answer_id: int, context: BotContext, *, addressed: bool) -> None:
    """Remember which of our messages answers which, and record the question."""
    services = context.services
    answered = Answered(answer_id, reply.outcome, reply.key, hash(rendering.one(reply.screen)), _question(said, reading))
    await services.answers.remember(said.chat.id, said.message_id, answered)
    if reply.outcome in _OUTCOMES:
        asked = asked_of(said, reading, reply, answer_id, addressed=addressed)
        learn = reply.outcome != Outcome.NONE or services.limits.misses.admit(person_of(said), services.today())
        await services.recorder.asked(asked if learn else replace(asked, learn=False))


async def _overhear(said: Message, reading: Reading, context: BotContext) -> None:
    """Speak unasked only where it is wanted, seldom, and when sure."""
    services = context.services
    now = datetime.now(UTC)
    choice = await services.preferences.overhearing(said.chat.id)
    if said.forward_origin is not None or not services.budget.may_speak(said.chat.id, choice, now):
        return
    reply = await questions_of(context).overheard(reading.question)
    if reply.outcome != Outcome.ANSWER or await _is_answered(said, reading, context):
        return
    services.budget.spoke(said.chat.id, now)
    if (waiting := asking.current()) is not None:
        waiting.unasked = True
    sent = await speak.reply(context, said, rendering.one(reply.screen))
    await keep(said, reading, reply, sent.message_id, context, addressed=False)


async def _unknown_command(said: Message, reading: Reading, context: BotContext) -> None:
    """Say so where it can only be meant for us; in a group it may be another bot's."""
    private = said.chat.type == ChatType.PRIVATE
    if (private or reading.named) and await within_limits(said, context):
        trace.note(outcome="unknown_command")
        await speak.reply(context, said, plain(chat_texts.COMMAND_UNKNOWN))


async def _is_answered(said: Message, reading: Reading, context: BotContext) -> bool:
    return await context.services.answers.recall(said.chat.id, said.message_id, _question(said, reading)) is not None


def _question(said: Message, reading: Reading) -> Question:
    return Question(said.date, hash(reading.question))


def _has_content(said: Message) -> bool:
    """Whether a person said or sent something: not a service message, such as a pinned one.

    Telegram has new kinds of content every few months: what somebody sends in a private chat and neither we nor PTB know is one.
    """
    if said.text or said.caption or said.effective_attachment or said.checklist or said.giveaway:
        return True
    unknown = said.chat.type == ChatType.PRIVATE and bool(said.api_kwargs)
    return unknown and not filters.StatusUpdate.ALL.check_update(Update(0, said))
