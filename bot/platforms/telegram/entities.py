"""What Telegram tells of a text's formatting → runs of tags. What we do not know is passed over: its words always arrive.

Not PTB's ``text_html``: that writes addresses as they are, so that one with a quotation mark breaks its tag, doubles words where
entities overlap, and names tags that servers of other makers refuse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from telegram import MessageEntity

from bot.richtext.html import opening_tag
from bot.richtext.runs import Run

_TAGS: Mapping[str, str] = MappingProxyType(
    {
        MessageEntity.BOLD: "b",
        MessageEntity.ITALIC: "i",
        MessageEntity.UNDERLINE: "u",
        MessageEntity.STRIKETHROUGH: "s",
        MessageEntity.SPOILER: "tg-spoiler",
        MessageEntity.CODE: "code",
        MessageEntity.BLOCKQUOTE: "blockquote",
        MessageEntity.EXPANDABLE_BLOCKQUOTE: "blockquote expandable",
    }
)
_FOUND = frozenset(
    {
        MessageEntity.URL,
        MessageEntity.MENTION,
        MessageEntity.HASHTAG,
        MessageEntity.CASHTAG,
        MessageEntity.BOT_COMMAND,
        MessageEntity.EMAIL,
        MessageEntity.PHONE_NUMBER,
    }
)


def formats(entities: Sequence[MessageEntity]) -> bool:
    """Whether the writer formatted anything; addresses and the like are found by the apps themselves."""
    return any(entity.type not in _FOUND for entity in entities)


def runs_of(text: str, entities: Sequence[MessageEntity]) -> tuple[Run, ...]:
    """The text with its formatting; entities may overlap, and lie outside of it."""
    at = _characters(text)
    found = sorted(entities, key=lambda one: (one.offset, -one.length))
    marks = [(at.get(one.offset, len(text)), at.get(one.offset + one.length, len(text)), _tags(one)) for one in found if one.length > 0]
    marks = [mark for mark in marks if mark[2]]
    edges = sorted({0, len(text), *(edge for begin, end, _ in marks for edge in (begin, end))})
    return tuple(
        Run(text[begin:end], tuple(tag for first, last, tags in marks if first <= begin and end <= last for tag in tags))
        for begin, end in pairwise(edges)
    )


def _characters(text: str) -> dict[int, int]:
    """Telegram counts UTF-16 units: unit → character."""
    at: dict[int, int] = {}
    units = 0
    for index, character in enumerate(text):
        at[units] = index
        units += 2 if character > "\uffff" else 1
        if character > "\uffff":
            at[units - 1] = index + 1
    at[units] = len(text)
    return at


def _tags(entity: MessageEntity) -> tuple[str, ...]:
    if entity.type in _TAGS:
        return (_TAGS[entity.type],)
    if entity.type == MessageEntity.TEXT_LINK and entity.url:
        return (opening_tag("a", "href", entity.url),)
    if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
        return (opening_tag("a", "href", f"tg://user?id={entity.user.id}"),)
    if entity.type == MessageEntity.CUSTOM_EMOJI and (entity.custom_emoji_id or "").isdecimal():
        return (opening_tag("tg-emoji", "emoji-id", entity.custom_emoji_id or ""),)
    if entity.type == MessageEntity.PRE:
        return ("pre", opening_tag("code", "class", f"language-{entity.language}")) if entity.language else ("pre",)
    return ()
