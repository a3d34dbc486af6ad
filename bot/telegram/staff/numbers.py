"""Ids and numbers that people write or buttons carry. Pure."""

from __future__ import annotations

import re

from bot.library.folding import fold

_GROUP = re.compile(r"- ?(\d{1,19})", re.ASCII)
_GROUP_FIRST = re.compile(r"(- ?\d{1,19})(?!\d)[\s,;:]*(.*)", re.ASCII)
_PERSON = re.compile(r"\d{1,19}", re.ASCII)
_COUNTED = re.compile(r"(?:#|第|No\.?)? ?(\d{1,19}) ?[号条个项]?", re.ASCII | re.IGNORECASE)
# What a database column and Telegram hold.
_LARGEST = 2**63 - 1


def group_id(text: str) -> int | None:
    """The id of a group, or ``None``."""
    found = _GROUP.fullmatch(fold(text))
    return -int(found[1]) if found and int(found[1]) <= _LARGEST else None


def group_first(text: str) -> tuple[int | None, str]:
    """The id of a group that these words begin with, and the words after it, folded; without an id: all of them."""
    folded = fold(text)
    found = _GROUP_FIRST.match(folded)
    chat_id = group_id(found[1]) if found else None
    return (chat_id, found[2]) if found and chat_id is not None else (None, folded)


def person_id(text: str) -> int | None:
    """The id of a person, or ``None``."""
    folded = fold(text)
    return int(folded) if _PERSON.fullmatch(folded) and 0 < int(folded) <= _LARGEST else None


def counted(text: str) -> int | None:
    """The number of a row or a broadcast, as written (12, #12, 第12号) or on a button; ``None`` for anything else."""
    found = _COUNTED.fullmatch(fold(text))
    return int(found[1]) if found and 0 < int(found[1]) <= _LARGEST else None
