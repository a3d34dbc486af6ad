"""How fast a broadcast goes, and what a large one costs: ``python -m tests.benchmarks.pace [--groups 1000] [--large 10000] [--answers 3]``.

The fake server enforces Telegram's limits in its own process. Beside the broadcast, answers to people are sent as the real
program sends them: through another bot, which counts them. Figures of one machine; compare only figures of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from telegram import Bot
from telegram.ext import ExtBot

from bot.features.broadcasts.report import Progress, progress
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox import content
from bot.outbox.auditing import Named
from bot.outbox.pacing import RateLimits
from bot.outbox.states import State
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.traffic import Traffic
from bot.outbox.worker import DeliveryWorker
from bot.places.audience import Audience, To
from bot.platforms.telegram.sender import TelegramSender, broadcast_bot
from bot.platforms.telegram.turns import Line
from bot.platforms.telegram.wire.request import PooledRequest
from bot.platforms.telegram.wire.retrying import PatientCalls
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from bot.when import CHINA
from tests.benchmarks.busy import most_in_a_second
from tests.fakes.bot_api.remote import RemoteBotApi
from tests.places import ours
from tests.postgres import run_postgres

_TEXT = "各单位：请于本周五前报送依法行政工作台账。"


def _clock() -> datetime:
    return datetime.now(UTC)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _release(database: Database, chats: list[int]) -> tuple[int, float]:
    """A released broadcast to these chats, and the seconds that preparing and releasing took."""
    async with database.write() as transaction:
        for chat in chats:
            await ours(transaction, chat, f"群{-chat}", "supergroup", _clock())
    service = BroadcastService(database, _clock, CHINA)
    said = content.text(_TEXT).content
    assert said is not None
    start = time.perf_counter()
    prepared = await service.prepare(Named(1, "甲"), Plan(said, Audience(To.ALL)))
    assert prepared.number is not None
    done = await service.release(Named(0, "命令行"), prepared.number, said.digest)
    assert done.ok, done.text
    return prepared.number, time.perf_counter() - start


async def _answer_people(bot: Bot, people: list[int], each_second: float, waits: list[float]) -> None:
    """Answer one after another, each time somebody else, at this pace; how long each took is kept."""

    async def answer(person: int) -> None:
        start = time.perf_counter()
        await bot.send_message(person, "答")
        waits.append(time.perf_counter() - start)

    async with asyncio.TaskGroup() as answers:
        for person in itertools.cycle(people):
            answers.create_task(answer(person))
            await asyncio.sleep(1 / each_second)


async def _until_done(database: Database, number: int) -> Progress:
    while True:
        found = await progress(database, _clock, number, RateLimits())
        assert found is not None
        if found.broadcast.stage is BroadcastStage.DONE:
            return found
        # About as often as people press the button for it.
        await asyncio.sleep(0.5)


@asynccontextmanager
async def _server(latency: float) -> AsyncIterator[RemoteBotApi]:
    async with RemoteBotApi.start(history=3) as api:
        await api.control("fault", kind="delay", seconds=latency, method="sendMessage", times=None)
        await api.control("set", limits=True)
        yield api


def _answering(api: RemoteBotApi, traffic: Traffic) -> ExtBot[int]:
    return ExtBot(
        api.token, api.base_url, request=PooledRequest(), get_updates_request=PooledRequest(), rate_limiter=PatientCalls(Line(traffic))
    )


async def pace(url: str, count: int, latency: float, each_second: float = 3.0) -> bool:
    """Send to ``count`` groups through the limits; whether both promises held."""
    database = open_database(url, Path("unused"))
    await migrate(database)
    traffic = Traffic()
    async with _server(latency) as api, broadcast_bot(api.token, api.base_url, proxy=None) as bot, _answering(api, traffic) as answers:
        chats: list[int] = (await api.control("groups", count=count))["chat_ids"]
        people = [(await api.control("person", name=f"群众{number}", started=True))["id"] for number in range(60)]
        number, _ = await _release(database, chats)
        worker = DeliveryWorker(database, TelegramSender(bot), _clock, traffic=traffic)
        waits: list[float] = []
        start, cpu = time.perf_counter(), time.process_time()
        sending = asyncio.create_task(worker.run())
        answering = asyncio.create_task(_answer_people(answers, people, each_second, waits))
        await asyncio.sleep(3)
        early = (await api.control("status"))["refused_by_limits"]
        found = await _until_done(database, number)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        late = (await api.control("status"))["refused_by_limits"] - early
        entries = (await api.control("journal"))["entries"]
        worker.stop()
        assert not answering.done(), "answering people ended early"
        answering.cancel()
        await asyncio.gather(sending, answering, return_exceptions=True)
    await database.close()
    least = count / RateLimits().per_second
    # As the server saw them, by its own clock.
    every = most_in_a_second([entry["time"] for entry in entries])
    broadcasts = most_in_a_second([entry["time"] for entry in entries if entry["chat_id"] in set(chats)])
    slowest = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else 0.0
    print(
        f"  {count} groups, {latency * 1000:.0f} ms away: {seconds:.1f} s = {seconds / least:.3f} x the {least:.1f} s that "
        f"{RateLimits().per_second:.0f}/s allow; 429: {early} in the first 3 s, {late} later; sent {found.of(State.SENT)}; "
        f"{cpu / count * 1000:.1f} ms of CPU each; {len(waits)} answers meanwhile, "
        f"p99 {slowest * 1000:.0f} ms; at most {broadcasts} of the broadcast and {every} of all in any second",
        flush=True,
    )
    return seconds <= 1.15 * least and late == 0 and slowest < 1.0 and broadcasts <= 25 and every <= 29 and found.of(State.SENT) == count


async def large(url: str, count: int) -> bool:
    """Prepare and release for ``count`` groups; whether time and memory are as promised."""
    database = open_database(url, Path("unused"))
    await migrate(database)
    number, seconds = await _release(database, [-1_000_000_000_000 - chat for chat in range(count)])
    start = time.perf_counter()
    found = await progress(database, _clock, number, RateLimits())
    looked = time.perf_counter() - start
    assert found is not None
    await database.close()
    print(
        f"  {found.total} groups: prepared and released in {seconds:.2f} s, a look at the progress {looked * 1000:.0f} ms, "
        f"peak memory {_megabytes():.0f} MB",
        flush=True,
    )
    return seconds < 5 and _megabytes() < 300 and found.total == count


def main() -> int:
    """Print the figures; exit code 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.06)
    parser.add_argument("--answers", type=float, default=3.0, help="messages to people in each second meanwhile")
    chosen = parser.parse_args()
    sound = True
    with tempfile.TemporaryDirectory() as folder, run_postgres() as server:
        for name in ("SQLite", "PostgreSQL"):
            print(name, flush=True)

            async def url(name: str = name) -> str:
                return str(Path(folder, f"{time.monotonic_ns()}.db")) if name == "SQLite" else await server.create()

            sound &= asyncio.run(large(asyncio.run(url()), chosen.large))
            sound &= asyncio.run(pace(asyncio.run(url()), chosen.groups, chosen.latency, chosen.answers))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
