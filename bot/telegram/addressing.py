"""Is this message addressed to the bot, and what does it ask?

Addressed: ``/ask``, our @name anywhere in the text or caption, a reply to one of our messages, a private chat.
Everything else in a group is overheard. Commands are left to the command handlers, commands for other bots to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot import texts

ASK = "ask"
_WORD = re.compile(f"(?P<word>{'|'.join(map(re.escape, texts.WORDS))})[。.!！?？~～]*(?:\\s|$)")
_NAMES = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


class Kind(Enum):
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
    Chinese word at the start stands for; ``named`` whether a command carried our name.
    """

    kind: Kind
    target: Message
    question: str = field(default="", repr=False)
    word: str | None = None
    named: bool = False


def read(message: Message, me: Me) -> Reading:
    """Decide what a message is to us."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    private = message.chat.type == ChatType.PRIVATE
    asking = False
    start = 0
    if entities and entities[0].type == MessageEntity.BOT_COMMAND and entities[0].offset == 0:
        command, _, name = _cut(text, 0, entities[0].length)[1:].lower().partition("@")
        if name and name != me.username:
            return Reading(Kind.FOREIGN, message)
        if command != ASK:
            return Reading(Kind.COMMAND, message, named=bool(name))
        asking, start = True, entities[0].length
    names = [entity for entity in entities if _is_my_name(entity, text, me)] if entities else []
    question = _without(text, start, names).strip() if start or names else text.strip()
    if not (asking or names or private or _replies_to(message, me)):
        return Reading(Kind.OVERHEARD, message, question)
    if not question and (asking or names):
        return _about_replied(message, me)
    found = _WORD.match(question)
    return Reading(Kind.ADDRESSED, message, question, word=texts.WORDS[found["word"]] if found else None)


def _about_replied(message: Message, me: Me) -> Reading:
    """``/ask`` or our name alone, in reply to somebody's message, is about that message."""
    replied = _replied(message)
    if replied is None or replied.from_user is None or replied.from_user.id == me.id:
        return Reading(Kind.ADDRESSED, message)
    text = replied.text or replied.caption or ""
    return Reading(Kind.ADDRESSED, replied if text else message, text.strip())


def _is_my_name(entity: MessageEntity, text: str, me: Me) -> bool:
    if entity.type not in _NAMES:
        return False
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return _cut(text, entity.offset, entity.length).lower() == f"@{me.username}"


def _replied(message: Message) -> Message | None:
    """The message that a person replied to: in a forum every message "replies" to the start of its topic."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created is not None else replied


def _replies_to(message: Message, me: Me) -> bool:
    replied = _replied(message)
    return replied is not None and replied.from_user is not None and replied.from_user.id == me.id


def _cut(text: str, offset: int, length: int) -> str:
    """A piece by UTF-16 units, which is how Telegram counts."""
    if text.isascii():
        return text[offset : offset + length]
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def _without(text: str, start: int, names: list[MessageEntity]) -> str:
    """The text from ``start`` on, with a space in the place of each of our names."""
    units = text.encode("utf-16-le")
    pieces, position = [], start
    for entity in names:
        pieces.append(units[2 * position : 2 * entity.offset])
        position = entity.offset + entity.length
    pieces.append(units[2 * position :])
    return " ".join(piece.decode("utf-16-le", "ignore") for piece in pieces)
