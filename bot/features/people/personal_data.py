"""What is kept about one person: collected for them, and erased when they say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from bot.features.people import store
from bot.features.people.store import Erased, PersonData
from bot.storage.acts import Acts
from bot.storage.errors import DatabaseUnavailable
from bot.storage.recorder import Recorder
from bot.storage.veil import Veil

_PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Kept:
    """Where rows about people are; ``recorder``: what writes beside the answers. ``days``: how long questions without an answer stay."""

    acts: Acts
    veil: Veil
    recorder: Recorder | None
    days: int


class PersonalData:
    """``kept``: ``None`` without a database. ``forget``: makes this process forget somebody; what waits there would be written later."""

    def __init__(self, owners: Collection[int], forget: Callable[[int], Awaitable[None]], kept: Kept | None = None) -> None:
        self._owners, self._forget, self._kept = owners, forget, kept

    @property
    def days(self) -> int:
        """How long questions without an answer are kept."""
        return self._kept.days if self._kept is not None else 0

    def is_named_owner(self, user_id: int) -> bool:
        """Whether the settings name this person."""
        return user_id in self._owners

    async def collect(self, user_id: int) -> PersonData | None:
        """``None``: there is no database, and nothing is kept."""
        if self._kept is None:
            return None
        async with self._kept.acts.reading() as transaction:
            return await store.collect(transaction, self._kept.veil, user_id)

    async def erase(self, user_id: int) -> Erased | None:
        """``None``: there is no database; what was in memory is gone. Raises ``DatabaseUnavailable``: not everything is."""
        # First of all: what waits in memory would be written after the rest is gone.
        await self._forget(user_id)
        if self._kept is None:
            return None
        try:
            if self._kept.recorder is not None:
                async with asyncio.timeout(_PATIENCE):
                    await self._kept.recorder.flush()
        except TimeoutError as error:
            raise DatabaseUnavailable("locked") from error
        async with self._kept.acts.writing() as act:
            return await store.erase(act.transaction, self._kept.veil, user_id)
