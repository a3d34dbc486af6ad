"""What each misfortune on the wire means for a delivery: a real ``Bot`` against the fake Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bot.outbox.content import SendFile, SendText, Unfrozen
from bot.outbox.outcomes import (
    Accepted,
    BadToken,
    ChatMissing,
    Kicked,
    Migrated,
    NoReply,
    NotSent,
    RateLimited,
    Refused,
    Reply,
    ServerError,
    TopicGone,
)
from bot.platforms.telegram.sender import TelegramSender, broadcast_bot
from tests.delivering import until
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.contract import assert_valid

HELLO = SendText("<b>通知</b>：请查收。")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def sender(api: BotApi) -> AsyncIterator[TelegramSender]:
    async with broadcast_bot(api.token, api.base_url, proxy=None) as bot:
        yield TelegramSender(bot)


async def test_a_text_arrives_as_it_was_written(api: BotApi, sender: TelegramSender) -> None:
    group = api.group("工作群")
    outcome = await sender.send(group.id, None, HELLO)
    (message,) = api.messages(group)
    assert outcome == Accepted(message.message_id)
    assert message.text == "通知：请查收。"
    assert message.covered("bold") == ["通知"]
    for call in api.calls:
        assert_valid(call)


async def test_a_card_has_its_buttons(api: BotApi) -> None:
    group = api.group("工作群")

    def buttons(entry_id: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("看全段", callback_data=f"p:{entry_id}")]])

    async with broadcast_bot(api.token, api.base_url, proxy=None) as bot:
        await TelegramSender(bot, buttons).send(group.id, None, SendText("要点", "p12-3"))
        await TelegramSender(bot, buttons).send(group.id, None, SendText("通知"))
    first, second = api.messages(group)
    assert (first.button_texts, second.button_texts) == (["看全段"], [])


async def test_a_photo_and_a_document_arrive_and_nothing_is_copied(api: BotApi, sender: TelegramSender) -> None:
    wang = api.person("小王", started=True)
    group = api.group("工作群")
    photo = wang.photo("原图")
    document = wang.document("通知.docx", b"PK", "原文件")
    sent = [
        await sender.send(group.id, None, SendFile("photo", photo.content["photo"][-1]["file_id"], "<i>说明</i>")),
        await sender.send(group.id, None, SendFile("document", document.content["document"]["file_id"])),
        await sender.send(group.id, None, Unfrozen()),
    ]
    assert [type(outcome) for outcome in sent] == [Accepted, Accepted, Refused]
    assert len(api.messages(group)) == 2
    for call in api.calls:
        assert_valid(call)


async def test_a_notice_goes_into_its_topic(api: BotApi, sender: TelegramSender) -> None:
    forum = api.group("工作群", forum=True)
    assert isinstance(await sender.send(forum.id, 987_654, HELLO), TopicGone)
    assert isinstance(await sender.send(forum.id, None, HELLO), Accepted)


Trouble = Callable[[BotApi], object]


@pytest.mark.parametrize(
    ("trouble", "outcome", "arrived"),
    [
        (lambda api: api.faults.refuse(429, retry_after=7), RateLimited(7), 0),
        (lambda api: api.faults.refuse(403, "Forbidden: bot was kicked from the group chat"), Kicked, 0),
        (lambda api: api.faults.refuse(400, "Bad Request: chat not found"), ChatMissing, 0),
        (lambda api: api.faults.refuse(400, "Bad Request: group chat was deactivated"), ChatMissing, 0),
        (lambda api: api.faults.garble(b'{"ok":false,"description":"Too Many Requests"}', status=429), RateLimited(5), 0),
        (lambda api: api.faults.garble(b"<h1>Too Many Requests</h1>", status=429), RateLimited(5), 0),
        (lambda api: api.faults.refuse(400, "Bad Request: not enough rights"), Refused("Not enough rights", by_group=True), 0),
        (lambda api: api.faults.refuse(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), Refused("Chat_write_forbidden", by_group=True), 0),
        (lambda api: api.faults.refuse(400, "Bad Request: message is too long"), Refused("Message is too long"), 0),
        (lambda api: api.faults.refuse(400, "Bad Request: message thread not found"), Refused, 0),  # none was named
        (lambda api: api.faults.refuse(401, "Unauthorized"), BadToken, 0),
        (lambda api: api.faults.refuse(500, "Internal Server Error"), ServerError, 0),
        (lambda api: api.faults.refuse(502, "Bad Gateway"), ServerError, 0),
        (lambda api: api.faults.refuse(504, "Gateway Timeout"), ServerError, 0),
        (lambda api: api.faults.garble(), NoReply, 0),
        (lambda api: api.faults.garble(accepted=True), NoReply, 1),
        (lambda api: api.faults.garble(status=504, accepted=True), NoReply, 1),
        (lambda api: api.faults.garble(b"", status=503), NoReply, 0),
        (lambda api: api.faults.garble(b'{"message": "Bad gateway"}', status=502, accepted=True), NoReply, 1),
        (lambda api: api.faults.garble(b'{"ok": false, "error_co', status=500, accepted=True), NoReply, 1),
        (lambda api: api.faults.garble(b'{"ok": true, "resu', status=200, accepted=True), NoReply, 1),
        (lambda api: api.faults.garble(b'{"ok":false,"error_code":500,"description":"Internal Server Error"}', status=200), ServerError, 0),
        (lambda api: api.faults.garble(b"<h1>blocked by proxy</h1>", status=403), ServerError, 0),
        (lambda api: api.faults.garble(b"<h1>bad</h1>", status=400), ServerError, 0),
        (lambda api: api.faults.garble(b"oops", status=200, accepted=True), NoReply, 1),
        (lambda api: api.faults.drop(accepted=False), NoReply, 0),
        (lambda api: api.faults.drop(accepted=True), NoReply, 1),
    ],
)
async def test_misfortunes(api: BotApi, sender: TelegramSender, trouble: Trouble, outcome: Reply | type[Reply], arrived: int) -> None:
    group = api.group("工作群")
    trouble(api)
    found = await sender.send(group.id, None, HELLO)
    assert found == outcome if not isinstance(outcome, type) else isinstance(found, outcome), found
    assert len(api.messages(group)) == arrived


async def test_a_group_that_became_a_supergroup_tells_its_new_id(api: BotApi, sender: TelegramSender) -> None:
    group = api.group("工作群", type="group")
    new = api.person("小王").migrates(group, quietly=True)
    assert await sender.send(group.id, None, HELLO) == Migrated(new.id)


async def test_without_a_server_nothing_was_sent(api: BotApi, sender: TelegramSender) -> None:
    group = api.group("工作群")
    async with api.unreachable():
        # A connection that was open is cut under the first request: nobody knows. Then there is none.
        assert isinstance(await sender.send(group.id, None, HELLO), NoReply)
        assert await sender.send(group.id, None, HELLO) == NotSent("ConnectError")
    assert isinstance(await sender.send(group.id, None, HELLO), Accepted)


@pytest.mark.parametrize("accepted", [False, True])
async def test_an_answer_that_never_comes_leaves_it_open(api: BotApi, accepted: bool) -> None:
    group = api.group("工作群")
    gate = asyncio.Event()
    api.faults.delay(gate=gate, accepted=accepted, method="sendMessage")
    request = HTTPXRequest(read_timeout=0.1)
    async with Bot(api.token, base_url=api.base_url, request=request) as bot:
        assert isinstance(await TelegramSender(bot).send(group.id, None, HELLO), NoReply)
    gate.set()


async def test_a_full_pool_sends_nothing(api: BotApi) -> None:
    group = api.group("工作群")
    gate = asyncio.Event()
    api.faults.delay(gate=gate, method="sendMessage")
    request = HTTPXRequest(connection_pool_size=1, pool_timeout=0.05)

    async def begun() -> bool:
        return len(api.calls_of("sendMessage")) == 1

    async with Bot(api.token, base_url=api.base_url, request=request) as bot:
        first = asyncio.create_task(TelegramSender(bot).send(group.id, None, HELLO))
        await until(begun)
        assert await TelegramSender(bot).send(group.id, None, HELLO) == NotSent("PoolTimeout")
        gate.set()
        assert isinstance(await first, Accepted)


async def test_what_is_gone_counts_as_deleted(api: BotApi, sender: TelegramSender) -> None:
    group = api.group("工作群")
    sent = await sender.send(group.id, None, HELLO)
    assert isinstance(sent, Accepted)
    assert await sender.delete(group.id, sent.message_id) == Accepted(sent.message_id)
    assert api.messages(group) == []
    assert await sender.delete(group.id, sent.message_id) == Accepted(sent.message_id)


async def test_what_is_older_than_two_days_stays(api: BotApi, sender: TelegramSender) -> None:
    group = api.group("工作群")
    sent = await sender.send(group.id, None, HELLO)
    assert isinstance(sent, Accepted)
    api.world.clock.advance(49 * 3600)
    assert isinstance(await sender.delete(group.id, sent.message_id), Refused)
    assert len(api.messages(group)) == 1
