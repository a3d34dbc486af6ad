"""One thing that answers, of any source, and its key: its name in rows, on buttons and in links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SPEECH = "speech"
# In no entry's id, and allowed in Telegram's deep links.
_BETWEEN = "_"
# What has room in a row of the database and, with the rest of its meaning, on a button of 64 bytes.
_KEY = re.compile(r"(?=.{1,24}$)([a-z]+_)?[a-z0-9-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hit:
    """``id`` is its source's own, in ``a-z0-9-``; ``text`` and ``place`` are what it says, verbatim, and where.

    ``score`` is the calibrated chance that it is what was asked, 0–100; ``names`` are the fields that name it in JSON lines.
    """

    kind: str
    id: str
    title: str
    text: str
    place: str
    score: float = 0.0
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"{self.key!r} has no room in a row or on a button")

    @property
    def key(self) -> str:
        """Its name in the whole house."""
        return key_of(self.kind, self.id)


def key_of(kind: str, id_: str) -> str:
    """``kind_id``; an entry of the speech is its plain id, as in rows and on buttons from before there were other sources."""
    return id_ if kind == SPEECH else f"{kind}{_BETWEEN}{id_}"


def split_key(key: str) -> tuple[str, str]:
    """Kind and id of a key; of what may be none, whatever its form says."""
    kind, between, id_ = key.partition(_BETWEEN)
    return (kind, id_) if between else (SPEECH, key)
