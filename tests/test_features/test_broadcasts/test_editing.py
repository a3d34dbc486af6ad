"""Other content after the preview, and after the release: nobody gets what nobody released, and nobody gets both."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from bot.features.broadcasts import report
from bot.features.broadcasts.editing import change_content
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.outcomes import NoReply, Refused, Reply, ServerError
from bot.outbox.schedule import daily
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.schedules import fire_due
from bot.storage import audit
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import (
    EVERYONE,
    LI,
    UNPACED,
    ZHAO,
    Clock,
    ScriptedSender,
    Work,
    make_groups,
    release,
    said,
    states,
    until,
    until_states,
)

OTHER = said("改过的通知。")


async def get(database: Database, number: int) -> Broadcast:
    async with database.read() as transaction:
        found = await store.get(transaction, number)
    assert found is not None
    return found


async def editable(database: Database, clock: Clock, number: int) -> bool:
    found = await report.progress(database, clock, number, UNPACED.limits)
    assert found is not None
    return found.editable


async def test_a_draft_with_other_content_is_released_as_it_is_now(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    prepared = await service.prepare(LI, Plan(said(), EVERYONE))
    assert prepared.number is not None
    done = await change_content(database, clock, ZHAO, prepared.number, OTHER)
    assert (done.ok, done.stage) == (True, BroadcastStage.DRAFT)
    # Who changed it last has prepared it, and what was seen before is not what would be sent.
    assert not (await service.release(ZHAO, prepared.number, OTHER.digest)).ok
    assert not (await service.release(LI, prepared.number, said().digest)).ok
    assert (await service.release(LI, prepared.number, OTHER.digest)).ok


async def test_what_was_released_for_later_needs_a_new_release(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    start = clock() + timedelta(hours=2)
    number = await release(service, Plan(said(), EVERYONE, start_at=start))
    assert await editable(database, clock, number)
    assert (await change_content(database, clock, LI, number, OTHER)).ok
    one = await get(database, number)
    assert (one.stage, one.released_by, one.start_at, one.prepared_by) == (BroadcastStage.DRAFT, None, start, LI.user_id)
    assert await states(database, number) == {}
    async with database.read() as transaction:
        lines, _ = await audit.search(transaction, limit=1)
    assert (lines[0].actor_id, lines[0].action, lines[0].detail) == (LI.user_id, "broadcast_prepare", "放行后改内容，须重新放行")
    await clock.set(start)
    async with work():
        assert (await service.release(ZHAO, number, OTHER.digest)).ok
        await until_states(database, number, {-1: "sent", -2: "sent"})
    assert sender.texts == [(-1, "改过的通知。"), (-2, "改过的通知。")]


async def test_a_time_that_is_over_becomes_now(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    start = clock() + timedelta(hours=2)
    prepared = await service.prepare(LI, Plan(said(), EVERYONE, start_at=start))
    assert prepared.number is not None
    await clock.advance(hours=3)
    late = await service.release(ZHAO, prepared.number, said().digest)
    assert "已经过去" in late.text
    assert "改对象或时间" in late.text
    assert (await change_content(database, clock, LI, prepared.number, OTHER)).ok
    assert (await service.release(ZHAO, prepared.number, OTHER.digest)).ok


@pytest.mark.parametrize(("answer", "state"), [(None, "sent"), (NoReply("gone"), "uncertain"), (ServerError("502"), "waiting")])
async def test_what_a_group_may_have_stays_as_it_is(
    clock: Clock,
    database: Database,
    service: BroadcastService,
    sender: ScriptedSender,
    work: Work,
    answer: Reply | None,
    state: str,
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [answer] if answer else []
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: state})
    before = await get(database, number)
    assert not await editable(database, clock, number)
    done = await change_content(database, clock, LI, number, OTHER)
    assert not done.ok
    assert (await get(database, number)).digest == before.digest
    assert await states(database, number) == {-1: state}


async def test_content_that_telegram_refused_can_be_mended(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3, -4)
    sender.script = {chat: [Refused("Bad Request: wrong file identifier")] for chat in (-1, -2, -3, -4)}
    number = await release(service)

    async def paused() -> bool:
        return (await get(database, number)).stage is BroadcastStage.PAUSED

    async def changed() -> bool:
        return await editable(database, clock, number) and (await change_content(database, clock, LI, number, OTHER)).ok

    async with work():
        await until(paused)
        # What was on the wire with the third one, or claimed in the same moment, comes back first.
        await until(changed)
        sender.script.clear()
        assert (await service.release(ZHAO, number, OTHER.digest)).ok
        await until_states(database, number, dict.fromkeys((-1, -2, -3, -4), "sent"))


async def test_one_that_repeats_says_something_else_from_the_new_release_on(
    clock: Clock, database: Database, service: BroadcastService
) -> None:
    await make_groups(database, -1)
    number = await release(service, Plan(said(), EVERYONE, rule=daily(time(9))))

    async def fire(day: int) -> list[str]:
        await clock.set(datetime(2026, 11, day, 9, tzinfo=CHINA))
        async with database.write() as transaction:
            await fire_due(transaction, clock, CHINA)
            runs = await store.latest(transaction, 9, series_id=number)
        return [run.content.opening for run in reversed(runs)]

    assert len(await fire(25)) == 1
    assert (await change_content(database, clock, LI, number, OTHER)).ok
    assert len(await fire(26)) == 1  # nobody has released it
    await clock.advance(hours=1)
    assert (await service.release(ZHAO, number, OTHER.digest)).ok
    assert await fire(27) == [said().opening, OTHER.opening]
    (first, *_) = [run for run in await _runs(database, number) if run.content.opening == said().opening]
    assert not (await change_content(database, clock, LI, first.id, OTHER)).ok


async def _runs(database: Database, number: int) -> list[Broadcast]:
    async with database.read() as transaction:
        return await store.latest(transaction, 9, series_id=number)


async def test_the_daily_entry_and_a_cancelled_one_cannot_be_changed(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1, daily=True)
    entry = await release(service, Plan(said(), EVERYONE, "daily", daily=True))
    cancelled = await release(service)
    assert (await service.cancel(LI, cancelled)).ok
    for number in (entry, cancelled, 99):
        assert not (await change_content(database, clock, LI, number, OTHER)).ok
