"""Albums: Telegram sends each picture as a message of its own, in any order, within a moment or not. One album has one answer.

The picture with the question has the answer; without one in a moment, the first picture has the notice how to ask, which becomes
the answer if the question comes after all. Kept in memory only: what is told twice after a restart in that moment harms nobody.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

_REMEMBERED = 2_000


@dataclass(slots=True)
class Album:
    """``answered``: its question was taken; ``notice``: our message that stands for the answer meanwhile.

    ``turn`` is held by whoever says something to it: the notice waits outside of the order of its chat.
    """

    answered: bool = False
    notice: int | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)


class Albums:
    """The latest albums; ``patience``: seconds that a question may come after the first picture before the notice is sent."""

    def __init__(self, patience: float = 1.5) -> None:
        self.patience = patience
        self._albums: OrderedDict[Hashable, Album] = OrderedDict()

    def find(self, chat_id: int, group: str) -> tuple[Album, bool]:
        """The album, and whether this is its first message."""
        key = (chat_id, group)
        fresh = key not in self._albums
        album = self._albums.setdefault(key, Album())
        self._albums.move_to_end(key)
        if len(self._albums) > _REMEMBERED:
            self._albums.popitem(last=False)
        return album, fresh
