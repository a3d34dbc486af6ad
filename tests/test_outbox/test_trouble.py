"""A database that is away for a while, a claim that nobody confirmed, two workers on one budget, listeners that fail."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox import worker as worker_module
from bot.outbox.listener import Listener
from bot.outbox.outcomes import Accepted, RateLimited
from bot.outbox.pacing import RateLimits
from bot.outbox.store import pace
from bot.outbox.store.claims import Claimer, claim
from bot.outbox.store.finish import Rules, Settled, finish, give_back, sweep
from bot.outbox.store.lock import AlreadySending, OneSender
from bot.outbox.worker import DeliveryWorker
from bot.places.audience import Audience, To
from bot.storage.broadcast_tables import broadcasts, deliveries
from bot.storage.engine import Database, open_database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import migrate
from bot.when import CHINA
from tests.delivering import (
    FAST,
    LI,
    UNPACED,
    ZHAO,
    Clock,
    ScriptedSender,
    Work,
    appoint,
    make_groups,
    release,
    said,
    sheet,
    states,
    until,
    until_states,
    working,
)
from tests.postgres import PostgresServer

CLAIMER = Claimer("a", UNPACED.limits, timedelta(seconds=10), CHINA)


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
        assert await give_back(transaction, clock, [CLAIMER.prefix(2)], UNPACED) == 0  # not another claim
        assert await give_back(transaction, clock, [CLAIMER.prefix(1)], UNPACED) == 1
    assert await states(database, number) == {kept.chat_id: "sending", lost.chat_id: "queued"}
    # The late word of the lost claim counts no more.
    async with database.write() as transaction:
        assert await finish(transaction, clock, lost, Accepted(5), UNPACED, 0.0) is None


async def test_a_claim_that_was_never_confirmed_is_given_back_even_if_it_was_given_up(
    clock: Clock, database: Database, service: BroadcastService
) -> None:
    """A database that restarts is away for longer than a lease: nothing was sent, and nobody need look into it."""
    await make_groups(database, -1, -2)
    number = await release(service)
    jobs = []
    for turn in (0, 1):
        async with database.write() as transaction:
            jobs += (await claim(transaction, clock, CLAIMER, 1, turn)).jobs
    await clock.advance(seconds=11)
    async with database.write() as transaction:
        await sweep(transaction, clock, UNPACED, CLAIMER.lease)
        for stage in ("released", "done"):
            await transaction.execute(update(broadcasts).values(state=stage))
    async with database.write() as transaction:
        assert await give_back(transaction, clock, [CLAIMER.prefix(1)], UNPACED) == 1
    assert await states(database, number) == {jobs[0].chat_id: "uncertain", jobs[1].chat_id: "queued"}
    async with database.read() as transaction:
        assert (await transaction.execute(select(broadcasts.c.state))).scalar() == "released"


async def test_an_outcome_that_was_not_written_is_no_claim_in_doubt(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two faults at once: what was sent but not written down must not be mistaken for what was never sent."""
    await make_groups(database, -1, -2)
    number = await release(service)
    faults = {"finish": 1, "claim": 1}

    def fail(name: str) -> None:
        at, _, when = name.partition(": ")
        if ((at == "finish" and when == "before commit") or (at == "claim" and when == "after commit" and sender.sent)) and faults[at]:
            faults[at] -= 1
            raise RuntimeError(at)

    one = replace(FAST, in_flight=1)
    monkeypatch.setattr(worker_module, "LONGEST", 0.01)
    async with working(DeliveryWorker(database, sender, clock, one, fail_point=fail)):

        async def settled() -> bool:
            return sorted((await states(database, number)).values()) == ["sending", "sent"]

        await until(settled)
        await asyncio.sleep(0.2)
    assert faults == {"finish": 0, "claim": 0}
    assert sorted(sender.chats) == [-2, -1]


async def test_what_waits_a_moment_waits_no_hour_because_the_clock_was_set_back(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script[-2] = [RateLimited(20)]
    async with work() as worker:
        first = await release(service, Plan(said(), Audience(To.PICKED, ("-2",))))
        await until_states(database, first, {-2: "waiting"})
        worker.stop()
    now = await release(service, Plan(said(), Audience(To.PICKED, ("-1",))))
    planned = await release(service, Plan(said(), Audience(To.PICKED, ("-3",)), start_at=clock.now + timedelta(minutes=5)))
    await clock.advance(hours=-1)
    async with work():
        await until_states(database, now, {-1: "sent"})
        assert [(row.state, row.due_at) for row in await sheet(database, first)] == [("waiting", clock.now + timedelta(seconds=20))]
        await clock.advance(seconds=20)
        await until_states(database, first, {-2: "sent"})
        # The clock is set back while a worker looks on.
        last = await release(service, Plan(said(), Audience(To.PICKED, ("-1",))))
        await until_states(database, last, {-1: "sent"})
        sender.script[-1] = [RateLimited(20)]
        late = await release(service, Plan(said(), Audience(To.PICKED, ("-1",))))
        await until_states(database, late, {-1: "waiting"})
        await clock.advance(minutes=-30)

        async def mended() -> bool:
            return [row.due_at for row in await sheet(database, late)] == [clock.now + timedelta(seconds=20)]

        await until(mended)
        await clock.advance(seconds=20)
        await until_states(database, late, {-1: "sent"})
    assert await states(database, planned) == {-3: "queued"}  # a time of the wall clock stays one


async def test_a_listener_that_takes_its_time_holds_nobody_up(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    """To tell an announcer may take a minute and a half; meanwhile leases are renewed, schedules fire and places are free."""
    reached = asyncio.Event()

    class Slow(Listener):
        async def given_up(self, settled: Settled) -> None:
            reached.set()
            await asyncio.Event().wait()

        async def settled(self, settled: Settled) -> None:
            await asyncio.Event().wait()

    await make_groups(database, *range(-10, 0))
    number = await release(service)
    async with database.write() as transaction:
        await claim(transaction, clock, CLAIMER, 1, 0)
    await clock.advance(seconds=11)
    sender.gate = asyncio.Event()
    async with work(listener=Slow()):
        await asyncio.wait_for(reached.wait(), 10)
        await sender.started.wait()
        for _ in range(4):
            before = {row.id for row in await sheet(database, number) if row.state == "sending"}
            await clock.advance(seconds=5)  # half a lease: one beat in between is enough

            async def renewed() -> bool:
                async with database.read() as transaction:
                    wanted = select(deliveries.c.lease_until).where(deliveries.c.state == "sending")
                    ends = (await transaction.execute(wanted)).scalars().all()
                return len(ends) == 3 and all(end == clock.now + FAST.lease for end in ends)

            await until(renewed)
            assert len(before) == 3
        sender.gate.set()
        await until(lambda: _all_settled(database, number))
    assert sorted((await states(database, number)).values()) == ["sent"] * 9 + ["uncertain"]


async def _all_settled(database: Database, number: int) -> bool:
    return {row.state for row in await sheet(database, number)} <= {"sent", "uncertain"}


async def test_a_process_that_hangs_in_a_claim_holds_nobody_up_for_long(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that vanished keeps its connection for hours, as far as the server knows."""
    monkeypatch.setattr(pace, "_LONGEST_IDLE", "300ms")
    url = await postgres.create()
    hanging, living = (open_database(url, tmp_path / "unused") for _ in range(2))
    await migrate(hanging)

    async def hang() -> None:
        async with hanging.write() as transaction:
            await pace.order_claims(transaction)
            async with asyncio.timeout(10), living.write() as other:
                await pace.order_claims(other)

    with pytest.raises(DatabaseUnavailable):
        await hang()
    await hanging.close()
    await living.close()
    await postgres.drop(url)


async def test_of_two_that_wait_for_each_other_one_is_told_to_try_again(postgres: PostgresServer, tmp_path: Path) -> None:
    url = await postgres.create()
    database = open_database(url, tmp_path / "unused")
    holding = asyncio.Barrier(2)

    async def take(*keys: int) -> str:
        try:
            async with database.write() as transaction:
                await transaction.execute(text(f"SELECT pg_advisory_xact_lock({keys[0]})"))
                await holding.wait()
                await transaction.execute(text(f"SELECT pg_advisory_xact_lock({keys[1]})"))
        except DatabaseUnavailable as error:
            return error.cause
        return "done"

    assert sorted(await asyncio.gather(take(1, 2), take(2, 1))) == ["done", "locked"]
    await database.close()
    await postgres.drop(url)


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


async def test_nobody_gives_up_what_it_is_sending_itself(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    """The process slept, or waited for the database, for longer than its leases: it must not take itself for dead."""
    await make_groups(database, -1)
    number = await release(service)
    async with database.write() as transaction:
        (job,) = (await claim(transaction, clock, CLAIMER, 1, 0)).jobs
    await clock.advance(minutes=5)
    async with database.write() as transaction:
        assert await sweep(transaction, clock, UNPACED, CLAIMER.lease, spare=[job.id]) == []
    assert await states(database, number) == {-1: "sending"}


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


def test_a_file_has_one_lock_whatever_it_is_called(tmp_path: Path) -> None:
    file = tmp_path / "mingfa.db"
    file.touch()
    (tmp_path / "other.db").symlink_to(file)
    lock = OneSender(file)
    lock.acquire()
    with pytest.raises(AlreadySending):
        OneSender(tmp_path / "other.db").acquire()
    lock.release()
    with pytest.raises(DatabaseUnavailable) as fault:
        OneSender(tmp_path / "gone" / "mingfa.db").acquire()
    assert fault.value.cause == "missing"


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
    await appoint(databases[0], LI, ZHAO)
    number = await release(BroadcastService(databases[0], wall_clock, CHINA))
    senders = [ScriptedSender(), ScriptedSender()]
    paced = replace(FAST, rules=Rules(limits=RateLimits(per_second=40)))
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
