"""Processes of ours that start at once: each is forked from one that has imported the bot already.

A real process every time, with its own memory, environment, streams, signals and exit code; only the start of the interpreter and
the imports (up to two seconds of processor) are shared. A test that is about the interpreter itself (its locale, missing packages,
another version) starts one with ``sys.executable`` instead.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

_FORKS = multiprocessing.get_context("forkserver")
PRELOADED = [
    "bot.app.composition",
    "bot.app.lifecycle",
    "bot.cli.broadcasting",
    "bot.cli.database",
    "bot.cli.evaluation",
    "bot.cli.jsonl",
    "bot.cli.main",
    "bot.platforms.terminal.prompt",
    "tests.chaos.worker",
]
_FORKS.set_forkserver_preload(PRELOADED)


def _enter(arguments: tuple[str, ...], environment: dict[str, str], folder: str, streams: tuple[Connection, ...]) -> None:
    """In the new process: become ``python *arguments``."""
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - for as long as we live
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    how, what, *more = arguments
    if how == "-m":
        sys.argv = [what, *more]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        assert how == "-c"
        sys.argv = ["-c", *more]
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


class Process:
    """What ``asyncio.create_subprocess_exec`` gives, as far as tests need it; ``start`` makes one."""

    def __init__(self, process: multiprocessing.process.BaseProcess, stdin: Connection) -> None:
        self._process, self._stdin = process, stdin
        self.stdout, self.stderr = asyncio.StreamReader(), asyncio.StreamReader()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """``None`` while it runs; negative: the signal that ended it."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Nothing when it has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Until it has ended; returns the code."""
        if self._process.exitcode is None:
            loop, ended = asyncio.get_running_loop(), asyncio.Event()
            # A descriptor of our own: two may wait at once.
            sentinel = os.dup(self._process.sentinel)
            loop.add_reader(sentinel, ended.set)
            try:
                await ended.wait()
            finally:
                loop.remove_reader(sentinel)
                os.close(sentinel)
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def communicate(self, said: bytes = b"") -> tuple[bytes, bytes]:
        """Say this and no more, wait for the end; what it wrote to both streams."""
        _, out, err, _ = await asyncio.gather(self._tell(said), self.stdout.read(), self.stderr.read(), self.wait())
        return out, err

    async def _tell(self, said: bytes) -> None:
        def write() -> None:
            try:
                left = memoryview(said)
                while left:
                    left = left[os.write(self._stdin.fileno(), left) :]
            except BrokenPipeError:
                pass  # it does not want to know
            finally:
                self._stdin.close()

        await asyncio.to_thread(write)


async def start(*arguments: str, env: Mapping[str, str], cwd: Path = PROJECT) -> Process:
    """``python -m MODULE …`` or ``python -c PROGRAM …``."""
    ours, theirs = [], []
    for reads in (True, False, False):
        reader, writer = multiprocessing.Pipe(duplex=False)
        ours.append(writer if reads else reader)
        theirs.append(reader if reads else writer)
    process = _FORKS.Process(target=_enter, args=(arguments, dict(env), str(cwd), tuple(theirs)), daemon=True)
    process.start()
    started = Process(process, ours[0])
    for connection in theirs:
        connection.close()
    loop = asyncio.get_running_loop()
    for connection, stream in zip(ours[1:], (started.stdout, started.stderr), strict=True):
        pipe = os.fdopen(os.dup(connection.fileno()), "rb", buffering=0)  # the transport closes it
        connection.close()
        await loop.connect_read_pipe(partial(asyncio.StreamReaderProtocol, stream), pipe)
    return started


def run(
    *arguments: str, env: Mapping[str, str], cwd: Path = PROJECT, stdin: bytes = b"", timeout: float = 400
) -> subprocess.CompletedProcess[bytes]:
    """The same to its end, for tests that are not coroutines."""

    async def go() -> subprocess.CompletedProcess[bytes]:
        process = await start(*arguments, env=env, cwd=cwd)
        try:
            out, err = await asyncio.wait_for(process.communicate(stdin), timeout)
        finally:
            process.kill()
        return subprocess.CompletedProcess(arguments, await process.wait(), out, err)

    return asyncio.run(go())
