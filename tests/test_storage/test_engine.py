"""Transactions, and a database that is locked, gone or out of reach."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import aiosqlite
import pytest
import sqlalchemy.exc
from sqlalchemy import text

from bot.features.people import store
from bot.features.teaching.store import state
from bot.storage.engine import Database, open_database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import ensure_current, migrate
from bot.storage.tables import knowledge_state
from tests import forks
from tests.postgres import PostgresServer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERSON = 7_000_000_001


async def test_a_block_is_kept_whole_or_not_at_all(database: Database) -> None:
    async def half() -> None:
        async with database.write() as tx:
            await store.set_pref(tx, PERSON, "a", "1")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await half()
    async with database.write() as tx:
        await store.set_pref(tx, PERSON, "b", "2")
    async with database.read() as tx:
        assert await store.get_prefs(tx, PERSON) == {"b": "2"}


async def test_a_read_block_that_writes_is_at_fault(database: Database) -> None:
    with pytest.raises(sqlalchemy.exc.DBAPIError):
        async with database.read() as tx:
            await store.set_pref(tx, PERSON, "a", "1")
    async with database.read() as tx:
        assert await store.get_prefs(tx, PERSON) == {}


async def test_a_cancelled_writer_leaves_nothing_and_holds_up_nobody(database: Database) -> None:
    inside = asyncio.Event()

    async def slow() -> None:
        async with database.write() as tx:
            await store.set_pref(tx, PERSON, "a", "1")
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(slow())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), database.write() as tx:
        assert await store.get_prefs(tx, PERSON) == {}


async def test_a_writer_cancelled_in_the_middle_of_a_statement_lets_go_of_the_lock_at_once(tmp_path: Path) -> None:
    """Not when the garbage collector comes by: until then an unread cursor in the traceback kept the file locked."""
    database = open_database(None, tmp_path / "mingfa.db", busy_seconds=0.5)
    await ensure_current(database)

    async def busy() -> None:
        while True:
            async with database.write() as tx:
                for number in range(3):
                    await store.set_pref(tx, PERSON, str(number), "1")
                    await tx.execute(text("UPDATE prefs SET value = '2' RETURNING name"))

    chance = random.Random(5)
    tasks = []  # with their tracebacks
    gc.disable()
    try:
        for _ in range(60):
            tasks.append(asyncio.create_task(busy()))
            await asyncio.sleep(chance.uniform(0, 0.02))
            tasks[-1].cancel()
            await asyncio.gather(tasks[-1], return_exceptions=True)
            async with database.write() as tx:
                await store.set_pref(tx, PERSON, "a", "1")
    finally:
        gc.enable()
    await database.close()


async def test_two_hundred_writers_at_once_lose_nothing(database: Database) -> None:
    async def raise_version() -> None:
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, NOW)

    await asyncio.gather(*(raise_version() for _ in range(200)))
    async with database.read() as tx:
        assert (await state.versions(tx))[state.LIBRARY] == 200


async def test_readers_are_not_held_up_by_a_writer(database: Database) -> None:
    async with database.write() as writing:
        await store.set_pref(writing, PERSON, "a", "1")
        async with asyncio.timeout(2), database.read() as reading:
            assert await store.get_prefs(reading, PERSON) == {}


_OTHER_PROCESS = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.features.teaching.store import state
from bot.storage.engine import open_database
async def main():
    database = open_database(sys.argv[1], Path("unused"))
    for _ in range(100):
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, datetime.now(UTC))
    await database.close()
asyncio.run(main())
"""


async def test_two_processes_write_at_once_and_lose_nothing(database: Database, address: str) -> None:
    other = await forks.start("-c", _OTHER_PROCESS, address, env=os.environ)
    for _ in range(100):
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, NOW)
    _, errors = await other.communicate()
    assert other.returncode == 0, errors.decode()
    async with database.read() as tx:
        assert (await state.versions(tx))[state.LIBRARY] == 200


async def test_moments_keep_their_time_zone(database: Database) -> None:
    shanghai = datetime(2026, 3, 1, 20, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    async with database.write() as tx:
        await state.bump(tx, state.LIBRARY, shanghai)
    async with database.read() as tx:
        changed = (await tx.execute(knowledge_state.select().where(knowledge_state.c.name == state.LIBRARY))).one().changed
    assert changed == shanghai
    assert changed.utcoffset() == timedelta(0)


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises((ValueError, sqlalchemy.exc.StatementError), match="time zone"):
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, datetime(2026, 3, 1))  # noqa: DTZ001


async def test_a_wrong_statement_is_not_blamed_on_the_database(database: Database) -> None:
    with pytest.raises(sqlalchemy.exc.DBAPIError):
        async with database.read() as tx:
            await tx.execute(text("SELECT nonsense FROM nowhere"))
    with pytest.raises(FileNotFoundError, match="the caller's"):
        async with database.read():
            raise FileNotFoundError("the caller's")


async def test_an_error_does_not_repeat_the_values(database: Database) -> None:
    with pytest.raises(sqlalchemy.exc.DBAPIError) as error:
        async with database.read() as tx:
            await tx.execute(text("SELECT nonsense FROM nowhere WHERE a = :question"), {"question": "张三欠钱"})
    assert "张三" not in str(error.value)


# --- SQLite ----------------------------------------------------------------------------------------------------------


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    path = tmp_path / "var" / "明法 100%?.db"
    database = open_database(str(path), tmp_path)
    await ensure_current(database)
    await database.close()
    return path


@pytest.fixture
def hurried(file: Path) -> Database:
    return open_database(str(file), file, busy_seconds=0.1)


@pytest.fixture
def locked(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield other


def _mode(file: Path) -> int:
    return file.stat().st_mode


def _remove_all(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


async def test_sqlite_is_set_up_to_lose_nothing(file: Path) -> None:
    database = open_database(str(file), file)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    async with database.read() as tx:
        assert {name: (await tx.execute(text(f"PRAGMA {name}"))).scalar() for name in wanted} == wanted
    assert _mode(file) & 0o077 == 0
    await database.close()


async def test_locked_by_another_program(hurried: Database, locked: sqlite3.Connection) -> None:
    with pytest.raises(DatabaseUnavailable) as fault:
        async with hurried.write():
            pass
    assert fault.value.cause == "locked"
    assert "稍后再试" in str(fault.value)
    async with hurried.read() as tx:  # reading goes on meanwhile
        assert await store.get_prefs(tx, PERSON) == {}
    locked.execute("ROLLBACK")
    async with hurried.write() as tx:
        await store.set_pref(tx, PERSON, "a", "1")
    await hurried.close()


async def test_a_new_file_that_another_process_is_setting_up_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself waits for no lock while it turns a file to WAL, whatever its timeout says."""
    path = tmp_path / "mingfa.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        database = open_database(str(path), path)
        starting = asyncio.create_task(ensure_current(database))
        done, _ = await asyncio.wait([starting], timeout=0.3)
        assert not done
        other.execute("COMMIT")
    assert (await starting).changed
    await database.close()


async def test_a_file_that_is_deleted_while_in_use_is_missed_and_not_made_anew(hurried: Database, file: Path) -> None:
    async with hurried.write() as tx:
        await store.set_pref(tx, PERSON, "a", "1")
    _remove_all(file.parent)
    for block in (hurried.read, hurried.write):
        with pytest.raises(DatabaseUnavailable) as fault:
            async with block():
                pass
        assert fault.value.cause == "missing"
    with pytest.raises(FileNotFoundError):
        _mode(file)
    await hurried.close()


async def test_a_file_that_was_replaced_is_opened_again(hurried: Database, file: Path, tmp_path: Path) -> None:
    async with hurried.write() as tx:
        await store.set_pref(tx, PERSON, "old", "1")
    other = open_database(str(tmp_path / "other.db"), tmp_path)
    await ensure_current(other)
    async with other.write() as tx:
        await store.set_pref(tx, PERSON, "new", "1")
    await other.close()
    _remove_all(file.parent)
    (tmp_path / "other.db").replace(file)
    async with hurried.read() as tx:
        assert await store.get_prefs(tx, PERSON) == {"new": "1"}
    await hurried.close()


@pytest.mark.parametrize(("content", "cause"), [(b"no database at all, " * 100, "broken"), (None, "missing")])
async def test_a_file_that_is_no_database(tmp_path: Path, content: bytes | None, cause: str) -> None:
    path = tmp_path / "x.db"
    path.mkdir() if content is None else path.write_bytes(content)
    database = open_database(str(path), path)
    with pytest.raises(DatabaseUnavailable) as fault:
        await ensure_current(database)
    assert fault.value.cause == cause
    await database.close()


async def test_the_driver_is_not_asked_for_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its thread would tell of the failure after the command's event loop has ended: a traceback on somebody's screen."""

    def connect(*args: object, **more: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(aiosqlite, "connect", connect)
    database = open_database(str(tmp_path), tmp_path)
    with pytest.raises(DatabaseUnavailable) as fault:
        async with database.read():
            pass
    assert fault.value.cause == "missing"
    await database.close()


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("postgresql://u:p@127.0.0.1:1/app", "unreachable"),
        ("postgresql://u:p@/app?host=/nonexistent", "unreachable"),
    ],
)
async def test_no_server_there(url: str, cause: str, tmp_path: Path) -> None:
    database = open_database(url, tmp_path)
    with pytest.raises(DatabaseUnavailable) as fault:
        async with database.read():
            pass
    assert fault.value.cause == cause
    await database.close()


async def test_no_database_of_this_name(postgres: PostgresServer, tmp_path: Path) -> None:
    database = open_database(postgres.url("nonexistent"), tmp_path)
    with pytest.raises(DatabaseUnavailable) as fault:
        await migrate(database)
    assert fault.value.cause == "missing"
    await database.close()


async def test_a_connection_that_the_server_cut_is_replaced(postgres: PostgresServer, tmp_path: Path) -> None:
    url = await postgres.create()
    database = open_database(url, tmp_path)
    await migrate(database)
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{postgres.name(url)}'"

    async def cut_off() -> None:
        async with database.write() as tx:
            await postgres.execute(kill)
            await store.set_pref(tx, PERSON, "a", "1")

    with pytest.raises(DatabaseUnavailable) as fault:
        await cut_off()
    assert fault.value.cause == "unreachable"
    async with database.write() as tx:
        await store.set_pref(tx, PERSON, "b", "1")
    await postgres.execute(kill)
    async with database.read() as tx:
        assert await store.get_prefs(tx, PERSON) == {"b": "1"}
    await database.close()
