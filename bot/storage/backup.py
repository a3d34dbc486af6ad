"""Copies of a SQLite database while it is in use, and the way back. PostgreSQL brings its own tools for this.

A restored database is older than what people have already received: broadcasts that it thinks are on their way are paused, so
that an announcer looks at them before anything is sent a second time.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.storage import texts
from bot.storage.engine import Database
from bot.storage.errors import BackupError, SchemaTooNew, unavailable
from bot.storage.fresh import fresh_schema, schema_of
from bot.storage.migrate import known_revisions

BEFORE = ".before-restore"
"""Added to the name of the file that a restore replaced."""
_PAUSE = "UPDATE broadcasts SET state = 'paused', state_cause = 'restored' WHERE state = 'released'"


async def backup(database: Database, file: Path) -> int:
    """Copy the database as it is now into a new ``file``, readable by its owner only; returns its size in bytes.

    Writers are not held up. Raises ``BackupError`` (the file exists, cannot be written, or the database is PostgreSQL) and
    ``DatabaseUnavailable``; there is then no ``file``.
    """
    source = _path(database)
    if os.path.lexists(file):
        raise BackupError(texts.BACKUP_EXISTS.format(file=file))
    return await asyncio.to_thread(_backup, source, file.absolute())


async def restore(database: Database, file: Path) -> Path | None:
    """Put the backup ``file`` in the place of the database; returns where the former database is kept, if there was one.

    Raises ``BackupError`` (no sound backup of this program, another process has the database open, or PostgreSQL) and
    ``SchemaTooNew``; the database is then as it was. An older schema is fine: the next start brings it up to date.
    """
    target = _path(database)
    await database.close()
    return await asyncio.to_thread(_restore, file, target)


def _path(database: Database) -> Path:
    if database.path is None:
        raise BackupError(texts.BACKUP_POSTGRES)
    return database.path


def _backup(source: Path, file: Path) -> int:
    try:
        with closing(_open(source)) as present, _temporary_beside(file) as temporary:
            _copy(present, temporary)
            os.replace(temporary, file)
            return file.stat().st_size
    except sqlite3.Error as error:
        raise (unavailable(error) or error) from error
    except OSError as error:
        raise BackupError(texts.BACKUP_CANNOT_WRITE.format(file=file, reason=error.strerror or error)) from error


def _restore(file: Path, target: Path) -> Path | None:
    if not file.is_file():
        raise BackupError(texts.RESTORE_NO_FILE.format(file=file))
    target.parent.mkdir(parents=True, exist_ok=True)
    with _temporary_beside(target) as temporary:
        try:
            with closing(_open(file)) as wanted:
                _check(wanted)
                _copy(wanted, temporary)
            with closing(_open(temporary)) as copy:
                _pause_broadcasts(copy)
        except (sqlite3.Error, OSError) as error:
            raise BackupError(texts.RESTORE_NOT_A_BACKUP.format(file=file)) from error
        kept = _set_aside(target) if target.exists() else None
        for leftover in ("-wal", "-shm"):
            target.with_name(target.name + leftover).unlink(missing_ok=True)
        os.replace(temporary, target)
    return kept


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None)


def _copy(source: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(file)) as target:
        source.backup(target)
        # The copy stands alone: without this it would want a -wal file beside it.
        target.execute("PRAGMA journal_mode=DELETE")
        if target.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is not sound")
    with open(file, "rb+") as written:
        os.fsync(written.fileno())


def _check(backup: sqlite3.Connection) -> None:
    """Ours to the last trigger: one that is missing, or one too many, could change what nobody may change."""
    revisions = [revision for (revision,) in backup.execute("SELECT version_num FROM alembic_version")]
    if len(revisions) != 1:
        raise sqlite3.DatabaseError("no revision, or several")
    if revisions[0] not in known_revisions():
        raise SchemaTooNew(revisions[0])
    if schema_of(backup) != fresh_schema(revisions[0]):
        raise sqlite3.DatabaseError("the tables are not those of this revision")


def _pause_broadcasts(copy: sqlite3.Connection) -> None:
    if copy.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'broadcasts'").fetchone():
        copy.execute(_PAUSE)


def _set_aside(target: Path) -> Path:
    """Rename the present database, after making sure that nobody has it open; a broken one may always go."""
    kept = target.with_name(target.name + BEFORE)
    connection = _open(target)
    try:
        connection.execute("PRAGMA busy_timeout=0")
        # Leaving WAL needs the file for oneself, and brings everything from the -wal file into it.
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        os.replace(target, kept)
    except sqlite3.Error as error:
        fault = unavailable(error)
        if fault is not None and fault.cause == "locked":
            raise BackupError(texts.RESTORE_IN_USE) from error
        for suffix in ("", "-wal", "-shm"):
            part = target.with_name(target.name + suffix)
            if part.exists():
                os.replace(part, kept.with_name(kept.name + suffix))
    finally:
        connection.close()
    return kept


@contextmanager
def _temporary_beside(file: Path) -> Iterator[Path]:
    """An empty file in the same folder, for its owner only; gone at the end unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(name + suffix).unlink(missing_ok=True)
