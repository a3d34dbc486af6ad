"""Records behind the answers: none lost while the database works, no noise while it does not."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.features.asking.store import questions
from bot.storage.engine import Database, Transaction, open_database
from bot.storage.migrate import ensure_current
from bot.storage.recorder import Recorder
from tests import forks

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _one(tx: Transaction) -> None:
    await questions.record(tx, at=NOW, unit="", chat_kind="group", outcome="answer", entry_id=None)


async def _count(database: Database) -> int:
    async with database.read() as tx:
        return (await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 1))).total


async def test_everything_submitted_is_written_before_the_end(database: Database) -> None:
    async with Recorder(database) as recorder:
        for _ in range(1000):
            recorder.submit(_one)
    assert await _count(database) == 1000


_OTHER_PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.features.teaching.store import state
from bot.storage.engine import open_database
async def main():
    database = open_database(sys.argv[1], Path("unused"), busy_seconds=3)
    for _ in range(20):
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, datetime.now(UTC))
    await database.close()
asyncio.run(main())
"""


async def test_a_flood_of_records_does_not_keep_another_process_out(database: Database, address: str) -> None:
    async with Recorder(database) as recorder:
        other = await forks.start("-c", _OTHER_PROCESS, address, env=os.environ)
        submitted = 0
        ended = asyncio.create_task(other.communicate())
        while not ended.done():
            for _ in range(50):
                recorder.submit(_one)
            submitted += 50
            await recorder.flush()
        assert other.returncode == 0, (await ended)[1].decode()
        assert recorder.dropped == 0
    assert await _count(database) == submitted


async def test_a_record_at_fault_takes_no_other_with_it_and_its_words_stay_out_of_the_log(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def wrong(tx: Transaction) -> None:
        raise ValueError("张三欠钱")

    async with Recorder(database) as recorder:
        for record in (_one, wrong, _one):
            recorder.submit(record)
    assert await _count(database) == 2
    (line,) = (record for record in caplog.records if record.levelno >= logging.ERROR)
    assert "ValueError" in line.getMessage()
    assert "张三" not in caplog.text


async def test_a_locked_database_costs_one_warning_and_no_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = open_database(str(tmp_path / "m.db"), tmp_path, busy_seconds=0.05)
    await ensure_current(database)
    async with Recorder(database) as recorder:
        with closing(sqlite3.connect(tmp_path / "m.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            started = time.perf_counter()
            for _ in range(100):
                recorder.submit(_one)
            assert time.perf_counter() - started < 0.05
            await recorder.flush()
            recorder.submit(_one)
            await recorder.flush()
            assert recorder.dropped == 101
            assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1
        recorder.submit(_one)
        await recorder.flush()
        assert recorder.dropped == 0
    assert await _count(database) == 1
    await database.close()


async def test_a_missing_database_is_survived(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "none.db"), tmp_path)
    async with Recorder(database) as recorder:
        recorder.submit(_one)
        await recorder.flush()
        assert recorder.dropped == 1
    await database.close()
