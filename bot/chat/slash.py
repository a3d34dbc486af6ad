"""A command as thumbs on a Chinese keyboard write it: ``／help``, ``、topics`` (the same key in Chinese mode), ``/ help``,
``/帮助``, ``/ask上面没说``, ``/topic：p12-3``, ``/topic“p12-3”``, ``/stats90``. Pure: for the prompt and for Telegram.

In a private chat the first sign and a Latin word that is no command make an unknown one, as with ``/``; in a group what is no
command of ours stays what it was, and 、 needs a Latin name after it: a list may go on with 、目录.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.chat import texts
from bot.library.folding import fold

_SIGNS = "/／、\\＼⁄∕"
_UNSEEN = "\u200b-\u200f\u2060\ufeff"
# Signs before the name, one of them a slash or what stands on its key; a full stop that went before it is a slip.
_HEAD = re.compile(rf"[\s。．.{re.escape(_SIGNS)}{_UNSEEN}]{{0,8}}[{re.escape(_SIGNS)}][\s{_UNSEEN}]{{0,3}}")
_LATIN = re.compile(r"[A-Za-z_Ａ-Ｚａ-ｚ＿][A-Za-z0-9_Ａ-Ｚａ-ｚ０-９＿]{0,31}(?:[@＠][A-Za-z0-9_]{3,32})?")
# Between a name and what follows it.
_GAP = re.compile(rf"[\s:：,，。.!！{_UNSEEN}]*")
_NUMBERED = re.compile(r"([a-z]+?)(?:p?\d)")
_UNKNOWN = re.compile(r"[／、][A-Za-z_][A-Za-z0-9_]{0,31}(?!\S)")
_WORDS = sorted(texts.COMMAND_WORDS, key=len, reverse=True)


def named(text: str, names: Collection[str], *, private: bool = True) -> tuple[str, int] | None:
    """The command of these at the beginning, without a slash, and where what follows it begins; ``None``: there is none of ours.

    The name is plain and in lower case, with ``@name`` where it is written.
    """
    head = _HEAD.match(text)
    if head is None:
        return None
    if latin := _LATIN.match(text, head.end()):
        name = fold(latin[0]).lower()
        if name.partition("@")[0] in names:
            return name, _behind(text, latin.end())
        return _with_number(name, head.end(), names) if private else None
    if not private and "、" in head[0]:
        return None
    for word in _WORDS:
        end = head.end() + len(word)
        if text.startswith(word, head.end()) and (end == len(text) or _behind(text, end) > end):
            name = texts.COMMAND_WORDS[word]
            return (name, _behind(text, end)) if name in names else None
    return None


def _with_number(name: str, start: int, names: Collection[str]) -> tuple[str, int] | None:
    """/stats90, /misses12教p12-3, /topicp12-3: the space before a number or an id was forgotten. In a group it may be another bot's."""
    found = _NUMBERED.match(name)
    return (found[1], start + len(found[1])) if found and found[1] in names and "@" not in name else None


def unknown(text: str) -> str | None:
    """The sign and the Latin word at the beginning, where they look like a command although Telegram finds none."""
    found = _UNKNOWN.match(text)
    return found[0] if found else None


def _behind(text: str, end: int) -> int:
    gap = _GAP.match(text, end)
    return gap.end() if gap else end
