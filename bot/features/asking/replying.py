"""A question → what is said to it. Knows the domain and the screens; sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot import texts as common_texts
from bot.answering.answer import Outcome
from bot.answering.answerer import QuestionError
from bot.features.asking import texts, views
from bot.features.asking.ports import Asked
from bot.library.daily import entry_of_day
from bot.library.models import looks_like_id, typed_id
from bot.platforms.telegram import trace
from bot.platforms.telegram.addressing import Reading
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.keyboards import Mark
from bot.platforms.telegram.render import Screen, plain
from bot.when import full_day

# Outcomes that are not the engine's: a command, or text in which there is nothing to answer.
WORD = "word"
UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say and why; ``near``: ids of the nearest entries, best first."""

    screen: Screen
    outcome: str
    entry_id: str | None = None
    near: tuple[str, ...] = ()


async def reply_to(reading: Reading, context: BotContext) -> Reply:
    """What to say to an addressed message."""
    message = reading.target
    private = message.chat.type == ChatType.PRIVATE
    if reading.word is not None:
        trace.note(outcome=WORD, word=reading.word)
        user = message.from_user.id if message.from_user is not None else 0
        return Reply(word_screen(reading.word, context, private=private, user_id=user), WORD)
    if not reading.question:
        trace.note(outcome=UNASKED)
        return Reply(plain(common_texts.WORDS_ONLY if private and not message.text else texts.ASK_USAGE), UNASKED)
    library = context.services.knowledge.library
    entry = library.by_typed_id(reading.question)
    if entry is not None:  # somebody who has the list before them: the id alone is no question to be weighed
        trace.note(outcome=WORD, entry=entry.id)
        return Reply(views.card_screen(entry), WORD, entry.id)
    if looks_like_id(reading.question):
        trace.note(outcome=WORD)
        return Reply(plain(common_texts.TOPIC_UNKNOWN.format(topic=typed_id(reading.question))), WORD)
    return await answer_to(reading.question, context, addressed=True, private=private)


async def answer_to(question: str, context: BotContext, *, addressed: bool, private: bool) -> Reply:
    """The engine's answer as a screen; text without a question in it gets a sentence how to ask."""
    try:
        answer = await context.services.knowledge.answer(question, addressed=addressed)
    except QuestionError as error:
        trace.note(outcome=UNASKED)
        return Reply(plain(str(error)), UNASKED)
    near = tuple(hit.key for hit in answer.hits)
    best = answer.best
    trace.note(outcome=answer.outcome.value)
    if best is not None:
        trace.note(entry=best.key, score=f"{best.score:.0f}")
    if answer.outcome is Outcome.ANSWER:
        entry = context.services.knowledge.library.by_id[answer.hits[0].id]
        return Reply(views.card_screen(entry, Mark.NONE if addressed else Mark.OVERHEARD), Outcome.ANSWER, entry.id, near)
    if answer.outcome is Outcome.CHOOSE:
        return Reply(views.choice_screen(answer.hits), Outcome.CHOOSE, None, near)
    return Reply(plain(common_texts.NONE if private else texts.GROUP_NONE), Outcome.NONE, None, near)


def word_screen(word: str, context: BotContext, *, private: bool, user_id: int) -> Screen:
    """The screen of a command that needs nothing but its name."""
    library = context.services.knowledge.library
    if word == "topics":
        return views.parts_screen(library)
    if word == "daily":
        today = context.services.today()
        heading = common_texts.DAILY_HEADING.format(date=full_day(today))
        return views.card_screen(entry_of_day(library, today), heading=heading)
    if word == "privacy":
        return plain(texts.PRIVACY)
    if word == "about":
        return plain(texts.ABOUT.format(speech=library.speech.title, count=len(library.entries), version=library.version))
    username = context.bot.username
    lines = [(texts.HELP_PRIVATE if private else texts.HELP_GROUP).format(username=username)]
    if private and user_id in context.services.owners:
        lines.append(texts.HELP_OWNER)
    return plain("\n\n".join(lines))


def asked(message: Message, reading: Reading, reply: Reply, answer_id: int | None, *, addressed: bool) -> Asked:
    """The record of one question. Whoever asks about somebody else's message has not written it: its words are not kept."""
    return Asked(
        chat_id=message.chat.id,
        chat_kind=message.chat.type,
        question_id=message.message_id,
        answer_id=answer_id,
        addressed=addressed,
        outcome=reply.outcome,
        entry_id=reply.entry_id,
        near=reply.near,
        question=reading.question if reading.own else "",
    )
