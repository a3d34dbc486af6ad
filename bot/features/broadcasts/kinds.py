"""Messages that are no text → calls that say the same again. Nothing is copied: a message can be changed or deleted, a call cannot."""

from __future__ import annotations

from typing import Any

from telegram import Message, Poll

from bot import texts
from bot.features.broadcasts.entities import runs_of
from bot.outbox import content
from bot.outbox.content import Checked, FileType

# An animation also has the document that it is made of.
_FILES: tuple[FileType, ...] = ("animation", "video", "audio", "voice", "video_note", "sticker", "document")


def of_file(message: Message) -> Checked | None:
    """A photo, video, file and the like, with its caption."""
    caption = runs_of(message.caption or "", message.caption_entities)
    how: dict[str, bool] = {"spoiler": bool(message.has_media_spoiler), "above": bool(message.show_caption_above_media)}
    if message.photo:
        return content.file("photo", message.photo[-1].file_id, caption, **how)
    for kind in _FILES:
        if (found := getattr(message, kind)) is not None:
            return content.file(kind, found.file_id, caption, **how)
    return None


def of_other(message: Message) -> Checked | None:
    """A contact, a place or a poll."""
    if message.contact is not None:
        one = message.contact
        values = {"phone_number": one.phone_number, "first_name": one.first_name, "last_name": one.last_name, "vcard": one.vcard}
        return content.other("contact", _given(values), f"{one.last_name or ''}{one.first_name}")
    if message.venue is not None:
        where = message.venue
        place = {"latitude": where.location.latitude, "longitude": where.location.longitude}
        return content.other("venue", place | {"title": where.title, "address": where.address}, where.title)
    if message.location is not None:
        if message.location.live_period:
            return Checked(None, (texts.BROADCAST_LIVE_LOCATION,))
        return content.other("location", {"latitude": message.location.latitude, "longitude": message.location.longitude})
    return None if message.poll is None else _poll(message.poll)


def _poll(poll: Poll) -> Checked:
    quiz = poll.type == Poll.QUIZ
    answers = list(poll.correct_option_ids)
    # Of a quiz that was sent on, Telegram does not tell the answer; pictures in a poll cannot be sent again by their ids.
    pictured = any((poll.media, poll.explanation_media, *(option.media for option in poll.options)))
    if poll.is_closed or pictured or (quiz and not answers):
        return Checked(None, (texts.BROADCAST_POLL_AGAIN,))
    values: dict[str, Any] = {
        "question": poll.question,
        "options": [option.text for option in poll.options],
        "type": poll.type,
        "is_anonymous": poll.is_anonymous,
        "allows_multiple_answers": poll.allows_multiple_answers,
    }
    if quiz:
        values |= {"correct_option_ids": answers} | _given({"explanation": poll.explanation})
    return content.other("poll", values, poll.question)


def _given(values: dict[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
