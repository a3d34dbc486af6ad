"""The little write that ``/health`` makes: it notices what reading does not."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.features.teaching.store import state
from bot.outbox.store.lock import OneSender
from bot.storage.engine import Database, open_database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import migrate

NOW = datetime(2026, 11, 27, tzinfo=UTC)


async def probe(database: Database) -> None:
    async with database.write() as tx:
        await state.probe(tx, NOW)


async def test_it_writes_and_changes_no_version(database: Database) -> None:
    async with database.read() as tx:
        before = await state.versions(tx)
    await probe(database)
    await probe(database)
    async with database.read() as tx:
        assert await state.versions(tx) == before
        assert (await tx.execute(text("SELECT version FROM knowledge_state WHERE name = 'probe'"))).scalar() == 2


async def often(database: Database) -> None:
    """Until the log file beside the database has used up the page that it has begun."""
    for _ in range(300):
        await probe(database)


def fill(file: Path) -> None:
    """Take all the room there is."""
    with open(file, "wb", buffering=0) as written:
        while True:
            written.write(b"\0" * 4096)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte. Only root may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be made here: the test of a full disk needs root")
    yield folder
    subprocess.run(["umount", folder], check=True)


async def test_a_full_disk_is_noticed_and_over_when_there_is_room(small_disk: Path) -> None:
    database = open_database(str(small_disk / "a.db"), small_disk)
    await migrate(database)
    await probe(database)
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"):
        fill(filler)
    with pytest.raises(DatabaseUnavailable) as fault:
        await often(database)
    assert fault.value.cause == "full"
    async with database.read() as tx:
        assert await state.versions(tx)
    filler.unlink()
    await probe(database)
    await database.close()


async def test_a_database_that_became_read_only_is_noticed(database: Database, kind: str) -> None:
    if kind == "postgresql":
        async with database.write() as tx:
            name = (await tx.execute(text("SELECT current_database()"))).scalar()
            await tx.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    else:
        assert database.path is not None
        async with database.write() as tx:
            await tx.execute(text("PRAGMA query_only = ON"))  # stays with the connection, as a file system that became read-only does
    if kind == "postgresql":
        await database.close()  # it holds for new connections
    with pytest.raises(DatabaseUnavailable) as fault:
        await probe(database)
    assert fault.value.cause == "readonly"
    if kind == "postgresql":
        async with database.write() as tx:
            await tx.execute(text("SET TRANSACTION READ WRITE"))
            await tx.execute(text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'))


@pytest.mark.parametrize("before", [None, 0o644])
def test_the_lock_file_is_its_owners_alone(tmp_path: Path, before: int | None) -> None:
    file = tmp_path / "a.db.sender"
    if before is not None:
        file.touch(before)
    mask = os.umask(0)
    try:
        sender = OneSender(tmp_path / "a.db")
        sender.acquire()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        sender.release()
    finally:
        os.umask(mask)
