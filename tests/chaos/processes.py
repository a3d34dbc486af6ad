"""Starting, killing and stopping the sending processes."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Self

from tests import forks


class Workers:
    """Some processes that send for the same database. ``async with`` ends them all, politely if they let it be."""

    def __init__(self, arguments: list[str], count: int) -> None:
        self._arguments, self._count = arguments, count
        self._running: list[forks.Process] = []

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self, *more: str) -> forks.Process:
        """One more process; returns when it is about to send."""
        process = await forks.start("-m", "tests.chaos.worker", *self._arguments, *more, env=os.environ)
        if not await asyncio.wait_for(process.stdout.readline(), 30):
            raise RuntimeError(f"a worker did not start: {(await process.stderr.read()).decode()}")
        self._running.append(process)
        return process

    async def kill(self, which: int, *, replace: bool = True) -> None:
        """``kill -9``, and a new one in its place if wished."""
        process = self._running.pop(which % len(self._running))
        process.kill()
        await process.wait()
        if replace:
            await self.start()

    def forget(self, process: forks.Process) -> None:
        """It has ended, and was meant to."""
        self._running.remove(process)

    async def stop(self) -> None:
        """A clean stop: SIGTERM, then wait for what is in flight. Raises when a process does not end well."""
        for process in self._running:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        codes = [await asyncio.wait_for(process.wait(), 60) for process in self._running]
        self._running.clear()
        if any(codes):
            raise RuntimeError(f"workers ended with {codes}")
