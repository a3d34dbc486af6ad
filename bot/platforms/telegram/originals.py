"""A message of Telegram's → its words with their formatting, and what says the same again (``bot.chat.said.Original``).

Nothing is copied: a message can be changed or deleted, a call cannot.
"""

from __future__ import annotations

import hashlib
from typing import Any

from telegram import Message, Poll

from bot.chat.said import Media, Original
from bot.platforms.telegram import texts
from bot.platforms.telegram.entities import formats, runs_of
from bot.richtext import html

# An animation also has the document that it is made of.
_FILES = ("animation", "video", "audio", "voice", "video_note", "sticker", "document")


def original_of(message: Message) -> Original:
    """The message as it stands now."""
    entities = message.entities or message.caption_entities
    runs = runs_of(message.text or message.caption or "", entities)
    files = [getattr(one, "file_unique_id", "") for one in (*message.photo[-1:], message.effective_attachment)]
    said = hashlib.sha256("\0".join([html.write(runs), *files]).encode()).hexdigest()[:32]
    return Original(
        runs,
        formats(entities),
        None if message.text is not None else _media(message),
        message.media_group_id or "",
        message.forward_origin is not None,
        message.date,
        f"{message.chat.id}:{message.message_id}:{said}",
    )


def _media(message: Message) -> Media:
    how = {"spoiler": bool(message.has_media_spoiler), "above": bool(message.show_caption_above_media)}
    if message.photo:
        return Media("photo", {"file_id": message.photo[-1].file_id, **how})
    for kind in _FILES:
        if (found := getattr(message, kind)) is not None:
            return Media(kind, {"file_id": found.file_id, **how})
    return _other(message) or Media(refusal=texts.BROADCAST_NOT_THIS)


def _other(message: Message) -> Media | None:
    """A contact, a place or a poll."""
    if message.contact is not None:
        one = message.contact
        values = {"phone_number": one.phone_number, "first_name": one.first_name, "last_name": one.last_name, "vcard": one.vcard}
        return Media("contact", _given(values), f"{one.last_name or ''}{one.first_name}")
    if message.venue is not None:
        where = message.venue
        place = {"latitude": where.location.latitude, "longitude": where.location.longitude}
        return Media("venue", place | {"title": where.title, "address": where.address}, where.title)
    if message.location is not None:
        if message.location.live_period:
            return Media(refusal=texts.BROADCAST_LIVE_LOCATION)
        return Media("location", {"latitude": message.location.latitude, "longitude": message.location.longitude})
    return None if message.poll is None else _poll(message.poll)


def _poll(poll: Poll) -> Media:
    quiz = poll.type == Poll.QUIZ
    answers = list(poll.correct_option_ids)
    # Of a quiz that was sent on, Telegram does not tell the answer; pictures in a poll cannot be sent again by their ids.
    pictured = any((poll.media, poll.explanation_media, *(option.media for option in poll.options)))
    if poll.is_closed or pictured or (quiz and not answers):
        return Media(refusal=texts.BROADCAST_POLL_AGAIN)
    values: dict[str, Any] = {
        "question": poll.question,
        "options": [option.text for option in poll.options],
        "type": poll.type,
        "is_anonymous": poll.is_anonymous,
        "allows_multiple_answers": poll.allows_multiple_answers,
    }
    if quiz:
        values |= {"correct_option_ids": answers} | _given({"explanation": poll.explanation})
    return Media("poll", values, poll.question)


def _given(values: dict[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
