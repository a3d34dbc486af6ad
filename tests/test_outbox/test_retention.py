"""Old broadcasts: the sheet is there for as long as is set, and then all of it goes, a little at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.app.housekeeping import Keep, tidy
from bot.features.broadcasts import report
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.schedule import Rule
from bot.outbox.store import broadcasts as store
from bot.outbox.store.retention import Expired, expire_some
from bot.outbox.store.schedules import fire_due
from bot.storage import audit
from bot.storage.broadcast_tables import deliveries
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import EVERYONE, LI, Clock, ScriptedSender, Work, make_groups, release, said, until_states

KEEP = Keep(broadcasts=timedelta(days=30))


async def left(database: Database) -> list[int]:
    async with database.read() as transaction:
        return [one.id for one in await store.latest(transaction, 50)]


async def test_the_sheet_is_there_until_then(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "sent", -2: "sent"})
        while not await _over(database, number):
            await clock.advance(seconds=1)
    await clock.advance(days=29, hours=23)
    await tidy(database, clock(), KEEP)
    assert len(await report.sheet(database, number, CHINA)) == 3
    await clock.advance(hours=2)
    await tidy(database, clock(), KEEP)
    assert await left(database) == []
    async with database.read() as transaction:
        assert (await transaction.execute(select(func.count()).select_from(deliveries))).scalar_one() == 0
        lines, _ = await audit.search(transaction, limit=1)
    assert (lines[0].action, lines[0].actor_id, lines[0].detail[:4]) == ("broadcast_expire", 0, "1 条通")
    await tidy(database, clock(), KEEP)
    async with database.read() as transaction:
        assert (await audit.search(transaction, limit=1))[0] == lines  # nothing to tell


async def _over(database: Database, number: int) -> bool:
    async with database.read() as transaction:
        found = await store.get(transaction, number)
    return found is not None and found.ended_at is not None


async def test_what_is_not_over_stays(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    cancelled, paused, repeating = await release(service), await release(service), await _repeating(service)
    prepared = await service.prepare(LI, Plan(said(), EVERYONE))
    assert (await service.cancel(LI, cancelled)).ok
    assert (await service.pause(LI, paused)).ok
    await clock.advance(days=31)
    await tidy(database, clock(), KEEP)
    assert prepared.number not in await left(database)  # a draft that nobody wanted
    assert await left(database) == [repeating, paused]


async def _repeating(service: BroadcastService) -> int:
    return await release(service, Plan(said(), EVERYONE, rule=Rule("0 9 * * *")))


async def test_a_repeating_one_stays_as_long_as_a_run_of_it(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await _repeating(service)
    await clock.advance(days=1)
    async with database.write() as transaction:
        (run,) = await fire_due(transaction, clock, CHINA)
    assert run.broadcast_id is not None
    assert (await service.cancel(LI, number)).ok
    await clock.advance(days=31)
    async with database.write() as transaction:
        assert await expire_some(transaction, clock() - KEEP.broadcasts) == Expired(1, more=True)
        assert await store.get(transaction, run.broadcast_id) is None
        assert await store.get(transaction, number) is not None
        assert await expire_some(transaction, clock() - KEEP.broadcasts) == Expired(1, more=True)
        assert await expire_some(transaction, clock() - KEEP.broadcasts) == Expired(0, more=False)
    assert await left(database) == []


@pytest.mark.parametrize("groups", [4, 5])
async def test_many_groups_take_several_steps(clock: Clock, database: Database, service: BroadcastService, groups: int) -> None:
    await make_groups(database, *range(-groups, 0))
    number = await release(service)
    assert (await service.cancel(LI, number)).ok
    await clock.advance(days=31)
    steps = []
    async with database.write() as transaction:
        while not steps or steps[-1].more:
            steps.append(await expire_some(transaction, clock() - KEEP.broadcasts, at_once=2))
    assert [step.broadcasts for step in steps] == [0, 0, 1, 0]
