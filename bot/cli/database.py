"""``migrate``, ``backup`` and ``restore``: each makes one sentence for whoever ran it."""

from __future__ import annotations

from pathlib import Path

from bot.cli import texts
from bot.storage.backup import backup, restore
from bot.storage.engine import Database
from bot.storage.migrate import migrate


async def migrate_text(database: Database) -> str:
    """Make the tables, or bring them up to date. Raises ``StorageError``."""
    try:
        done = await migrate(database)
    finally:
        await database.close()
    if not done.changed:
        return texts.MIGRATED_ALREADY.format(database=database, after=done.after)
    return texts.MIGRATED.format(database=database, before=done.before or texts.MIGRATED_NOTHING, after=done.after)


async def backup_text(database: Database, file: Path) -> str:
    """Copy the database while it is in use. Raises ``StorageError``."""
    try:
        size = await backup(database, file)
    finally:
        await database.close()
    return texts.BACKED_UP.format(file=file, size=max(1, size >> 10))


async def restore_text(database: Database, file: Path) -> str:
    """Put a backup in the place of the database. Raises ``StorageError``."""
    try:
        former = await restore(database, file)
    finally:
        await database.close()
    kept = texts.RESTORED_KEPT.format(file=former) if former is not None else ""
    return texts.RESTORED.format(file=file, database=database) + kept
