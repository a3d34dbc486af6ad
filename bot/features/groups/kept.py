"""Groups in the database: what their admins chose, and where we are a member."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime

from bot.chat.ports import Overhearing
from bot.features.groups.membership import Welcome
from bot.library.lru import Lru
from bot.places.doors import Coming, Doors
from bot.places.standing import Arrival
from bot.places.store import groups, migrate_chat
from bot.storage.engine import Transaction
from bot.storage.insisting import InsistentWriter
from bot.storage.patience import Away, PatientReader

# Another process may have changed it: so long, in seconds, this one may not know.
_FRESH = 5.0
# A delivery, or another process, may have found the group without us; who speaks in it proves otherwise.
_SEEN_FRESH = 300.0
_SIZE = 20_000
# Seconds: a database that is away must not hold up what else is said in a group.
_PATIENCE = 5.0


class KeptGroups:
    """``GroupPreferences`` and ``GroupRegister``. Without the database: what was read last, and quiet where nothing was."""

    def __init__(
        self, reader: PatientReader, writer: InsistentWriter, clock: Callable[[], datetime], doors: Doors, welcome: Welcome | None = None
    ) -> None:
        self._reader, self._writer, self._clock, self._doors, self._welcome = reader, writer, clock, doors, welcome
        self._choices: Lru[int, tuple[Overhearing, float]] = Lru(_SIZE)
        self._seen: Lru[int, tuple[str, float]] = Lru(_SIZE)

    async def overhearing(self, chat_id: int) -> Overhearing:
        """See ``GroupPreferences``."""
        known = self._choices.get(chat_id)
        if known is not None and time.monotonic() - known[1] < _FRESH:
            return known[0]
        try:
            group = await self._reader.read(lambda transaction: groups.get(transaction, chat_id))
        except Away:
            return known[0] if known is not None else Overhearing()
        choice = Overhearing() if group is None else Overhearing(group.overhear, group.overheard_per_hour, group.overhear_paused_until)
        self._choices.put(chat_id, (choice, time.monotonic()))
        return choice

    async def pause_overhearing(self, chat_id: int, until: datetime) -> None:
        """See ``GroupPreferences``."""
        present = await self.overhearing(chat_id)
        await self._writer.do(lambda transaction: groups.change(transaction, chat_id, overhear_paused_until=until))
        self._choices.put(chat_id, (Overhearing(present.on, present.per_hour, until), time.monotonic()))

    async def changed(self, chat_id: int) -> None:
        """See ``GroupPreferences``."""
        self._choices.drop(chat_id)

    async def arrived(self, coming: Coming) -> None:
        """See ``GroupRegister``."""
        arrival = await self._entered(coming)
        if self._welcome is not None:
            members = await self._welcome.greet(coming, arrival)
            if members is not None:
                await self._writer.do(lambda transaction: groups.change(transaction, coming.chat_id, members=members))
            await self._welcome.tell(coming, arrival)

    async def _entered(self, coming: Coming) -> Arrival | None:
        """Where the group stands now; ``None``: not known, or not yet."""
        self._seen.put(coming.chat_id, (coming.title, time.monotonic()))
        arrivals: list[Arrival | None] = []

        async def arrive(transaction: Transaction) -> None:
            arrivals.append(await self._doors.arrive(transaction, coming))

        done = self._writer.submit(arrive)
        await asyncio.wait({done}, timeout=_PATIENCE)
        return arrivals[-1] if arrivals and done.done() and not done.cancelled() else None

    async def renamed(self, chat_id: int, title: str, kind: str) -> None:
        """See ``GroupRegister``."""
        self._seen.put(chat_id, (title, time.monotonic()))
        now = self._clock()
        await self._writer.do(lambda transaction: groups.see(transaction, chat_id, title, kind, now))

    async def seen(self, chat_id: int, title: str, kind: str) -> None:
        """See ``GroupRegister``."""
        known = self._seen.get(chat_id)
        if known is not None and known[0] == title and time.monotonic() - known[1] < _SEEN_FRESH:
            return
        self._seen.put(chat_id, (title, time.monotonic()))
        now = self._clock()

        async def see(transaction: Transaction) -> None:
            group = await groups.get(transaction, chat_id)
            if group is None or group.is_stale(title, now):
                await groups.see(transaction, chat_id, title, kind, now)

        self._writer.submit(see)

    async def settled(self) -> None:
        """Wait until everything that was told is written."""
        await self._writer.settled()

    async def left(self, chat_id: int) -> None:
        """See ``GroupRegister``."""
        self._seen.drop(chat_id)
        await self._writer.do(lambda transaction: groups.deactivate(transaction, chat_id))

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """See ``GroupRegister``."""
        now = self._clock()
        await self._writer.do(lambda transaction: migrate_chat.follow_migration(transaction, old_chat_id, new_chat_id, now))
        for chat_id in (old_chat_id, new_chat_id):
            self._choices.drop(chat_id)
            self._seen.drop(chat_id)
