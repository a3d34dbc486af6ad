"""Broadcasts as they are now: what screens show, for the chat and the shell alike. It only reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.access import Role
from bot.features.broadcasts import releasing, report
from bot.features.broadcasts.report import Progress
from bot.features.broadcasts.store.sources import is_source
from bot.outbox.pacing import RateLimits
from bot.outbox.store import broadcasts as store
from bot.outbox.store import schedules
from bot.outbox.store.broadcasts import Broadcast
from bot.outbox.store.pace import Clock
from bot.outbox.store.rows import DeliveryLine
from bot.places.store import staff
from bot.storage.engine import Database
from bot.when import CHINA

PER_PAGE = 8
_LAST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class BroadcastPage:
    """One page, and whether there is a later one; ``repeating`` are the numbers of those that repeat."""

    found: Sequence[Broadcast]
    number: int
    more: bool
    repeating: Collection[int]
    now: datetime


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Deliveries of which nobody knows; ``parts``: how many messages the broadcast is."""

    lines: Sequence[DeliveryLine]
    parts: int


class Overview:
    """``limits``: the pace, to say when one will have been sent. Everything raises ``DatabaseUnavailable``."""

    def __init__(self, database: Database, clock: Clock, limits: RateLimits, *, two_people: bool = True) -> None:
        self._database, self._clock, self._limits, self._two_people = database, clock, limits, two_people

    async def progress(self, number: int) -> Progress | None:
        """How far it is; ``None``: there is no such broadcast."""
        return await report.progress(self._database, self._clock, number, self._limits, CHINA)

    async def get(self, number: int) -> Broadcast | None:
        """The broadcast itself."""
        async with self._database.read() as transaction:
            return await store.get(transaction, number)

    async def page(self, page: int, series: int | None = None, per_page: int = PER_PAGE) -> BroadcastPage:
        """The newest first; with ``series``, the runs of a repeating one."""
        page = max(0, min(page, _LAST_PAGE))
        async with self._database.read() as transaction:
            found = await store.latest(transaction, per_page + 1, page * per_page, series_id=series)
            repeating = await schedules.repeating(transaction, [one.id for one in found])
        return BroadcastPage(found[:per_page], page, len(found) > per_page, repeating, self._clock())

    async def repeats(self, number: int) -> bool:
        """Whether it is one that repeats."""
        async with self._database.read() as transaction:
            return bool(await schedules.repeating(transaction, [number]))

    async def doubtful(self, number: int, limit: int = PER_PAGE) -> Doubtful:
        """The first deliveries that a person must settle."""
        one = await self.get(number)
        return Doubtful(await report.uncertain(self._database, number, limit), len(one.content.calls) if one is not None else 1)

    async def sheet(self, number: int) -> list[tuple[str | int, ...]]:
        """What happened in every group: rows, the headings first."""
        return await report.sheet(self._database, number, CHINA)

    async def announcers(self) -> list[int]:
        """Everybody who may release."""
        async with self._database.read() as transaction:
            return await staff.holders(transaction, Role.ANNOUNCER)

    async def needs_second(self) -> bool:
        """Whether somebody else must release, as things are: for what is shown. The release itself decides anew."""
        async with self._database.read() as transaction:
            return await releasing.needs_second(transaction, two_people=self._two_people)

    async def is_source(self, chat_id: int, message_id: int) -> bool:
        """Whether any broadcast was taken from this message."""
        async with self._database.read() as transaction:
            return await is_source(transaction, chat_id, message_id)
