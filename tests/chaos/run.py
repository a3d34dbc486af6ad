"""One run: groups, faults, a broadcast, kills, and the truth from the fake server's own journal."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.features.broadcasts.service import BroadcastService, Plan
from bot.outbox import content
from bot.outbox.auditing import Named
from bot.outbox.outcomes import Cause
from bot.outbox.states import State
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.store.rows import DeliveryLine, lines
from bot.places.audience import Audience, To
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from bot.when import CHINA
from tests.chaos.processes import Workers
from tests.fakes.bot_api.remote import RemoteBotApi
from tests.places import ours

_TEXT = "各单位：请于本周五前报送依法行政工作台账。"


@dataclass(frozen=True, slots=True)
class Plot:
    """What is to happen. ``rate`` in messages a second, ``lease`` in seconds."""

    groups: int = 1000
    kills: int = 20
    processes: int = 1
    rate: float = 25.0
    lease: float = 10.0
    backoff: float = 2.0
    seed: int = 1
    latency: float = 0.06


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened. ``lost``: neither there nor accounted for; ``false``: said to have failed, and yet there."""

    groups: int
    kills: int
    lost: int
    twice: int
    false: int
    open: int
    sent: int
    failed: Mapping[Cause, int]
    other: Mapping[Cause, int]
    uncertain_died: int
    uncertain_arrived: int
    uncertain_wire: int
    seconds: float

    def __str__(self) -> str:
        failed = ", ".join(f"{cause} {number}" for cause, number in sorted(self.failed.items())) or "none"
        per_kill = f"{self.uncertain_died / self.kills:.2f} per kill" if self.kills else "no kills"
        return (
            f"{self.groups} groups, {self.kills} x kill -9: lost {self.lost}, twice {self.twice}, sent {self.sent}, failed ({failed}), "
            f"uncertain by kills {self.uncertain_died} ({per_kill}), by cut connections {self.uncertain_wire}, "
            f"{self.uncertain_arrived} of all uncertain had arrived; falsely failed {self.false}, still open {self.open}; "
            f"{self.seconds:.1f} s"
        )


async def run(url: str, plot: Plot) -> Figures:
    """Play it on an empty database."""
    chance = random.Random(plot.seed)
    database = open_database(url, Path("unused"))
    try:
        await migrate(database)
        # Its history only serves tests that look back; the journal, which we need, is kept whole.
        async with RemoteBotApi.start(history=5, seed=plot.seed) as api:
            chats: list[int] = (await api.control("groups", count=plot.groups, type="group"))["chat_ids"]
            moved = await _trouble(api, chats, plot, chance)
            number = await _release(database, chats)
            arguments = ["--database", url, "--api", api.url, "--token", api.token]
            arguments += ["--rate", str(plot.rate), "--lease", str(plot.lease), "--backoff", str(plot.backoff)]
            started = time.monotonic()
            async with Workers(arguments, plot.processes) as workers:
                finished = asyncio.create_task(_finished(database, number))
                await _havoc(api, workers, chats, moved, plot, chance, finished)
                await asyncio.wait_for(finished, 600)
            seconds = time.monotonic() - started
            entries = (await api.control("journal"))["entries"]
        async with database.read() as transaction:
            # Nobody has to learn that a group migrated after its message was settled.
            rows = [replace(row, chat_id=moved.get(row.chat_id, row.chat_id)) for row in await lines(transaction, number)]
        arrived = Counter(moved.get(entry["chat_id"], entry["chat_id"]) for entry in entries)
        return _compare(rows, arrived, {moved.get(chat, chat) for chat in chats}, plot, seconds)
    finally:
        await database.close()


async def _trouble(api: RemoteBotApi, chats: list[int], plot: Plot, chance: random.Random) -> dict[int, int]:
    """Script the server: what goes wrong with which chat, and what may go wrong with any. Returns who has moved already."""
    shuffled = chance.sample(chats, len(chats))
    share = max(1, len(chats) // 100)
    kicked, gone, mute, stepwise = (shuffled[start * share : (start + 1) * share] for start in range(4))
    for chat in kicked:
        await api.control("vanish", chat=chat)
    moved = {chat: (await api.control("migrate", chat=chat, quietly=True))["chat_id"] for chat in stepwise}
    send = {"method": "sendMessage", "times": None}
    await api.control("fault", kind="refuse", code=400, description="Bad Request: chat not found", chat=gone, **send)
    await api.control(
        "fault", kind="refuse", code=400, description="Bad Request: not enough rights to send text messages", chat=mute[:3], **send
    )
    await api.control("fault", kind="refuse", code=429, retry_after=1, chance=0.02, **send)
    await api.control("fault", kind="refuse", code=502, chance=0.01, **send)
    await api.control("fault", kind="garble", status=504, chance=0.005, **send)
    await api.control("fault", kind="garble", status=502, accepted=True, chance=0.005, **send)
    await api.control("fault", kind="drop_before", chance=0.005, **send)
    await api.control("fault", kind="drop_after", chance=0.005, **send)
    await api.control("fault", kind="delay", seconds=plot.latency, **send)
    return moved


async def _release(database: Database, chats: list[int]) -> int:
    async with database.write() as transaction:
        for chat in chats:
            await ours(transaction, chat, f"群{-chat}", "group", datetime.now(UTC))
    service = BroadcastService(database, lambda: datetime.now(UTC), CHINA)
    said = content.text(_TEXT).content
    assert said is not None
    prepared = await service.prepare(Named(1, "甲"), Plan(said, Audience(To.ALL)))
    assert prepared.number is not None, prepared.problems
    done = await service.release(Named(0, "命令行"), prepared.number, said.digest)
    assert done.ok, done.text
    return prepared.number


async def _havoc(
    api: RemoteBotApi,
    workers: Workers,
    chats: list[int],
    moved: dict[int, int],
    plot: Plot,
    chance: random.Random,
    finished: asyncio.Task[None],
) -> None:
    """Kill workers at random moments while the broadcast runs; each time a group migrates under it, noted in ``moved``."""
    duration = 0.8 * plot.groups / plot.rate
    for _ in range(plot.kills):
        await asyncio.wait({finished}, timeout=chance.uniform(0, 2 * duration / plot.kills))
        chat = chance.choice([chat for chat in chats if chat not in moved])
        moved[chat] = (await api.control("migrate", chat=chat, quietly=True))["chat_id"]
        await workers.kill(chance.randrange(plot.processes))


async def _finished(database: Database, number: int) -> None:
    """Only the database knows when; other processes write it."""
    while True:
        async with database.read() as transaction:
            broadcast = await store.get(transaction, number)
        if broadcast is None or broadcast.stage is not BroadcastStage.RELEASED:
            return
        await asyncio.sleep(0.2)


def _compare(rows: list[DeliveryLine], arrived: Mapping[int, int], chats: set[int], plot: Plot, seconds: float) -> Figures:
    by_chat = {row.chat_id: row for row in rows}
    uncertain = [row for row in rows if row.state is State.UNCERTAIN]
    accounted = {State.FAILED, State.UNCERTAIN, State.SKIPPED, State.CANCELLED}
    unknown: set[int] = set(arrived) - chats
    return Figures(
        groups=len(chats),
        kills=plot.kills,
        lost=sum(not arrived.get(chat) and (chat not in by_chat or by_chat[chat].state not in accounted) for chat in chats) + len(unknown),
        twice=sum(count > 1 for count in arrived.values()),
        false=sum(row.state is State.FAILED and arrived.get(row.chat_id, 0) > 0 for row in rows),
        open=sum(row.state in {State.QUEUED, State.WAITING, State.SENDING} for row in rows),
        sent=sum(row.state is State.SENT for row in rows),
        failed=Counter(row.cause for row in rows if row.state is State.FAILED),
        other=Counter(row.cause for row in rows if row.state in {State.SKIPPED, State.CANCELLED}),
        uncertain_died=sum(row.cause is Cause.DIED for row in uncertain),
        uncertain_arrived=sum(arrived.get(row.chat_id, 0) > 0 for row in uncertain),
        uncertain_wire=sum(row.cause is Cause.NO_REPLY for row in uncertain),
        seconds=seconds,
    )
