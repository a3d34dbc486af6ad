"""Records that must never hold up an answer: written behind it, as many as have gathered in one transaction.

When the database cannot be used they are dropped, with one warning for the whole time it is away.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from typing import Self

from bot.storage.batching import Act, write_some
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_MOST_WAITING = 10_000
_MOST_TOGETHER = 50

Record = Act


def _nothing() -> None:
    """Nobody wants to know."""


class Recorder:
    """``submit`` returns at once; leaving the ``async with`` block writes what is still waiting."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: asyncio.Queue[tuple[Record, Callable[[], None]]] = asyncio.Queue(_MOST_WAITING)
        self._task: asyncio.Task[None] | None = None
        self._dropped = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="recorder")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        try:
            await self._waiting.join()
        finally:  # also when there is no time to wait for a database that is away
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def dropped(self) -> int:
        """Records lost since the database was last usable."""
        return self._dropped

    def submit(self, record: Record, taken: Callable[[], None] = _nothing) -> None:
        """Let ``record(transaction)`` be called soon. It may run twice, the first time rolled back; it must not block.

        ``taken`` is called when its turn has come, even if it is then dropped: it must not change any more.
        """
        try:
            self._waiting.put_nowait((record, taken))
        except asyncio.QueueFull:
            taken()
            self._drop(1, "overrun")

    async def flush(self) -> None:
        """Wait until everything submitted so far is written or dropped."""
        await self._waiting.join()

    async def _run(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < _MOST_TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            for _, taken in batch:
                taken()
            try:
                await self._write([record for record, _ in batch])
            finally:
                for _ in batch:
                    self._waiting.task_done()

    async def _write(self, batch: list[Record]) -> None:
        while batch:
            try:
                done = await write_some(self._database, batch)
            except DatabaseUnavailable as error:
                self._drop(len(batch), error.cause)
                return
            except Exception as error:
                # One record is at fault: let it not take the others with it.
                if len(batch) > 1:
                    for record in batch:
                        await self._write([record])
                    return
                # The kind and the place: the text of a database's error may hold the words that it refused.
                frame = traceback.extract_tb(error.__traceback__)[-1]
                _log.error("a record could not be written: %s at %s:%s", type(error).__name__, frame.filename, frame.lineno)
                return
            batch = batch[done:]
            if self._dropped:
                _log.warning("database usable again; %d records were dropped", self._dropped)
                self._dropped = 0

    def _drop(self, number: int, cause: str) -> None:
        if not self._dropped:
            _log.warning("records are dropped, the database is unusable: %s", cause)
        self._dropped += number
