"""Broadcasts as they are now: pages of the list and of runs, what nobody knows, and who must release. And who can be picked."""

from __future__ import annotations

from datetime import time

from bot.features.broadcasts.audiences import Audiences
from bot.features.broadcasts.draft import Draft
from bot.features.broadcasts.overview import PER_PAGE, Overview
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.pacing import RateLimits
from bot.outbox.schedule import daily
from bot.places.audience import Audience, To
from bot.places.store import groups
from bot.storage.engine import Database
from tests.delivering import EVERYONE, LI, ZHAO, Clock, make_groups, said


async def test_pages_end_where_there_is_no_more(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    for number in range(PER_PAGE + 1):
        await service.prepare(LI, Plan(said(f"通知{number}"), EVERYONE, rule=daily(time(9)) if number == 1 else None))
    overview = Overview(database, clock, RateLimits())
    first, second = await overview.page(0), await overview.page(1)
    assert (len(first.found), first.more, len(second.found), second.more) == (PER_PAGE, True, 1, False)
    series = second.found[0].id + 1
    assert list(first.repeating) == [series]
    assert await overview.repeats(series)
    assert not await overview.repeats(series + 1)
    assert (await overview.page(0, series)).found == []
    # Whatever a button says.
    assert (await overview.page(-5)).number == 0
    assert (await overview.page(2**62)).found == []


async def test_who_must_release_and_what_is_not_there(clock: Clock, database: Database, service: BroadcastService) -> None:
    assert await Overview(database, clock, RateLimits()).needs_second()
    assert not await Overview(database, clock, RateLimits(), two_people=False).needs_second()
    overview = Overview(database, clock, RateLimits())
    assert await overview.get(9) is None
    assert await overview.progress(9) is None
    assert len(await overview.sheet(9)) == 1
    doubtful = await overview.doubtful(9)
    assert (list(doubtful.lines), doubtful.parts) == ([], 1)


async def test_what_a_button_knows_of_the_content_is_compared_by_the_service(
    clock: Clock, database: Database, service: BroadcastService
) -> None:
    await make_groups(database, -1)
    plan = Plan(said(), EVERYONE)
    for seen, ok in ((plan.content.digest[:11], False), ("0" * 12, False), (plan.content.digest[:12], True)):
        prepared = await service.prepare(LI, plan)
        assert prepared.number is not None
        assert (await service.release(ZHAO, prepared.number, seen)).ok is ok


async def test_names_to_pick_and_names_that_were_written(database: Database) -> None:
    await make_groups(database, *range(-10, 0))
    async with database.write() as transaction:
        await groups.change(transaction, -1, unit="龙泉镇")
        await groups.add_tag(transaction, -2, "乡镇")
    audiences = Audiences(database)
    assert await audiences.groups() == 10
    first = await audiences.names(Draft(to=To.PICKED))
    assert (len(first.labels), first.more) == (8, True)
    assert (await audiences.names(Draft(to=To.PICKED, page=1))).more is False
    assert list((await audiences.names(Draft(to=To.PICKED, words="群3"))).labels) == ["-3"]
    assert list((await audiences.names(Draft(to=To.TAGS))).labels) == ["乡镇"]
    assert await audiences.named("龙泉镇") == Audience(To.UNITS, ("龙泉镇",))
    assert await audiences.named("乡镇") == Audience(To.TAGS, ("乡镇",))
    assert await audiences.named("龙泉镇、乡镇") is None
    assert await audiences.named("没有的镇") is None
