"""Ids and numbers that people write or buttons carry. Pure."""

from __future__ import annotations

import re

from bot.library.folding import bare, han_number

_GROUP = re.compile(r"- ?(\d{1,19})", re.ASCII)
# What people write in front of an id.
_NAMED = r"(?:(?:群|用户)?(?:编号|号码|id)[\s:]*)?"
_GROUP_FIRST = re.compile(rf"{_NAMED}[(\[【]?(- ?\d{{1,19}})(?!\d)[)\]】]?[\s,;:]*(.*)", re.ASCII | re.IGNORECASE)
_PERSON = re.compile(rf"{_NAMED}(\d{{1,19}})", re.ASCII | re.IGNORECASE)
_COUNTED = re.compile(r"(?:#|第|No\.?|编号:?)? ?(\d{1,19}|[一二三四五六七八九十]{1,3}) ?[号条个项]?", re.ASCII | re.IGNORECASE)
# What a database column and Telegram hold.
_LARGEST = 2**63 - 1


def group_id(text: str) -> int | None:
    """The id of a group, or ``None``."""
    found = _GROUP.fullmatch(bare(text))
    return -int(found[1]) if found and int(found[1]) <= _LARGEST else None


def group_first(text: str) -> tuple[int | None, str]:
    """The id of a group that these words begin with, and the words after it, folded; without an id: all of them."""
    folded = bare(text)
    found = _GROUP_FIRST.match(folded)
    chat_id = group_id(found[1]) if found else None
    return (chat_id, found[2]) if found and chat_id is not None else (None, folded)


def person_id(text: str) -> int | None:
    """The id of a person, or ``None``."""
    found = _PERSON.fullmatch(bare(text))
    return int(found[1]) if found and 0 < int(found[1]) <= _LARGEST else None


def counted(text: str) -> int | None:
    """The number of a row or a broadcast, as written (12, #12, 第12号, 十二) or on a button; ``None`` for anything else."""
    found = _COUNTED.fullmatch(bare(text))
    number = (int(found[1]) if found[1].isdecimal() else han_number(found[1])) if found else None
    return number if number is not None and 0 < number <= _LARGEST else None
