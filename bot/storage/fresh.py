"""What a SQLite database of this program looks like at each revision: made anew, in memory, by the same migrations."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from typing import Any

import sqlalchemy
from alembic import command

from bot.storage.migrate import migration_config

Schema = frozenset[tuple[str, str, str, str]]
"""Kind, name, table and statement of everything that the database knows: tables, indexes, triggers, views."""


def schema_of(connection: sqlite3.Connection) -> Schema:
    """The schema of a database; what SQLite makes by itself is left out."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return frozenset((kind, name, table, _plain(sql)) for kind, name, table, sql in rows if not _own(kind, name))


@lru_cache(maxsize=4)
def fresh_schema(revision: str) -> Schema:
    """The schema of a new database at ``revision``."""
    with closing(sqlite3.connect(":memory:")) as memory:
        engine = sqlalchemy.create_engine("sqlite://", creator=lambda: memory, poolclass=sqlalchemy.StaticPool)
        with engine.connect() as connection:
            config = migration_config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
            return schema_of(memory)


def _own(kind: str, name: str) -> bool:
    return kind in ("table", "index") and name.startswith("sqlite_")


def _plain(sql: Any) -> str:
    """A statement without what differs between versions of the libraries that wrote it."""
    return "".join(str(sql or "").split()).replace('"', "").lower()
