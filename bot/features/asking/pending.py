"""Answers under way, in the database: whoever comes after a crash knows which messages have theirs.

Every answer passes two commits, *about to send* before it leaves and *sent* before its update is acknowledged; as many as have
gathered share a transaction. A message whose answer was on the wire when its process died is unsure: Telegram cannot be asked
what it has, so a question is answered again (twice does less harm than never), and what nobody asked for is not.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from bot import trace
from bot.features.asking.store import pending
from bot.outbox.store.pace import moment
from bot.platforms.telegram.pending import AnswerMark
from bot.storage.engine import Database, Transaction
from bot.storage.errors import DatabaseUnavailable
from bot.storage.veil import Veil

_log = logging.getLogger(__name__)
# Answers do not wait for a database that is slow or away, and it is not asked again at once.
_PATIENCE, _REST = 1.0, 5.0
_LEASE, _BEAT = timedelta(seconds=15), 5.0
_READY = 0.1
_GAP, _MOST_GAP = 0.002, 0.04
_STATES = {pending.SENDING: AnswerMark.UNSURE, pending.SENT: AnswerMark.SENT}

TakeUp = Callable[[Any, Callable[[], None]], None]
"""Handle a raw update again; the second value is to be called when it has been handled."""


@dataclass(slots=True)
class _Batch:
    begin: dict[str, asyncio.Future[AnswerMark]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    hold: dict[str, str] = field(default_factory=dict)
    release: set[str] = field(default_factory=set)
    done: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class KeptPending:
    """``PendingAnswers`` over the database. ``keep``: how long a mark is of use, which is as long as a message may be answered."""

    def __init__(self, database: Database, veil: Veil, clock: Callable[[], datetime], keep: timedelta) -> None:
        self._database, self._veil, self._clock, self._keep = database, veil, clock, keep
        self._worker = secrets.token_hex(6)
        self._batch: _Batch | None = None
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._resting_until = 0.0
        self._held = 0
        self._gap = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="pending answers")
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is still to be written has a second."""
        assert self._task is not None
        if self._batch is not None:
            await asyncio.wait({self._batch.done}, timeout=_PATIENCE)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def about_to_send(self, message: str) -> AnswerMark:
        """See ``PendingAnswers``; without the database as if nothing was known."""
        if not self.usable:
            return AnswerMark.FRESH
        mark, batch = self._veil.mark(message), self._open()
        known = batch.begin.setdefault(mark, asyncio.get_running_loop().create_future())
        await self._patiently(known)
        return known.result() if known.done() else AnswerMark.FRESH

    async def sent(self, message: str) -> None:
        """See ``PendingAnswers``."""
        batch = self._open()
        batch.sent.add(self._veil.mark(message))
        await self._patiently(batch.done)

    async def hold(self, updates: Mapping[int, Any]) -> bool:
        """See ``PendingAnswers``."""
        if not self.usable:
            return False
        batch = self._open()
        for number, raw in updates.items():
            batch.hold[self._shelf_mark(number)] = self._veil.seal(json.dumps(raw).encode())
        self._held += len(updates)
        await self._patiently(batch.done)
        return batch.done.done() and batch.done.result()

    def release(self, update_id: int) -> None:
        """See ``PendingAnswers``."""
        self._release(self._shelf_mark(update_id))

    @asynccontextmanager
    async def taking_up(self, take_up: TakeUp, ready: Callable[[], bool]) -> AsyncIterator[None]:
        """Beside this, ``take_up`` is called for what dead processes had in hand, as soon as it is ``ready``."""
        task = asyncio.create_task(self._watch(take_up, ready), name="held updates")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    @property
    def usable(self) -> bool:
        """See ``PendingAnswers``."""
        return time.monotonic() >= self._resting_until

    async def _patiently(self, done: asyncio.Future[Any]) -> None:
        """Wait for a commit; when it takes long, nobody else waits until one has gone through."""
        if not self.usable:
            return
        await asyncio.wait({done}, timeout=_PATIENCE)
        if not done.done():
            trace.note(database="slow")
            self._resting_until = time.monotonic() + _REST

    def _release(self, mark: str) -> None:
        self._held -= 1
        self._open(soon=False).release.add(mark)

    def _shelf_mark(self, update_id: int) -> str:
        return self._veil.mark(f"update:{update_id}")

    def _open(self, *, soon: bool = True) -> _Batch:
        """What is written next; what nobody waits for waits for others, up to a second."""
        if self._batch is None:
            self._batch = _Batch()
        if soon:
            self._more.set()
        else:
            asyncio.get_running_loop().call_later(_PATIENCE, self._more.set)
        return self._batch

    async def _run(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            await asyncio.sleep(self._gap)
            batch, self._batch = self._batch, None
            if batch is None:
                continue
            before: dict[str, str] = {}
            written = False
            try:
                async with self._database.write() as transaction:
                    before = await self._write(transaction, batch)
                written, self._resting_until = True, 0.0
            except DatabaseUnavailable as error:
                if self.usable:
                    _log.info("answers are not marked, the database is unusable: %s", error.cause)
                self._resting_until = time.monotonic() + _REST
            except Exception as error:
                _log.error("answers are not marked: %s", type(error).__name__)
            for mark, known in batch.begin.items():
                if not known.done():
                    known.set_result(_STATES.get(before.get(mark, ""), AnswerMark.FRESH))
            batch.done.set_result(written)
            # In a rush a little patience saves most of the transactions; a few answers a second do not wait at all.
            self._gap = min(_MOST_GAP, _GAP * len(batch.begin))

    async def _write(self, transaction: Transaction, batch: _Batch) -> dict[str, str]:
        now = self._clock()
        before = await pending.begin(transaction, batch.begin, now + self._keep) if batch.begin else {}
        if batch.sent:
            await pending.settle(transaction, batch.sent)
        if batch.hold:
            await pending.hold(transaction, batch.hold, self._worker, await moment(transaction, self._clock) + _LEASE)
        if batch.release:
            await pending.release(transaction, batch.release)
        return before

    async def _watch(self, take_up: TakeUp, ready: Callable[[], bool]) -> None:
        alone = self._database.is_sqlite
        while True:
            if not ready():
                await asyncio.sleep(_READY)
                continue
            try:
                await self._take_over(take_up, alone)
            except DatabaseUnavailable as error:
                _log.info("held updates wait for the database: %s", error.cause)
            else:
                if alone:
                    return
            await asyncio.sleep(_BEAT)

    async def _take_over(self, take_up: TakeUp, alone: bool) -> None:
        async with self._database.write() as transaction:
            now = await moment(transaction, self._clock)
            if self._held > 0:
                await pending.renew(transaction, self._worker, now + _LEASE)
            taken = await pending.take_over(transaction, self._worker, now, now + _LEASE, alone=alone)
        for mark, sealed in taken.items():
            self._held += 1
            opened = self._veil.unseal(sealed)
            if opened is None:  # of another token: its chats are not this bot's
                self._release(mark)
                continue
            take_up(json.loads(opened), lambda mark=mark: self._release(mark))  # type: ignore[misc]
        if taken:
            _log.info("%d updates that another process had in hand are taken up", len(taken))
