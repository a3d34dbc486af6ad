"""sendPoll and stopPoll, with the limits of quiz polls. Votes are cast by people (see `people.py`)."""

from __future__ import annotations

from typing import Any

from ..access import joined_chat
from ..errors import JSON, bad_request
from ..markup import checked_markup
from ..params import Params
from ..text import is_blank, utf16
from ..world import Poll, World
from .content import formatted, parse
from .registry import method
from .sending import put, target

MAX_QUESTION, MAX_OPTION, MAX_OPTIONS, MAX_EXPLANATION, MAX_BREAKS = 300, 100, 12, 200, 2


def _options(world: World, params: Params) -> list[JSON]:
    options: list[JSON] = []
    for number, option in enumerate(params.list("options") or []):
        given: JSON = option if isinstance(option, dict) else {"text": str(option)}
        text, entities = parse(world, given.get("text", ""), given.get("text_parse_mode"), given.get("text_entities"))
        if is_blank(text):
            raise bad_request("poll options must be non-empty")
        if utf16(text) > MAX_OPTION:
            raise bad_request(f"poll options length must not exceed {MAX_OPTION}")
        found = {"persistent_id": f"o{number}", "text": text, "voter_count": 0}
        options.append(found | ({"text_entities": entities} if entities else {}))
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > MAX_OPTIONS:
        raise bad_request(f"poll can't have more than {MAX_OPTIONS} options")
    return options


def _correct(params: Params, count: int) -> list[int]:
    correct = params.list("correct_option_ids")
    if correct is None and (single := params.integer("correct_option_id")) is not None:
        correct = [single]
    if not correct or any(not isinstance(i, int) or not 0 <= i < count for i in correct):
        raise bad_request("wrong correct option ID specified")
    return sorted(correct)


@method("sendPoll")
def send_poll(world: World, params: Params) -> JSON:
    """Send a poll or quiz."""
    question, marks = formatted(world, params, "question", "question_parse_mode", "question_entities")
    explanation, notes = formatted(world, params, "explanation", "explanation_parse_mode", "explanation_entities")
    where = target(world, params, "can_send_polls", "polls")
    if is_blank(question):
        raise bad_request("poll question must be non-empty")
    if utf16(question) > MAX_QUESTION:
        raise bad_request(f"poll question length must not exceed {MAX_QUESTION}")
    anonymous = params.flag("is_anonymous") or not params.has("is_anonymous")
    if where.chat.type == "channel" and not anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    options = _options(world, params)
    kind = params.string("type") or "regular"
    poll: JSON = {
        "id": str(5_000_000_000_000_000_000 + world.number()), "question": question, "options": options, "total_voter_count": 0,
        "is_closed": params.flag("is_closed"), "is_anonymous": anonymous, "type": kind, "allows_revoting": params.flag("allows_revoting"),
        "allows_multiple_answers": params.flag("allows_multiple_answers"), "members_only": params.flag("members_only"),
    }  # fmt: skip
    if marks:
        poll["question_entities"] = marks
    if kind == "quiz":
        poll["correct_option_ids"] = _correct(params, len(options))
        if utf16(explanation) > MAX_EXPLANATION or explanation.count("\n") > MAX_BREAKS:
            raise bad_request("message is too long")
        if explanation:
            poll |= {"explanation": explanation, "explanation_entities": notes}
    for name in ("open_period", "close_date"):
        if params.has(name):
            poll[name] = params.integer(name)
    message = put(world, where, content={"poll": poll})
    world.polls[poll["id"]] = Poll(poll["id"], message, poll)
    return message.json()


@method("stopPoll")
def stop_poll(world: World, params: Params) -> Any:
    """Close a poll of the bot and return its result."""
    markup = checked_markup(params.values.get("reply_markup"), inline_only=True)
    chat = joined_chat(world, params.chat("chat_id"))
    message = world.find_message(chat, params.integer("message_id"))
    if message is None or "poll" not in message.content:
        raise bad_request("message with poll to stop not found")
    if message.sender is not world.bot:
        raise bad_request("message can't be edited")
    poll: JSON = message.content["poll"]
    if poll["is_closed"]:
        raise bad_request("poll has already been closed")
    poll["is_closed"] = True
    message.markup = markup
    world.tell("poll", poll)
    return poll
