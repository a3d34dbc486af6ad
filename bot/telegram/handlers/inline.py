"""Inline mode: ``@bot 问题`` in any chat offers up to five cards."""

from __future__ import annotations

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.answering.answer import Outcome
from bot.answering.answerer import QuestionError
from bot.daily import entry_of_day
from bot.library.models import Entry
from bot.telegram import speak, trace, views
from bot.telegram.context import BotContext
from bot.telegram.render import shorten

MOST = 5
# The same question has the same answer for everyone, until the knowledge changes.
_CACHE_SECONDS = 300
_DESCRIPTION_LIMIT = 120


async def inline(update: Update, context: BotContext) -> None:
    """Offer cards for what was typed; for nothing yet, the entry of the day. No guesses where the speech does not say."""
    query = update.inline_query
    if query is None:
        return
    entries = await _entries(query.query, context)
    trace.note(outcome="inline", offered=len(entries))
    try:
        await query.answer([_article(entry) for entry in entries[:MOST]], cache_time=_CACHE_SECONDS, is_personal=False)
    except TelegramError as error:
        trace.note(inline=trace.cause(error))  # the person has typed on: a newer query is on its way


async def _entries(question: str, context: BotContext) -> list[Entry]:
    knowledge = context.services.knowledge
    if not question.strip():
        return [entry_of_day(knowledge.library, context.services.today())]
    try:
        answer = await knowledge.answer(question, addressed=True)
    except QuestionError:
        return []
    return [] if answer.outcome is Outcome.NONE else [candidate.entry for candidate in answer.candidates]


def _article(entry: Entry) -> InlineQueryResultArticle:
    screen = views.card_screen(entry)
    return InlineQueryResultArticle(
        id=entry.id,
        title=entry.title,
        description=shorten(entry.gist, _DESCRIPTION_LIMIT),
        input_message_content=InputTextMessageContent(screen.html, parse_mode=ParseMode.HTML),
        reply_markup=speak.markup(screen),
    )
