"""When Telegram refuses, hangs, drops or babbles: nothing said twice, nobody else held up, one line in the log."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.platforms.telegram import texts
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, OTHER, Running, Start


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """The lines about updates."""
    return [record.getMessage() for record in log.records if record.name == "bot.updates"]


async def test_told_to_wait_it_waits_and_nobody_else_does(api: BotApi, bot: Running) -> None:
    wang, li = api.person("小王"), api.person("小李")
    api.faults.refuse(429, retry_after=1, method="sendMessage", chat=wang.id)
    began = time.monotonic()
    wang.says(ASKS)
    li.says(ASKS)
    await api.next_message(li)
    assert time.monotonic() - began < 0.8
    await api.next_message(wang)
    assert time.monotonic() - began >= 1.0
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_slow_chat_holds_up_no_other_and_keeps_its_own_order(api: BotApi, start: Start, free_port: int, mode: str) -> None:
    gate = asyncio.Event()
    async with start(webhook_port=free_port if mode == "webhook" else 0) as bot:
        wang, li = api.person("小王"), api.person("小李")
        api.faults.delay(gate=gate, method="sendMessage", chat=wang.id)
        wang.says(ASKS)
        await api.wait_for(lambda call: True, again=True)
        for _ in range(3):
            wang.says(OTHER)
        for _ in range(3):
            li.says(ASKS)
            await api.next_message(li, timeout=2)
        assert len(api.messages(wang)) == 0
        gate.set()
        for _ in range(4):
            await api.next_message(wang)
        await api.quiet(bot.application)
        titles = [message.covered("bold")[0] for message in api.messages(wang)]
        assert titles[0] == "法无授权不可为"
        assert len(titles) == 4


@pytest.mark.parametrize("trouble", ["502", "no connection"])
async def test_what_surely_did_not_arrive_is_sent_again(api: BotApi, bot: Running, trouble: str) -> None:
    wang = api.person()
    if trouble == "502":
        api.faults.refuse(502, method="sendMessage", times=2)
    if trouble == "no connection":
        gate = asyncio.Event()
        api.faults.delay(gate=gate, method="getUpdates")
        wang.says(ASKS)
        async with api.unreachable():
            gate.set()
    else:
        wang.says(ASKS)
    await api.next_message(wang, timeout=8)
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1


@pytest.mark.parametrize("trouble", ["dropped", "not json", "502 page", "other json"])
async def test_what_may_have_arrived_is_not_sent_again(api: BotApi, bot: Running, trouble: str, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    if trouble == "dropped":
        api.faults.drop(accepted=True, method="sendMessage")
    elif trouble == "not json":
        api.faults.garble(b"oops", status=200, accepted=True, method="sendMessage")
    elif trouble == "502 page":
        api.faults.garble(status=502, accepted=True, method="sendMessage")
    else:
        api.faults.garble(b'{"message": "upstream timed out"}', status=504, accepted=True, method="sendMessage")
    wang.says(ASKS)
    await api.next_message(wang) if trouble == "not json" else await api.wait_for(lambda call: call.method == "sendMessage")
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1
    (line,) = lines(log)
    assert "outcome=fault" in line


async def test_a_lasting_server_error_ends_with_one_line(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    api.faults.refuse(400, "Bad Request: not enough rights to send text messages to the chat", method="sendMessage", times=None)
    wang.says(ASKS)
    await api.quiet(bot.application)
    (line,) = lines(log)
    assert "outcome=fault" in line
    assert "BadRequest" in line


async def test_a_kick_or_block_ends_quietly(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    api.faults.refuse(403, "Forbidden: bot was kicked from the supergroup chat", method="sendMessage", chat=group.id)
    wang.command("ask", ASKS, group)
    await api.quiet(bot.application)
    (line,) = lines(log)
    assert "outcome=forbidden" in line
    assert "ERROR" not in {record.levelname for record in log.records}
    assert api.messages(group) == []


async def test_a_fault_of_ours_is_apologised_for_with_the_number_in_the_log(
    api: BotApi, bot: Running, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    def broken(question: str, *, addressed: bool) -> None:
        raise LookupError(question)

    monkeypatch.setattr(type(bot.services.knowledge), "answer", staticmethod(broken))
    wang = api.person()
    group = api.group("工作群", wang)
    wang.command("ask", ASKS, group)
    apology = await api.next_message(group)
    await api.quiet(bot.application)
    (line,) = lines(log)
    number = line.partition("number=")[2].split()[0]
    assert apology.text == texts.FAULT.format(number=number)
    assert "LookupError at " in line
    assert ASKS[:4] not in log.text


async def test_a_fault_while_overhearing_stays_silent(api: BotApi, bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(bot.services.knowledge), "answer", staticmethod(lambda question, *, addressed: 1 / 0))
    wang = api.person()
    group = api.group("工作群", wang, bot="administrator")
    bot.overhear(group.id)
    wang.says(ASKS, group)
    await api.quiet(bot.application)
    assert api.messages(group) == []


async def test_a_fault_under_a_button_is_a_toast(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    api.faults.refuse(400, "Bad Request: something is wrong", method="editMessageText")
    toast = await wang.presses(card, "法条依据")
    await api.quiet(bot.application)
    assert toast.text.startswith("抱歉")
    assert toast.text.partition("编号 ")[2][:4] in log.text


@pytest.mark.parametrize("told", [True, False])
async def test_a_group_that_becomes_a_supergroup_keeps_its_choice(api: BotApi, bot: Running, told: bool) -> None:
    wang = api.person()
    group = api.group("工作群", wang, type="group", bot="administrator")
    bot.overhear(group.id)
    if told:
        new = wang.migrates(group)
    else:
        gate = asyncio.Event()
        api.faults.delay(gate=gate, method="sendMessage", chat=group.id)
        wang.command("ask", ASKS, group)
        await api.wait_for_method("getUpdates")
        new = wang.migrates(group, quietly=True)
        gate.set()
        assert (await api.next_message(new)).covered("blockquote")
    await api.quiet(bot.application)
    assert (await bot.groups.overhearing(new.id)).on
    wang.command("ask", ASKS, new)
    assert (await api.next_message(new)).covered("blockquote")


async def test_the_same_update_twice_is_answered_once(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    update = dict(api.world.updates.pending[-1])
    await api.next_message(wang)
    api.world.updates.pending.append(update)
    api.world.bell.ring()
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1


async def test_an_update_that_is_none_does_not_stop_the_others(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    api.world.tell("message", {"message_id": "x", "date": "never", "chat": 7})
    wang.says(ASKS)
    assert (await api.next_message(wang)).covered("blockquote")
    await api.quiet(bot.application)
    assert len([record for record in log.records if "not understood" in record.getMessage()]) == 1


async def test_after_a_pause_fresh_questions_are_answered_and_old_ones_dropped(api: BotApi, start: Start) -> None:
    wang, li = api.person("小王"), api.person("小李")
    wang.says(ASKS)
    api.world.updates.pending[-1]["message"]["date"] -= 3600
    li.says(ASKS)
    async with start() as bot:
        await api.next_message(li)
        await api.quiet(bot.application)
        assert api.messages(wang) == []
