"""PostgreSQL behind a pooler in transaction mode, under a name that does not say so."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from sqlalchemy import text

from bot.features.people import store
from bot.storage.engine import Database, open_database
from bot.storage.migrate import migrate
from tests import forks
from tests.pgbouncer import Pooler, pgbouncer_fixture
from tests.postgres import PostgresServer

__all__ = ["pgbouncer_fixture"]


async def test_commands_work_again_and_again(postgres: PostgresServer, pgbouncer: Pooler) -> None:
    url = pgbouncer.url(await postgres.create())
    for arguments in (["migrate"], ["migrate"], ["broadcast", "status"]):
        command = await forks.start("-m", "bot", *arguments, env={"PATH": os.environ["PATH"], "DATABASE_URL": url})
        _, complained = await asyncio.wait_for(command.communicate(), 60)
        assert (command.returncode, complained.decode()) == (0, ""), arguments


async def test_many_at_once_through_few_server_processes(postgres: PostgresServer, pgbouncer: Pooler, tmp_path: Path) -> None:
    url = pgbouncer.url(await postgres.create())
    databases = [open_database(url, tmp_path / "unused") for _ in range(3)]
    await migrate(databases[0])

    async def work(database: Database, person: int) -> None:
        for number in range(12):
            async with database.write() as tx:
                await store.set_pref(tx, person, "a", str(number))
            async with database.read() as tx:
                assert await store.get_prefs(tx, person) == {"a": str(number)}

    await asyncio.gather(*(work(database, 10 * place + number) for place, database in enumerate(databases) for number in range(8)))
    for database in databases:
        await database.close()


async def test_no_statement_is_left_on_the_server(postgres: PostgresServer, tmp_path: Path) -> None:
    database = open_database(await postgres.create(), tmp_path)
    await migrate(database)
    async with database.write() as tx:
        await store.set_pref(tx, 1, "a", "1")
        assert (await tx.execute(text("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''"))).scalar() == 0
    await database.close()
