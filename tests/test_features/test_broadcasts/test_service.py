"""What announcers do: refused in words when it is wrong, done once when two do it at once, and always in the audit log."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.access import Role
from bot.features.broadcasts import report, texts
from bot.features.broadcasts.done import Done
from bot.features.broadcasts.preview import preview
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox.auditing import Named
from bot.outbox.content import Content, Unfrozen
from bot.outbox.outcomes import Accepted, Cause, Kicked, NoReply, Refused
from bot.outbox.pacing import RateLimits
from bot.outbox.recall import Recall
from bot.outbox.schedule import Rule
from bot.outbox.states import State
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.places.audience import Audience, To
from bot.places.store import groups, staff
from bot.storage import audit
from bot.storage.engine import Database
from bot.when import CHINA
from tests.delivering import (
    EVERYONE,
    LI,
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
)


async def audited(database: Database) -> list[tuple[int, str, str]]:
    async with database.read() as transaction:
        lines, _ = await audit.search(transaction, limit=100)
    return [(line.actor_id, line.action, line.result) for line in reversed(lines)]


async def dismiss(database: Database, one: Named) -> None:
    async with database.write() as transaction:
        await staff.revoke(transaction, one.user_id, Role.ANNOUNCER)


async def draft(service: BroadcastService, plan: Plan | None = None) -> int:
    prepared = await service.prepare(LI, plan or Plan(said(), EVERYONE))
    assert prepared.number is not None, prepared.problems
    return prepared.number


async def test_a_second_person_releases(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await draft(service)
    alone = await service.release(LI, number, said().digest)
    assert not alone.ok
    assert "另一位" in alone.text
    assert await sheet(database, number) == []
    released = await service.release(ZHAO, number, said().digest)
    assert released.ok
    assert "1 个群" in released.text
    assert await states(database, number) == {-1: "queued"}
    assert await audited(database) == [
        (LI.user_id, "broadcast_prepare", "done"),
        (LI.user_id, "broadcast_release", "refused"),
        (ZHAO.user_id, "broadcast_release", "done"),
    ]


async def test_one_announcer_alone_may_release_if_it_is_set_so(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    alone = BroadcastService(database, clock, CHINA, two_people=False)
    number = await draft(alone)
    assert (await alone.release(LI, number, said().digest)).ok


async def test_the_only_announcer_releases_until_there_is_another(clock: Clock, database: Database) -> None:
    await make_groups(database, -1)
    await appoint(database, LI)
    service = BroadcastService(database, clock, CHINA)
    prepared = await service.prepare(LI, Plan(said(), EVERYONE))
    assert not prepared.second
    await appoint(database, ZHAO)  # between the look and the press
    assert prepared.number is not None
    refused = await service.release(LI, prepared.number, said().digest)
    assert (refused.ok, refused.second, refused.text) == (False, True, texts.BROADCAST_SECOND_PERSON)
    await dismiss(database, ZHAO)
    assert (await service.release(LI, prepared.number, said().digest)).ok


async def test_who_is_no_announcer_any_more_releases_nothing(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await draft(service)
    await dismiss(database, ZHAO)
    refused = await service.release(ZHAO, number, said().digest)
    assert (refused.ok, refused.text) == (False, texts.BROADCAST_NOT_ANNOUNCER)
    assert await sheet(database, number) == []
    assert (await audited(database))[-1] == (ZHAO.user_id, "broadcast_release", "refused")


async def test_the_shell_obeys_the_same_rule(clock: Clock, database: Database) -> None:
    await make_groups(database, -1)
    service, shell = BroadcastService(database, clock, CHINA), Named(0, "命令行")
    numbers = []
    for announcers in ((), (LI,), (ZHAO,)):
        await appoint(database, *announcers)
        prepared = await service.prepare(shell, Plan(said(), EVERYONE))
        assert prepared.number is not None
        numbers.append(((await service.release(shell, prepared.number, said().digest)).ok, prepared.second))
    assert numbers == [(True, False), (True, False), (False, True)]


@pytest.mark.parametrize("first", ["revoke", "release"])
async def test_a_role_taken_away_at_the_same_moment_counts_or_does_not_but_never_half(
    clock: Clock, database: Database, service: BroadcastService, first: str
) -> None:
    """The release waits for a revocation under way, and a revocation for a release under way; both end, in one order or the other."""
    await make_groups(database, -1)
    number = await draft(service)

    async def revoke() -> None:
        await dismiss(database, ZHAO)

    async def let_go() -> Done:
        return await service.release(ZHAO, number, said().digest)

    if first == "revoke":
        async with database.write() as transaction:
            await staff.revoke(transaction, ZHAO.user_id, Role.ANNOUNCER)
            releasing = asyncio.create_task(let_go())
            await asyncio.wait([releasing], timeout=0.3)
            assert not releasing.done()
        assert (await releasing).text == texts.BROADCAST_NOT_ANNOUNCER
        assert await sheet(database, number) == []
        return
    async with database.write() as transaction:
        assert ZHAO.user_id in await staff.holders(transaction, Role.ANNOUNCER, until_commit=True)
        revoking = asyncio.create_task(revoke())
        await asyncio.wait([revoking], timeout=0.3)
        assert not revoking.done()
    await revoking
    assert not (await let_go()).ok


async def test_of_many_releases_and_changes_of_the_staff_at_once_none_breaks_the_rule(
    clock: Clock, database: Database, service: BroadcastService
) -> None:
    """Li releases his own notices while Zhao comes and goes: whatever went out did so when Li was alone."""
    await make_groups(database, -1)
    numbers = [await draft(service) for _ in range(8)]

    async def come_and_go() -> None:
        for _ in range(6):
            await dismiss(database, ZHAO)
            await appoint(database, ZHAO)

    outcomes = await asyncio.gather(come_and_go(), *(service.release(LI, number, said().digest) for number in numbers))
    async with database.read() as transaction:
        found = [await store.get(transaction, number) for number in numbers]
    released = [one is not None and one.stage is BroadcastStage.RELEASED for one in found]
    assert released == [done.ok for done in outcomes[1:] if done is not None]
    assert all(done.ok or done.second for done in outcomes[1:] if done is not None)


async def test_content_changed_after_the_preview_needs_a_new_one(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    number = await draft(service)
    seen = said().digest
    async with database.write() as transaction:
        assert await store.change_draft(transaction, number, content=said("改过的通知"))
    refused = await service.release(ZHAO, number, seen)
    assert not refused.ok
    assert "改过" in refused.text
    assert (await service.release(ZHAO, number, said("改过的通知").digest)).ok
    async with database.write() as transaction:
        assert not await store.change_draft(transaction, number, content=said("又改"))


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (Plan(said(), Audience(To.TAGS, ("没有的标签",))), "一个群也没有"),
        (Plan(said(), Audience(To.UNITS, ("旧单位",))), "机器人已不在"),
        (Plan(said(), EVERYONE, rule=Rule("0 9 30 2 *")), "永远"),
        (Plan(said(), EVERYONE, rule=Rule("九点")), "看不懂"),
    ],
)
async def test_what_cannot_be_sent_is_refused_before_it_is_kept(
    clock: Clock, database: Database, service: BroadcastService, plan: Plan, word: str
) -> None:
    await make_groups(database, -1)
    await make_groups(database, -2, unit="旧单位")
    async with database.write() as transaction:
        await groups.deactivate(transaction, -2)
    prepared = await service.prepare(LI, plan)
    assert prepared.number is None
    assert word in prepared.problems[0]
    assert await audited(database) == []


async def test_a_time_in_the_past_is_refused_at_both_steps(clock: Clock, database: Database, service: BroadcastService) -> None:
    await make_groups(database, -1)
    past = await service.prepare(LI, Plan(said(), EVERYONE, start_at=clock() - timedelta(hours=1)))
    assert past.problems == ("2026-11-24 09:00 已经过去了，请选一个以后的时间。",)
    number = await draft(service, Plan(said(), EVERYONE, start_at=clock() + timedelta(hours=1)))
    await clock.advance(hours=2)
    late = await service.release(ZHAO, number, said().digest)
    assert not late.ok
    assert "11:00 已经过去了" in late.text


async def test_there_is_nothing_to_do_with_an_unknown_number(clock: Clock, database: Database, service: BroadcastService) -> None:
    for done in (
        await service.release(ZHAO, 99, "x"),
        await service.pause(LI, 99),
        await service.cancel(LI, 99),
        await service.recall(LI, 99),
        await service.retry_failed(LI, 99),
        await service.resolve_uncertain(LI, 99, arrived=True),
    ):
        assert not done.ok
        assert "没有第 99 号" in done.text
    assert await report.progress(database, clock, 99, RateLimits()) is None


@pytest.mark.parametrize("act", ["release", "pause", "resume", "cancel"])
async def test_two_people_doing_the_same_at_once_get_one_outcome_and_both_are_told(
    clock: Clock, database: Database, service: BroadcastService, act: str
) -> None:
    await make_groups(database, -1, -2)
    number = await draft(service)
    if act != "release":
        await service.release(ZHAO, number, said().digest)
    if act == "resume":
        await service.pause(LI, number)

    def press() -> asyncio.Task[Done]:
        one = BroadcastService(database, clock, CHINA)
        doing = one.release(ZHAO, number, said().digest) if act == "release" else getattr(one, act)(LI, number)
        return asyncio.create_task(doing)

    outcomes = await asyncio.gather(*(press() for _ in range(4)))
    assert sorted(done.ok for done in outcomes) == [False, False, False, True]
    stage = {"pause": "已暂停", "cancel": "已取消"}.get(act, "正在发送")
    assert all(stage in done.text for done in outcomes if not done.ok)
    assert len(await sheet(database, number)) == 2


async def test_release_pause_and_cancel_at_once_end_in_one_consistent_state(
    clock: Clock, database: Database, service: BroadcastService
) -> None:
    await make_groups(database, *range(-20, 0))
    for _ in range(5):
        number = await draft(service)
        done = await asyncio.gather(
            service.release(ZHAO, number, said().digest),
            service.pause(LI, number),
            service.cancel(LI, number),
            service.resume(ZHAO, number),
        )
        async with database.read() as transaction:
            broadcast = await store.get(transaction, number)
        assert broadcast is not None
        assert broadcast.stage is BroadcastStage.CANCELLED  # a cancel is allowed from everywhere, and final
        assert set((await states(database, number)).values()) <= {"cancelled"}
        assert all(one.text for one in done)


async def test_a_paused_broadcast_sends_nothing_until_it_is_resumed(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1)
    number = await release(service)
    assert (await service.pause(LI, number)).ok
    async with work():
        await asyncio.sleep(0.1)
        assert sender.sent == []
        assert (await service.resume(LI, number)).ok
        await until_states(database, number, {-1: "sent"})


async def test_retrying_sends_what_failed_and_nothing_else(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script = {-1: [Refused("no rights")], -2: [Kicked("kicked")]}
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "failed", -2: "failed", -3: "sent"})
        assert (await service.retry_failed(LI, number)).text == "已重新排队：2 条。"
        # The bot is still not in the second group.
        await until_states(database, number, {-1: "sent", -2: "skipped", -3: "sent"})
        assert not (await service.retry_failed(LI, number)).ok
    assert sorted(sender.chats) == [-3, -2, -1, -1]


async def test_an_uncertain_delivery_is_settled_by_a_person_one_by_one(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script = {-1: [NoReply("ReadError")], -2: [NoReply("ReadError")]}
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "uncertain", -2: "uncertain", -3: "sent"})
        listed = {line.chat_id: line for line in await report.uncertain(database, number)}
        assert {line.title for line in listed.values()} == {"群1", "群2"}
        await service.resolve_uncertain(LI, number, arrived=True, ids=[listed[-1].id])
        await service.resolve_uncertain(ZHAO, number, arrived=False, ids=[listed[-2].id])
        again = await service.resolve_uncertain(LI, number, arrived=False, ids=[listed[-1].id])
        assert not again.ok
        await until_states(database, number, {-1: "sent", -2: "sent", -3: "sent"})
    assert sorted(sender.chats) == [-3, -2, -2, -1]


async def test_what_was_sent_is_taken_back_for_two_days(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -2, -3)
    sender.script[-3] = [Refused("no rights")]
    number = await release(service)
    async with work():
        await until_states(database, number, {-1: "sent", -2: "sent", -3: "failed"})
    await clock.advance(hours=47)
    sender.script = {-1: [NoReply("ReadError")], -2: [Refused("message can't be deleted")]}
    assert (await service.recall(LI, number)).text == "正在撤回 2 条。"
    async with work():

        async def recalled() -> bool:
            await clock.advance(seconds=5)
            return {row.recall for row in await sheet(database, number)} == {Recall.DONE, Recall.FAILED, Recall.NONE}

        await until(recalled)
    assert {row.chat_id: row.recall for row in await sheet(database, number)} == {-1: "done", -2: "failed", -3: ""}
    assert [chat for chat, _ in sender.deleted].count(-1) == 2
    await clock.advance(hours=2)
    late = await service.recall(LI, number)
    assert not late.ok
    assert "48 小时" in late.text


async def test_progress_and_sheet_say_what_happened_in_every_group(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, unit="东乡")
    await make_groups(database, -2, -3, -4, -5)
    async with database.write() as transaction:
        await groups.mute(transaction, -4, "notice", True)
        await groups.deactivate(transaction, -5)
    sender.script = {-2: [Kicked("bot was kicked")], -3: [NoReply("ReadError")]}
    number = await release(service)
    before = await report.progress(database, clock, number, RateLimits())
    assert before is not None
    assert (before.total, before.of(State.QUEUED), before.of(State.SKIPPED)) == (5, 3, 2)
    assert before.ends_in == timedelta(seconds=3 / 25)
    async with work():
        await until_states(database, number, {-1: "sent", -2: "failed", -3: "uncertain", -4: "skipped", -5: "skipped"})
    after = await report.progress(database, clock, number, RateLimits())
    assert after is not None
    assert (after.per_minute, after.failed, after.ends_in) == (1, {Cause.KICKED: 1}, None)
    assert after.skipped == {Cause.OPTED_OUT: 1, Cause.INACTIVE: 1}
    headings, *rows = await report.sheet(database, number, CHINA)
    assert len(headings) == len(rows[0])
    by_title = {row[0]: row for row in rows}
    assert by_title["群1"][1:5] == ("-1", "东乡", 1, "已送达")
    assert by_title["群1"][8] == "2026-11-24 10:00:00"
    assert by_title["群2"][4:7] == ("没送到", "机器人已被移出群或禁言", "bot was kicked")
    assert by_title["群3"][4:6] == ("不确定", "已发出但没收到回音")
    assert by_title["群4"][4:6] == ("不发送", "群里关闭了这类消息")
    assert by_title["群5"][4:6] == ("不发送", "机器人不在群里")


async def test_a_preview_sends_the_real_thing_and_says_what_telegram_minds(sender: ScriptedSender) -> None:
    long = said("字" * 5000)
    assert await preview(sender, 5, long) is None
    assert [call for _, _, call in sender.sent] == list(long.calls)
    assert await preview(sender, 5, Content((Unfrozen(),), "旧")) == texts.BROADCAST_UNFROZEN
    assert len(sender.sent) == len(long.calls)
    sender.script[5] = [Refused("can't parse entities"), Accepted(1)]
    assert "can't parse entities" in (await preview(sender, 5, said()) or "")
    sender.script[5] = [NoReply("ReadTimeout")]
    assert "过一会儿" in (await preview(sender, 5, said()) or "")
