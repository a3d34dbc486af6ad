"""Processes that die: at each fail-point, at random moments, and how another one takes over. Real processes, a real ``kill -9``."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.features.broadcasts.service import BroadcastService
from bot.storage.engine import open_database
from bot.storage.migrate import migrate
from bot.when import CHINA
from tests.chaos.processes import Workers
from tests.chaos.run import Plot, run
from tests.chaos.worker import ALREADY_SENDING
from tests.delivering import LI, ZHAO, appoint, make_groups, release, sheet, until
from tests.fakes.bot_api.remote import RemoteBotApi
from tests.postgres import PostgresServer


def wall_clock() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("point", "arrived", "state"),
    [
        ("claim: before commit", 3, "sent"),
        ("claim: after commit", 2, "uncertain"),
        ("finish: before commit", 3, "uncertain"),
        ("finish: after commit", 3, "sent"),
    ],
)
async def test_dying_at_a_commit_neither_loses_nor_doubles(address: str, point: str, arrived: int, state: str, tmp_path: Path) -> None:
    """The first worker dies at its second passage, while it serves the second of three groups; another one takes over."""
    database = open_database(address, tmp_path / "unused")
    await migrate(database)
    async with RemoteBotApi.start() as api:
        chats = (await api.control("groups", count=3))["chat_ids"]
        await make_groups(database, *chats)
        await appoint(database, LI, ZHAO)
        number = await release(BroadcastService(database, wall_clock, CHINA))
        # One place in flight: the order of events is the same each time.
        arguments = ["--database", address, "--api", api.url, "--token", api.token, "--lease", "0.8", "--in-flight", "1"]
        async with Workers(arguments, 0) as workers:
            first = await workers.start("--die-at", point, "--die-after", "2")
            assert await asyncio.wait_for(first.wait(), 15) == -9
            workers.forget(first)
            await workers.start()

            async def settled() -> bool:
                return all(row.state in {"sent", "uncertain"} for row in await sheet(database, number))

            await until(settled)
        entries = (await api.control("journal"))["entries"]
    rows = await sheet(database, number)
    await database.close()
    assert len(entries) == len({entry["chat_id"] for entry in entries}) == arrived
    # Rows are served in the order in which they were made.
    assert [str(row.state) for row in sorted(rows, key=lambda row: row.id)] == ["sent", state, "sent"]


async def test_a_small_run_of_chaos(address: str) -> None:
    """The long one is ``python -m tests.chaos``."""
    processes = 2 if address.startswith("postgres") else 1
    figures = await run(address, Plot(groups=80, kills=4, processes=processes, rate=40, lease=1.5, backoff=0.2, seed=3, latency=0.02))
    assert (figures.lost, figures.twice, figures.false, figures.open) == (0, 0, 0, 0), str(figures)
    assert figures.uncertain_died <= 3 * 4, str(figures)
    assert figures.sent >= 55, str(figures)


async def test_on_sqlite_a_second_process_is_refused(tmp_path: Path) -> None:
    address = str(tmp_path / "one.db")
    async with RemoteBotApi.start() as api:
        arguments = ["--database", address, "--api", api.url, "--token", api.token]
        database = open_database(address, tmp_path / "unused")
        await migrate(database)
        await database.close()
        async with Workers(arguments, 1) as workers:
            second = await workers.start()
            assert await asyncio.wait_for(second.wait(), 15) == ALREADY_SENDING
            workers.forget(second)


async def test_on_postgresql_another_process_takes_over_within_fifteen_seconds(postgres: PostgresServer, tmp_path: Path) -> None:
    """With the leases of production. The dead one held rows; the living one gives them up and goes on meanwhile."""
    url = await postgres.create()
    database = open_database(url, tmp_path / "unused")
    await migrate(database)
    async with RemoteBotApi.start() as api:
        chats = (await api.control("groups", count=12))["chat_ids"]
        await make_groups(database, *chats)
        await appoint(database, LI, ZHAO)
        # The first ones of both hang long enough to be found on the wire.
        await api.control("fault", kind="delay", seconds=6, method="sendMessage", times=6)
        async with Workers(["--database", url, "--api", api.url, "--token", api.token], 2) as workers:
            number = await release(BroadcastService(database, wall_clock, CHINA))

            async def all_hang() -> bool:
                return sum(row.state == "sending" for row in await sheet(database, number)) == 6

            await until(all_hang)
            await workers.kill(0, replace=False)
            died = time.monotonic()

            async def settled() -> bool:
                return all(row.state in {"sent", "uncertain"} for row in await sheet(database, number))

            await until(settled, 30)
            took = time.monotonic() - died
        entries = (await api.control("journal"))["entries"]
    rows = await sheet(database, number)
    await database.close()
    assert took < 15
    assert sum(row.state == "uncertain" for row in rows) == 3
    assert max(Counter(entry["chat_id"] for entry in entries).values()) == 1
