"""The process: polling and webhook, start through trouble, wrong settings, and an end with nothing lost."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.answering.answerer import Answerer
from bot.app import composition
from bot.app import texts as app_texts
from bot.platforms.telegram import texts
from bot.platforms.telegram.wire.run import StartError, check_token
from bot.platforms.telegram.wire.webhook import secret_for
from bot.settings.config import Settings
from tests import forks
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, OTHER, Start


async def test_webhook_answers_and_tells_that_it_is_up(api: BotApi, start: Start, free_port: int) -> None:
    async with start(webhook_port=free_port) as bot:
        wang = api.person()
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
        await api.quiet(bot.application)
        (call,) = api.calls_of("setWebhook")
        assert call.params["secret_token"] == secret_for(api.token)
        async with aiohttp.ClientSession() as web:
            for path in ("/health", "/"):
                async with web.get(f"http://127.0.0.1:{free_port}{path}") as response:
                    assert response.status == 200


@pytest.mark.parametrize(
    ("secret", "body", "status"), [("wrong", "{}", 403), ("", "{}", 403), ("right-one", "{", 400), ("right-one", "[]", 200)]
)
async def test_webhook_takes_nothing_from_strangers(api: BotApi, start: Start, free_port: int, secret: str, body: str, status: int) -> None:
    async with start(webhook_port=free_port, secret="right-one"), aiohttp.ClientSession() as web:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}
        async with web.post(f"http://127.0.0.1:{free_port}/hook", data=body, headers=headers) as response:
            assert response.status == status


async def test_webhook_that_telegram_refuses_is_a_clear_sentence(api: BotApi, start: Start, free_port: int) -> None:
    api.faults.refuse(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook", method="setWebhook")
    with pytest.raises(StartError, match="WEBHOOK_URL"):
        async with start(webhook_port=free_port):
            pass


async def test_taken_port_is_a_clear_sentence(api: BotApi, start: Start, free_port: int) -> None:
    blocker = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", free_port)

    async def taken() -> None:
        async with start(webhook_port=free_port, expect="getMe") as bot:
            await asyncio.wait_for(asyncio.shield(bot.task), 5)

    async with blocker:
        with pytest.raises(StartError, match=str(free_port)):
            await taken()


@pytest.mark.parametrize("token", ["1:wrong", "nonsense"])
async def test_wrong_token_is_a_clear_sentence(api: BotApi, token: str) -> None:
    with pytest.raises(StartError) as raised:
        await check_token(token, api.base_url)
    assert str(raised.value) == texts.TOKEN_WRONG


async def test_a_token_revoked_while_running_ends_the_bot(api: BotApi, start: Start) -> None:
    async def revoked() -> None:
        async with start() as bot:
            api.faults.refuse(401, method=("getUpdates", "getMe"), times=None)
            api.person().says(ASKS)
            await asyncio.wait_for(asyncio.shield(bot.task), 5)

    with pytest.raises(StartError, match="TELEGRAM_BOT_TOKEN"):
        await revoked()


async def test_it_starts_when_telegram_comes_back(api: BotApi, start: Start, log: pytest.LogCaptureFixture) -> None:
    api.faults.refuse(502, method="getMe")
    wang = api.person()
    wang.says(ASKS)
    async with start():
        assert (await api.next_message(wang)).covered("blockquote")
    assert len([record for record in log.records if "cannot be reached" in record.getMessage()]) == 1


async def test_polling_outlives_garbage_conflicts_and_drops(api: BotApi, start: Start, log: pytest.LogCaptureFixture) -> None:
    api.faults.garble(method="getUpdates")
    wang = api.person()
    wang.says(ASKS)
    async with start():
        assert (await api.next_message(wang)).covered("blockquote")
    assert len([record for record in log.records if record.getMessage().startswith("polling:")]) == 1


@asynccontextmanager
async def process(settings: Settings, api: BotApi, folder: Path, **environment: str) -> AsyncIterator[forks.Process]:
    """``python -m bot run`` as an operator starts it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "TELEGRAM_", "WEBHOOK_"))}
    ours = {"MINGFA_CACHE": str(settings.cache), "TELEGRAM_API_URL": api.url, "DATABASE_URL": str(folder / "mingfa.db")}
    child = await forks.start("-m", "bot", "run", env=kept | ours | environment)
    try:
        yield child
    finally:
        child.kill()
        await child.wait()


@pytest.mark.parametrize(("token", "sentence"), [("", app_texts.TOKEN_MISSING), ("1:wrong", texts.TOKEN_WRONG), ("a b", texts.TOKEN_WRONG)])
async def test_without_a_good_token_one_sentence_and_exit_2(
    api: BotApi, settings: Settings, tmp_path: Path, token: str, sentence: str
) -> None:
    async with process(settings, api, tmp_path, TELEGRAM_BOT_TOKEN=token) as child:
        _, said = await asyncio.wait_for(child.communicate(), 30)
    assert (said.decode().strip(), child.returncode) == (sentence, 2)


@pytest.mark.usefixtures("answerer")
async def test_a_question_in_hand_when_the_process_is_killed_is_answered_by_the_next(
    api: BotApi, settings: Settings, start: Start, tmp_path: Path
) -> None:
    wang, li = api.person("小王"), api.person("小李")
    async with process(settings, api, tmp_path, TELEGRAM_BOT_TOKEN=api.token) as child:
        await api.wait_for_method("deleteWebhook", timeout=60)
        never = asyncio.Event()
        held = api.faults.delay(gate=never, method="sendMessage", chat=wang.id)
        wang.says(ASKS)
        li.says(OTHER)
        await api.next_message(li)
        await api.world.bell.until(lambda: held.met, 5)
        polls = api.world.updates.polls
        await api.world.bell.until(lambda: api.world.updates.polls > polls + 1, 5)  # it has asked on meanwhile
        child.kill()
    async with start():
        assert (await api.next_message(wang)).covered("blockquote")
    assert len(api.messages(wang)) == 1
    assert not api.world.updates.pending


@pytest.mark.usefixtures("answerer")  # fills the cache, so that the process starts quickly
async def test_sigterm_finishes_what_is_in_hand(api: BotApi, settings: Settings, tmp_path: Path) -> None:
    async with process(settings, api, tmp_path, TELEGRAM_BOT_TOKEN=api.token) as child:
        await api.wait_for_method("deleteWebhook", timeout=60)
        wang, li = api.person("小王"), api.person("小李")
        api.faults.delay(1.0, method="sendMessage", chat=wang.id)
        wang.says(ASKS)
        li.says(OTHER)
        await api.next_message(li)
        child.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(child.communicate(), 10)
    assert child.returncode == 0
    assert len(api.messages(wang)) == 1
    assert not api.world.updates.pending
    said = log.decode()
    assert said.count("outcome=answer") == 2
    assert ASKS[:5] not in said
    assert api.token not in said
    assert "Traceback" not in said


def test_the_first_question_is_our_own(settings: Settings, answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It loads the model, for a second or more: whoever asks first must not wait for it, nor everything else stand still."""
    happened: list[str] = []

    async def serve(*_: object) -> None:
        happened.append("served")

    async def check(*_: object) -> None:
        happened.append("checked")

    monkeypatch.setattr(Answerer, "answer", lambda self, question: happened.append("answered"))
    monkeypatch.setattr(composition, "_serve", serve)
    monkeypatch.setattr(composition, "check_token", check)
    monkeypatch.setattr(composition.logs, "configure", lambda level: None)
    monkeypatch.setattr(composition, "AnswererBuilder", lambda *_: lambda library: answerer)
    composition.run_bot(settings.model_copy(update={"token": "1:a"}))
    assert happened == ["checked", "answered", "served"]
