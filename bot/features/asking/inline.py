"""Inline mode: ``@bot 问题`` in any chat offers up to five cards."""

from __future__ import annotations

import time

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.answering.answer import Outcome
from bot.answering.answerer import QuestionError
from bot.answering.card import Card
from bot.chat.flood import Verdict
from bot.features.asking import texts
from bot.features.asking.reading import asking_of
from bot.features.asking.replying import daily_card
from bot.features.asking.screens import card_screen
from bot.features.asking.service import Asking
from bot.platforms.telegram import rendering, speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import shorten

MOST = 5
# The same question has the same answer for everyone, until the knowledge changes.
_CACHE_SECONDS = 300
_DESCRIPTION_LIMIT = 120


async def inline(update: Update, context: BotContext) -> None:
    """Offer cards for what was typed; for nothing yet, the entry of the day. No guesses where the speech does not say."""
    query = update.inline_query
    if query is None:
        return
    verdict = context.services.limits.inline.admit(query.from_user.id, time.monotonic())
    if verdict is not Verdict.ANSWER:
        trace.note(outcome="flood", verdict=verdict.value)
        if verdict is Verdict.NOTICE:
            await _offer(query, [], button=InlineQueryResultsButton(texts.INLINE_FLOOD, start_parameter="help"), seconds=0)
        return
    cards = await _cards(query.query, asking_of(context))
    trace.note(outcome="inline", offered=len(cards))
    await _offer(query, [_article(card) for card in cards[:MOST]])


async def _offer(
    query: InlineQuery,
    articles: list[InlineQueryResultArticle],
    button: InlineQueryResultsButton | None = None,
    seconds: int = _CACHE_SECONDS,
) -> None:
    try:
        await query.answer(articles, cache_time=seconds, is_personal=button is not None, button=button)
    except TelegramError as error:
        trace.note(inline=trace.cause(error))  # the person has typed on: a newer query is on its way


async def _cards(question: str, asking: Asking) -> list[Card]:
    if not question.strip():
        return [daily_card(asking)[0]]
    try:
        answer = await asking.knowledge.answer(question, addressed=True)
    except QuestionError:
        return []
    hits = () if answer.outcome is Outcome.NONE else (*answer.hits, *answer.also)
    cards = {hit.key: asking.knowledge.answerer.card(hit.key) for hit in hits}
    return [card for card in cards.values() if card is not None]


def _article(card: Card) -> InlineQueryResultArticle:
    shown = rendering.one(card_screen(card))
    return InlineQueryResultArticle(
        id=card.key,
        title=card.title,
        description=shorten(card.plain, _DESCRIPTION_LIMIT),
        input_message_content=InputTextMessageContent(shown.html, parse_mode=ParseMode.HTML),
        reply_markup=speak.markup(shown),
    )
