"""A command as thumbs on a Chinese keyboard write it → the command that Telegram knows. JSON in, the same JSON out.

Telegram finds commands only after ``/``, in Latin letters and with a space behind them. ``／help``, ``、topics`` (the same key
in Chinese mode), ``/ help``, ``/帮助``, ``/ask上面没说`` and ``/topic：p12-3`` are texts to it. Here they become the command
that is meant, once, before anything else looks at the message: what comes later knows ``/help`` only.

In a private chat the first sign and a word that is no command of ours make an unknown command, as with ``/``; in a group what
is no command of ours stays what it was, and 、 needs a Latin name after it: a list may go on with 、目录.
"""

from __future__ import annotations

import re
from typing import Any

from bot import texts
from bot.library.folding import fold

_SIGNS = "/／、\\＼⁄∕"
_UNSEEN = "\u200b-\u200f\u2060\ufeff"
# Signs before the name, one of them a slash or what stands on its key; a full stop that went before it is a slip.
_HEAD = re.compile(rf"[\s。．.{re.escape(_SIGNS)}{_UNSEEN}]{{0,8}}[{re.escape(_SIGNS)}][\s{_UNSEEN}]{{0,3}}")
_LATIN = re.compile(r"[A-Za-z_Ａ-Ｚａ-ｚ＿][A-Za-z0-9_Ａ-Ｚａ-ｚ０-９＿]{0,31}(?:[@＠][A-Za-z0-9_]{3,32})?")
# Between a name and what follows it.
_GAP = re.compile(rf"[\s:：,，{_UNSEEN}]*")
# A command that Telegram found, with something else than a space behind it: what follows would not be its argument.
_GLUED = re.compile(rf"/[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?[:：,，{_UNSEEN}]")
_UNKNOWN = re.compile(r"[／、][A-Za-z_][A-Za-z0-9_]{0,31}(?!\S)")
_MESSAGES = ("message", "edited_message")
NAMES = frozenset({*texts.COMMANDS, *texts.STAFF_COMMANDS, "start", "cancel"})
_WORDS = sorted(texts.COMMAND_WORDS, key=len, reverse=True)

Json = dict[str, Any]


def update(raw: Json) -> Json:
    """An update whose messages begin with commands that Telegram knows."""
    for name in _MESSAGES:
        if isinstance(raw.get(name), dict):
            _message(raw[name])
    return raw


def named(text: str, *, private: bool) -> tuple[str, int] | None:
    """The command at the beginning, without a slash, and where what follows it begins; ``None``: there is none of ours.

    The name is plain and in lower case, with ``@name`` where it is written.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    if latin := _LATIN.match(text, head.end()):
        name = fold(latin[0]).lower()
        return (name, _behind(text, latin.end())) if name.partition("@")[0] in NAMES else None
    if not private and "、" in head[0]:
        return None
    for word in _WORDS:
        end = head.end() + len(word)
        if text.startswith(word, head.end()) and (end == len(text) or _behind(text, end) > end):
            return texts.COMMAND_WORDS[word], _behind(text, end)
    return None


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
        return None
    found = named(said, private=private)
    if found is not None:
        name, end = found
        command, rest = f"/{name}", said[end:]
        after = _moved(marks, _units(said[:end]), _units(command) + 1)
        return (f"{command} {rest}" if rest else command), [_mark(command), *after]
    unknown = _UNKNOWN.match(said) if private else None
    return None if unknown is None else (said, [_mark(unknown[0]), *marks])


def _behind(text: str, end: int) -> int:
    gap = _GAP.match(text, end)
    return gap.end() if gap else end


def _mark(command: str) -> Json:
    return {"type": "bot_command", "offset": 0, "length": _units(command)}


def _moved(marks: list[Json], before: int, after: int) -> list[Json]:
    """Entities behind what was replaced; ``before`` and ``after``: where what follows began, and begins now."""
    moved = []
    for mark in marks:
        offset, length = mark.get("offset"), mark.get("length")
        if isinstance(offset, int) and isinstance(length, int) and offset + length > before:
            start = max(offset, before)
            moved.append({**mark, "offset": start - before + after, "length": offset + length - start})
    return moved


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
