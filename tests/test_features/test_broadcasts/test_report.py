"""What the progress message knows: who would get a draft, who sleeps, which holidays nobody knows yet."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.features.broadcasts import report
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.pacing import RateLimits
from bot.outbox.schedule import daily
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import EVERYONE, LI, Clock, ScriptedSender, Work, make_groups, release, said, until_states


async def test_next_years_holidays_are_asked_for_in_time(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    for rule, year in ((daily(time(9), working_days_only=True), 2027), (daily(time(9)), None)):
        number = await release(service, Plan(said(), EVERYONE, rule=rule))
        found = await report.progress(database, clock, number, RateLimits())
        assert found is not None
        assert found.unpublished == year


async def test_a_draft_shows_who_would_get_it(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    await make_groups(database, -2, daily=True)
    for plan, receivers in ((Plan(said(), EVERYONE), [-1, -2]), (Plan(said(), EVERYONE, "daily", daily=True), [-2])):
        prepared = await service.prepare(LI, plan)
        assert prepared.number is not None
        found = await report.progress(database, clock, prepared.number, RateLimits())
        assert found is not None
        assert found.chosen is not None
        assert sorted((group.chat_id for group in found.chosen.receivers), reverse=True) == receivers


async def test_those_who_sleep_are_counted_apart(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    await make_groups(database, -2, quiet_from="22:00", quiet_to="07:00")
    await clock.set(datetime(2026, 11, 24, 23, tzinfo=CHINA))
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "sent", -2: "queued"})
    found = await report.progress(database, clock, number, RateLimits())
    assert found is not None
    assert (found.later, found.later_at) == (1, datetime(2026, 11, 25, 7, tzinfo=CHINA))
    assert found.ends_in is None


async def test_before_its_time_nobody_sleeps_late_paused_or_not(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await release(service, Plan(said(), EVERYONE, start_at=clock() + timedelta(hours=2)))
    for paused in (False, True):
        if paused:
            assert (await service.pause(LI, number)).ok
        found = await report.progress(database, clock, number, RateLimits())
        assert found is not None
        assert (found.later, found.ahead) == (0, not paused)
