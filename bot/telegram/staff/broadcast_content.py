"""A message that an announcer sent → the content of a broadcast."""

from __future__ import annotations

import re

from telegram import Message

from bot import texts
from bot.broadcasting import content
from bot.broadcasting.content import Checked
from bot.library.models import Library
from bot.library.normalize import clean
from bot.telegram.staff.broadcast_work import card_content

# Somebody wrote the tags by hand, as for a web page.
_TAGS = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|strong|em|del|ins|tg-spoiler)(?:\s[^<>]*)?>", re.IGNORECASE)


def from_message(message: Message, library: Library) -> Checked:
    """What the message says; a forwarded one, or one of another kind, is copied as it is."""
    if message.media_group_id is not None:
        return Checked(None, (texts.BROADCAST_ALBUM,))
    if message.forward_origin is None:
        if message.text is not None:
            return from_text(message.text, message.text_html, library, formatted=bool(message.entities))
        if message.photo:
            return content.file("photo", message.photo[-1].file_id, message.caption_html or "")
        if message.document is not None and message.animation is None:
            return content.file("document", message.document.file_id, message.caption_html or "")
    return content.copy(message.chat.id, message.message_id, message.text or message.caption or "")


def from_text(said: str, html: str, library: Library, *, formatted: bool = False) -> Checked:
    """A text, or the id of an entry. Tags that somebody typed by hand are taken as tags."""
    entry = library.by_id.get(clean(said).lower())
    if entry is not None:
        return Checked(card_content(entry))
    return content.text(said if not formatted and _TAGS.search(said) else html)
