"""Who wants to hear what the worker did. Called after the commit; a base class that does nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from bot.outbox.store.finish import Settled
from bot.outbox.store.schedules import Fired

_log = logging.getLogger(__name__)


class Listener:
    """Override what is of interest. What these raise is logged and changes nothing."""

    async def settled(self, settled: Settled) -> None:
        """A delivery has a new state; ``settled.paused`` when the broadcast paused itself with it."""

    async def fired(self, fired: Fired) -> None:
        """A repeating broadcast has run, or missed a run."""

    async def given_up(self, settled: Settled) -> None:
        """A delivery became uncertain because its worker died."""

    async def ended(self, number: int) -> None:
        """A broadcast (not a run of a repeating one) is over."""

    async def withdrawn(self, number: int, *, taken_back: bool) -> None:
        """What an older version released cannot be sent: it is a draft again (``taken_back``), or goes to nobody else."""


class Aside(Listener):
    """Lets another one listen without anybody waiting for it: to tell a person may take minutes, leases only last seconds."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._under_way: set[asyncio.Task[None]] = set()

    async def settled(self, settled: Settled) -> None:
        """See ``Listener``."""
        self._begin(self._listener.settled(settled))

    async def fired(self, fired: Fired) -> None:
        """See ``Listener``."""
        self._begin(self._listener.fired(fired))

    async def given_up(self, settled: Settled) -> None:
        """See ``Listener``."""
        self._begin(self._listener.given_up(settled))

    async def ended(self, number: int) -> None:
        """See ``Listener``."""
        self._begin(self._listener.ended(number))

    async def withdrawn(self, number: int, *, taken_back: bool) -> None:
        """See ``Listener``."""
        self._begin(self._listener.withdrawn(number, taken_back=taken_back))

    async def close(self, seconds: float) -> None:
        """Wait a little for what is still being told."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin(self, telling: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(telling)
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # What it was about is written; who only listens must not undo that.
            _log.error("a listener failed", exc_info=error)
