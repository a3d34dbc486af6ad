"""A real Application, started as ``run`` starts it, against the fake Bot API server."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date

import pytest
import pytest_asyncio

from bot.answering.answer import Outcome
from bot.answering.answerer import Answerer
from bot.answering.live import LiveKnowledge
from bot.app.composition import build_application, build_services
from bot.chat.ports import Asked, Overhearing
from bot.features.asking.memory import MemoryGroups, MemoryRecorder
from bot.places.doors import Coming
from bot.platforms.telegram.context import BotApplication, Services
from bot.platforms.telegram.wire.run import Wire, run
from bot.settings.config import Settings
from tests.conftest import PROJECT
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.contract import assert_valid

# A question that the built-in knowledge answers, one that it offers a choice for, and one it does not know.
ASKS = "法无授权不可为这句话怎么讲的"
ENTRY = "p12-3"
OTHER = "法无禁止即可为是什么意思"
OTHER_ENTRY = "p12-7"
CHATTER = "今天中午食堂吃红烧肉"
TODAY = date(2026, 3, 2)


class KeepingRecorder(MemoryRecorder):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Asked] = []
        self.picks: list[tuple[int, int, str | None]] = []

    async def asked(self, asked: Asked) -> None:
        self.questions.append(asked)

    async def picked(self, chat_id: int, message_id: int, key: str | None) -> None:
        self.picks.append((chat_id, message_id, key))


class KeepingGroups(MemoryGroups):
    """Remembers what Telegram told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, int]] = []

    async def arrived(self, coming: Coming) -> None:
        self.told.append(("joined", coming.chat_id))

    async def left(self, chat_id: int) -> None:
        self.told.append(("left", chat_id))


@dataclass
class Running:
    """The bot at work, with the ports that the tests look into."""

    application: BotApplication
    services: Services
    recorder: KeepingRecorder
    groups: KeepingGroups
    stop: asyncio.Event
    task: asyncio.Task[None]

    def overhear(self, chat_id: int, per_hour: int | None = None) -> None:
        """Turn overhearing on in a group."""
        self.groups.choose(chat_id, Overhearing(True, per_hour))


Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture
def knowledge(answerer: Answerer) -> LiveKnowledge:
    return LiveKnowledge(answerer)


@pytest.fixture(scope="session")
def unsure(answerer: Answerer) -> str:
    """A question for which the engine, as it is fitted now, offers a choice."""
    for line in (PROJECT / "tests/evaluation/questions.jsonl").read_text(encoding="utf-8").splitlines():
        question = str(json.loads(line)["question"])
        answer = answerer.answer(question, addressed=True)
        if answer.outcome is Outcome.CHOOSE and len(answer.hits) > 1:
            return question
    raise LookupError("the engine never offers a choice")


@pytest_asyncio.fixture
async def api(request: pytest.FixtureRequest) -> AsyncIterator[BotApi]:
    """The fake server; ``@pytest.mark.parametrize("api", [...], indirect=True)`` sets its options. Aiogram judges every call."""
    async with BotApi(**getattr(request, "param", {})) as server:
        yield server
        for call in server.calls:
            assert_valid(call)


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(api: BotApi, settings: Settings, knowledge: LiveKnowledge) -> Start:
    """Starts a bot on ``api``: keyword arguments change the settings, ``webhook_port`` makes it listen instead of poll.

    It is ready when it has called ``expect`` (by default what precedes the first update).
    """

    @asynccontextmanager
    async def starter(
        webhook_port: int = 0, secret: str = "", expect: str = "", listen: str = "127.0.0.1", **changes: object
    ) -> AsyncIterator[Running]:
        mine = settings.model_copy(update={"token": api.token, "api_url": api.url, "file_url": f"{api.url}/file", **changes})
        recorder, groups = KeepingRecorder(), KeepingGroups()
        services = replace(build_services(mine, knowledge), recorder=recorder, preferences=groups, groups=groups, today=lambda: TODAY)
        application = build_application(mine, services)
        stop = asyncio.Event()
        url = f"http://127.0.0.1:{webhook_port}/hook" if webhook_port else ""
        task = asyncio.create_task(run(application, Wire(url, secret, webhook_port, mine.poll_interval, listen), stop))
        try:
            method = expect or ("setWebhook" if webhook_port else "deleteWebhook")
            waited = asyncio.create_task(api.wait_for(lambda call: call.method == method))
            await asyncio.wait({task, waited}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
            await waited
            yield Running(application, services, recorder, groups, stop, task)
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    return starter


@pytest_asyncio.fixture
async def bot(start: Start) -> AsyncIterator[Running]:
    """A bot that polls, with the default settings."""
    async with start() as running:
        yield running


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All lines from INFO on."""
    caplog.set_level(logging.INFO)
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    return caplog
