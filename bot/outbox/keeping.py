"""What must happen every few seconds, in every process: renew our leases, give up what the dead left, fire what is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta, tzinfo

from bot.outbox.auditing import note_run
from bot.outbox.listener import Listener
from bot.outbox.store.broadcasts import untold
from bot.outbox.store.claims import renew
from bot.outbox.store.clock import mend_times
from bot.outbox.store.finish import Rules, Settled, sweep
from bot.outbox.store.pace import Clock, forget_starts, moment
from bot.outbox.store.schedules import DailyContent, fire_due
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_SOON = timedelta(minutes=1)


class Keeper:
    """Beats until it is cancelled; a beat that fails is logged and the next one comes."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: Rules,
        *,
        lease: timedelta,
        beat: timedelta,
        zone: tzinfo,
        daily: DailyContent | None,
        listener: Listener,
        in_flight: Callable[[], Collection[int]],
        wake: Callable[[], None],
    ) -> None:
        self._database, self._clock, self._rules = database, clock, rules
        self._lease, self._beat, self._zone = lease, beat, zone
        self._daily, self._listener = daily, listener
        self._in_flight, self._wake = in_flight, wake
        self._last: datetime | None = None

    async def begin(self, *, alone: bool) -> None:
        """At the start. ``alone``: no other process sends, so whatever is marked as being sent belongs to the dead."""
        await self._watch_clock()
        while settled := await self._sweep(everything=alone):
            await self._tell_given_up(settled)

    async def run(self) -> None:
        """Beat for ever."""
        while True:
            await asyncio.sleep(self._beat.total_seconds())
            await self._surely(self._live, "leases")
            await self._surely(self._watch_clock, "clock")
            await self._surely(self._fire, "schedules")
            await self._surely(self._tell_untold, "ends")

    async def _surely(self, act: Callable[[], Awaitable[None]], what: str) -> None:
        try:
            await act()
        except DatabaseUnavailable as error:
            _log.warning("%s: database %s", what, error.cause)
        except Exception:
            # Whatever it is, leases must be renewed in the next beat all the same.
            _log.exception("%s: failed", what)

    async def _live(self) -> None:
        if mine := self._in_flight():
            async with self._database.write() as transaction:
                await renew(transaction, self._clock, mine, self._lease)
                await forget_starts(transaction, self._clock)
        await self._tell_given_up(await self._sweep(everything=False))

    async def _watch_clock(self) -> None:
        async with self._database.read() as transaction:
            now = await moment(transaction, self._clock)
        if self._last is not None and now >= self._last:
            self._last = now
            return
        # Set back, or nobody knows: we have only begun to look.
        async with self._database.write() as transaction:
            mended = await mend_times(transaction, await moment(transaction, self._clock))
        self._last = now
        if mended:
            _log.warning("the clock was set back: %d deliveries are due anew", mended)
            self._wake()

    async def _tell_untold(self) -> None:
        """Whoever ended a broadcast also tells of it; when that one died, somebody else does."""
        async with self._database.read() as transaction:
            missed = await untold(transaction, await moment(transaction, self._clock) - _SOON)
        for number in missed:
            await self._listener.ended(number)

    async def _sweep(self, *, everything: bool) -> list[Settled]:
        async with self._database.write() as transaction:
            return await sweep(transaction, self._clock, self._rules, self._lease, everything=everything, spare=self._in_flight())

    async def _tell_given_up(self, settled: list[Settled]) -> None:
        for one in settled:
            _log.warning("delivery %d of broadcast %d to %d: %s, its process died", one.id, one.broadcast_id, one.chat_id, one.state)
            await self._listener.given_up(one)

    async def _fire(self) -> None:
        async with self._database.write() as transaction:
            fired = await fire_due(transaction, self._clock, self._zone, self._daily)
            now = await moment(transaction, self._clock)
            for one in fired:
                await note_run(transaction, one, now)
        for one in fired:
            _log.info("schedule %d: run %s to %d groups, %d skipped", one.series_id, one.broadcast_id, one.receivers, one.skipped)
            await self._listener.fired(one)
        if fired:
            self._wake()
