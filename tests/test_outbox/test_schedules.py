"""Repeating broadcasts against both databases: once each, late or not at all, whatever the clock and the processes do."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta

import pytest

from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.outcomes import Cause
from bot.outbox.schedule import daily
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast
from bot.outbox.store.schedules import Fired, fire_due, get_schedule
from bot.places.store import groups
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import EVERYONE, LI, Clock, ScriptedSender, Work, make_groups, release, said, sheet, states, until

NINE = daily(time(9))


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def entry(day: datetime) -> object:
    return said(f"今日一条 {day:%m-%d}")


async def fire(database: Database, clock: Clock) -> list[Fired]:
    async with database.write() as transaction:
        return await fire_due(transaction, clock, CHINA, entry)  # type: ignore[arg-type]


async def runs(database: Database, series: int) -> list[Broadcast]:
    async with database.read() as transaction:
        return sorted(await store.latest(transaction, 50, series_id=series), key=lambda run: run.id)


async def repeating(service: BroadcastService, **more: object) -> int:
    return await release(service, Plan(said(), EVERYONE, rule=NINE, **more))  # type: ignore[arg-type]


async def test_a_run_goes_out_at_its_time_and_again_the_next_day(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    series = await repeating(service)
    assert await fire(database, clock) == []
    async with work():
        for day in (25, 26):
            await clock.set(shanghai(f"2026-11-{day} 09:00"))

            async def arrived(day: int = day) -> bool:
                return len(sender.sent) == day - 24

            await until(arrived)
    assert [run.planned_at for run in await runs(database, series)] == [shanghai("2026-11-25 09:00"), shanghai("2026-11-26 09:00")]


async def test_processes_that_compete_fire_once(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1, -2)
    series = await repeating(service)
    await clock.set(shanghai("2026-11-25 09:00"))
    fired = await asyncio.gather(*(fire(database, clock) for _ in range(5)))
    assert sorted(len(one) for one in fired) == [0, 0, 0, 0, 1]
    (run,) = await runs(database, series)
    assert await states(database, run.id) == {-1: "queued", -2: "queued"}


async def test_a_process_that_dies_while_firing_leaves_nothing_behind(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    series = await repeating(service)
    await clock.set(shanghai("2026-11-25 09:00"))

    async def die_before_the_commit() -> None:
        async with database.write() as transaction:
            assert len(await fire_due(transaction, clock, CHINA)) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await die_before_the_commit()
    assert await runs(database, series) == []
    assert len(await fire(database, clock)) == 1


async def test_missed_runs_are_made_up_once_or_noted(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    series = await repeating(service, max_age=timedelta(hours=3))
    await clock.set(shanghai("2026-11-27 11:59"))
    (late,) = await fire(database, clock)
    assert (late.planned_at, late.skipped) == (shanghai("2026-11-27 09:00"), 2)
    await clock.set(shanghai("2026-11-28 12:01"))
    (missed,) = await fire(database, clock)
    assert (missed.broadcast_id, missed.skipped) == (None, 1)
    async with database.read() as transaction:
        schedule = await get_schedule(transaction, series)
    assert schedule is not None
    assert (schedule.skipped, schedule.skipped_at, schedule.next_at) == (3, clock(), shanghai("2026-11-29 09:00"))


async def test_a_pause_is_not_a_missed_run_and_a_cancel_is_the_end(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    series = await repeating(service)
    assert (await service.pause(LI, series)).ok
    await clock.set(shanghai("2026-11-25 09:30"))
    assert await fire(database, clock) == []
    assert (await service.resume(LI, series)).ok
    assert await fire(database, clock) == []
    await clock.set(shanghai("2026-11-26 09:00"))
    (fired,) = await fire(database, clock)
    assert fired.skipped == 0
    assert (await service.cancel(LI, series)).ok
    # The run that is under way is cancelled with it.
    assert fired.broadcast_id is not None
    assert await states(database, fired.broadcast_id) == {-1: "cancelled"}
    await clock.set(shanghai("2026-11-27 09:00"))
    assert await fire(database, clock) == []


async def test_a_clock_that_jumps_neither_doubles_nor_silences(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    series = await repeating(service)
    await clock.set(shanghai("2026-11-25 09:00"))
    assert len(await fire(database, clock)) == 1
    await clock.set(shanghai("2026-11-25 08:00"))  # back by an hour: nine o'clock comes a second time
    await fire(database, clock)
    await clock.set(shanghai("2026-11-25 09:00"))
    assert await fire(database, clock) == []
    await clock.set(shanghai("2099-01-01 12:30"))  # far ahead
    await fire(database, clock)
    await clock.set(shanghai("2026-11-26 08:00"))
    await fire(database, clock)
    await clock.set(shanghai("2026-11-26 09:00"))
    (fired,) = await fire(database, clock)
    assert fired.planned_at == shanghai("2026-11-26 09:00")
    planned = [run.planned_at for run in await runs(database, series)]
    assert len(planned) == len(set(planned))


async def test_the_audience_is_that_of_the_day(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    await repeating(service)
    await make_groups(database, -2)
    await clock.set(shanghai("2026-11-25 09:00"))
    (fired,) = await fire(database, clock)
    assert fired.broadcast_id is not None
    assert await states(database, fired.broadcast_id) == {-1: "queued", -2: "queued"}


async def test_working_days_only(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    rule = daily(time(9), working_days_only=True)
    await release(service, Plan(said(), EVERYONE, rule=rule))
    await clock.set(shanghai("2026-11-27 09:00"))  # Friday
    assert len(await fire(database, clock)) == 1
    await clock.set(shanghai("2026-11-29 09:00"))  # Sunday
    assert await fire(database, clock) == []
    await clock.set(shanghai("2026-11-30 09:00"))
    (fired,) = await fire(database, clock)
    assert fired.skipped == 0


async def daily_entry(service: BroadcastService, **more: object) -> int:
    return await release(service, Plan(said("今日一条"), EVERYONE, kind="daily", daily=True, **more))  # type: ignore[arg-type]


async def test_each_group_gets_the_daily_entry_at_its_own_time_once_a_day(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, daily=True, daily_at="08:00")
    await make_groups(database, -2, daily=True, daily_at="17:30")
    await make_groups(database, -3)
    await clock.set(shanghai("2026-11-25 07:59"))
    series = await daily_entry(service)
    async with work(daily=entry):

        async def settled(run: int, wanted: dict[int, str]) -> bool:
            found = await runs(database, series)
            return len(found) > run and await states(database, found[run].id) == wanted

        await asyncio.sleep(0.1)
        assert await runs(database, series) == []
        await clock.set(shanghai("2026-11-25 08:00"))
        await until(lambda: settled(0, {-1: "sent"}))
        await clock.set(shanghai("2026-11-25 17:30"))
        await until(lambda: settled(0, {-1: "sent", -2: "sent"}))
        # Setting another time after it came does not bring it twice.
        await make_groups(database, -1, daily_at="18:00")
        await clock.set(shanghai("2026-11-25 18:00"))
        await asyncio.sleep(0.1)
        await make_groups(database, -1, daily_at="08:00")
        await clock.set(shanghai("2026-11-26 08:00"))
        await until(lambda: settled(1, {-1: "sent"}))
    assert sender.texts == [(-1, "今日一条 11-25"), (-2, "今日一条 11-25"), (-1, "今日一条 11-26")]


async def test_the_daily_entry_can_rest_on_days_off(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1, daily=True, daily_at="08:30")
    series = await release(service, Plan(said(), EVERYONE, "daily", daily=True, working_days_only=True))
    for day, runs_so_far in (("2027-01-01", 0), ("2027-01-02", 0), ("2027-01-04", 1)):
        await clock.set(shanghai(f"{day} 08:31"))
        await fire(database, clock)
        assert len(await runs(database, series)) == runs_so_far


async def test_a_daily_entry_that_is_too_late_is_noted_for_that_group(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1, daily=True, daily_at="08:00")
    await make_groups(database, -2, daily=True, daily_at="11:00")
    series = await daily_entry(service, max_age=timedelta(hours=2))
    await clock.set(shanghai("2026-11-25 12:00"))
    (fired,) = await fire(database, clock)
    assert (fired.receivers, fired.skipped) == (1, 1)
    (run,) = await runs(database, series)
    assert {row.chat_id: row.cause for row in await sheet(database, run.id)} == {-1: Cause.MISSED, -2: Cause.NONE}
    assert await fire(database, clock) == []


async def test_a_group_that_muted_the_kind_gets_no_daily_entry(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1, -2, daily=True, daily_at="08:00")
    series = await daily_entry(service)
    async with database.write() as transaction:
        await groups.mute(transaction, -1, "daily", True)
    await clock.set(shanghai("2026-11-25 08:00"))
    await fire(database, clock)
    (run,) = await runs(database, series)
    assert await states(database, run.id) == {-1: "skipped", -2: "queued"}
