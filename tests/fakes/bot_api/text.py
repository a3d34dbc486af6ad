"""Text as Telegram counts, cleans and marks it: UTF-16 units, trimming, entities that nobody wrote by hand.

Parsing of markup is left to `html.py`; limits are checked by the methods.
"""

from __future__ import annotations

import re

from .errors import JSON

# What TDLib treats as "nothing written" besides ordinary white space (td/telegram/misc.cpp, strip_empty_characters).
_INVISIBLE = frozenset("\u1680\u180e\u202f\u205f\u2800\u3000\ufffc\ufeff") | {chr(c) for c in range(0x2000, 0x2010)}
_CONTROL = {c: " " for c in range(32) if c not in (9, 10, 13)} | {13: None}

# The borders are TDLib's: a command or mention that touches a letter is none, and Chinese characters are letters.
_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_MENTION = re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")
_HASHTAG = re.compile(r"(?<![\w#])#\w{1,255}")
_URL = re.compile(r"https?://[^\s<>\"']+")
_FOUND = (("url", _URL), ("bot_command", _COMMAND), ("mention", _MENTION), ("hashtag", _HASHTAG))
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"} | {kind for kind, _ in _FOUND})
MAX_ENTITIES = 100


def utf16(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    data = text.encode("utf-16-le", "surrogatepass")[offset * 2 : (offset + length) * 2]
    return data.decode("utf-16-le", "replace")


def is_blank(text: str) -> bool:
    """Whether Telegram would call this text empty."""
    return all(c.isspace() or c in _INVISIBLE for c in text)


def clean(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Trim a text and its entities as Telegram does before it stores them."""
    text = text.translate(_CONTROL)
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return text, entities
    left = len(text) - len(text.lstrip())
    trimmed = text.strip()
    shift, size = utf16(text[:left]), utf16(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return trimmed, kept


def with_found_entities(text: str, entities: list[JSON]) -> list[JSON]:
    """Add commands, mentions, hashtags and addresses that clients find by themselves, outside links and code."""
    if not any(sign in text for sign in "/@#:"):
        return entities
    opaque = [e for e in entities if e["type"] in _OPAQUE]
    found: list[JSON] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, length = utf16(text[: match.start()]), utf16(match.group())
            if not any(start < e["offset"] + e["length"] and e["offset"] < start + length for e in [*opaque, *found]):
                found.append({"type": kind, "offset": start, "length": length})
    return sort_entities([*entities, *found])[:MAX_ENTITIES]


def sort_entities(entities: list[JSON]) -> list[JSON]:
    """Outer before inner, left before right."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))
