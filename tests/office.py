"""A bot at work with a real database beside it, and people with roles."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
import pytest_asyncio

from bot.access import Role
from bot.answering.building import AnswererBuilder
from bot.answering.live import LiveKnowledge
from bot.app.composition import build_application, build_services, teaching_of
from bot.app.lifecycle import Storage
from bot.features.groups.kept import KeptGroups
from bot.features.teaching.teaching import Teaching
from bot.library.models import Library
from bot.places.store import staff
from bot.platforms.telegram.context import BotApplication, Services, services_of
from bot.platforms.telegram.desk import TelegramDesk
from bot.platforms.telegram.wire.run import Wire, run
from bot.settings.config import Settings
from bot.storage import audit
from bot.storage.audit import AuditLine
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.places import ours

if TYPE_CHECKING:
    from tests.school import School

T = TypeVar("T")


@dataclass
class Office:
    """The bot, its database, and ``owner``, whom the settings name."""

    api: BotApi
    application: BotApplication
    database: Database
    owner: Person
    stop: asyncio.Event

    @property
    def services(self) -> Services:
        """The services now."""
        return services_of(self.application)

    @property
    def desk(self) -> TelegramDesk:
        """The desk; there must be one."""
        desk = self.services.desk
        assert desk is not None
        return desk

    def service(self, kind: type[T]) -> T:
        """A service that conversations work with."""
        return self.services.host.backing.desk(kind)

    async def person(self, name: str, *roles: Role) -> Person:
        """Somebody who has pressed Start, with roles."""
        person = self.api.person(name, started=True)
        if not roles:
            return person
        async with self.database.write() as tx:
            for role in roles:
                await staff.grant(tx, person.id, role, name=name, by=self.owner.id, now=datetime.now(UTC))
        return person

    async def takes_in(self, *chats: Chat) -> None:
        """The groups are ours, whoever added the bot."""
        async with self.database.write() as tx:
            for chat in chats:
                await ours(tx, chat.id, chat.title or "", chat.type, datetime.now(UTC))

    async def lines(self, words: str = "") -> list[AuditLine]:
        """The audit log, newest first."""
        async with self.database.read() as tx:
            return (await audit.search(tx, words, limit=1000))[0]

    async def tell(self, person: Person, text: str, chat: Chat | None = None, **more: object) -> Message:
        """Write, and wait for the bot's answer to it in that chat."""
        where: Chat = chat or person.chat
        before = set(map(id, self.api.messages(where)))
        person.says(text, chat, **more)  # type: ignore[arg-type]
        while id(said := await self.api.next_message(where, timeout=30)) in before:
            pass  # something that nobody has waited for
        return said

    async def press(self, person: Person, message: Message, button: str | None = None, *, data: str | None = None) -> str:
        """Press a button, wait until everything it caused has happened; returns the toast."""
        toast = await person.presses(message, button, data=data, timeout=30)
        await self.quiet()
        return str(toast.text or "")

    async def quiet(self) -> None:
        """Wait until nothing is under way, records included."""
        await self.api.quiet(self.application, timeout=30)  # a busy machine takes its time
        desk = self.services.desk
        if desk is not None and desk.recorder is not None:
            await desk.recorder.flush()
        if isinstance(self.services.groups, KeptGroups):
            await self.services.groups.settled()


OpenOffice = Callable[..., AbstractAsyncContextManager[Office]]


@pytest.fixture(scope="session")
def made_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the present tables, to copy from."""
    file = tmp_path_factory.mktemp("made") / "mingfa.db"

    async def make() -> None:
        database = open_database(str(file), file)
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return file


@pytest.fixture
def open_office(api: BotApi, settings: Settings, knowledge: LiveKnowledge, made_database: Path, tmp_path: Path) -> OpenOffice:
    """Starts a bot with a database; keyword arguments change the settings. ``live`` takes the place of the knowledge.

    ``teaching`` makes what changes it; by default the knowledge can be looked at, and building another one changes nothing.
    ``busy``: seconds that the bot waits for another process's lock.
    """

    @asynccontextmanager
    async def opener(
        live: LiveKnowledge | None = None,
        fresh: bool = True,
        url: str = "",
        busy: float = 5.0,
        teaching: Callable[[Database, LiveKnowledge], Teaching] | None = None,
        **changes: object,
    ) -> AsyncIterator[Office]:
        file = tmp_path / "mingfa.db"
        if fresh and not url:
            shutil.copyfile(made_database, file)
        owner = api.person("所有者", started=True)
        owners = frozenset({owner.id})
        mine = settings.model_copy(
            update={
                "token": api.token,
                "api_url": api.url,
                "file_url": f"{api.url}/file",
                "owners": owners,
                "database_url": url or str(file),
                "questions_per_minute": 10_000,
                **changes,
            },
        )
        used = live or knowledge
        application = build_application(mine, build_services(mine, used))
        database = open_database(mine.database_url, file, busy)
        other = open_database(mine.database_url, file)  # for the test, so that it cannot close the bot's
        stop = asyncio.Event()
        made = teaching or (teaching_of(mine, lambda _: used.answerer) if live is None else None)
        async with Storage(application, mine, used, database, teaching=made).opened():
            task = asyncio.create_task(run(application, Wire("", "", 0, mine.poll_interval), stop))
            try:
                await api.wait_for_method("deleteWebhook")
                yield Office(api, application, other, owner, stop)
            finally:
                stop.set()
                await asyncio.wait_for(task, 10)
                await other.close()

    return opener


@pytest_asyncio.fixture
async def office(open_office: OpenOffice) -> AsyncIterator[Office]:
    """A bot with a fresh database."""
    async with open_office() as opened:
        yield opened


@pytest.fixture(scope="session")
def small(library: Library) -> Library:
    """The first entries with a few aliases each: an answerer of them is built in a moment."""
    few = tuple(replace(entry, aliases=entry.aliases[:6], related=()) for entry in library.entries[:6])
    return replace(library, entries=few, background=library.background[:20], version="small0000000")


@pytest.fixture(scope="session")
def build(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AnswererBuilder:
    """Builds answerers."""
    # A cache keeps a few versions of the knowledge: so many small ones would drive out the one that takes a minute.
    return AnswererBuilder(settings.model_copy(update={"cache": tmp_path_factory.mktemp("built")}))


@pytest_asyncio.fixture
async def school(open_office: OpenOffice, build: AnswererBuilder, small: Library) -> AsyncIterator[School]:
    """An office with a small library, where things can be taught quickly."""
    from tests.school import evaluation, opened  # it needs the office above

    async with opened(open_office, build, small, evaluation(small)) as school:
        yield school
