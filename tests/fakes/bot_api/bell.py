"""Waiting for something to become true without polling: whoever changes the world rings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Bell:
    """An asyncio condition that can be rung from ordinary functions of the same loop."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Let every waiter look again."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T | None], timeout: float | None) -> T:
        """Return the first true thing that `look` sees; raise TimeoutError when it sees none in time."""
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while not (seen := look()):
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.add(future)
            try:
                left = None if deadline is None else deadline - loop.time()
                await asyncio.wait_for(future, left)
            finally:
                self._waiting.discard(future)
        return seen
