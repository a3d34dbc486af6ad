"""The worker: claims what is due, sends it, writes down what happened. Any number may run on PostgreSQL, one on SQLite.

Each delivery passes two commits: *about to send* before the call, *this happened* after it. Whatever dies in between leaves a
row that says so. Nothing here decides what follows from an outcome; ``outbox.states`` does.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta, tzinfo
from time import monotonic
from typing import TypeVar

from bot.outbox.auditing import note_paused_itself
from bot.outbox.doubts import Doubts
from bot.outbox.ending import Ender
from bot.outbox.keeping import Keeper
from bot.outbox.listener import Aside, Listener
from bot.outbox.outcomes import NoReply, Reply
from bot.outbox.pacing import beside
from bot.outbox.patience import LONGEST, patiently
from bot.outbox.sender import Sender
from bot.outbox.states import State
from bot.outbox.store.claims import Claim, Claimer, Job, claim
from bot.outbox.store.finish import Rules, Settled, finish
from bot.outbox.store.lock import OneSender
from bot.outbox.store.pace import Clock, correct_starts, moment
from bot.outbox.store.recalls import RecallJob, claim_recalls, finish_recall
from bot.outbox.store.schedules import DailyContent
from bot.outbox.traffic import Traffic
from bot.storage.engine import Database, Transaction
from bot.storage.errors import DatabaseUnavailable
from bot.when import CHINA

_log = logging.getLogger(__name__)
_SHORTEST_WAIT = 0.005
_LAST_WORDS = 2.0
# Seconds from a claim to its requests; more than this, and Telegram sees them beside later ones.
_LATE = 0.03

T = TypeVar("T")
FailPoint = Callable[[str], None]
"""Called with a name before and after each commit; tests end the process there."""


def no_fail_point(name: str) -> None:
    """For everything but tests."""


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """``in_flight`` is also the most that a sudden death leaves uncertain; raise it where Telegram is far away and slow.

    A lease outlives several beats, so that a busy moment does not look like death; together they are how long another
    process needs to take over. ``grace`` is how long a clean stop waits for the database to take the last outcomes.
    """

    in_flight: int = 3
    send_seconds: float = 28.0
    lease: timedelta = timedelta(seconds=9)
    beat: timedelta = timedelta(seconds=2)
    idle: timedelta = timedelta(seconds=1)
    grace: timedelta = timedelta(seconds=60)
    zone: tzinfo = CHINA
    rules: Rules = field(default_factory=Rules)


class DeliveryWorker:
    """``run()`` until ``stop()``. ``wake()`` after a release saves up to a second.

    ``traffic``: everything that this process sends; people's answers go first.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender,
        clock: Clock,
        settings: WorkerSettings | None = None,
        *,
        listener: Listener | None = None,
        daily: DailyContent | None = None,
        traffic: Traffic | None = None,
        fail_point: FailPoint = no_fail_point,
    ) -> None:
        self._database, self._sender, self._clock = database, sender, clock
        self._settings = settings or WorkerSettings()
        self._traffic = traffic or Traffic(0)
        self._listener = Aside(listener or Listener())
        self._fail_point = fail_point
        self._claimer = Claimer(
            secrets.token_hex(6), self._settings.rules.limits, self._settings.lease, self._settings.zone, self._settings.idle
        )
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._recalling: set[asyncio.Task[None]] = set()
        self._answered: set[int] = set()  # in flight, but only the database has still to hear of the outcome
        self._keeper = Keeper(
            database,
            clock,
            self._settings.rules,
            lease=self._settings.lease,
            beat=self._settings.beat,
            zone=self._settings.zone,
            daily=daily,
            listener=self._listener,
            in_flight=lambda: frozenset(self._in_flight),
            wake=self.wake,
        )
        self._stirred = asyncio.Event()
        self._stopping = False
        self._turn = 0
        self._room_at = 0.0
        self._ender = Ender(database, clock, self._listener, self._settings.idle)
        self._doubts = Doubts(database, clock, self._settings.rules)

    async def run(self) -> None:
        """Send until ``stop()``; then everything that left has its outcome written down.

        Raises ``AlreadySending`` when another process sends for this SQLite file.
        """
        lock = OneSender(self._database.path) if self._database.path else None
        if lock:
            lock.acquire()
        try:
            # Nothing has left yet: who stops now need not wait for the database.
            await patiently(lambda: self._keeper.begin(alone=lock is not None), "start", lambda _: self._stopping)
            keeping = asyncio.create_task(self._keeper.run())
            try:
                while not self._stopping:
                    await self._step()
            finally:
                await self._drain()
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
                await self._listener.close(_LAST_WORDS)
        finally:
            if lock:
                lock.release()

    def stop(self) -> None:
        """Take nothing more; ``run()`` ends when what is in flight has ended."""
        self._stopping = True
        self._stirred.set()

    def wake(self) -> None:
        """Something may be due now."""
        self._stirred.set()

    async def _step(self) -> None:
        self._stirred.clear()
        now = monotonic()
        if now < self._room_at:
            # The budget is spent; ends of sends must not make us ask again and again.
            await self._pause(self._room_at - now)
            return
        most = self._settings.in_flight - len(self._in_flight) - len(self._recalling)
        if most < 1:
            await self._stirred.wait()
            return
        if self._answered:
            # Answers that came together make room together: one claim of three instead of three of one.
            await self._pause(self._settings.idle.total_seconds())
            if self._stirred.is_set():
                return
        try:
            await self._take(most)
        except DatabaseUnavailable as error:
            _log.warning("cannot claim: database %s", error.cause)
            await self._pause(LONGEST)
        except Exception:
            # Whatever it is, what is in flight must still be written down, and other broadcasts may be sound.
            _log.exception("cannot claim")
            await self._pause(LONGEST)

    async def _take(self, most: int) -> None:
        await self._doubts.clear()
        self._turn += 1
        # Until the commit is confirmed: the database may keep a claim that we never hear of.
        self._doubts.add(doubt := self._claimer.prefix(self._turn))
        recalls, claimed, late = await self._claim(most)
        self._doubts.discard(doubt)
        for job in claimed.jobs:
            self._start(job)
        for recall in recalls:
            task = asyncio.create_task(self._take_back(recall))
            self._recalling.add(task)
            task.add_done_callback(self._recalled)
        # After everything that was taken is on its way: this may fail.
        if claimed.at is not None and late > _LATE:
            async with self._database.write() as transaction:
                await correct_starts(transaction, self._clock, [job.chat_id for job in claimed.jobs], claimed.at)
        await self._ender.end(claimed.idle)
        if claimed.full:
            self._room_at = claimed.since + min(claimed.wait, self._settings.idle).total_seconds()
        elif not claimed.jobs and not recalls:
            await self._pause(max(claimed.wait.total_seconds(), _SHORTEST_WAIT))

    async def _claim(self, most: int) -> tuple[list[RecallJob], Claim, float]:
        """What was taken, and how many seconds passed until it could leave."""
        limits = beside(self._settings.rules.limits, self._traffic.count())
        async with self._database.write() as transaction:
            recalls = await claim_recalls(transaction, self._clock, limits, most)
            claimed = await claim(transaction, self._clock, replace(self._claimer, limits=limits), most - len(recalls), self._turn)
            noted = monotonic()
            if claimed.jobs:
                self._fail_point("claim: before commit")
        if claimed.jobs:
            self._fail_point("claim: after commit")
        return recalls, claimed, monotonic() - noted

    def _start(self, job: Job) -> None:
        def ended(task: asyncio.Task[None]) -> None:
            del self._in_flight[job.id]
            self._answered.discard(job.id)
            if not self._in_flight:
                # It may have been the last one: look again whether the broadcast is over.
                self._ender.again(job.broadcast_id)
            self._stirred.set()
            if not task.cancelled() and (error := task.exception()) is not None:
                # The row stays as it is; its lease runs out and it becomes uncertain.
                _log.error("delivery %d of broadcast %d: outcome not written", job.id, job.broadcast_id, exc_info=error)

        task = asyncio.create_task(self._deliver(job))
        self._in_flight[job.id] = task
        task.add_done_callback(ended)

    def _recalled(self, task: asyncio.Task[None]) -> None:
        self._recalling.discard(task)
        self._stirred.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("recall: outcome not written, it will be tried again", exc_info=error)

    async def _deliver(self, job: Job) -> None:
        # The claim was in time; its commit may have taken so long that it would arrive beside later ones.
        await self._traffic.for_broadcast(self._settings.rules.limits.per_second)
        outcome = await self._outcome(self._sender.send(job.chat_id, job.thread_id, job.call), f"delivery {job.id}")
        self._answered.add(job.id)
        settled = await self._patiently(lambda: self._finish(job, outcome), f"delivery {job.id}")
        if settled is None:
            return
        level = logging.DEBUG if settled.state is State.SENT else logging.INFO
        _log.log(level, "delivery %d of broadcast %d to %d: %s %s", job.id, job.broadcast_id, job.chat_id, settled.state, settled.cause)
        await self._listener.settled(settled)

    async def _finish(self, job: Job, outcome: Reply) -> Settled | None:
        async with self._database.write() as transaction:
            settled = await finish(transaction, self._clock, job, outcome, self._settings.rules, random.random())
            if settled is not None and settled.paused:
                await note_paused_itself(transaction, job.broadcast_id, await moment(transaction, self._clock))
            self._fail_point("finish: before commit")
        self._fail_point("finish: after commit")
        return settled

    async def _take_back(self, job: RecallJob) -> None:
        outcome = await self._outcome(self._sender.delete(job.chat_id, job.message_id), f"recall {job.id}")

        async def note(transaction: Transaction) -> None:
            await finish_recall(transaction, self._clock, job, outcome)

        await self._patiently(lambda: self._written(note), f"recall {job.id}")

    async def _written(self, act: Callable[[Transaction], Awaitable[None]]) -> None:
        async with self._database.write() as transaction:
            await act(transaction)

    async def _outcome(self, sending: Awaitable[Reply], what: str) -> Reply:
        try:
            async with asyncio.timeout(self._settings.send_seconds):
                return await sending
        except TimeoutError:
            return NoReply("gave up waiting")
        except Exception as error:
            _log.exception("%s: the sender failed", what)
            return NoReply(type(error).__name__)

    async def _patiently(self, act: Callable[[], Awaitable[T]], what: str) -> T:
        grace = self._settings.grace.total_seconds()
        return await patiently(act, what, lambda seconds: self._stopping and seconds > grace)

    async def _pause(self, seconds: float) -> None:
        """Wait, unless something stirs."""
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _drain(self) -> None:
        self._stopping = True
        while under_way := [*self._in_flight.values(), *self._recalling]:
            await asyncio.wait(under_way)
        try:
            await self._doubts.clear()
        except Exception as error:
            _log.warning("claims of which the database never confirmed the end may become uncertain: %s", type(error).__name__)
