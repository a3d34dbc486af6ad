"""Backups of a database in use, and the way back."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.features.people import store
from bot.features.teaching.store import state
from bot.storage.backup import backup, restore
from bot.storage.engine import Database, open_database
from bot.storage.errors import BackupError, DatabaseUnavailable, SchemaTooNew
from bot.storage.migrate import ensure_current, known_revisions, migrate, newest_revision

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PERSON = 7_000_000_001


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    database = open_database(str(tmp_path / "var" / "mingfa.db"), tmp_path)
    await ensure_current(database)
    await _set(database, "first")
    return database


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def _set(database: Database, value: str) -> None:
    async with database.write() as tx:
        await store.set_pref(tx, PERSON, "value", value)


async def _get(database: Database) -> str:
    async with database.read() as tx:
        return (await store.get_prefs(tx, PERSON))["value"]


async def test_there_and_back(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    assert await backup(database, file) == file.stat().st_size > 0
    assert file.stat().st_mode & 0o077 == 0
    await _set(database, "second")
    kept = await restore(database, file)
    assert await _get(database) == "first"
    assert kept is not None
    former = open_database(str(kept), tmp_path)
    assert await _get(former) == "second"
    await former.close()
    await database.close()
    assert not [name for name in _files(tmp_path / "var") if name.startswith(".")]


async def test_a_backup_taken_while_others_write_is_whole(database: Database, tmp_path: Path) -> None:
    stop, enough = asyncio.Event(), asyncio.Event()

    async def keep_writing() -> int:
        written = 0
        while not stop.is_set():
            async with database.write() as tx:
                version = await state.bump(tx, state.LIBRARY, NOW)
                await store.set_pref(tx, PERSON, "value", str(version))
            written += 1
            if written > 5:
                enough.set()
        return written

    writer = asyncio.create_task(keep_writing())
    files = [tmp_path / f"{number}.db" for number in range(5)]
    for file in files:
        await backup(database, file)
    await asyncio.wait_for(enough.wait(), 30)
    stop.set()
    assert await writer > 5
    for file in files:
        copy = open_database(str(file), tmp_path)
        async with copy.read() as tx:
            assert (await store.get_prefs(tx, PERSON))["value"] in {str((await state.versions(tx))[state.LIBRARY]), "first"}
        await copy.close()
    await database.close()


async def test_a_backup_never_covers_a_file(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("precious")
    with pytest.raises(BackupError, match="已经存在"):
        await backup(database, file)
    assert database.path is not None
    with pytest.raises(BackupError, match="已经存在"):
        await backup(database, database.path)
    assert file.read_text() == "precious"
    with pytest.raises(BackupError, match="写不进去"):
        await backup(database, tmp_path / "no" / "folder" / "copy.db")
    await database.close()


async def test_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable) as fault:
        await backup(open_database(str(tmp_path / "none.db"), tmp_path), tmp_path / "copy.db")
    assert fault.value.cause == "missing"
    assert _files(tmp_path) == []


@pytest.mark.parametrize("content", [None, b"", b"no database, " * 500, "foreign", "cut"])
async def test_what_is_no_backup_is_refused_and_nothing_changes(database: Database, tmp_path: Path, content: bytes | str | None) -> None:
    file = tmp_path / "copy.db"
    if content == "foreign":
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE groups (id INTEGER)")
            other.commit()
    elif content == "cut":
        await backup(database, file)
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif isinstance(content, bytes):
        file.write_bytes(content)
    with pytest.raises(BackupError) as refused:
        await restore(database, file)
    assert str(file) in str(refused.value)
    assert await _get(database) == "first"
    await database.close()


async def test_a_newer_programs_backup_is_refused(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    await backup(database, file)
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    with pytest.raises(SchemaTooNew):
        await restore(database, file)
    assert await _get(database) == "first"
    await database.close()


async def test_an_older_backup_is_brought_up_to_date_at_the_next_start(database: Database, tmp_path: Path) -> None:
    older = open_database(str(tmp_path / "older.db"), tmp_path)
    await migrate(older, known_revisions()[0])
    await _set(older, "old")
    await backup(older, tmp_path / "copy.db")
    await older.close()
    await restore(database, tmp_path / "copy.db")
    assert (await ensure_current(database)).after == newest_revision()
    assert await _get(database) == "old"
    await database.close()


async def test_restoring_under_a_running_bot_is_refused(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    await backup(database, file)
    assert database.path is not None
    bot = open_database(str(database.path), tmp_path)
    assert await _get(bot) == "first"  # idle now, with an open connection
    with pytest.raises(BackupError, match="先停下机器人"):
        await restore(database, file)
    await _set(bot, "still alive")
    await bot.close()
    await restore(database, file)
    assert await _get(database) == "first"
    await database.close()


async def test_a_broken_or_missing_database_is_replaced(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    await backup(database, file)
    await database.close()
    assert database.path is not None
    database.path.write_bytes(b"broken " * 1000)
    kept = await restore(database, file)
    assert kept is not None
    assert kept.read_bytes().startswith(b"broken")
    assert await _get(database) == "first"
    await database.close()
    database.path.unlink()
    assert await restore(database, file) is None
    assert await _get(database) == "first"
    await database.close()


async def test_broadcasts_on_their_way_are_paused_by_a_restore(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    await backup(database, file)
    with closing(sqlite3.connect(file)) as copy:
        if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'broadcasts'").fetchone() is None:
            pytest.skip("no broadcasts yet")
        columns = [row for row in copy.execute("PRAGMA table_info(broadcasts)") if row[3] and row[4] is None and row[1] != "id"]
        values = {row[1]: "released" if row[1] == "state" else "2026-01-01 00:00:00" if row[1].endswith("_at") else "1" for row in columns}
        copy.execute(f"INSERT INTO broadcasts ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
        copy.commit()
    await restore(database, file)
    assert database.path is not None
    with closing(sqlite3.connect(database.path)) as restored:
        assert restored.execute("SELECT state, state_cause FROM broadcasts").fetchall() == [("paused", "restored")]
    await database.close()


async def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    database = open_database("postgresql://u@/app?host=/nonexistent", tmp_path)
    for act in (backup, restore):
        with pytest.raises(BackupError, match="pg_dump"):
            await act(database, tmp_path / "copy.db")
    await database.close()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER audit_no_delete",
        "CREATE TRIGGER more AFTER INSERT ON question_log BEGIN INSERT INTO prefs VALUES (1, 'a', 'b'); END",
        "CREATE VIEW sight AS SELECT * FROM staff",
        "CREATE TABLE more (a)",
        "DROP TABLE audit",
        "CREATE INDEX more ON staff (role)",
        "ALTER TABLE staff ADD COLUMN more TEXT",
        "DELETE FROM alembic_version",
        "INSERT INTO alembic_version VALUES ('0001')",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
async def test_a_file_that_is_ours_only_nearly_is_refused(database: Database, tmp_path: Path, change: str) -> None:
    file = tmp_path / "copy.db"
    await backup(database, file)
    with closing(sqlite3.connect(file)) as crafted:
        crafted.execute(change)
        crafted.commit()
    await _set(database, "second")
    with pytest.raises(BackupError, match="不是明法的备份"):
        await restore(database, file)
    assert await _get(database) == "second"
    await database.close()


@pytest.mark.parametrize("revision", known_revisions())
async def test_a_backup_of_any_earlier_version_is_taken(tmp_path: Path, revision: str) -> None:
    earlier = open_database(str(tmp_path / "earlier.db"), tmp_path)
    await migrate(earlier, revision)
    await earlier.close()
    present = open_database(str(tmp_path / "present.db"), tmp_path)
    await restore(present, tmp_path / "earlier.db")
    assert (await migrate(present)).before == revision
    await present.close()


async def test_a_database_that_was_brought_up_step_by_step_is_as_a_fresh_one(tmp_path: Path) -> None:
    grown = open_database(str(tmp_path / "grown.db"), tmp_path)
    for revision in known_revisions():
        await migrate(grown, revision)
    await _set(grown, "first")
    await backup(grown, tmp_path / "copy.db")
    await restore(grown, tmp_path / "copy.db")
    assert await _get(grown) == "first"
    await grown.close()
