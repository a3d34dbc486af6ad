"""How the bot is: the database, the disk below it, the knowledge, and what went wrong last. The platform adds what it knows."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import bot
from bot.features.reports import texts
from bot.features.teaching.store import state
from bot.library.models import Library
from bot.storage.acts import Acts
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import current_revision
from bot.when import written

_LITTLE_DISK = 500 << 20


@dataclass(frozen=True, slots=True)
class Running:
    """What this process knows of itself, asked for each time. ``uptime`` in seconds; ``dropped``: records that were lost.

    ``troubles``: when (aware) and what the last lines of the log were that warn of something.
    """

    library: Callable[[], Library]
    uptime: Callable[[], float]
    dropped: Callable[[], int]
    troubles: Callable[[], Sequence[tuple[datetime, str]]]


class Health:
    """Looks anew each time."""

    def __init__(self, acts: Acts, running: Running) -> None:
        self._acts, self._running = acts, running

    def process(self) -> list[tuple[str, str]]:
        """Version and age."""
        return [(texts.HEALTH_VERSION, bot.__version__), (texts.HEALTH_UPTIME, duration(self._running.uptime()))]

    async def storage(self) -> list[tuple[str, str]]:
        """Records, database and knowledge."""
        library = self._running.library()
        return [
            (texts.HEALTH_RECORDS, texts.HEALTH_DROPPED.format(count=self._running.dropped())),
            (texts.HEALTH_DATABASE, await self._database()),
            (texts.HEALTH_KNOWLEDGE, texts.HEALTH_LIBRARY.format(version=library.version, count=len(library.entries))),
        ]

    async def disk(self) -> list[tuple[str, str]]:
        """Room where the database is."""
        return [(texts.HEALTH_DISK, await asyncio.to_thread(_disk, self._acts.database.path or Path.cwd()))]

    def troubles(self) -> list[str]:
        """The last ones, each in a line."""
        return [f"{written(at)}　{line}" for at, line in self._running.troubles()]

    async def _database(self) -> str:
        started = time.perf_counter()
        try:
            async with self._acts.writing() as act:
                await state.probe(act.transaction, act.now)
            revision = await current_revision(self._acts.database)
        except DatabaseUnavailable as error:
            return str(error)
        milliseconds = 1000 * (time.perf_counter() - started)
        return texts.HEALTH_DATABASE_FINE.format(database=self._acts.database, revision=revision, ms=f"{milliseconds:.0f}")


def _disk(path: Path) -> str:
    folder = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    return (texts.HEALTH_DISK_LOW if free < _LITTLE_DISK else texts.HEALTH_DISK_FREE).format(free=f"{free / (1 << 30):.1f}")


def duration(seconds: float) -> str:
    """A length of time in words."""
    minutes = int(seconds) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return texts.DURATION_DAYS.format(days=days, hours=hours)
    return texts.DURATION_HOURS.format(hours=hours, minutes=minutes % 60) if hours else texts.DURATION_MINUTES.format(minutes=minutes)
