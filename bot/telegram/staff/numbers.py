"""Ids that people write or buttons carry. Pure."""

from __future__ import annotations

import re

_GROUP = re.compile(r"-\d{1,19}", re.ASCII)
_PERSON = re.compile(r"\d{1,19}", re.ASCII)
# What a database column and Telegram hold.
_LARGEST = 2**63 - 1


def group_id(text: str) -> int | None:
    """The id of a group, or ``None``."""
    return int(text) if _GROUP.fullmatch(text) and -int(text) <= _LARGEST else None


def person_id(text: str) -> int | None:
    """The id of a person, or ``None``."""
    return int(text) if _PERSON.fullmatch(text) and 0 < int(text) <= _LARGEST else None
