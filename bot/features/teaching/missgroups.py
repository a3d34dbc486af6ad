"""Misses that ask the same, for editors: found beside the answers, outside of transactions, and remembered.

Grouping thousands of wordings takes a good part of a second. It is done in a thread, while no transaction is open, and again only
when other wordings are there, or the same more often.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.features.teaching.alike import cluster
from bot.features.teaching.aside import aside
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import MissGroup, MissState
from bot.storage.engine import Database


@dataclass(frozen=True, slots=True)
class _Grouped:
    """What was grouped (wordings and how often each), and the groups, most frequent first."""

    counts: dict[str, int]
    groups: list[list[str]]


class MissGroups:
    """Reads one database; several readers at once cost no more than one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = asyncio.Lock()
        self._known: dict[MissState, _Grouped] = {}

    async def page(self, state: MissState = MissState.OPEN, *, limit: int = 10, offset: int = 0) -> tuple[list[MissGroup], int]:
        """Misses in this state, grouped when alike, most frequent first, and the number of groups.

        Raises ``DatabaseUnavailable``.
        """
        groups = (await self._grouped(state)).groups
        async with self._database.read() as transaction:
            page = [await misses.load(transaction, keys, state) for keys in groups[offset : offset + limit]]
        return [group for group in page if group is not None], len(groups)

    async def find(self, miss_id: int) -> MissGroup | None:
        """The group around one miss, among those in the same state; ``None`` when it has expired or was decided about.

        Raises ``DatabaseUnavailable``.
        """
        async with self._database.read() as transaction:
            found = await misses.undecided(transaction, miss_id)
        if found is None:
            return None
        key, state = found
        groups = (await self._grouped(state)).groups
        keys = next((keys for keys in groups if key in keys), [key])
        async with self._database.read() as transaction:
            return await misses.load(transaction, keys, state)

    async def _grouped(self, state: MissState) -> _Grouped:
        async with self._turn:
            async with self._database.read() as transaction:
                counts = await misses.counts(transaction, state)
            known = self._known.get(state)
            if known is None or known.counts != counts:
                clusters = await aside(lambda: cluster(counts))
                clusters.sort(key=lambda keys: -sum(counts[key] for key in keys))
                self._known[state] = known = _Grouped(counts, clusters)
            return known
