"""Is this message addressed to the bot, and what does it ask?

Addressed: ``/ask``, our @name anywhere in the text or caption, a reply to one of our messages, a private chat.
Everything else in a group is overheard. Commands are left to the command handlers, commands for other bots to them.

Our name is looked for in the words, not among what Telegram marks: it marks no name that touches a Chinese character, and none
in code. ``/ask`` or our name alone is about what is quoted, else about the message that is answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.chat import texts
from bot.richtext.length import fitting

ASK = "ask"
_WORD = re.compile(f"(?P<word>{'|'.join(map(re.escape, texts.WORDS))})[。.!！?？~～]*(?:\\s|$)")


class AddressKind(Enum):
    """What a message is to us. COMMAND: ours or nobody's by name, but not /ask; FOREIGN: a command for another bot."""

    ADDRESSED = "addressed"
    OVERHEARD = "overheard"
    COMMAND = "command"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it; ``username`` without @, in lower case."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the bot reads it.

    ``question`` is what is asked, without our name; ``target`` the message to reply to; ``word`` the command that a
    Chinese word at the start stands for; ``named`` whether a command carried our name; ``own``: the asker wrote the question.
    """

    kind: AddressKind
    target: Message
    question: str = field(default="", repr=False)
    word: str | None = None
    named: bool = False
    own: bool = True


def read(message: Message, me: Me) -> Reading:
    """Decide what a message is to us."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    command, name, start = _command(text, entities)
    if name and name != me.username:
        return Reading(AddressKind.FOREIGN, message)
    if command and command != ASK:
        return Reading(AddressKind.COMMAND, message, named=bool(name))
    question, named = _without_names(text[start:], _mentions(text, start, entities, me), me)
    by_name = named or bool(command)
    if not (by_name or message.chat.type == ChatType.PRIVATE or _replies_to(message, me)):
        return Reading(AddressKind.OVERHEARD, message, question)
    if not question and by_name:
        return _about_other(message, me)
    found = _WORD.match(question)
    return Reading(AddressKind.ADDRESSED, message, question, word=texts.WORDS[found["word"]] if found else None)


def _command(text: str, entities: Sequence[MessageEntity]) -> tuple[str, str, int]:
    """The command at the beginning, the bot that it names, and where it ends; all empty without one."""
    for entity in entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            end = fitting(text, entity.length)
            command, _, name = text[1:end].lower().partition("@")
            return command, name, end
    return "", "", 0


def _mentions(text: str, start: int, entities: Sequence[MessageEntity], me: Me) -> list[tuple[int, int]]:
    """Where we are named by other words than our @name, counted from ``start``."""
    return [
        (max(fitting(text, entity.offset) - start, 0), fitting(text, entity.offset + entity.length) - start)
        for entity in entities
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == me.id
    ]


def _without_names(text: str, mentions: list[tuple[int, int]], me: Me) -> tuple[str, bool]:
    """The text with a space in the place of each of our names, and whether there was any."""
    spans = sorted([*mentions, *(found.span() for found in _name(me.username).finditer(text))]) if me.username else sorted(mentions)
    pieces, position = [], 0
    for begin, end in spans:
        pieces.append(text[position:begin])
        position = max(position, end)
    return " ".join([*pieces, text[position:]]).strip(), bool(spans)


@lru_cache(maxsize=8)
def _name(username: str) -> re.Pattern[str]:
    """Our @name; letters, digits and dots on its left make it part of an address, a slash part of a link or of a command."""
    return re.compile(rf"(?<![A-Za-z0-9_@＠/.])[@＠]{re.escape(username)}(?![A-Za-z0-9_])", re.IGNORECASE)


def _about_other(message: Message, me: Me) -> Reading:
    """``/ask`` or our name alone: about what was quoted, which may be of another chat, else about the message that is answered."""
    replied, quote = _replied(message), message.quote
    theirs = replied if replied is not None and replied.from_user is not None and replied.from_user.id != me.id else None
    whole = (theirs.text or theirs.caption or "").strip() if theirs is not None else ""
    # What Telegram quotes by itself is the beginning of a message that we have as a whole.
    if quote is not None and (quote.is_manual or not whole) and quote.text.strip():
        return Reading(AddressKind.ADDRESSED, theirs or message, quote.text.strip(), own=False)
    return Reading(AddressKind.ADDRESSED, theirs if theirs is not None and whole else message, whole, own=not whole)


def _replied(message: Message) -> Message | None:
    """The message that a person replied to: in a forum every message "replies" to the start of its topic."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created is not None else replied


def _replies_to(message: Message, me: Me) -> bool:
    replied = _replied(message)
    return replied is not None and replied.from_user is not None and replied.from_user.id == me.id
