"""Refused attempts in the audit log: each is told, none drowns the others.

The first attempt of somebody at something is a line at once. What the same person tries again in the same place within a minute is
counted, and becomes one line with the number when the minute is over. Whoever goes on has the next line after four minutes, then
sixteen, at last an hour. Who tries one thing after the other, in one group after the other, has a dozen lines an hour; whatever is
more is counted in one line for all of it. A crash loses a count, never a first line within the dozen.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.access import Action, Verdict
from bot.chat import texts
from bot.chat.actor import Actor
from bot.chat.flood import FloodGate
from bot.chat.flood import FloodVerdict as Admitted
from bot.logs import somebody
from bot.storage.acts import Acts
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
WINDOW = 60.0
_LONGEST_WINDOW, _GROWTH = 3600.0, 4
_LOOK_EVERY = 5.0
_MOST = 10_000
_LINES_AN_HOUR = 12

_Key = tuple[int, Action | None, int]
"""Who, what and where; without an action: everything that one person tries beyond a dozen lines."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What goes into a line."""

    actor: Actor
    action: Action
    verdict: Verdict
    count: int
    until: float
    window: float
    among_all: bool = False


class Refusals:
    """``note`` each of them; while ``running`` what was counted is written when its time has come, and at the end."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC), *, window: float = WINDOW, most: int = _MOST
    ) -> None:
        self._acts, self._window, self._most = Acts(database, clock), window, most
        self._open: dict[_Key, _Attempt] = {}
        self._lines = FloodGate(_LINES_AN_HOUR, _LONGEST_WINDOW)

    async def note(self, actor: Actor, action: Action, verdict: Verdict) -> None:
        """One attempt was refused. A database that is away loses the line, with a warning."""
        key: _Key = (actor.user_id, action, actor.chat_id)
        known, now = self._open.get(key), time.monotonic()
        if known is not None:
            self._open[key] = replace(known, actor=actor, verdict=verdict, count=known.count + 1)
            return
        if len(self._open) >= self._most:
            await self._close(next(iter(self._open)))
        first = _Attempt(actor, action, verdict, 0, now + self._window, self._window)
        if not self._has_line(actor, now):
            self._count_among_all(replace(first, count=1), now)
            return
        self._open[key] = first
        await self._write(first)

    def _has_line(self, actor: Actor, now: float) -> bool:
        return self._lines.admit(actor.user_id, now) is Admitted.ANSWER

    def _count_among_all(self, attempt: _Attempt, now: float) -> None:
        key: _Key = (attempt.actor.user_id, None, 0)
        known = self._open.get(key)
        if known is None:
            known = replace(attempt, count=0, until=now + _LONGEST_WINDOW, window=_LONGEST_WINDOW, among_all=True)
        latest = replace(known, actor=attempt.actor, action=attempt.action, verdict=attempt.verdict)
        self._open[key] = replace(latest, count=known.count + attempt.count)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write what was counted, as long as this is open."""
        task = asyncio.create_task(self._run(), name="refusals")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            for key in list(self._open):
                await self._close(key)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(min(self._window, _LOOK_EVERY))
            now = time.monotonic()
            for key in [key for key, attempt in self._open.items() if attempt.until <= now]:
                due = self._open[key]
                if due.count and not due.among_all and not self._has_line(due.actor, now):
                    self._count_among_all(self._open.pop(key), now)
                else:
                    await self._close(key)
                if due.count:  # still at it: look less often
                    window = min(due.window * _GROWTH, _LONGEST_WINDOW)
                    self._open.setdefault(key, replace(due, count=0, until=now + window, window=window))

    async def _close(self, key: _Key) -> None:
        attempt = self._open.pop(key)
        if attempt.count:
            await self._write(attempt)

    async def _write(self, attempt: _Attempt) -> None:
        actor = attempt.actor
        again = texts.AUDIT_AGAIN_MANY if attempt.among_all else texts.AUDIT_AGAIN
        detail = again.format(count=attempt.count) if attempt.count else ""
        try:
            async with self._acts.writing() as act:
                await act.note(actor, attempt.action, f"chat:{actor.chat_id}", detail, attempt.verdict.value)
        except DatabaseUnavailable as error:
            _log.warning("a refused %s of %s is not in the audit log: database %s", attempt.action, somebody(actor.user_id), error.cause)
