"""Reading for a question: quickly, or not at all. A database that is slow or away costs an answer half a second once, not each time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot import trace
from bot.storage.engine import Database, Transaction
from bot.storage.errors import DatabaseUnavailable

_Result = TypeVar("_Result")
_PATIENCE = 0.5
_REST = 5.0


class Away(Exception):
    """The database did not answer in time; the caller goes on with what it remembers."""


class PatientReader:
    """Reads with ``patience`` seconds; after a failure nobody asks again for ``rest`` seconds."""

    def __init__(self, database: Database, patience: float = _PATIENCE, rest: float = _REST) -> None:
        self._database = database
        self._patience, self._rest = patience, rest
        self._resting_until = 0.0
        self._reading: set[asyncio.Task[object]] = set()

    async def read(self, query: Callable[[Transaction], Awaitable[_Result]]) -> _Result:
        """What ``query`` returns; raises ``Away``."""
        if time.monotonic() < self._resting_until:
            raise Away
        task = asyncio.create_task(self._run(query))
        self._reading.add(task)
        task.add_done_callback(self._done)
        # Not cancelled when it takes too long: a connection whose statement is cut short must be thrown away.
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done():
            raise self._away("slow")
        try:
            return task.result()
        except DatabaseUnavailable as error:
            raise self._away(error.cause) from error

    async def close(self) -> None:
        """Wait for what is still being read."""
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def _run(self, query: Callable[[Transaction], Awaitable[_Result]]) -> _Result:
        async with self._database.read() as transaction:
            return await query(transaction)

    def _away(self, cause: str) -> Away:
        trace.note(database=cause)
        self._resting_until = time.monotonic() + self._rest
        return Away()

    def _done(self, task: asyncio.Task[object]) -> None:
        self._reading.discard(task)
        if not task.cancelled():
            task.exception()  # told to whoever still waited for it
