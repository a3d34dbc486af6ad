"""A small library, whose answerer is built in a moment; a SQLite database beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.assembly import AnswererBuilder
from bot.config import Settings
from bot.library.models import Library
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate


def shrunk(library: Library, entries: int = 6, aliases: int = 6, background: int = 20) -> Library:
    """The first entries with a few aliases each."""
    few = tuple(replace(entry, aliases=entry.aliases[:aliases], related=()) for entry in library.entries[:entries])
    return replace(library, entries=few, background=library.background[:background], version="small0000000")


@pytest.fixture(scope="session")
def small(library: Library) -> Library:
    return shrunk(library)


@pytest.fixture(scope="session")
def build(settings: Settings) -> AnswererBuilder:
    return AnswererBuilder(settings)


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(None, tmp_path / "mingfa.db")
    await migrate(database)
    yield database
    await database.close()
