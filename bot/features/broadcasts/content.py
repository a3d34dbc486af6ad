"""What an announcer sent → the content of a broadcast.

Apps cut what is longer than one message into several, which arrive within a moment: they are put together again. Of an album every
picture is a message: what is wrong with it is said once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Self

from bot.chat.said import Original, Said
from bot.features.broadcasts import texts
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.store.sources import SourceMessage
from bot.outbox import content
from bot.outbox.content import Checked, dump
from bot.richtext import html
from bot.richtext.addresses import ends_in_address
from bot.richtext.length import units
from bot.richtext.runs import Run, section, text_of

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
    message can be. ``album``: the last one that was refused. ``sources``: the keys of the messages.
    """

    content: str = ""
    opening: str = ""
    source: str = ""
    came: int = 0
    full: bool = False
    album: str = ""
    sources: tuple[str, ...] = ()

    def taking(self, pending: Pending) -> Self:
        """The same dialogue with this content in place of its own."""
        return replace(self, **asdict(pending))


def original_in(said: Said) -> Original:
    """The message that it was said in; of a platform that knows words only, those."""
    return said.original or Original((Run(said.whole or said.text),))


def goes_on(said: Said, pending: Pending) -> bool:
    """Whether it is the rest of the text before it."""
    message = original_in(said)
    if not pending.source or not message.runs or message.media is not None or message.at is None:
        return False
    return 0 <= message.at.timestamp() - pending.came <= _AT_ONCE


def received(said: Said, cards: Cards, before: Pending) -> tuple[Pending, Checked] | None:
    """The content with this message, and what is to be said of it; ``None``: nothing, it was said already."""
    message = original_in(said)
    if message.album and message.album == before.album:
        return None
    going_on = goes_on(said, before)
    source = _html(message) if message.media is None and not message.forwarded else ""
    if going_on:
        source = before.source + _between(before) + _html(message)
        checked = content.text(source)
    else:
        checked = from_message(message, cards)
    key = (message.key,) if message.key else ()
    kept = Pending(album=message.album, sources=(*(before.sources if going_on else ()), *key))
    if message.media is None and message.at is not None and (length := units(text_of(message.runs))) >= _LONG:
        kept = replace(kept, source=source, came=int(message.at.timestamp()), full=length >= content.TEXT_LIMIT)
    if checked.content is not None:
        kept = replace(kept, content=dump(checked.content), opening=checked.content.opening)
    return kept, checked


def sources_in(keys: Iterable[str]) -> tuple[SourceMessage, ...]:
    """The messages with these keys (``Original.key``)."""
    parts = (one.split(":") for one in keys)
    return tuple(SourceMessage(int(chat_id), int(message_id), said) for chat_id, message_id, said in parts)


def _between(before: Pending) -> str:
    """What was there where an app cut: it cuts at white space if it can, and drops that."""
    lost = before.source[-1:] in _SENTENCE_ENDS or (not before.full and ends_in_address(before.source))
    return "\n" if lost else ""


def from_message(message: Original, cards: Cards) -> Checked:
    """What the message says, as it stands now; what can be said anew in no way is refused in words."""
    if message.album:
        return Checked(None, (texts.BROADCAST_ALBUM,))
    if (media := message.media) is not None:
        if media.refusal:
            return Checked(None, (media.refusal,))
        return content.media(media.kind, media.values, message.runs, media.opening)
    return content.text(message.runs) if message.forwarded else from_text(message, cards)


def from_text(message: Original, cards: Cards, start: int = 0) -> Checked:
    """A text from character ``start`` on, or the id of an entry. Tags that somebody typed by hand are taken as tags."""
    card = cards.of_id(text_of(message.runs)[start:])
    return Checked(card) if card is not None else content.text(_html(message, start))


def _html(message: Original, start: int = 0) -> str:
    said = text_of(message.runs)
    by_hand = not message.formatted and _TAGS.search(said, start) is not None
    return said[start:] if by_hand else html.write(section(message.runs, start, len(said)))
