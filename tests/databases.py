"""Every storage test runs twice: on SQLite and on a real PostgreSQL. Tables are made once and then copied: that is quicker."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from tests.postgres import Model, PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    kind: str = request.param
    if kind == "postgresql":
        request.getfixturevalue("postgres")
    return kind


@dataclass
class Made:
    """Databases with the present tables: files and names to copy from, and PostgreSQL databases to use again."""

    file: Path | None = None
    model: Model | None = None
    spare: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def made() -> Made:
    """What this run has made so far."""
    return Made()


@pytest.fixture
async def address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a database; with the present tables when the test wants ``database``, else empty."""
    made: Made | None = request.getfixturevalue("made") if "database" in request.fixturenames else None
    if kind == "sqlite":
        file = tmp_path / "mingfa.db"
        if made is not None:
            if made.file is None:
                made.file = request.getfixturevalue("tmp_path_factory").mktemp("made") / "mingfa.db"
                await _make(str(made.file))
            shutil.copyfile(made.file, file)
        yield f"sqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    if made is None:
        url = await server.create()
        yield url
        await server.drop(url)
        return
    if made.model is None:
        made.model = await server.model(_make)
    url = made.spare.pop() if made.spare else await server.create(made.model.name)
    yield url
    if await server.empty(url, made.model):
        made.spare.append(url)
    else:
        await server.drop(url)


async def _make(url: str) -> None:
    database = open_database(url, Path("unused"))
    await migrate(database)
    await database.close()


@pytest.fixture
async def empty(address: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without tables."""
    database = open_database(address, tmp_path / "unused.db")
    yield database
    await database.close()


@pytest.fixture
async def database(address: str, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with the present tables."""
    database = open_database(address, tmp_path / "unused.db")
    yield database
    await database.close()
