"""A message that an announcer sent → the content of a broadcast.

Telegram's apps cut what is longer than one message into several, which arrive within a moment: they are put together again.
Of an album every picture is a message: what is wrong with it is said once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from telegram import Message, MessageEntity

from bot import texts
from bot.features.broadcasts.entities import formats, runs_of
from bot.features.broadcasts.kinds import of_file, of_other
from bot.features.broadcasts.store.sources import Source
from bot.features.broadcasts.work import card_content
from bot.library.models import Library
from bot.outbox import content
from bot.outbox.content import Checked, dump
from bot.richtext import html
from bot.richtext.addresses import ends_in_address
from bot.richtext.length import units

# Somebody wrote the tags by hand, as for a web page.
_TAGS = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|strong|em|del|ins|tg-spoiler)(?:\s[^<>]*)?>", re.IGNORECASE)
# Apps cut at 4,096 characters or a little before, at a line or a space, and send the parts at once.
_LONG = 3000
_AT_ONCE = 5
_SENTENCE_ENDS = "。！？；：…”」』）.!?;:)"


@dataclass(frozen=True, slots=True)
class Pending:
    """The content that a dialogue has so far: ``content`` as ``dump`` writes it, empty without any.

    ``source`` is the HTML of a text that may go on, which came at ``came`` (seconds); ``full``: its last piece was as long as a
    message can be. ``album``: the last one that was refused. ``sources``: the messages, as ``source_of`` writes them.
    """

    content: str = ""
    opening: str = ""
    source: str = ""
    came: int = 0
    full: bool = False
    album: str = ""
    sources: tuple[str, ...] = ()

    def dump(self) -> dict[str, Any]:
        """For the dialogue."""
        return asdict(self)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """What ``dump`` wrote, whatever else stands beside it."""
        known = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        return cls(**known | {"sources": tuple(known.get("sources", ()))})


def goes_on(message: Message, pending: Pending) -> bool:
    """Whether the message is the rest of the text before it."""
    return bool(pending.source and message.text and 0 <= message.date.timestamp() - pending.came <= _AT_ONCE)


def received(message: Message, library: Library, before: Pending) -> tuple[Pending, Checked] | None:
    """The content with this message, and what is to be said of it; ``None``: nothing, it was said already."""
    if message.media_group_id is not None and message.media_group_id == before.album:
        return None
    source = _source(message) if message.text is not None and message.forward_origin is None else ""
    if goes_on(message, before):
        source = before.source + _between(before) + _source(message)
        checked = content.text(source)
    else:
        checked = from_message(message, library)
    sources = (*(before.sources if goes_on(message, before) else ()), source_of(message))
    kept = Pending(album=message.media_group_id or "", sources=sources)
    if message.text is not None and (length := units(message.text)) >= _LONG:
        kept = replace(kept, source=source, came=int(message.date.timestamp()), full=length >= content.TEXT_LIMIT)
    if checked.content is not None:
        kept = replace(kept, content=dump(checked.content), opening=checked.content.opening)
    return kept, checked


def source_of(message: Message) -> str:
    """Where it stands, and what it says: ``sources_in`` reads it."""
    written = html.write(runs_of(message.text or message.caption or "", message.entities or message.caption_entities))
    files = [getattr(one, "file_unique_id", "") for one in (*message.photo[-1:], message.effective_attachment)]
    said = hashlib.sha256("\0".join([written, *files]).encode()).hexdigest()[:32]
    return f"{message.chat.id}:{message.message_id}:{said}"


def sources_in(kept: Iterable[str]) -> tuple[Source, ...]:
    """What ``source_of`` wrote."""
    parts = (one.split(":") for one in kept)
    return tuple(Source(int(chat_id), int(message_id), said) for chat_id, message_id, said in parts)


def _between(before: Pending) -> str:
    """What was there where an app cut: it cuts at white space if it can, and drops that."""
    lost = before.source[-1:] in _SENTENCE_ENDS or (not before.full and ends_in_address(before.source))
    return "\n" if lost else ""


def from_message(message: Message, library: Library) -> Checked:
    """What the message says, as it stands now; what can be said anew in no way is refused in words."""
    if message.media_group_id is not None:
        return Checked(None, (texts.BROADCAST_ALBUM,))
    if message.text is not None:
        if message.forward_origin is not None:
            return content.text(runs_of(message.text, message.entities))
        return from_text(message.text, message.entities, library)
    return of_file(message) or of_other(message) or Checked(None, (texts.BROADCAST_NOT_THIS,))


def from_text(said: str, entities: Sequence[MessageEntity], library: Library, start: int = 0) -> Checked:
    """A text from character ``start`` on, or the id of an entry. Tags that somebody typed by hand are taken as tags."""
    entry = library.by_typed_id(said[start:])
    if entry is not None:
        return Checked(card_content(entry))
    return content.text(_html(said, entities, start))


def _source(message: Message) -> str:
    return _html(message.text or "", message.entities)


def _html(said: str, entities: Sequence[MessageEntity], start: int = 0) -> str:
    by_hand = not formats(entities) and _TAGS.search(said, start) is not None
    return said[start:] if by_hand else html.write(runs_of(said, entities, start))
