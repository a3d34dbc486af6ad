"""Answers to button presses and inline queries: once, in time, within the limits."""

from __future__ import annotations

from typing import Any

from ..errors import bad_request
from ..markup import checked_markup
from ..params import Params
from ..text import utf16
from ..world import PendingQuery, World
from .content import checked_caption, checked_text, parse
from .registry import method

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MAX_TOAST, MAX_RESULTS = 200, 50


def _open_query(world: World, queries: dict[str, PendingQuery], query_id: str | None) -> PendingQuery:
    query = queries.get(query_id or "")
    if query is None or query.answer is not None or world.clock.now() - query.asked > world.query_lifetime:
        raise bad_request(TOO_OLD)
    return query


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """Let the button stop glowing, perhaps with a few words."""
    text = params.string("text") or ""
    query = _open_query(world, world.callbacks, params.string("callback_query_id"))
    if utf16(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "show_alert": params.flag("show_alert"), "url": params.string("url")}
    del world.callbacks[query.id]
    world.bell.ring()
    return True


def _check_result(world: World, result: Any, seen: set[str]) -> None:
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request('can\'t parse inline query result: Field "type" must be of type String')
    result_id = str(result.get("id", ""))
    if not 1 <= len(result_id.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result_id in seen:
        raise bad_request("RESULT_ID_DUPLICATE")
    seen.add(result_id)
    checked_markup(result.get("reply_markup"), inline_only=True)
    content = result.get("input_message_content")
    if result["type"] == "article":
        if not result.get("title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        if not isinstance(content, dict):
            raise bad_request("can't parse inline query result: Can't find field \"input_message_content\"")
    if isinstance(content, dict) and "message_text" in content:
        checked_text(parse(world, content["message_text"], content.get("parse_mode"), content.get("entities")))
    elif result.get("caption"):
        checked_caption(parse(world, result["caption"], result.get("parse_mode"), result.get("caption_entities")))


@method("answerInlineQuery")
def answer_inline_query(world: World, params: Params) -> bool:
    """Offer up to fifty results."""
    results = params.list("results")
    if results is None:
        raise bad_request("can't parse inline query results: array expected")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len((params.string("next_offset") or "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    seen: set[str] = set()
    for result in results:
        _check_result(world, result, seen)
    query = _open_query(world, world.inline_queries, params.string("inline_query_id"))
    query.answer = {
        "results": results,
        "cache_time": params.integer("cache_time", 300),
        "is_personal": params.flag("is_personal"),
        "next_offset": params.string("next_offset"),
        "button": params.object("button"),
    }
    del world.inline_queries[query.id]
    world.bell.ring()
    return True
