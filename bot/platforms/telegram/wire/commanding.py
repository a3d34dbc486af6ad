"""Commands that Telegram did not find → ones that it would have found (see ``bot.chat.slash``). JSON in, the same JSON out.

Telegram finds them only after ``/``, in Latin letters and with no letter behind, and Chinese characters are letters. Here they
become the command that is meant, once, before anything else looks at the message: what comes later knows ``/help`` only.
"""

from __future__ import annotations

import re
from typing import Any

from bot import texts as common_texts
from bot.chat import slash
from bot.chat import texts as chat_texts
from bot.library.folding import fold
from bot.platforms.telegram import texts
from bot.richtext.length import units

# A command that Telegram found, with something else than a space behind it: what follows would not be its argument.
_GLUED = re.compile(r"/(?:[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?[^\sA-Za-z0-9_@]|[A-Za-z]+\d)")
_MESSAGES = ("message", "edited_message")
NAMES = frozenset({*texts.COMMANDS, *chat_texts.STAFF_COMMANDS, "start", "cancel"})

Json = dict[str, Any]


def update(raw: Json) -> Json:
    """An update whose messages begin with commands that Telegram knows."""
    for name in _MESSAGES:
        if isinstance(raw.get(name), dict):
            _message(raw[name])
    return raw


def _message(raw: Json) -> None:
    chat = raw.get("chat")
    private = isinstance(chat, dict) and chat.get("type") == "private"
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        if isinstance(raw.get(text), str):
            marks = [mark for mark in raw.get(entities) or () if isinstance(mark, dict)]
            rewritten = _rewritten(raw[text], marks, private=private)
            if rewritten is not None:
                raw[text], raw[entities] = rewritten


def _rewritten(said: str, marks: list[Json], *, private: bool) -> tuple[str, list[Json]] | None:
    """The text and its entities with the command that is meant; ``None``: as they are."""
    told = any(mark.get("type") == "bot_command" and mark.get("offset") == 0 for mark in marks)
    if told and not _GLUED.match(said):
        # PTB looks at the first only; what covers the command as well (bold) stands before it.
        first = marks[0].get("type") == "bot_command"
        return None if first else (said, sorted(marks, key=lambda mark: mark.get("type") != "bot_command" or mark.get("offset") != 0))
    if private and fold(said).rstrip(".。!") in common_texts.CANCEL_WORDS:
        return "/cancel", [_mark("/cancel")]
    found = slash.named(said, NAMES, private=private)
    if found is not None:
        name, end = found
        command, rest = f"/{name}", said[end:]
        behind = [mark for mark in marks if mark.get("type") != "bot_command" or mark.get("offset") != 0]
        after = _moved(behind, units(said[:end]), units(command) + 1)
        return (f"{command} {rest}" if rest else command), [_mark(command), *after]
    unknown = slash.unknown(said) if private else None
    return None if unknown is None else (said, [_mark(unknown), *marks])


def _mark(command: str) -> Json:
    return {"type": "bot_command", "offset": 0, "length": units(command)}


def _moved(marks: list[Json], before: int, after: int) -> list[Json]:
    """Entities behind what was replaced; ``before`` and ``after``: where what follows began, and begins now."""
    moved = []
    for mark in marks:
        offset, length = mark.get("offset"), mark.get("length")
        if isinstance(offset, int) and isinstance(length, int) and offset + length > before:
            start = max(offset, before)
            moved.append({**mark, "offset": start - before + after, "length": offset + length - start})
    return moved
