"""A database that is away for a while, a claim that nobody confirmed, two workers on one budget, listeners that fail."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.broadcasting.outcomes import Accepted
from bot.broadcasting.pacing import Limits
from bot.delivery.listener import Listener
from bot.delivery.service import BroadcastService
from bot.delivery.worker import DeliveryWorker
from bot.storage.broadcast_claims import Claimer, claim, give_back
from bot.storage.broadcast_finish import Rules, Settled, finish, sweep
from bot.storage.broadcast_lock import AlreadySending, OneSender
from bot.storage.broadcast_tables import broadcasts
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from tests.postgres import PostgresServer
from tests.test_delivery.conftest import (
    FAST,
    LI,
    UNPACED,
    ZONE,
    Clock,
    ScriptedSender,
    Work,
    make_groups,
    release,
    sheet,
    states,
    until,
    until_states,
    working,
)

CLAIMER = Claimer("a", UNPACED.limits, timedelta(seconds=10), ZONE)


@pytest.fixture
def only_sqlite(kind: str) -> None:
    if kind != "sqlite":
        pytest.skip("a lock on a file")


@pytest.mark.usefixtures("only_sqlite")
async def test_an_outcome_waits_until_the_database_answers_again(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, caplog: pytest.LogCaptureFixture
) -> None:
    """A backup tool holds the lock while a message is on the wire, for longer than anybody waits for a lock."""
    await make_groups(database, -1, -2)
    number = await release(service)
    assert database.path is not None
    impatient = open_database(str(database.path), Path("unused"), busy_seconds=0.05)
    sender.gate = asyncio.Event()
    async with working(DeliveryWorker(impatient, sender, clock, FAST)):
        await sender.started.wait()
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        sender.gate.set()

        async def refused() -> bool:
            return "trying again" in caplog.text

        await until(refused)
        other.execute("ROLLBACK")
        other.close()
        await until_states(database, number, {-1: "sent", -2: "sent"})
    await impatient.close()
    assert sorted(sender.chats) == [-2, -1]


async def test_a_claim_that_was_never_confirmed_is_given_back(clock: Clock, database: Database, service: BroadcastService) -> None:
    """The commit went through, but its confirmation was lost: nothing was sent, and it must not end as uncertain."""
    await make_groups(database, -1, -2)
    number = await release(service)
    async with database.write() as transaction:
        (kept,) = (await claim(transaction, clock, CLAIMER, 1, 0)).jobs
    async with database.write() as transaction:
        (lost,) = (await claim(transaction, clock, CLAIMER, 1, 1)).jobs
    async with database.write() as transaction:
        assert await give_back(transaction, clock, "b", []) == 0  # not another worker's
        assert await give_back(transaction, clock, "a", [kept.id]) == 1
    assert await states(database, number) == {kept.chat_id: "sending", lost.chat_id: "queued"}
    # The late word of the lost claim counts no more.
    async with database.write() as transaction:
        assert await finish(transaction, clock, lost, Accepted(5), UNPACED, 0.0) is None


async def test_finishing_twice_changes_nothing_the_second_time(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await release(service)
    async with database.write() as transaction:
        (job,) = (await claim(transaction, clock, CLAIMER, 1, 0)).jobs
    for expected in (True, False):
        async with database.write() as transaction:
            assert (await finish(transaction, clock, job, Accepted(5), UNPACED, 0.0) is not None) is expected
    assert await states(database, number) == {-1: "sent"}


async def test_a_late_answer_settles_what_was_given_up(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await release(service)
    async with database.write() as transaction:
        (job,) = (await claim(transaction, clock, CLAIMER, 1, 0)).jobs
    async with database.write() as transaction:
        assert await sweep(transaction, clock, UNPACED, CLAIMER.lease) == []
    await clock.advance(seconds=11)
    async with database.write() as transaction:
        assert [one.state for one in await sweep(transaction, clock, UNPACED, CLAIMER.lease)] == ["uncertain"]
    async with database.write() as transaction:
        await finish(transaction, clock, job, Accepted(5), UNPACED, 0.0)
    (row,) = await sheet(database, number)
    assert (row.state, row.message_id, row.cause) == ("sent", 5, "")


async def test_a_lease_from_a_clock_that_was_ahead_ends_all_the_same(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await release(service)
    await clock.advance(days=400)
    async with database.write() as transaction:
        await claim(transaction, clock, CLAIMER, 1, 0)
    await clock.advance(days=-400)
    async with database.write() as transaction:
        await sweep(transaction, clock, UNPACED, CLAIMER.lease)
    assert await states(database, number) == {-1: "uncertain"}


@pytest.mark.usefixtures("only_sqlite")
async def test_one_process_sends_for_a_sqlite_file(clock: Clock, database: Database, sender: ScriptedSender, work: Work) -> None:
    async with work() as worker:
        await asyncio.sleep(0.05)
        with pytest.raises(AlreadySending, match="另一个进程"):
            await DeliveryWorker(database, sender, clock, FAST).run()
        worker.stop()
    # Free again after a clean stop.
    assert database.path is not None
    lock = OneSender(database.path)
    lock.acquire()
    lock.release()


def wall_clock() -> datetime:
    return datetime.now(UTC)


async def test_two_workers_share_one_budget_and_send_each_once(postgres: PostgresServer, tmp_path: Path) -> None:
    url = await postgres.create()
    databases = [open_database(url, tmp_path / "unused") for _ in range(2)]
    await migrate(databases[0])
    await make_groups(databases[0], *range(-60, 0))
    number = await release(BroadcastService(databases[0], wall_clock, ZONE))
    senders = [ScriptedSender(), ScriptedSender()]
    paced = replace(FAST, rules=Rules(limits=Limits(per_second=40)))
    begin = asyncio.get_running_loop().time()
    async with (
        working(DeliveryWorker(databases[0], senders[0], wall_clock, paced)),
        working(DeliveryWorker(databases[1], senders[1], wall_clock, paced)),
    ):
        await until_states(databases[0], number, dict.fromkeys(range(-60, 0), "sent"))
    took = asyncio.get_running_loop().time() - begin
    for database in databases:
        await database.close()
    await postgres.drop(url)
    assert sorted(senders[0].chats + senders[1].chats) == list(range(-60, 0))
    assert senders[0].sent
    assert senders[1].sent
    # 60 messages at 40 a second: the first 40 may go in the first second, the last not before it is over.
    assert took >= 1.0


async def test_a_listener_that_fails_changes_nothing(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    heard: list[Settled] = []

    class Deaf(Listener):
        async def settled(self, settled: Settled) -> None:
            heard.append(settled)
            raise RuntimeError("no ears")

    await make_groups(database, -1, -2)
    number = await release(service)
    async with work(listener=Deaf()):
        await until_states(database, number, {-1: "sent", -2: "sent"})
    assert {one.chat_id for one in heard} == {-1, -2}


async def test_one_broken_broadcast_does_not_end_the_worker(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    await make_groups(database, -1)
    broken = await release(service)
    async with database.write() as transaction:
        await transaction.execute(update(broadcasts).where(broadcasts.c.id == broken).values(content="not JSON"))
    async with work() as worker:

        async def noticed() -> bool:
            return "cannot claim" in caplog.text

        await until(noticed)
        assert await states(database, broken) == {-1: "queued"}
        await service.cancel(LI, broken)
        sound = await release(service)
        worker.wake()
        await until_states(database, sound, {-1: "sent"})
