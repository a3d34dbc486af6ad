"""Servers that are not Telegram's own: they leave out fields, lack methods, say no with status 200. People notice nothing."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.features.asking import texts as asking_texts
from bot.platforms.telegram import texts
from bot.platforms.telegram.wire import completing
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, OTHER, Running, Start

LACKING = frozenset(
    {"setMyCommands", "deleteMyCommands", "deleteWebhook", "answerCallbackQuery", "getChatMember", "getChatMemberCount", "deleteMessage"}
)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_server_that_leaves_out_what_it_can_is_served_all_the_same(api: BotApi, start: Start, free_port: int, mode: str) -> None:
    api.speaks(lean=True, long_polling=False)
    async with start(webhook_port=free_port if mode == "webhook" else 0) as bot:
        wang, boss = api.person("小王"), api.person("主任")
        group = api.group("工作群", wang, boss, bot="administrator")
        boss.promotes(boss, group)
        wang.says(ASKS)
        assert (await api.next_message(wang, timeout=20)).covered("blockquote")  # perhaps the first question of all: the model is loaded
        for text in (f"/ask {ASKS}", f"/ask@mingfa_bot {ASKS}", f"😀 @mingfa_bot {OTHER}"):
            wang.says(text, group)
            assert (await api.next_message(group)).covered("blockquote")
        wang.photo(f"@mingfa_bot {ASKS}", group)
        assert (await api.next_message(group)).covered("blockquote")
        wang.says("/help", group)
        assert (await api.next_message(group)).text.startswith("在群里问我")
        bot.overhear(group.id)
        wang.says(ASKS, group)
        card = await api.next_message(group)
        assert (await wang.presses(card, "不用提醒我")).text == asking_texts.TOAST_ADMINS_ONLY
        assert (await boss.presses(card, "不用提醒我")).text == asking_texts.TOAST_HUSHED
        await api.quiet(bot.application)
        assert not [call for call in api.calls if call.error]


async def test_membership_is_understood_without_its_details(api: BotApi, bot: Running) -> None:
    api.speaks(lean=True)
    wang = api.person()
    group = api.group("工作群", wang, bot=None)
    wang.adds_bot(group)
    wang.promotes(api.world.bot, group)
    wang.removes_bot(group)
    await api.quiet(bot.application)
    assert bot.groups.told == [("joined", group.id), ("joined", group.id), ("left", group.id)]


async def test_methods_that_a_server_lacks_take_away_nothing_else(api: BotApi, start: Start, log: pytest.LogCaptureFixture) -> None:
    api.speaks(without=LACKING)
    async with start() as bot:
        wang, boss = api.person("小王"), api.person("主任")
        group = api.group("工作群", wang, boss, bot="administrator")
        boss.promotes(boss, group)
        wang.says(ASKS)
        card = await api.next_message(wang)
        pressed = wang.taps(card, "法条依据")
        await api.wait_for_method("editMessageText", chat=wang)
        assert pressed.answer is None
        edited = wang.says(OTHER)
        await api.next_message(wang)
        wang.edits(edited, "今天中午食堂吃红烧肉")
        await api.wait_for_method("editMessageText", chat=wang)
        assert api.messages(wang)[-1].text == texts.WITHDRAWN
        bot.overhear(group.id)
        wang.says(ASKS, group)
        assert (await api.next_message(group)).covered("blockquote")
        await api.quiet(bot.application)
    assert "ERROR" not in {record.levelname for record in log.records}


@pytest.mark.parametrize("status_200", [False, True])
async def test_a_refusal_is_one_whatever_its_status(api: BotApi, bot: Running, status_200: bool, log: pytest.LogCaptureFixture) -> None:
    api.speaks(status_200=status_200)
    wang = api.person()
    group = api.group("工作群", wang)
    api.faults.refuse(429, retry_after=1, method="sendMessage", chat=wang.id)
    api.faults.refuse(403, "Forbidden: bot was kicked from the supergroup chat", method="sendMessage", chat=group.id)
    wang.command("ask", ASKS, group)
    wang.says(ASKS)
    began = time.monotonic()
    assert (await api.next_message(wang)).covered("blockquote")
    assert time.monotonic() - began > 0.8
    await api.quiet(bot.application)
    assert "ERROR" not in {record.levelname for record in log.records}
    assert "outcome=forbidden" in log.text


async def test_an_answer_whose_number_is_not_told_is_no_fault(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    api.speaks(result_true=True)
    wang = api.person()
    wang.says(ASKS)
    wang.says(OTHER)
    await api.quiet(bot.application)
    assert [bool(message.covered("blockquote")) for message in api.messages(wang)] == [True, True]
    assert "outcome=fault" not in log.text


@pytest.mark.parametrize("refusal", ["message to be replied not found", "can't parse entities: unsupported start tag"])
async def test_better_a_plainer_answer_than_none(api: BotApi, bot: Running, refusal: str) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    api.faults.refuse(400, f"Bad Request: {refusal}", method="sendMessage")
    wang.command("ask", ASKS, group)
    answer = await api.next_message(group)
    assert answer.text.startswith("法无授权不可为\n")
    assert "<" not in answer.text
    assert answer.buttons


async def test_what_cannot_be_understood_is_not_written_into_the_log(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    api.world.tell("message", {"message_id": "x", "date": "never", "chat": 7, "text": "我家的秘密"})
    wang.says("家里的另一个秘密")
    await api.next_message(wang)
    await api.quiet(bot.application)
    assert "秘密" not in log.text
    assert "Traceback" not in log.text


async def test_an_update_with_one_strange_field_is_answered(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    api.world.updates.pending[-1]["message"]["story"] = {"new": "kind"}
    api.world.updates.pending[-1]["message"]["dice"] = 7
    assert (await api.next_message(wang)).covered("blockquote")


async def test_message_numbers_that_begin_anew_are_no_repetition(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    first = api.world.updates.pending[-1]
    await api.next_message(wang)
    for count, (text, later) in enumerate([(OTHER, 0), (ASKS, 5)], 1):
        message = {**first["message"], "text": text, "date": first["message"]["date"] + later}
        api.world.updates.pending.append({"update_id": first["update_id"] + count, "message": message})
        api.world.bell.ring()
        assert (await api.next_message(wang)).covered("blockquote")


async def test_a_server_that_starts_anew_counts_from_one_again(api: BotApi, bot: Running) -> None:
    wang = api.person()
    for _ in range(2):
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
        await api.quiet(bot.application)
        async with api.unreachable():
            api.world.updates.next_id = 1
    wang.says(OTHER)
    assert (await api.next_message(wang)).covered("blockquote")
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 3


async def test_a_passing_not_found_does_not_end_the_bot(api: BotApi, bot: Running) -> None:
    api.faults.refuse(404, method="getUpdates", times=2)
    wang = api.person()
    wang.says(ASKS)
    assert (await api.next_message(wang, timeout=8)).covered("blockquote")
    assert not bot.task.done()


async def test_a_server_that_cannot_set_a_webhook_may_push_all_the_same(api: BotApi, start: Start, free_port: int) -> None:
    api.speaks(without=frozenset({"setWebhook"}))
    async with start(webhook_port=free_port, secret="s3cret") as bot:
        api.world.updates.webhook_url = f"http://127.0.0.1:{free_port}/"
        api.world.webhook = {"secret": "s3cret"}
        wang = api.person()
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
        assert not bot.task.done()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("怎么办", []),
        ("/ask 怎么办", [("bot_command", 0, 4)]),
        ("😀/ask", []),
        ("😀 /ask@some_bot 和 @mingfa_bot", [("bot_command", 3, 13), ("mention", 19, 11)]),
        ("他的邮箱 wang@example.com", []),
        ("1/2 和 path/to", []),
        ("请@mingfa_bot看看", [("mention", 1, 11)]),
    ],
)
def test_entities_are_found_as_telegram_finds_them(text: str, found: list[tuple[str, int, int]]) -> None:
    raw: dict[str, Any] = {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5}, "text": text}}
    entities = completing.update(raw)["message"].get("entities", [])
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == found


def test_what_is_there_is_left_as_it_is() -> None:
    message = {"message_id": 1, "date": 5, "chat": {"id": -1, "type": "channel"}, "from": {"id": 1, "is_bot": True, "first_name": "x"}}
    raw = {"update_id": 1, "message": {**message, "text": "/ask", "entities": [{"type": "code"}]}}
    assert completing.update(raw) == {"update_id": 1, "message": {**message, "text": "/ask", "entities": [{"type": "code"}]}}


@pytest.mark.parametrize("body", [b"null", b"[]", b'"broken"', b'{"ok":true,"result":null}', b'{"ok":true,"result":{}}', b"{"])
async def test_an_answer_that_says_nothing_is_neither_repeated_nor_apologised_for(api: BotApi, bot: Running, body: bytes) -> None:
    wang = api.person()
    api.faults.garble(body, status=200, accepted=True, method="sendMessage")
    wang.says(ASKS)
    await api.quiet(bot.application)
    assert [bool(message.covered("blockquote")) for message in api.messages(wang)] == [True]


async def test_garbled_updates_are_not_written_into_the_log(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    body = '{"ok":true,"result":[{"update_id":1,"message":{"text":"我家的秘密"'.encode()
    api.faults.garble(body, status=200, method="getUpdates", times=2)
    wang = api.person()
    wang.says(ASKS)
    await api.next_message(wang, timeout=8)
    assert "秘密" not in log.text
    assert "Traceback" not in log.text


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_press_whose_edit_went_astray_is_carried_out_again(api: BotApi, bot: Running, accepted: bool) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    api.faults.drop(accepted=accepted, method="editMessageText")
    toast = await wang.presses(card, "法条依据")
    assert toast.text == ""
    assert "法律依据" in card.text


async def test_a_press_that_fails_for_good_says_so(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    api.faults.refuse(429, retry_after=900, method="editMessageText")
    assert (await wang.presses(card, "法条依据")).text.startswith("抱歉")


async def test_what_a_server_has_not_built_is_not_asked_for_again_and_again(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang, bot="administrator")
    wang.promotes(wang, group)
    bot.overhear(group.id)
    api.faults.refuse(501, "Not Implemented", method="getChatMember", times=None)
    wang.says(ASKS, group)
    card = await api.next_message(group)
    assert (await wang.presses(card, "不用提醒我")).text == asking_texts.TOAST_HUSHED
    assert len(api.calls_of("getChatMember")) == 1


async def test_the_last_updates_are_acknowledged_to_a_server_that_still_sees_our_poll(api: BotApi, start: Start) -> None:
    wang = api.person()
    async with start() as bot:
        wang.says(ASKS)
        await api.next_message(wang)
        api.faults.refuse(409, method="getUpdates", when=lambda call: call.params.get("limit") == 1)
        wang.says(OTHER)
        await api.next_message(wang)
        bot.stop.set()
        await asyncio.wait_for(bot.task, 10)
        assert not api.world.updates.pending
