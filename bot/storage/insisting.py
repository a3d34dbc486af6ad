"""Writing what must not be dropped: it is tried again, in order, until the database takes it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from itertools import islice
from typing import Self

from bot import trace
from bot.backoff import Backoff
from bot.storage.batching import Act, write_some
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_BACKOFF = Backoff(0.5, 15.0)
_LAST_TRY = 1.0
_MOST_WAITING = 10_000
_MOST_TOGETHER = 50


class InsistentWriter:
    """Acts wait in this process's memory: few, small, and harmless when done twice."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[Act, asyncio.Future[None]]] = deque()
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="insistent writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        """A second more for what still waits."""
        assert self._task is not None
        last = [done for _, done in self._waiting]
        if last:
            await asyncio.wait(last, timeout=_LAST_TRY)
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self._waiting:
            _log.warning("the database is unusable: %d changes of groups are lost", len(self._waiting))

    def submit(self, act: Act) -> asyncio.Future[None]:
        """Let ``act(transaction)`` be done soon; the future is done when it is."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if len(self._waiting) >= _MOST_WAITING:
            _log.warning("the database is unusable for long: a change of a group is lost")
            self._waiting.popleft()[1].cancel()
        self._waiting.append((act, done))
        self._more.set()
        return done

    async def do(self, act: Act, patience: float = 1.0) -> None:
        """As ``submit``, and wait for it for up to ``patience`` seconds: what follows usually finds it done."""
        await asyncio.wait({self.submit(act)}, timeout=patience)

    async def settled(self) -> None:
        """Wait until everything submitted so far is done."""
        if self._waiting:
            await asyncio.wait({done for _, done in self._waiting})

    async def _run(self) -> None:
        failures = 0
        while True:
            await self._more.wait()
            batch = list(islice(self._waiting, _MOST_TOGETHER))
            if not batch:
                self._more.clear()
                continue
            try:
                written = await self._write([act for act, _ in batch])
            except DatabaseUnavailable as error:
                if not failures:
                    _log.warning("a change of a group waits for the database: %s", error.cause)
                failures += 1
                await asyncio.sleep(_BACKOFF.after(failures))
                continue
            failures = 0
            for act, done in batch[:written]:
                if self._waiting and self._waiting[0] == (act, done):  # else it was pushed out meanwhile
                    self._waiting.popleft()
                if not done.done():
                    done.set_result(None)

    async def _write(self, acts: list[Act]) -> int:
        """Returns how many are dealt with: done, or failed for good."""
        try:
            return await write_some(self._database, acts)
        except DatabaseUnavailable:
            raise
        except Exception as error:
            # One act is at fault: let it not take the others with it.
            if len(acts) > 1:
                for act in acts:
                    await self._write([act])
            else:
                _log.error("a change of a group failed: %s", trace.cause(error))
            return len(acts)
