"""A message that an announcer sent → the content of a broadcast.

Telegram's apps cut what is longer than one message into several, which arrive within a moment: they are put together again.
Of an album every picture is a message: what is wrong with it is said once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from telegram import Message

from bot import texts
from bot.broadcasting import content, html
from bot.broadcasting.content import Checked, dump
from bot.library.models import Library
from bot.telegram.staff.broadcast_work import card_content

# Somebody wrote the tags by hand, as for a web page.
_TAGS = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|strong|em|del|ins|tg-spoiler)(?:\s[^<>]*)?>", re.IGNORECASE)
# Apps cut at 4,096 characters or a little before, at a line or a space, and send the parts at once.
_LONG = 3000
_AT_ONCE = 5
_SENTENCE_ENDS = "。！？；：…”」』）.!?;:)"


@dataclass(frozen=True, slots=True)
class Pending:
    """The content that a dialogue has so far: ``content`` as ``dump`` writes it, empty without any.

    ``source`` is the HTML of a text that may go on, which came at ``came`` (seconds); ``album``: the last one that was refused.
    """

    content: str = ""
    opening: str = ""
    source: str = ""
    came: int = 0
    album: str = ""

    def dump(self) -> dict[str, Any]:
        """For the dialogue."""
        return asdict(self)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """What ``dump`` wrote, whatever else stands beside it."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})


def goes_on(message: Message, pending: Pending) -> bool:
    """Whether the message is the rest of the text before it."""
    return bool(pending.source and message.text and 0 <= message.date.timestamp() - pending.came <= _AT_ONCE)


def received(message: Message, library: Library, before: Pending) -> tuple[Pending, Checked] | None:
    """The content with this message, and what is to be said of it; ``None``: nothing, it was said already."""
    if message.media_group_id is not None and message.media_group_id == before.album:
        return None
    source = _source(message) if message.text is not None and message.forward_origin is None else ""
    if goes_on(message, before):
        between = "\n" if before.source[-1:] in _SENTENCE_ENDS else ""
        source = before.source + between + _source(message)
        checked = content.text(source)
    else:
        checked = from_message(message, library)
    kept = Pending(album=message.media_group_id or "")
    if message.text is not None and html.units(message.text) >= _LONG:
        kept = replace(kept, source=source, came=int(message.date.timestamp()))
    if checked.content is not None:
        kept = replace(kept, content=dump(checked.content), opening=checked.content.opening)
    return kept, checked


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


def from_text(said: str, written: str, library: Library, *, formatted: bool = False) -> Checked:
    """A text, or the id of an entry. Tags that somebody typed by hand are taken as tags."""
    entry = library.by_typed_id(said)
    if entry is not None:
        return Checked(card_content(entry))
    return content.text(_html(said, written, formatted=formatted))


def _source(message: Message) -> str:
    return _html(message.text or "", message.text_html, formatted=bool(message.entities))


def _html(said: str, written: str, *, formatted: bool) -> str:
    return said if not formatted and _TAGS.search(said) else written
