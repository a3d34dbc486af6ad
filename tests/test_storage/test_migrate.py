"""The tables come about, change and go back, with what is in them."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    insert,
    inspect,
    select,
    text,
)

from bot.storage.engine import Database, open_database
from bot.storage.errors import SchemaTooNew
from bot.storage.migrate import current_revision, downgrade, ensure_current, known_revisions, migrate, newest_revision
from bot.storage.schema import metadata

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
# What a step takes away on purpose, by its number: persons who could be told to have asked or voted; messages that nobody follows.
TAKEN = {"0006": {"answers", "votes", "secrets"}, "0011": {"live_messages"}}
# Where not any word will do.
WORDS = {("groups", "standing"): "kept", ("misses", "reason"): "none", ("misses", "state"): "open", ("supplements", "status"): "live"}


async def test_from_nothing_to_the_present(empty: Database) -> None:
    done = await ensure_current(empty)
    assert (done.before, done.after) == (None, newest_revision())
    assert await current_revision(empty) == newest_revision()
    again = await ensure_current(empty)
    assert not again.changed


async def test_the_migrations_make_the_tables_that_the_program_uses(database: Database) -> None:
    def differences(connection: Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with database.read() as tx:
        assert await tx.run_sync(differences) == []


async def test_every_constraint_of_the_program_is_in_the_database(database: Database) -> None:
    """Autogenerate does not compare checks."""

    def checks(connection: Connection) -> dict[str, set[str]]:
        inspector = inspect(connection)
        return {name: {str(check["name"]) for check in inspector.get_check_constraints(name)} for name in metadata.tables}

    async with database.read() as tx:
        found = await tx.run_sync(checks)
    from sqlalchemy import CheckConstraint

    for table in metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert found[table.name] == wanted, table.name


def _filler(table: Table) -> dict[str, Any]:
    """One row that the database accepts: each column by its type."""
    row: dict[str, Any] = {}
    for column in table.columns:
        kind: Any = column.type
        if isinstance(kind, Boolean):
            row[column.name] = False
        elif isinstance(kind, BigInteger | Integer | SmallInteger):
            row[column.name] = 1
        elif isinstance(kind, Float):
            row[column.name] = 1.0
        elif isinstance(kind, DateTime):
            row[column.name] = NOW if getattr(kind, "timezone", False) else NOW.replace(tzinfo=None)
        elif isinstance(kind, Date):
            row[column.name] = date(2026, 3, 1)
        else:
            row[column.name] = WORDS.get((table.name, column.name), "x")
    return row


def _fill(connection: Connection, present: MetaData | None = None) -> dict[str, int]:
    """A row into every empty table; how many rows each has then. ``present``: the tables, for who has read them before."""
    if present is None:
        present = MetaData()
        present.reflect(connection)
    counts = {}
    for table in present.sorted_tables:
        if table.name != "alembic_version" and connection.execute(table.select()).first() is None:
            connection.execute(table.insert().values(_filler(table)))
        counts[table.name] = len(connection.execute(table.select()).all())
    return counts


def _count(connection: Connection) -> dict[str, int]:
    present = MetaData()
    present.reflect(connection)
    return {table.name: len(connection.execute(table.select()).all()) for table in present.sorted_tables}


@pytest.mark.parametrize("revision", known_revisions()[:-1] or [pytest.param("", marks=pytest.mark.skip("only one revision yet"))])
async def test_data_of_each_earlier_revision_comes_along(empty: Database, revision: str) -> None:
    await migrate(empty, revision)
    async with empty.write() as tx:
        before = await tx.run_sync(_fill)
    done = await ensure_current(empty)
    assert (done.before, done.after) == (revision, newest_revision())
    async with empty.read() as tx:
        after = await tx.run_sync(_count)
    taken = {name for step, names in TAKEN.items() if step > revision for name in names}
    assert {name: after[name] for name in before if name not in taken} == {name: before[name] for name in before if name not in taken}


async def test_the_last_step_can_be_taken_back_and_again(database: Database) -> None:
    async with database.write() as tx:
        full = await tx.run_sync(_fill)
    earlier = known_revisions()[-2] if len(known_revisions()) > 1 else None
    done = await downgrade(database, "-1")
    assert done.after == earlier
    async with database.read() as tx:
        left = await tx.run_sync(_count)
    assert {name: full[name] for name in left if name in full} == {name: left[name] for name in left if name in full}
    await ensure_current(database)
    assert await current_revision(database) == newest_revision()


OLD_ROWS = """
INSERT INTO question_log (id, day, hour, unit, chat_kind, outcome) VALUES (1, '2026-03-01', 9, '', 'private', 'none');
INSERT INTO question_log (id, day, hour, unit, chat_kind, outcome) VALUES (2, '2026-03-01', 9, '', 'group', 'answer');
INSERT INTO answers (id, chat_id, question_message_id, answer_message_id, log_id, outcome, expires)
    VALUES (1, 7000000001, 5, 6, 1, 'none', '2026-03-08 01:00:00.123456');
INSERT INTO answers (id, chat_id, question_message_id, answer_message_id, log_id, outcome, entry_id, expires)
    VALUES (2, -5, 7, 8, 2, 'answer', 'p12-3', '2026-03-08 01:00:01.123456');
INSERT INTO votes (answer_id, voter, up) VALUES (2, 'x', true);
INSERT INTO misses (id, question, key, unit, reason, near, created, state)
    VALUES (1, '打138.1234.5678问甲', '打13812345678问甲', '', 'none', '', '2026-03-01 01:00:00.123456', 'open');
INSERT INTO misses (id, question, key, unit, reason, near, created, state)
    VALUES (2, '乙', '乙', '', 'none', '', '2026-03-01 01:00:01.123456', 'open');
"""


async def test_old_rows_tell_no_more_than_new_ones(empty: Database) -> None:
    await migrate(empty, "0005")
    async with empty.write() as tx:
        for statement in OLD_ROWS.strip().removesuffix(";").split(";"):
            await tx.execute(text(statement))
    await migrate(empty, "0006")
    async with empty.read() as tx:
        (answer,) = (await tx.execute(select(metadata.tables["answers"]))).all()
        asked = (await tx.execute(select(metadata.tables["misses"]))).all()
        counted = (await tx.execute(text("SELECT id FROM question_log"))).scalars().all()
        assert (await tx.execute(text("SELECT count(*) FROM votes"))).scalar() == 0
    assert (answer.chat_id, answer.question_message_id, answer.entry_id) == (-5, 7, "p12-3")
    assert answer.expires == datetime(2026, 3, 8, 16, tzinfo=UTC)  # midnight in China
    assert {(row.question, row.key) for row in asked} == {("打[电话]问甲", "打电话问甲"), ("乙", "乙")}
    assert {row.created for row in asked} == {datetime(2026, 2, 28, 16, tzinfo=UTC)}
    numbers = {answer.id, *counted, *(row.id for row in asked)}
    assert len(numbers) == 5
    assert min(numbers) > 1000


async def test_all_the_way_down_and_up(database: Database) -> None:
    await downgrade(database, "base")
    async with database.read() as tx:
        assert set(await tx.run_sync(_count)) <= {"alembic_version"}
    await ensure_current(database)


async def test_a_newer_programs_database_is_refused_and_left_alone(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (ensure_current(database), migrate(database), downgrade(database, "base")):
        with pytest.raises(SchemaTooNew) as refused:
            await attempt
        assert "9999" in str(refused.value)
        assert "升级程序" in str(refused.value)
    async with database.read() as tx:
        assert "groups" in await tx.run_sync(_count)


async def test_a_migration_that_fails_leaves_the_tables_as_they_were(empty: Database) -> None:
    if empty.path is not None:
        empty.path.touch()
    async with empty.write() as tx:
        # The last table of the first migration is already there.
        await tx.execute(text("CREATE TABLE votes (id INTEGER)"))
    with pytest.raises(Exception, match="votes"):
        await migrate(empty)
    async with empty.read() as tx:
        assert set(await tx.run_sync(_count)) == {"votes"}


async def test_an_unknown_revision_is_no_target(empty: Database) -> None:
    with pytest.raises(CommandError):
        await migrate(empty, "nonsense")


async def test_two_processes_start_at_once(address: str, tmp_path: Path) -> None:
    databases = [open_database(address, tmp_path) for _ in range(4)]
    done = await asyncio.gather(*(ensure_current(database) for database in databases))
    assert sum(step.changed for step in done) == 1
    assert {step.after for step in done} == {newest_revision()}
    await asyncio.gather(*(database.close() for database in databases))


async def test_nothing_is_left_of_whose_message_an_older_version_wanted_to_copy(empty: Database) -> None:
    await migrate(empty, "0006")
    said = {"type": "text", "html": '"type": "copy" 7000000002', "entry_id": ""}
    copied = {"from_chat_id": 7000000001, "message_id": 8, "type": "copy"}
    row = {"kind": "notice", "official": False, "content": json.dumps({"opening": "旧", "calls": [said, copied]}), "digest": "d"}
    row |= {"opening": "旧", "parts": 2, "audience_to": "all", "audience_names": "[]", "state": "draft", "prepared_at": NOW}
    async with empty.write() as tx:
        await tx.execute(insert(metadata.tables["broadcasts"]).values(row))
    await ensure_current(empty)
    async with empty.read() as tx:
        content = (await tx.execute(text("select content from broadcasts"))).scalar_one()
    assert "7000000001" not in content
    assert [call["type"] for call in json.loads(content)["calls"]] == ["text", "copy"]
    assert json.loads(content)["calls"][0]["html"].endswith("7000000002")
