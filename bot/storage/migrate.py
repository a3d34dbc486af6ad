"""Make the tables and bring them up to date; refuse a database that a newer program made.

The migrations travel inside the package (``migrations/versions``) and run one after another in one transaction, on SQLite and
on PostgreSQL, with one process at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable, SchemaTooNew

_FOLDER = Path(__file__).resolve().parent / "migrations"


@dataclass(frozen=True, slots=True)
class SchemaStep:
    """Revisions before (``None``: there were no tables) and after."""

    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        """Whether anything was done."""
        return self.before != self.after


def migration_config() -> Config:
    """Alembic's configuration; its attribute ``connection`` is what the migrations run on."""
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def newest_revision() -> str:
    """The revision that this program works with."""
    head = ScriptDirectory.from_config(migration_config()).get_current_head()
    assert head is not None
    return head


def known_revisions() -> tuple[str, ...]:
    """Every revision that this program can bring up to date, oldest first."""
    return tuple(script.revision for script in reversed(list(ScriptDirectory.from_config(migration_config()).walk_revisions())))


async def current_revision(database: Database) -> str | None:
    """The revision of the tables; ``None`` when there are none. Raises ``DatabaseUnavailable``."""
    async with database.read() as transaction:
        return await transaction.run_sync(_revision)


async def migrate(database: Database, target: str = "head") -> SchemaStep:
    """Make the database if there is none, and bring it up to ``target``.

    Raises ``SchemaTooNew`` and ``DatabaseUnavailable``; the tables are then as they were.
    """
    _make_file(database)
    return await _change(database, lambda config: command.upgrade(config, target))


async def downgrade(database: Database, target: str) -> SchemaStep:
    """Take the tables back to ``target`` (``-1``: by one step; ``base``: to nothing); what the older ones cannot hold is lost."""
    return await _change(database, lambda config: command.downgrade(config, target))


async def ensure_current(database: Database) -> SchemaStep:
    """As ``migrate``; without taking any lock when there is nothing to do."""
    _make_file(database)
    revision = await current_revision(database)
    if revision == newest_revision():
        return SchemaStep(revision, revision)
    return await migrate(database)


async def _change(database: Database, act: Callable[[Config], None]) -> SchemaStep:
    def run(connection: Connection) -> SchemaStep:
        before = _revision(connection)
        if before is not None and before not in known_revisions():
            raise SchemaTooNew(before)
        config = migration_config()
        config.attributes["connection"] = connection
        act(config)
        return SchemaStep(before, _revision(connection))

    async with database.migrating() as transaction:
        return await transaction.run_sync(run)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _make_file(database: Database) -> None:
    if database.path is None:
        return
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
        # For the owner's eyes only: it holds what people wrote.
        database.path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable("readonly") from error
