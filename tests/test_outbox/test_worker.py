"""The worker against both databases: what each outcome does to the rows, the groups and the broadcast."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.broadcasts.report import progress
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.outcomes import BadToken, Cause, ChatMissing, Kicked, NoReply, NotSent, RateLimited, Refused, ServerError, TopicGone
from bot.outbox.pacing import RateLimits
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.store.claims import Claimer, claim
from bot.outbox.store.finish import Rules, sweep
from bot.outbox.store.pace import correct_starts, note_starts, starts_since
from bot.outbox.traffic import Traffic
from bot.places.store import groups
from bot.storage import audit
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import (
    EVERYONE,
    FAST,
    LI,
    UNPACED,
    Clock,
    ScriptedSender,
    Work,
    make_groups,
    release,
    said,
    sheet,
    states,
    until,
    until_states,
)

THREE_PARTS = "字" * (4096 * 2 + 1)


async def stage(database: Database, clock: Clock, number: int) -> BroadcastStage:
    found = await progress(database, clock, number, RateLimits())
    assert found is not None
    return found.broadcast.stage


async def until_stage(database: Database, clock: Clock, number: int, wanted: BroadcastStage) -> None:
    async def there() -> bool:
        return await stage(database, clock, number) is wanted

    await until(there)


async def test_every_group_gets_it_once_and_then_it_is_done(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-40, 0))
    number = await release(service)
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert sorted(sender.chats) == list(range(-40, 0))
    rows = await sheet(database, number)
    assert {row.state for row in rows} == {"sent"}
    assert len({row.message_id for row in rows}) == 40


async def test_nothing_is_sent_before_its_time(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    later = clock() + timedelta(hours=2)
    number = await release(service, Plan(said(), EVERYONE, start_at=later))
    await clock.set(later - timedelta(seconds=1))
    async with work(replace(FAST, idle=timedelta(milliseconds=5))) as worker:
        await asyncio.sleep(0.1)  # twenty looks at an empty queue
        assert sender.sent == []
        assert await stage(database, clock, number) is BroadcastStage.RELEASED
        await clock.set(later)
        worker.wake()
        await until_states(database, number, {-1: "sent"})


async def test_parts_go_in_order_one_second_apart(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    content = said(THREE_PARTS)
    number = await release(service, Plan(content, EVERYONE))
    async with work():
        for part in range(3):

            async def sent(part: int = part) -> bool:
                return sum(row.state == "sent" for row in await sheet(database, number)) == 2 * (part + 1)

            await until(sent)
            assert len(sender.sent) == 2 * (part + 1)
            await clock.advance(seconds=1)
    for chat in (-1, -2):
        assert [html for to, html in sender.texts if to == chat] == [call.html for call in content.calls]  # type: ignore[union-attr]


async def test_when_a_part_fails_the_later_ones_stay_home_until_it_is_tried_again(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [Refused("not enough rights")]
    number = await release(service, Plan(said("字" * 5000), EVERYONE))
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)
        assert [(row.state, row.cause) for row in await sheet(database, number)] == [("failed", "refused"), ("cancelled", "earlier_part")]
        assert (await service.retry_failed(LI, number)).ok
        await until_part(database, number, 1)
        await clock.advance(seconds=1)
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert [row.state for row in await sheet(database, number)] == ["sent", "sent"]


async def until_part(database: Database, number: int, sent: int) -> None:
    async def there() -> bool:
        return sum(row.state == "sent" for row in await sheet(database, number)) == sent

    await until(there)


async def test_an_uncertain_part_holds_the_later_ones_until_somebody_settles_it(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [NoReply("ReadTimeout")]
    number = await release(service, Plan(said("字" * 5000), EVERYONE))
    async with work():
        await until_state_of(database, number, "uncertain")
        await clock.advance(hours=1)
        assert len(sender.sent) == 1
        assert (await service.resolve_uncertain(LI, number, arrived=True)).ok
        await clock.advance(seconds=1)
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert len(sender.sent) == 2
    assert [(row.state, row.cause) for row in await sheet(database, number)] == [("sent", "confirmed"), ("sent", "")]


async def until_state_of(database: Database, number: int, state: str) -> None:
    async def there() -> bool:
        return any(row.state == state for row in await sheet(database, number))

    await until(there)


async def test_a_429_waits_as_long_as_telegram_says_and_holds_nobody_else(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script[-2] = [RateLimited(10_072)]
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "sent", -2: "waiting", -3: "sent"})
    await clock.advance(seconds=10_071)
    second = await release(service, Plan(said("第二条"), EVERYONE))
    async with work():
        # The chat was told to wait: nothing else goes there meanwhile either.
        await until_states(database, second, {-1: "sent", -2: "queued", -3: "sent"})
        assert sender.chats.count(-2) == 1
        await clock.advance(seconds=1)
        await until_states(database, number, {-1: "sent", -2: "sent", -3: "sent"})
        await until_states(database, second, {-1: "sent", -2: "sent", -3: "sent"})


async def test_a_bot_wide_429_holds_everybody(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script |= {-1: [RateLimited(30)], -2: [RateLimited(30)]}
    number = await release(service)
    async with work(replace(FAST, in_flight=1)):
        await until_states(database, number, {-1: "waiting", -2: "waiting", -3: "queued"})
        await clock.advance(seconds=29)
        await asyncio.sleep(0.1)
        assert -3 not in sender.chats
        await clock.advance(seconds=2)
        await until_states(database, number, {-1: "sent", -2: "sent", -3: "sent"})
    found = await progress(database, clock, number, UNPACED.limits)
    assert found is not None


@pytest.mark.parametrize("outcome", [Kicked("bot was kicked"), ChatMissing("chat not found")])
async def test_a_group_without_the_bot_becomes_inactive_and_is_left_alone(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work, outcome: Kicked | ChatMissing
) -> None:
    await make_groups(database, -1, -2)
    sender.script[-1] = [outcome]
    first = await release(service)
    second = await release(service, Plan(said("第二条"), EVERYONE))
    async with work(replace(FAST, in_flight=1)):
        await until_stage(database, clock, first, BroadcastStage.DONE)
        await until_stage(database, clock, second, BroadcastStage.DONE)
    both = [await states(database, first), await states(database, second)]
    assert sorted(found[-1] for found in both) == ["failed", "skipped"]
    assert [found[-2] for found in both] == ["sent", "sent"]
    assert sender.chats.count(-1) == 1
    async with database.read() as transaction:
        group = await groups.get(transaction, -1)
    assert group is not None
    assert not group.active


async def test_content_that_telegram_refuses_again_and_again_pauses_its_broadcast(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-30, 0))
    for chat in range(-30, 0):
        sender.script[chat] = [Refused("message to copy not found")]
    number = await release(service)
    async with work():
        await until_stage(database, clock, number, BroadcastStage.PAUSED)
    assert 3 <= len(sender.sent) <= 5
    found = await progress(database, clock, number, RateLimits())
    assert found is not None
    assert found.broadcast.stage_cause == "refused"
    assert found.failed == {Cause.REFUSED: len(sender.sent)}
    async with database.read() as transaction:
        lines, _ = await audit.search(transaction, "broadcast_pause")
    assert [(line.actor_id, line.target) for line in lines] == [(0, f"broadcast:{number}")]
    # Nobody was made inactive, and a person may go on.
    sender.script.clear()
    assert (await service.resume(LI, number)).ok
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)


async def test_a_refusal_here_and_there_pauses_nothing(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-12, 0))
    for chat in (-12, -11, -9, -8, -6, -5):
        sender.script[chat] = [Refused("not enough rights to send text messages")]
    number = await release(service)
    async with work(replace(FAST, in_flight=1)):
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert sorted(states_ := (await states(database, number)).values()) == ["failed"] * 6 + ["sent"] * 6, states_


async def test_a_deleted_notice_topic_is_forgotten_and_the_group_gets_it_all_the_same(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, notice_thread_id=77)
    sender.script[-1] = [TopicGone("message thread not found")]
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "sent"})
    assert [(chat, thread) for chat, thread, _ in sender.sent] == [(-1, 77), (-1, None)]


@pytest.mark.parametrize("outcome", [NotSent("ConnectError"), BadToken("Unauthorized")])
async def test_without_a_line_everybody_waits_and_nobody_fails(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work, outcome: NotSent | BadToken
) -> None:
    await make_groups(database, *range(-20, 0))
    for chat in range(-20, 0):
        sender.script[chat] = [outcome] * 2
    number = await release(service)
    # The clock leaps here; no lease may end in a leap.
    async with work(replace(FAST, lease=timedelta(days=1))):
        await until_state_of(database, number, "waiting")
        await asyncio.sleep(0.1)
        assert len(sender.sent) <= 3  # the rest would fare the same

        async def done() -> bool:
            await clock.advance(seconds=61)
            return await stage(database, clock, number) is BroadcastStage.DONE

        await until(done, 60)
    assert set((await states(database, number)).values()) == {"sent"}


async def test_a_server_in_trouble_is_asked_eight_times(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    sender.script |= {-1: [ServerError("502")] * 100, -2: [ServerError("502")] * 7}
    number = await release(service)
    async with work():
        for tries in range(1, 8):

            async def answered(tries: int = tries) -> bool:
                return all((row.state, row.tries) == ("waiting", tries) for row in await sheet(database, number))

            await until(answered)
            await clock.advance(minutes=10)
        await until_states(database, number, {-1: "failed", -2: "sent"})
    assert sender.chats.count(-1) == 8
    assert await states(database, number) == {-1: "failed", -2: "sent"}


async def test_a_line_that_cuts_every_request_makes_a_few_uncertain_and_not_all(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-40, 0))
    for chat in range(-40, 0):
        sender.script[chat] = [NoReply("ReadError")] * 100
    number = await release(service)
    async with work(replace(FAST, lease=timedelta(days=1))):

        async def minute_over() -> bool:
            await clock.advance(seconds=0.5)
            return (clock.now - begun).total_seconds() >= 60

        begun = clock.now
        await until(minute_over, 60)
        assert 3 <= len(sender.sent) <= 20
        sender.script.clear()

        async def done() -> bool:
            await clock.advance(seconds=2)
            return await stage(database, clock, number) is BroadcastStage.DONE

        await until(done, 60)
    found = list((await states(database, number)).values())
    assert set(found) == {"sent", "uncertain"}
    assert found.count("uncertain") <= 20


async def test_waiting_uses_up_no_tries_of_a_server_in_trouble(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [RateLimited(5)] * 6 + [NotSent("ConnectError")] * 6 + [ServerError("502")] * 2
    number = await release(service)
    async with work(replace(FAST, lease=timedelta(days=1))):

        async def done() -> bool:
            await clock.advance(seconds=70)
            return await stage(database, clock, number) is BroadcastStage.DONE

        await until(done)
    assert await states(database, number) == {-1: "sent"}
    assert len(sender.sent) == 15


async def test_groups_where_the_bot_may_not_write_say_nothing_about_the_content(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-12, 0))
    for chat in range(-12, -2):
        sender.script[chat] = [Refused("not enough rights to send text messages", by_group=True)]
    number = await release(service)
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert sorted((await states(database, number)).values()) == ["failed"] * 10 + ["sent"] * 2


async def test_a_late_answer_reopens_a_broadcast_that_seemed_done(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    sender.gate = asyncio.Event()
    sender.script[-1] = [ServerError("502")]
    number = await release(service)
    # No beat: the lease is not renewed, as if this process had been frozen.
    async with work(replace(FAST, beat=timedelta(hours=1))):
        await sender.started.wait()
        await clock.advance(minutes=1)
        async with database.write() as transaction:
            (given_up,) = await sweep(transaction, clock, UNPACED, FAST.lease)
        assert given_up.state == "uncertain"
        await until_stage(database, clock, number, BroadcastStage.DONE)
        sender.gate.set()
        await until_states(database, number, {-1: "waiting"})
        await clock.advance(minutes=1)
        await until_states(database, number, {-1: "sent"})
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert len(sender.sent) == 2


async def test_nobody_knows_what_became_of_a_request_without_an_answer(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    sender.script[-1] = [NoReply("ReadError")]
    sender.script[-2] = [RuntimeError("a fault of our own")]
    number = await release(service)
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)
        await clock.advance(days=1)
        await asyncio.sleep(0.1)
    assert await states(database, number) == {-1: "uncertain", -2: "uncertain"}
    assert len(sender.sent) == 2


async def test_a_request_that_hangs_is_given_up_before_its_lease_could_matter(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    sender.gate = asyncio.Event()
    number = await release(service)
    async with work(replace(FAST, send_seconds=0.05)):
        await until_states(database, number, {-1: "uncertain"})


async def test_a_clean_stop_waits_for_what_is_in_flight(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-10, 0))
    sender.gate = asyncio.Event()
    number = await release(service)
    async with work() as worker:
        await sender.started.wait()
        worker.stop()
        asyncio.get_running_loop().call_later(0.05, sender.gate.set)
    left = list((await states(database, number)).values())
    assert set(left) == {"queued", "sent"}
    assert left.count("sent") == len(sender.sent) <= 3


async def test_what_comes_back_after_a_cancel_is_not_tried_again(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2)
    sender.gate = asyncio.Event()
    sender.script = {-1: [RateLimited(5)], -2: [RateLimited(5)]}
    number = await release(service)
    async with work(replace(FAST, in_flight=1)):
        await sender.started.wait()
        assert (await service.cancel(LI, number)).ok
        sender.gate.set()
        await until_states(database, number, {-1: "cancelled", -2: "cancelled"})
    assert len(sender.sent) == 1


async def test_quiet_hours_are_waited_out(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, quiet_from="22:00", quiet_to="07:00")
    await make_groups(database, -3)
    await clock.advance(hours=13)  # 23:00 in Shanghai
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "queued", -2: "queued", -3: "sent"})
        await clock.advance(hours=7, minutes=59)
        await asyncio.sleep(0.1)
        assert sender.chats == [-3]
        await clock.advance(minutes=1)
        await until_states(database, number, {-1: "sent", -2: "sent", -3: "sent"})


async def test_a_group_that_opts_out_after_the_release_is_skipped_unless_it_is_official(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    ordinary = await release(service)
    official = await release(service, Plan(said("正式通知"), EVERYONE, official=True))
    async with database.write() as transaction:
        await groups.mute(transaction, -1, "notice", True)
    async with work():
        await until_states(database, ordinary, {-1: "skipped"})
        await until_states(database, official, {-1: "sent"})
    assert [row.cause for row in await sheet(database, ordinary)] == [Cause.OPTED_OUT]


async def test_a_group_that_is_skipped_gets_no_part_at_all(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    number = await release(service, Plan(said(THREE_PARTS), EVERYONE))
    async with database.write() as transaction:
        await groups.deactivate(transaction, -1)
    async with work():
        await until_stage(database, clock, number, BroadcastStage.DONE)
    assert [(row.state, row.cause) for row in await sheet(database, number)] == [("skipped", "inactive")] * 3


async def test_a_small_broadcast_does_not_wait_for_a_large_one(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-200, 0))
    await release(service)
    small = await release(service, Plan(said("急事"), EVERYONE))
    async with work(replace(FAST, in_flight=2)):
        await until_state_of(database, small, "sent")

        async def forty() -> bool:
            return len(sender.sent) >= 40

        await until(forty)
    assert [html for _, html in sender.texts[:40]].count("急事") >= 10


async def test_a_group_gets_eighteen_messages_a_minute_at_most(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    for number in range(20):
        await release(service, Plan(said(f"第 {number} 条"), EVERYONE))
    async with work():

        async def full() -> bool:
            return len(sender.sent) == 18

        await until(full)
        await asyncio.sleep(0.1)
        assert len(sender.sent) == 18
        await clock.advance(seconds=61)

        async def rest() -> bool:
            return len(sender.sent) == 20

        await until(rest)


async def test_the_budget_of_a_second_is_kept(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-30, 0))
    await release(service)
    # On a busy machine outcomes take their time; who does not wait for all three of them takes fewer at once.
    paced = replace(FAST, idle=timedelta(seconds=10), rules=Rules(limits=RateLimits(per_second=25)))
    async with work(paced):
        for spent in (6, 12, 18, 24):  # in threes

            async def there(spent: int = spent) -> bool:
                return len(sender.sent) == spent

            await until(there)
            await asyncio.sleep(0.05)
            assert len(sender.sent) == spent  # the clock stands still: there is room for no more
            await clock.advance(seconds=0.2)


async def test_answers_to_people_go_first(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, *range(-30, 0))
    await release(service)
    traffic = Traffic(0)  # the numbers alone matter here: the clock of this test stands still
    asked = 25
    traffic.people_wait = lambda: asked
    async with work(replace(FAST, rules=Rules(limits=RateLimits(per_second=25))), traffic=traffic):

        async def left(least: int) -> bool:
            return len(sender.sent) >= least

        await until(lambda: left(3))
        await clock.advance(seconds=0.9)
        await asyncio.sleep(0.05)
        assert len(sender.sent) == 3  # of 28 in a second 25 went to people
        asked = 0
        await clock.advance(seconds=0.2)
        await until(lambda: left(6))


async def test_answers_that_come_together_are_followed_by_one_claim(
    database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    claims: list[str] = []
    await make_groups(database, *range(-12, 0))
    number = await release(service)
    patient = replace(FAST, idle=timedelta(seconds=10))  # a busy machine takes its time to write three outcomes
    async with work(patient, fail_point=lambda name: claims.append(name) if name == "claim: before commit" else None):
        await until_states(database, number, dict.fromkeys(range(-12, 0), "sent"))
    assert len(claims) == 4


async def test_a_claim_that_spends_the_budget_tells_when_there_is_more(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, *range(-30, 0))
    await release(service)
    claimer = Claimer("a", RateLimits(per_second=25), timedelta(seconds=10), CHINA)
    async with database.write() as transaction:
        first = await claim(transaction, clock, claimer, 3, 0)
        second = await claim(transaction, clock, claimer, 3, 1)
        third = await claim(transaction, clock, claimer, 3, 2)
    assert [len(one.jobs) for one in (first, second, third)] == [3, 3, 0]
    assert (first.full, second.full) == (False, True)
    assert second.wait == third.wait == timedelta(milliseconds=200)


async def test_what_left_late_is_counted_when_it_left(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    noted = clock.now

    def slowly(name: str) -> None:
        if name == "claim: before commit":
            time.sleep(0.05)  # the disk takes its time, and the loop with it
            if database.is_sqlite:
                clock.now = noted + timedelta(seconds=5)

    await make_groups(database, -1, -2, -3)
    number = await release(service)
    async with work(fail_point=slowly):
        await until_states(database, number, dict.fromkeys((-1, -2, -3), "sent"))
    async with database.read() as transaction:
        starts = await starts_since(transaction, noted - timedelta(seconds=1))
    assert starts == [clock.now] * 3


async def test_starts_are_corrected_for_these_chats_only(clock: Clock, database: Database) -> None:
    noted = clock.now
    async with database.write() as transaction:
        await note_starts(transaction, [-1, -2], noted)
    await clock.advance(seconds=2)
    async with database.write() as transaction:
        await correct_starts(transaction, clock, [-2], noted)
        assert sorted(await starts_since(transaction, noted - timedelta(seconds=1))) == [noted, clock.now]
