"""Scripted trouble, redelivery, conflicts, webhook, and the fake in a process of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.console import Console
from tests.fakes.bot_api.contract import problems
from tests.fakes.bot_api.record import Call
from tests.fakes.bot_api.remote import RemoteBotApi

pytestmark = pytest.mark.asyncio


async def test_refusals_strike_so_many_times_at_the_right_chat(api: BotApi, bot: Bot) -> None:
    one, two = api.person(started=True), api.person(started=True)
    api.faults.refuse(429, retry_after=7, method="sendMessage", chat=one.id, times=2)
    api.faults.refuse(403, chat=two.id)
    api.faults.refuse(502, chat=two.id, skip=1)
    await asyncio.gather(*[_raises(RetryAfter, bot.send_message(one.id, "x")) for _ in range(2)])
    await bot.send_message(one.id, "1")
    await _raises(Forbidden, bot.send_message(two.id, "x"))
    await bot.send_message(two.id, "2")
    await _raises(NetworkError, bot.send_message(two.id, "x"))
    assert [m.text for m in [*api.messages(one), *api.messages(two)]] == ["1", "2"]


async def _raises(kind: type[Exception], work: Any) -> Exception:
    with pytest.raises(kind) as refusal:
        await work
    return refusal.value


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_dropped_connection_before_or_after_the_message_was_stored(api: BotApi, bot: Bot, accepted: bool) -> None:
    person = api.person(started=True)
    fault = api.faults.drop(accepted=accepted, method="sendMessage")
    await _raises(NetworkError, bot.send_message(person.id, "x"))
    assert fault.met == 1
    assert len(api.messages(person)) == len(api.world.journal.entries) == int(accepted)
    (call,) = api.calls_of("sendMessage")
    assert (call.accepted, call.status) == (accepted, None)


async def test_late_and_garbled_answers(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    gate = asyncio.Event()
    api.faults.delay(gate=gate, accepted=True)
    sending = asyncio.create_task(bot.send_message(person.id, "x"))
    await api.world.bell.until(lambda: api.world.journal.entries, 5)
    assert not sending.done()
    gate.set()
    await sending
    api.faults.delay(gate=asyncio.Event())
    await _raises(TimedOut, bot.send_message(person.id, "y", read_timeout=0.05))
    held = asyncio.Event()
    api.faults.delay(gate=held)
    await _raises(TimedOut, bot.send_message(person.id, "late", read_timeout=0.05))
    held.set()  # Telegram carries a request out though nobody waits for the answer any more
    await api.world.bell.until(lambda: len(api.world.journal.entries) == 2, 5)
    api.faults.garble()
    await _raises(NetworkError, bot.send_message(person.id, "z"))
    api.faults.garble(b"oops", status=200, accepted=True)
    await _raises(Exception, bot.send_message(person.id, "stored"))
    assert [m.text for m in api.messages(person)] == ["x", "late", "stored"]


async def test_chance_is_seeded(api: BotApi) -> None:
    def struck() -> list[bool]:
        api.faults.clear()
        api.faults.seed(7)
        api.faults.drop(accepted=False, times=None, chance=0.3)
        return [api.faults.pick(Call(i, "sendMessage", {})) is not None for i in range(50)]

    first = struck()
    assert first == struck()
    assert 5 < sum(first) < 25


async def test_nobody_can_connect_meanwhile(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    await bot.send_message(person.id, "1")
    async with api.unreachable():
        await _raises(NetworkError, bot.send_message(person.id, "2"))
    await bot.send_message(person.id, "3")
    assert [m.text for m in api.messages(person)] == ["1", "3"]


async def test_updates_come_again_until_they_are_confirmed(api: BotApi, bot: Bot) -> None:
    person = api.person()
    person.says("一")
    person.says("二")
    (first,) = await bot.get_updates(limit=1)
    again = await bot.get_updates()
    assert [u.message.text for u in again if u.message] == ["一", "二"]
    assert again[0].update_id == first.update_id
    assert [u.message.text for u in await bot.get_updates(offset=again[1].update_id) if u.message] == ["二"]
    waiting = asyncio.create_task(bot.get_updates(offset=again[1].update_id + 1, timeout=5))
    polls = api.world.updates.polls
    await api.world.bell.until(lambda: api.world.updates.polls > polls, 5)
    person.says("三")
    assert [u.message.text for u in await waiting if u.message] == ["三"]
    person.says("四")
    assert [u.message.text for u in await bot.get_updates(offset=-1) if u.message] == ["四"]


async def test_allowed_updates_and_conflicts(api: BotApi, bot: Bot) -> None:
    person = api.person()
    await bot.get_updates(allowed_updates=["callback_query"])
    person.says("不要")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await api.world.bell.until(lambda: api.world.updates.polls == 4, 5)
    newer = asyncio.create_task(bot.get_updates(timeout=5))
    assert "terminated by other getUpdates request" in str(await _raises(Conflict, older))
    person.says("要")
    assert len(await newer) == 1
    await bot.set_webhook("http://127.0.0.1:9/x")
    assert "while webhook is active" in str(await _raises(Conflict, bot.get_updates()))
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_webhook_with_secret_through_a_real_application(api: BotApi, unused_tcp_port: int) -> None:
    app = ApplicationBuilder().token(api.token).base_url(api.base_url).build()

    async def echo(update: Update, context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    app.add_handler(MessageHandler(filters.TEXT, echo))
    assert app.updater is not None
    url = f"http://127.0.0.1:{unused_tcp_port}/hook"
    async with app:
        await app.updater.start_webhook("127.0.0.1", unused_tcp_port, "hook", webhook_url=url, secret_token="s3cret_-")
        await app.start()
        people = [api.person(f"人{i}") for i in range(5)]
        for person in people:
            person.says("一")
            person.says("二")
        await api.quiet(app)
        assert [[m.text for m in api.messages(person)] for person in people] == [["一", "二"]] * 5
        assert (await app.bot.get_webhook_info()).url == url
        await app.updater.stop()
        await app.stop()


async def test_a_webhook_that_fails_is_tried_again(api: BotApi, bot: Bot, unused_tcp_port: int) -> None:
    got: list[tuple[str, str | None]] = []

    async def hook(request: web.Request) -> web.Response:
        got.append(((await request.json())["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=500 if len(got) < 3 else 200)

    server = web.Application()
    server.router.add_post("/", hook)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    try:
        await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/", secret_token="abc")
        person = api.person()
        person.says("一")
        person.says("二")
        await api.quiet()
        assert got == [("一", "abc")] * 3 + [("二", "abc")]
        assert "500" in str((await bot.get_webhook_info()).last_error_message)
    finally:
        await runner.cleanup()


async def test_the_contract_finds_what_telegram_would_not_know() -> None:
    assert problems(Call(0, "sendMessage", {"chat_id": 1, "text": "x"})) == []
    assert problems(Call(0, "sendMessage", {"chat_id": 1})) == ["sendMessage: text: Field required"]
    assert problems(Call(0, "sendMessage", {"chat_id": 1, "text": "x", "colour": "red"})) == ["sendMessage.colour"]
    keyboard = {"inline_keyboard": [[{"text": "b", "callback": "x"}]]}
    assert "callback" in str(problems(Call(0, "sendMessage", {"chat_id": 1, "text": "x", "reply_markup": keyboard})))
    assert problems(Call(0, "sendTelepathy", {})) == ["no such method: sendTelepathy"]


async def test_the_fake_in_its_own_process_survives_the_bot(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    async with RemoteBotApi.start(journal=journal) as fake:
        person = (await fake.control("person", name="小王"))["id"]
        group, *_ = (await fake.control("groups", count=1000, members=[person]))["chat_ids"]
        await fake.control("says", person=person, chat=group, text="/ask@mingfa_bot 一")
        async with Bot(fake.token, base_url=fake.base_url) as bot:
            assert any(u.message and u.message.text == "/ask@mingfa_bot 一" for u in await _all_updates(bot))
        await fake.control("fault", kind="drop_after", method="sendMessage")
        async with Bot(fake.token, base_url=fake.base_url) as bot:  # another life, same updates
            assert any(u.message and u.message.text == "/ask@mingfa_bot 一" for u in await _all_updates(bot))
            await _raises(NetworkError, bot.send_message(group, "答"))
        status = await fake.control("wait", accepted=1)
        (entry,) = (await fake.control("journal"))["entries"]
        assert status["accepted"] == 1
        assert (entry["chat_id"], entry["text"]) == (group, "答")
        assert '"答"' in journal.read_text(encoding="utf-8")
        await fake.control("vanish", chat=group)
        async with Bot(fake.token, base_url=fake.base_url) as bot:
            await _raises(Forbidden, bot.send_message(group, "再"))
        with pytest.raises(RuntimeError, match="no chat 5"):
            await fake.control("messages", chat=5)


async def _all_updates(bot: Bot) -> list[Update]:
    """Everything pending, read with limit 100 at a time and confirmed except the last batch."""
    found: list[Update] = []
    while batch := await bot.get_updates(offset=found[-1].update_id + 1 if found else None):
        found += batch
        if any(u.message and u.message.text for u in batch):
            break
    return found


async def test_the_prompt_plays_people(api: BotApi, bot: Bot) -> None:
    lines: list[str] = []
    console = Console(api, lines.append)
    console.enter("你好")
    console.enter(":group 甲")
    console.enter("/ask 问题")
    texts = [u.message.text for u in await bot.get_updates() if u.message and u.message.text]
    assert texts == ["你好", "/ask 问题"]
    keyboard = {"inline_keyboard": [[{"text": "看全段", "callback_data": "p"}, {"text": "网", "url": "https://e.cn"}]]}
    await bot.send_message(console.place.id, "答", reply_markup=keyboard)  # type: ignore[arg-type]
    console.show(api.calls_of("sendMessage")[-1])
    assert "[:1 看全段]  [:2 网]" in lines[-1]
    assert "答" in lines[-1]
    console.enter(":1")
    assert [u.callback_query.data for u in await bot.get_updates(offset=-1) if u.callback_query] == ["p"]
    await _raises(BadRequest, bot.send_message(console.place.id, ""))
    console.show(api.calls_of("sendMessage")[-1])
    assert lines[-1] == "  ! sendMessage: Bad Request: message text is empty"


async def test_a_dead_poller_leaves_its_updates_to_the_next(api: BotApi, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await api.world.bell.until(lambda: api.world.updates.polls == 1, 5)
    waiting.cancel()  # like kill -9: the connection goes, nothing is confirmed
    await _raises(asyncio.CancelledError, waiting)  # type: ignore[arg-type]
    await api.world.bell.until(lambda: not api.world.record.in_flight, 5)
    api.person().says("一")
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["一"]


async def test_anyone_may_press_and_inaccessible_messages_parse(api: BotApi, bot: Bot) -> None:
    one, two = api.person(), api.person()
    group = api.group("群", one, two)
    await bot.send_message(group.id, "x", reply_markup={"inline_keyboard": [[{"text": "看全段", "callback_data": "p"}]]})  # type: ignore[arg-type]
    (message,) = api.messages(group)
    one.taps(message, "看")
    two.taps(message, data="x" * 64, inaccessible=True)
    first, second = [u.callback_query for u in await bot.get_updates()]
    assert first is not None
    assert second is not None
    assert first.chat_instance == second.chat_instance
    assert first.message is not None
    assert first.message.is_accessible
    assert second.message is not None
    assert not second.message.is_accessible
    assert second.from_user.id == two.id
    with pytest.raises(LookupError, match="no button"):
        one.taps(message, "没有")
