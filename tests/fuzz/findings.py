"""What a run has found, and the watches that find it: hangs, a loop that stands still, words and stacks in the log."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
import traceback
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from types import FrameType

MARK = "暗号"
"""Stands in everything that people "write" here; a log line that holds it holds people's words."""
_MOST_SHOWN, _LONGEST_SHOWN = 20, 20_000


class Hang(BaseException):
    """It took too long; no handler of ordinary exceptions catches it."""


@dataclass(slots=True)
class Findings:
    """``counts``: how often each target was tried; ``found``: what went wrong, with what leads there again."""

    patience: float
    counts: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def report(self, target: str, what: str, example: object) -> None:
        """Note a fault; the first of each kind is printed at once, whole, so that it can be tried again."""
        kind = f"{target}: {what}"
        self.found[kind] += 1
        if self.found[kind] == 1 and len(self.found) <= _MOST_SHOWN:
            print(f"FOUND {kind}\n      {ascii(example)[:_LONGEST_SHOWN]}", flush=True)

    @contextmanager
    def guarded(self, target: str, example: object, *expected: type[Exception]) -> Iterator[None]:
        """One try that computes: any exception but the expected ones is a finding, and so is taking too long."""
        self.counts[target] += 1

        def too_long(number: int, frame: FrameType | None) -> None:
            raise Hang

        before = signal.signal(signal.SIGALRM, too_long)
        signal.setitimer(signal.ITIMER_REAL, self.patience)
        try:
            yield
        except expected:
            pass
        except Hang:
            self.report(target, f"more than {self.patience:.0f} s", example)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self.report(target, f"{type(error).__name__} at {frame.filename}:{frame.lineno}", example)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @asynccontextmanager
    async def moving(self, target: str) -> AsyncIterator[None]:
        """The loop must not stand still meanwhile."""

        async def look() -> None:
            while True:
                before = time.monotonic()
                await asyncio.sleep(0.1)
                stood = time.monotonic() - before - 0.1
                if stood > self.patience:
                    self.report(target, f"the loop stood still for {stood:.1f} s", "")

        task = asyncio.create_task(look())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


class LogWatch(logging.Handler):
    """Stacks, line breaks and people's words in the log; faults where none may be."""

    def __init__(self, findings: Findings, target: str, *, faults: bool) -> None:
        super().__init__(logging.INFO)
        self._findings, self._target, self._faults = findings, target, faults
        self.faults = 0

    def emit(self, record: logging.LogRecord) -> None:
        """See ``logging.Handler``."""
        said = record.getMessage()
        if record.exc_info:
            self._findings.report(self._target, "a stack in the log", logging.Formatter().format(record)[-1500:])
        if MARK in said:
            self._findings.report(self._target, "words in the log", said)
        if "\n" in said:
            self._findings.report(self._target, "a line break in the log", said)
        if record.levelno >= logging.ERROR:
            self.faults += 1
            if self._faults:
                self._findings.report(self._target, "a fault", said)
