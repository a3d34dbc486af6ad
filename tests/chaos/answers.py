"""Questions while the bot is killed: 300 from 100 chats, ``kill -9`` in the middle, started again; who has no answer, who has two?

The bot is the real program in its own process, with its own settings; the fake server outlives it and its journal is the truth.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.bot_api import BotApi, Chat, Person

_ROOT = Path(__file__).resolve().parents[2]
_QUESTIONS = ("法无授权不可为这句话怎么讲的", "法无禁止即可为是什么意思", "谁执法谁普法怎么落实")
_QUIET = 6.0


@dataclass(frozen=True, slots=True)
class Rush:
    """What is to happen. ``rate``: of the bot's own setting; ``webhook``: pushed instead of polled."""

    kills: int = 20
    chats: int = 100
    seed: int = 1
    how: signal.Signals = signal.SIGKILL
    webhook: bool = False
    processes: int = 1
    database: str = ""


@dataclass(frozen=True, slots=True)
class Kill:
    """What one death did."""

    asked: int
    lost: int
    doubled: int
    answered_before: int

    def __str__(self) -> str:
        return f"{self.answered_before} of {self.asked} answered before: lost {self.lost}, doubled {self.doubled}"


class Bot:
    """The program; ``start`` returns when it asks for updates."""

    def __init__(self, api: BotApi, environment: Mapping[str, str]) -> None:
        self._api, self._environment = api, environment
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it hears people."""
        method = "setWebhook" if self._environment.get("WEBHOOK_URL") else "deleteWebhook"
        started = asyncio.create_task(self._api.wait_for_method(method, timeout=120))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=_ROOT, env={**os.environ, **self._environment}, stderr=asyncio.subprocess.DEVNULL
        )
        await started

    async def end(self, how: signal.Signals) -> None:
        """End it, politely or not."""
        assert self._process is not None
        self._process.send_signal(how)
        await asyncio.wait_for(self._process.wait(), 30)


async def run(rush: Rush, folder: str, told: bool = True) -> list[Kill]:
    """One rush for each kill, one after another on one database."""
    chance = random.Random(rush.seed)
    kills: list[Kill] = []
    async with BotApi(history=50) as api:
        api.world.limits.enabled = True
        environment = {
            "DATABASE_URL": rush.database or f"sqlite:///{folder}/answers.db",
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_URL": api.url,
            "LOG_LEVEL": "WARNING",
        }
        if rush.webhook:
            port = await _free_port()
            environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "PORT": str(port)}
        bot = Bot(api, environment)
        await bot.start()
        try:
            expected = await _expected(api)
            for number in range(rush.kills):
                kill = await _one(api, bot, rush, expected, chance)
                kills.append(kill)
                if told:
                    print(f"  kill {number + 1}: {kill}", flush=True)
        finally:
            await bot.end(signal.SIGTERM)
    return kills


async def _free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


async def _expected(api: BotApi) -> list[str]:
    """What is said to each question, from somebody who asks one after another."""
    texts = []
    for question in _QUESTIONS:
        person = api.person("先问的人", started=True)
        person.says(question)
        texts.append((await api.next_message(person, timeout=30)).text)
    assert len(set(texts)) == len(texts)
    return texts


async def _one(api: BotApi, bot: Bot, rush: Rush, expected: list[str], chance: random.Random) -> Kill:
    journal = api.world.journal.entries
    before = len(journal)
    asking: list[tuple[Person, Chat]] = []
    for number in range(rush.chats):
        person = api.person(f"第{number}人", started=True)
        asking.append((person, person.chat if number % 2 else api.group(f"群{number}", person)))
    for question in _QUESTIONS:
        for person, chat in asking:
            person.command("ask", question, chat)
    total = len(_QUESTIONS) * rush.chats
    # Anywhere between the first answers and the last ones.
    at = before + chance.randrange(total // 10, total * 9 // 10)
    await api.world.bell.until(lambda: len(journal) >= at, 120)
    await asyncio.sleep(chance.uniform(0, 0.05))
    answered = len(journal) - before
    await bot.end(rush.how)
    await bot.start()
    await _until_quiet(api, before + total)
    said = Counter((entry["chat_id"], entry["text"]) for entry in journal[before:])
    wanted = [(chat.id, text) for _, chat in asking for text in expected]
    lost = sum(said[one] == 0 for one in wanted)
    return Kill(total, lost, sum(max(said[one] - 1, 0) for one in wanted), answered)


async def _until_quiet(api: BotApi, enough: int) -> None:
    """Until as many messages are there as should be, or none has come for a while; then a moment for one too many."""
    journal = api.world.journal.entries
    while True:
        seen = len(journal)
        try:
            await api.world.bell.until(lambda: len(journal) > seen, 1.5 if seen >= enough else 4 * _QUIET)  # noqa: B023
        except TimeoutError:
            return
