"""Both databases with a controlled clock, a sender that is told what to answer, and groups to send to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from bot.access import Role
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox import content
from bot.outbox.auditing import Named
from bot.outbox.content import Call, Content, SendText
from bot.outbox.outcomes import Accepted, Reply
from bot.outbox.pacing import RateLimits
from bot.outbox.store.finish import Rules
from bot.outbox.store.rows import DeliveryLine, lines
from bot.outbox.worker import DeliveryWorker, WorkerSettings
from bot.places.audience import Audience, To
from bot.places.store import groups, staff
from bot.storage.engine import Database
from bot.when import CHINA
from tests.places import ours

LI, ZHAO = Named(101, "李秘书"), Named(102, "赵主任")
EVERYONE = Audience(To.ALL)

# The clock of most tests stands still; a budget for one second must not stop them.
UNPACED = Rules(limits=RateLimits(per_second=10_000))
FAST = WorkerSettings(idle=timedelta(milliseconds=20), beat=timedelta(milliseconds=30), rules=UNPACED)


class Clock:
    """Wall time that a test sets; stands still by itself. On PostgreSQL the server's clock is replaced by it."""

    def __init__(self, start: datetime, address: str | None) -> None:
        self.now, self._address = start, address
        self._connection: asyncpg.Connection | None = None

    def __call__(self) -> datetime:
        return self.now

    async def advance(self, **length: float) -> None:
        """Let time pass, or go back."""
        await self.set(self.now + timedelta(**length))

    async def set(self, now: datetime) -> None:
        """Jump."""
        self.now = now
        if self._address:
            await self._on_server("UPDATE fake.clock SET now = $1", now)

    async def install(self) -> None:
        """On PostgreSQL: our ``clock_timestamp()`` is found before the server's own, by every connection from now on."""
        if not self._address:
            return
        await self._on_server("CREATE SCHEMA fake")
        await self._on_server("CREATE TABLE fake.clock (now timestamptz)")
        await self._on_server("INSERT INTO fake.clock VALUES ($1)", self.now)
        await self._on_server(
            "CREATE FUNCTION fake.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT now FROM fake.clock'"
        )
        await self._on_server(f'ALTER DATABASE "{self._name}" SET search_path = public, fake, pg_catalog')

    async def remove(self) -> None:
        """The database is used again by tests with another clock."""
        if self._address:
            await self._on_server(f'ALTER DATABASE "{self._name}" RESET search_path')
            await self._on_server("DROP SCHEMA fake CASCADE")
        if self._connection is not None:
            await self._connection.close()

    @property
    def _name(self) -> str:
        return (self._address or "").partition("@/")[2].partition("?")[0]

    async def _on_server(self, statement: str, *values: object) -> None:
        # Kept: to connect costs the server more than all the statements.
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._address)
        await self._connection.execute(statement, *values)


@pytest.fixture
async def clock(address: str) -> AsyncIterator[Clock]:
    """Tuesday, 24 November 2026, 10:00 in Shanghai."""
    controlled = Clock(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), address if address.startswith("postgres") else None)
    await controlled.install()
    yield controlled
    await controlled.remove()


@dataclass
class ScriptedSender:
    """Answers what the script says for a chat, one after another, then ``Accepted``; keeps what was sent.

    With a ``gate``, answers come only when it is open; ``started`` tells that something waits at it.
    """

    script: dict[int, list[Reply | Exception]] = field(default_factory=dict)
    sent: list[tuple[int, int | None, Call]] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    gate: asyncio.Event | None = None
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, chat_id: int, thread_id: int | None, call: Call) -> Reply:
        """As the script says."""
        self.sent.append((chat_id, thread_id, call))
        number = 1000 + len(self.sent)
        self.started.set()
        if self.gate is not None:
            await self.gate.wait()
        return self._answer(chat_id, number)

    async def delete(self, chat_id: int, message_id: int) -> Reply:
        """As the script says."""
        self.deleted.append((chat_id, message_id))
        return self._answer(chat_id, message_id)

    def _answer(self, chat_id: int, message_id: int) -> Reply:
        planned = self.script.get(chat_id)
        answer = planned.pop(0) if planned else Accepted(message_id)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def chats(self) -> list[int]:
        """To whom, in order."""
        return [chat_id for chat_id, _, _ in self.sent]

    @property
    def texts(self) -> list[tuple[int, str]]:
        """What to whom, in order."""
        return [(chat_id, call.html) for chat_id, _, call in self.sent if isinstance(call, SendText)]


@pytest.fixture
def sender() -> ScriptedSender:
    """Accepts everything unless told otherwise."""
    return ScriptedSender()


@pytest.fixture
async def service(clock: Clock, database: Database) -> BroadcastService:
    """With two announcers, Li and Zhao."""
    await appoint(database, LI, ZHAO)
    return BroadcastService(database, clock, CHINA)


Work = Callable[..., Any]


@pytest.fixture
def work(clock: Clock, database: Database, sender: ScriptedSender) -> Work:
    """``async with work(settings):`` a worker that is stopped cleanly at the end."""

    def make(settings: WorkerSettings = FAST, **more: Any) -> Any:
        return working(DeliveryWorker(database, sender, clock, settings, **more))

    return make


@asynccontextmanager
async def working(worker: DeliveryWorker) -> AsyncIterator[DeliveryWorker]:
    """The worker runs inside the block and is stopped cleanly after it."""
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await task


def said(text: str = "请各单位周五前报送材料。") -> Content:
    """Content that is right."""
    checked = content.text(text)
    assert checked.content is not None, checked.problems
    return checked.content


async def appoint(database: Database, *people: Named) -> None:
    """Make them announcers."""
    async with database.write() as transaction:
        for one in people:
            await staff.grant(transaction, one.user_id, Role.ANNOUNCER, name=one.name, by=one.user_id, now=datetime(2026, 1, 1, tzinfo=UTC))


async def make_groups(database: Database, *chat_ids: int, **settings: Any) -> None:
    """Groups with these ids; ``settings`` as ``groups.change`` takes them."""
    async with database.write() as transaction:
        for chat_id in chat_ids:
            await ours(transaction, chat_id, f"群{-chat_id}", "supergroup", datetime(2026, 1, 1, tzinfo=UTC))
            if settings:
                await groups.change(transaction, chat_id, **settings)


async def release(service: BroadcastService, plan: Plan | None = None) -> int:
    """Prepared by one, released by another."""
    plan = plan or Plan(said(), EVERYONE)
    prepared = await service.prepare(LI, plan)
    assert prepared.number is not None, prepared.problems
    done = await service.release(ZHAO, prepared.number, plan.content.digest)
    assert done.ok, done.text
    return prepared.number


async def sheet(database: Database, number: int) -> list[DeliveryLine]:
    """Every delivery of a broadcast."""
    async with database.read() as transaction:
        return await lines(transaction, number)


async def states(database: Database, number: int) -> dict[int, str]:
    """State by chat, for messages of one part."""
    return {line.chat_id: str(line.state) for line in await sheet(database, number)}


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    """Wait for what only the database can tell."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - a database rings no bell
            await asyncio.sleep(0.01)


async def until_states(database: Database, number: int, wanted: dict[int, str]) -> None:
    """Wait until the deliveries of a broadcast are where they should be."""

    async def there() -> bool:
        return await states(database, number) == wanted

    try:
        await until(there)
    except TimeoutError:
        assert await states(database, number) == wanted
