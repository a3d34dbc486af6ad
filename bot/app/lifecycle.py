"""The database at the bot's side: opened at the start, or, when it cannot be used yet, as soon as it can.

Until then the bot answers all the same, from memory, and staff are told that their part has to wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.answering.live import LiveKnowledge
from bot.app.conversations import GroupParts, Parts, asking_of
from bot.app.conversations import services as services_with
from bot.app.delivering import delivering
from bot.app.housekeeping import Keep, keep_tidy
from bot.backoff import Backoff
from bot.chat.gate import Gate
from bot.chat.host import Backing
from bot.features.asking.answers import KeptAnswers
from bot.features.asking.journal import Journal
from bot.features.asking.pending import KeptPending
from bot.features.asking.records import KeptRecorder
from bot.features.broadcasts.news import Messenger
from bot.features.broadcasts.rules import announcing, overview_of
from bot.features.groups.kept import KeptGroups
from bot.features.groups.membership import Welcome
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.news import GroupNews
from bot.features.reports.condition import Running
from bot.features.teaching.teaching import Teaching
from bot.outbox.outbox import Outbox
from bot.places.doors import Doors
from bot.places.roster import Roster
from bot.platforms.telegram.context import BotApplication, Services, install, services_of
from bot.platforms.telegram.desk import TelegramDesk
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.wire import intake
from bot.settings.config import Settings
from bot.storage.acts import Acts
from bot.storage.dialogs import Dialogs
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable, SchemaTooNew
from bot.storage.insisting import InsistentWriter
from bot.storage.migrate import ensure_current
from bot.storage.patience import PatientReader
from bot.storage.recorder import Recorder
from bot.storage.veil import Veil

_log = logging.getLogger(__name__)
_BACKOFF = Backoff(2.0, 30.0)
# Stopping must not wait for a database that is away.
_LAST_RECORDS = 1.0


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


class Storage:
    """``opened`` gives an application its database, and takes it away again."""

    def __init__(
        self,
        application: BotApplication,
        settings: Settings,
        knowledge: LiveKnowledge,
        database: Database,
        clock: Callable[[], datetime] = utc_now,
        teaching: Callable[[Database, LiveKnowledge], Teaching] | None = None,
        stop: asyncio.Event | None = None,
    ) -> None:
        """``teaching`` makes what changes the knowledge from the chat; without it the knowledge stays as it is.

        When ``stop`` is set no broadcast sends anything new, although all of this stays open.
        """
        self._application, self._settings, self._knowledge = application, settings, knowledge
        self._database, self._clock = database, clock
        self._teaching, self._stop = teaching, stop or asyncio.Event()
        self._stack = AsyncExitStack()
        self._taken_up: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """With the database if it can be used now, else without it until it can.

        Raises ``SchemaTooNew``.
        """
        waiting: asyncio.Task[None] | None = None
        try:
            try:
                await self._open()
            except DatabaseUnavailable as error:
                _log.warning("answering without a database until it can be used (%s): %s", self._database, error.cause)
                waiting = asyncio.create_task(self._open_later())
            yield
        finally:
            if waiting is not None:
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
            await self._stack.aclose()
            await self._database.close()

    async def _open_later(self) -> None:
        failures = 1
        while True:
            await asyncio.sleep(_BACKOFF.after(failures))
            try:
                await self._open()
            except DatabaseUnavailable:
                failures += 1
            except SchemaTooNew as error:
                _log.error("the database stays unused: it was made by a newer version (%s)", error.revision)
                return
            else:
                _log.warning("the database can be used now")
                return

    async def _open(self) -> None:
        done = await ensure_current(self._database)
        if done.changed:
            _log.info("the tables went from %s to %s", done.before or "nothing", done.after)
        # Only what has been opened as a whole stays open: half of it would be opened twice.
        async with AsyncExitStack() as stack:
            desk, services = await self._furnish(stack)
            install(self._application, services)
            self._stack = stack.pop_all()
        _log.info("database: %s", desk.database)

    async def _furnish(self, stack: AsyncExitStack) -> tuple[TelegramDesk, Services]:
        database, clock = self._database, self._clock
        reader = PatientReader(database)
        stack.push_async_callback(reader.close)
        tidying = keep_tidy(database, clock, _keep(self._settings))
        veil = Veil(self._settings.token)
        # A mark is of use for as long as a message may be answered.
        pending = KeptPending(database, veil, clock, self._settings.max_age)
        recorder, writer = await stack.enter_async_context(_writing(database, tidying, pending))
        teaching = self._teaching(database, self._knowledge) if self._teaching is not None else None
        if teaching is not None:
            await stack.enter_async_context(teaching.keeper)
        (kept, groups), journal = self._groups(reader, writer), Journal(recorder, veil)
        overview, platform = overview_of(database, clock, self._settings), TelegramPlatform(self._application)
        roster = Roster(Acts(database, clock), self._settings.owners)
        messenger = Messenger(platform, overview, announcing(database, clock, self._settings), roster)
        services = services_of(self._application)
        await stack.enter_async_context(pending.taking_up(self._take_up, lambda: self._application.running))
        sending = delivering(self._settings, self._knowledge, database, clock, self._stop, messenger, services.traffic)
        outbox = await stack.enter_async_context(sending)
        desk = TelegramDesk(database, self._settings, self._knowledge, clock, recorder, teaching, outbox)
        await stack.enter_async_context(desk.refusals.running())
        await stack.enter_async_context(groups.news.running(lambda: self._application.running))
        services = replace(
            services,
            answers=KeptAnswers(reader, journal, veil, clock, alone=database.is_sqlite),
            preferences=kept,
            groups=kept,
            recorder=KeptRecorder(journal, veil, clock, services.limits.misses),
            desk=desk,
            pending=pending,
        )
        gate = Gate(roster.roles_of, desk.refusals, self._settings.owners)
        working = services_with(self._parts(recorder, services, teaching, groups, outbox))
        services.host.backing = Backing(gate, Dialogs(database, clock), working)
        return desk, services

    def _groups(self, reader: PatientReader, writer: InsistentWriter) -> tuple[KeptGroups, GroupParts]:
        acts, owners, platform = Acts(self._database, self._clock), self._settings.owners, TelegramPlatform(self._application)
        newcomers = Newcomers(acts)
        news = GroupNews(acts, platform, owners, newcomers)
        kept = KeptGroups(reader, writer, self._clock, Doors(acts, owners), Welcome(platform, newcomers, news))

        def may_change(user_id: int, today: date) -> bool:
            return services_of(self._application).limits.settings.admit(user_id, today)

        return kept, GroupParts(newcomers, news, kept.changed, may_change)

    def _parts(
        self, recorder: Recorder, services: Services, teaching: Teaching | None, groups: GroupParts, outbox: Outbox
    ) -> Parts:
        vitals = services.vitals
        running = Running(
            lambda: self._knowledge.library,
            lambda: vitals.uptime,
            lambda: recorder.dropped,
            lambda: [(trouble.at, trouble.line) for trouble in vitals.troubles],
        )
        database, clock, settings, knowledge = self._database, self._clock, self._settings, self._knowledge
        asking = asking_of(services)
        return Parts(database, clock, settings, knowledge, recorder, self._forget, running, asking, teaching, groups, outbox)

    async def _forget(self, user_id: int) -> None:
        services = services_of(self._application)
        await services.recorder.forgotten(user_id)
        await services.answers.forgotten(user_id)

    def _take_up(self, raw: Any, handled: Callable[[], None]) -> None:
        """Another process had this update in hand when it died."""

        async def again() -> None:
            update = intake.parse(raw, self._application)
            if update is None or await (await intake.hand_over(update, self._application)):
                handled()

        self._taken_up.add(task := asyncio.create_task(again()))
        task.add_done_callback(self._taken_up.discard)


def _keep(settings: Settings) -> Keep:
    return Keep(timedelta(days=settings.misses_days), timedelta(days=settings.broadcasts_days))


@asynccontextmanager
async def _writing(
    database: Database, tidying: Coroutine[Any, Any, None], pending: KeptPending
) -> AsyncIterator[tuple[Recorder, InsistentWriter]]:
    """What writes beside the bot. It ends all at once: when the database is away, only one of them can be waiting for it."""
    recorder, writer = Recorder(database), InsistentWriter(database)
    await recorder.__aenter__()
    await writer.__aenter__()
    await pending.__aenter__()
    task = asyncio.create_task(tidying)
    try:
        yield recorder, writer
    finally:
        task.cancel()
        await asyncio.gather(_leave(recorder), writer.__aexit__(), pending.__aexit__(), task, return_exceptions=True)


async def _leave(recorder: Recorder) -> None:
    try:
        async with asyncio.timeout(_LAST_RECORDS):
            await recorder.__aexit__()
    except TimeoutError:
        _log.warning("stopped before every record was written: the database is slow or away")
