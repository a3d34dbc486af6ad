"""Inline mode: ``@bot 问题`` in any chat offers up to five cards."""

from __future__ import annotations

import time

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat.flood import FloodVerdict
from bot.chat.questions import Offer
from bot.platforms.telegram import rendering, speak, texts, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.reading import questions_of
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
    if verdict is not FloodVerdict.ANSWER:
        trace.note(outcome="flood", verdict=verdict.value)
        if verdict is FloodVerdict.NOTICE:
            await _offer(query, [], button=InlineQueryResultsButton(texts.INLINE_FLOOD, start_parameter="help"), seconds=0)
        return
    offers = await questions_of(context).offers(query.query)
    trace.note(outcome="inline", offered=len(offers))
    await _offer(query, [_article(offer) for offer in offers[:MOST]])


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


def _article(offer: Offer) -> InlineQueryResultArticle:
    shown = rendering.one(offer.screen)
    return InlineQueryResultArticle(
        id=offer.key,
        title=offer.title,
        description=shorten(offer.line, _DESCRIPTION_LIMIT),
        input_message_content=InputTextMessageContent(shown.html, parse_mode=ParseMode.HTML),
        reply_markup=speak.markup(shown),
    )
