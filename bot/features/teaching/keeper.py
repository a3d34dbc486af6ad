"""The live knowledge follows the files and the database: this process notices within seconds what any process changed.

Everything costly runs in a thread; people are answered from the old knowledge until the new one is ready.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.answering.answerer import Answerer
from bot.features.teaching.aside import aside
from bot.features.teaching.store import state, supplements
from bot.library.changes import Changes, compare
from bot.library.models import Library
from bot.library.problems import KnowledgeError
from bot.library.supplementing import Supplemented, Taught, Unfit, Wordings, supplement
from bot.storage.engine import Database, Transaction
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
POLL_SECONDS = 2.0


class Live(Protocol):
    """Where answers come from."""

    @property
    def answerer(self) -> Answerer: ...

    def replace(self, answerer: Answerer) -> None:
        """Answer from this one from now on."""


@dataclass(frozen=True, slots=True)
class Made:
    """One state of the knowledge: the files, the wordings in them, and both with what was taught."""

    base: Library
    wordings: Wordings
    supplemented: Supplemented
    answerer: Answerer | None
    """``None``: the one in use says the same."""


class KnowledgeKeeper:
    """Keeps ``live`` up to date; use it as ``async with``, which follows the database until the block ends."""

    def __init__(
        self,
        database: Database,
        live: Live,
        *,
        load: Callable[[], Library],
        build: Callable[[Library], Answerer],
        fingerprint: Callable[[], str] | None = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """``live`` must have been built from the files alone; ``load`` reads them, ``build`` makes an answerer. Both run in threads.

        ``fingerprint`` gives the version that ``load`` would, in a moment.
        """
        self._database = database
        self._live = live
        self._load = load
        self._build = build
        self._fingerprint = fingerprint
        self._poll_seconds = poll_seconds
        self._base = live.answerer.library
        self._wordings: Wordings | None = None
        self._used: tuple[Taught, ...] = ()
        self._idle: tuple[tuple[Taught, Unfit], ...] = ()
        self._seen: Mapping[str, int] | None = None
        self._turn = asyncio.Lock()
        self._nudged = asyncio.Event()
        self._away = ""
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> KnowledgeKeeper:
        self._task = asyncio.create_task(self._follow(), name="knowledge")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @property
    def base(self) -> Library:
        """The files alone."""
        return self._base

    @property
    def answerer(self) -> Answerer:
        """Where answers come from now."""
        return self._live.answerer

    @property
    def library(self) -> Library:
        """The knowledge in use."""
        return self._live.answerer.library

    @property
    def used(self) -> tuple[Taught, ...]:
        """What was taught and is in use."""
        return self._used

    @property
    def idle(self) -> tuple[tuple[Taught, Unfit], ...]:
        """What was taught and is not in use, because the files say otherwise or have it already."""
        return self._idle

    async def wordings(self) -> Wordings:
        """Who owns which wording, in the files alone."""
        if self._wordings is None:
            async with self._turn:
                await self._learn_wordings()
        assert self._wordings is not None
        return self._wordings

    async def with_more(self, more: Sequence[Taught]) -> Supplemented:
        """The knowledge as it would be with more aliases."""
        wordings = await self.wordings()
        base, used = self._base, self._used
        return await aside(lambda: supplement(base, wordings, [*used, *more]))

    def nudge(self) -> None:
        """Look at the database now: something was just changed here."""
        self._nudged.set()

    async def catch_up(self) -> bool:
        """Bring the live knowledge up to date; returns whether it changed. Raises ``DatabaseUnavailable``."""
        async with self._turn:
            async with self._database.read() as transaction:
                # First: a change in between is then loaded twice rather than never.
                versions = await state.versions(transaction)
                if versions == self._seen:
                    return False
                taught = await supplements.live(transaction)
            reread = self._seen is None or versions[state.LIBRARY] != self._seen[state.LIBRARY]
            # Noted first: what fails now would fail again in two seconds, and is tried again when something changes.
            self._seen = versions
            base = await self._reread() if reread else self._base
            return self._take(await self._make(base, taught))

    async def reload(self, now: datetime, note: Callable[[Transaction, Changes], Awaitable[None]]) -> Changes:
        """Read the files again and say what changed; ``note`` writes the audit line in the transaction that tells other processes.

        Raises ``KnowledgeError`` with every problem, and ``DatabaseUnavailable``; the knowledge in use then stays.
        """
        async with self._turn:
            base = await aside(self._load)
            changes = compare(self._base, base)
            async with self._database.read() as transaction:
                taught = await supplements.live(transaction)
            made = await self._make(base, taught)
            raised = None
            async with self._database.write() as transaction:
                if base.version != self._base.version:
                    raised = await state.bump(transaction, state.LIBRARY, now)
                await note(transaction, changes)
            if raised is not None:
                # What was taught in between is still to be seen.
                self._seen = {**(self._seen or {state.SUPPLEMENTS: -1}), state.LIBRARY: raised}
            self._take(made)
            return changes

    async def _follow(self) -> None:
        while True:
            self._nudged.clear()
            try:
                await self.catch_up()
                self._away = ""
            except DatabaseUnavailable as error:
                if error.cause != self._away:
                    self._away = error.cause
                    _log.warning("what is taught cannot be followed, the database is unusable: %s", error.cause)
            except Exception as error:
                frame = traceback.extract_tb(error.__traceback__)[-1]
                _log.error("new knowledge could not be made ready: %s at %s:%s", type(error).__name__, frame.filename, frame.lineno)
            try:
                async with asyncio.timeout(self._poll_seconds):
                    await self._nudged.wait()
            except TimeoutError:
                continue

    async def _reread(self) -> Library:
        """The files as they are now, if they are sound."""
        try:
            if self._fingerprint is not None and await aside(self._fingerprint) == self._base.version:
                return self._base
            return await aside(self._load)
        except OSError as error:
            _log.warning("knowledge files cannot be read (%s); the old knowledge stays", error.strerror)
            return self._base
        except KnowledgeError as error:
            _log.warning("knowledge files were not taken over: %d problems; the old knowledge stays", len(error.problems))
            return self._base

    async def _learn_wordings(self) -> None:
        if self._wordings is None:
            base = self._base
            self._wordings = await aside(lambda: Wordings(base))

    async def _make(self, base: Library, taught: Sequence[supplements.Supplement]) -> Made:
        if base.version == self._base.version:
            await self._learn_wordings()
        wordings = self._wordings if base.version == self._base.version else None
        present = self.library.version
        items = [Taught(item.alias, item.entry_id, item.id) for item in taught]

        def make() -> Made:
            known = wordings or Wordings(base)
            supplemented = supplement(base, known, items)
            answerer = None if supplemented.library.version == present else self._build(supplemented.library)
            return Made(base, known, supplemented, answerer)

        return await aside(make)

    def _take(self, made: Made) -> bool:
        self._base, self._wordings = made.base, made.wordings
        self._used, self._idle = made.supplemented.used, made.supplemented.idle
        if made.answerer is None:
            return False
        self._live.replace(made.answerer)
        _log.info("knowledge %s in use: %d taught aliases, %d idle", self.library.version, len(self._used), len(self._idle))
        return True
