"""How many questions a second, beside a bare echo bot: ``python -m tests.benchmarks.telegram``.

The fake server and the people run in this process, the bot in another, started as in production. Every chat asks its next
question when the last is answered. The echo bot is PTB's example, once as it comes and once with concurrent updates.

``--busy`` shows a busy minute instead: 400 questions at once from 100 chats, 40 of them in one group, through Telegram's limits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.busy import Busy, Rush
from tests.fakes.bot_api import BotApi

ROOT = Path(__file__).resolve().parents[2]
ECHO = """
import sys
from telegram.ext import Application, MessageHandler, filters
async def echo(update, context):
    await update.message.reply_text(update.message.text)
builder = Application.builder().token(sys.argv[1]).base_url(sys.argv[2])
if sys.argv[3] == "concurrent":
    builder = builder.concurrent_updates(True)
application = builder.build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
"""


@dataclass(frozen=True)
class Result:
    """One run: answers a second, milliseconds from question to answer, megabytes at a tenth of the run and at its end."""

    name: str
    rate: float
    p50: float
    p99: float
    cpu_ms: float
    memory: tuple[float, float]

    def __str__(self) -> str:
        return (
            f"{self.name:24} {self.rate:7.0f}/s   p50 {self.p50:6.1f} ms   p99 {self.p99:6.1f} ms   "
            f"CPU {self.cpu_ms:5.2f} ms/update   memory {self.memory[0]:.0f} → {self.memory[1]:.0f} MB"
        )


def questions(distinct: int) -> list[str]:
    """Labelled questions of the evaluation, numbered when there are not enough different ones."""
    lines = (ROOT / "tests/evaluation/questions.jsonl").read_text(encoding="utf-8").splitlines()
    found = list(dict.fromkeys(str(json.loads(line)["question"]) for line in lines))
    rounds: Iterator[str] = (text if not turn else f"{text}{turn}" for turn in range(distinct) for text in found)
    return list(islice(rounds, distinct))


@asynccontextmanager
async def process(arguments: list[str], environment: dict[str, str]) -> AsyncIterator[int]:
    """A bot in its own process; yields its id."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env={**os.environ, **environment}, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield child.pid
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


@asynccontextmanager
async def temporary_folder() -> AsyncIterator[str]:
    """A folder for one run."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


class Crowd:
    """Chats that each ask their next question when the last is answered. Half are groups, half private."""

    def __init__(self, api: BotApi, chats: int, texts: list[str]) -> None:
        self._api = api
        self._turns = cycle(texts)
        people = [api.person(f"第{number}人") for number in range(chats)]
        self.groups = api.groups(chats // 2)
        self._asking = [(person, self.groups[n] if n < len(self.groups) else person.chat) for n, person in enumerate(people)]
        self._by_chat = {chat.id: number for number, (_, chat) in enumerate(self._asking)}
        self._asked: dict[int, float] = {}
        self._seen = 0

    def _ask(self, number: int) -> None:
        person, chat = self._asking[number]
        self._asked[chat.id] = time.perf_counter()
        person.command("ask", next(self._turns), chat)

    async def run(self, rounds: int) -> list[float]:
        """Let every chat ask ``rounds`` times; returns milliseconds from question to answer."""
        waits: list[float] = []
        left = [rounds - 1] * len(self._asking)
        for number in range(len(self._asking)):
            self._ask(number)
        journal = self._api.world.journal.entries
        while len(waits) < rounds * len(self._asking):
            # One waiter for all: a waiter a chat would cost more than the bot.
            await self._api.world.bell.until(lambda: len(journal) > self._seen, 60)
            for entry in journal[self._seen :]:
                if entry["chat_id"] not in self._by_chat:
                    continue
                waits.append(1000 * (time.perf_counter() - self._asked[entry["chat_id"]]))
                number = self._by_chat[entry["chat_id"]]
                if left[number]:
                    left[number] -= 1
                    self._ask(number)
            self._seen = len(journal)
        return waits


async def ask(api: BotApi, chats: int, total: int, texts: list[str], pid: int, name: str, warm: int) -> Result:
    """Let the chats ask until ``total`` questions are answered; the first ``warm`` rounds are not measured."""
    crowd = Crowd(api, chats, texts)
    if warm:
        await crowd.run(warm)
    rounds = total // chats
    first = max(1, rounds // 10)
    cpu, started = cpu_seconds(pid), time.perf_counter()
    waits = await crowd.run(first)
    early = memory_mb(pid)
    waits += await crowd.run(rounds - first)
    seconds = time.perf_counter() - started
    spent = cpu_seconds(pid) - cpu
    waits.sort()
    p99 = waits[int(0.99 * len(waits))]
    return Result(name, len(waits) / seconds, statistics.median(waits), p99, 1000 * spent / len(waits), (early, memory_mb(pid)))


def cpu_seconds(pid: int) -> float:
    """Time this process has computed for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Memory of this process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


async def measure(name: str, arguments: argparse.Namespace) -> Result:
    """One bot, one server, one run."""
    async with BotApi(history=4) as api, temporary_folder() as folder:
        environment = {
            # A database of its own: the fake's chats have the same ids in every run.
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.db",
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_URL": api.url,
            "MINGFA_QUESTIONS_PER_MINUTE": "1000000",
            "MINGFA_MESSAGES_PER_SECOND": "0",
            "LOG_LEVEL": arguments.log_level,
        }
        command = ["-m", "bot", "run"] if name.startswith("mingfa") else ["-c", ECHO, api.token, api.base_url, name.partition(" ")[2]]
        async with process(command, environment) as pid:
            await api.wait_for_method("deleteWebhook", timeout=120)
            distinct = questions(arguments.total if name.endswith("distinct") else arguments.distinct)
            return await ask(api, arguments.chats, arguments.total, distinct, pid, name, arguments.warm)


async def busy_minute(arguments: argparse.Namespace) -> Busy:
    """All at once, limits on; the bot as it comes."""
    async with BotApi(history=4) as api, temporary_folder() as folder:
        api.world.limits.enabled = True
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.db",
            "TELEGRAM_BOT_TOKEN": api.token,
            "TELEGRAM_API_URL": api.url,
            "LOG_LEVEL": arguments.log_level,
        }
        rush = Rush(api, chats=100, asked=400, crowd=40, texts=questions(arguments.distinct))
        async with process(["-m", "bot", "run"], environment):
            await api.wait_for_method("deleteWebhook", timeout=120)
            return await rush.run(longest=100)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--total", type=int, default=2000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--distinct", type=int, default=300, help="different questions, asked again and again")
    parser.add_argument("--warm", type=int, default=2, help="rounds before the measurement")
    parser.add_argument("--repeat", type=int, default=1, help="rounds of all bots; the best rate of each counts")
    parser.add_argument("--log-level", default="INFO")
    parser.add_argument("--only", nargs="*", default=["echo plain", "echo concurrent", "mingfa", "mingfa distinct"])
    parser.add_argument("--busy", action="store_true", help="a busy minute through Telegram's limits")
    arguments = parser.parse_args()
    if arguments.busy:
        result = asyncio.run(busy_minute(arguments))
        print(result, flush=True)
        sys.exit(1 if result.unanswered else 0)
    rates: dict[str, float] = {}
    for name in arguments.only * arguments.repeat:  # in turns, so that a busy minute of the machine meets all of them
        measured = asyncio.run(measure(name, arguments))
        print(measured, flush=True)
        rates[name] = max(measured.rate, rates.get(name, 0.0))
    for echo in ("echo plain", "echo concurrent"):
        if echo in rates and "mingfa" in rates:
            print(f"mingfa / {echo}: {rates['mingfa'] / rates[echo]:.2f}")


if __name__ == "__main__":
    main()
