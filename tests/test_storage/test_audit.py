"""The audit log grows and never changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy.exc
from sqlalchemy import text

from bot.access import Role
from bot.places.store import staff
from bot.storage import audit
from bot.storage.engine import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA = 7_000_000_001


async def _three_lines(database: Database) -> None:
    async with database.write() as tx:
        for number, (action, target) in enumerate([("grant", "user:5"), ("group_tag", "group:-100"), ("grant", "user:6")]):
            await audit.append(tx, now=NOW + timedelta(days=number), actor_id=ANNA, actor_name="安娜", action=action, target=target)


async def test_lines_come_newest_first_and_are_searched_by_any_word(database: Database) -> None:
    await _three_lines(database)
    async with database.read() as tx:
        lines, total = await audit.search(tx)
        assert [line.target for line in lines] == ["user:6", "group:-100", "user:5"]
        assert total == 3
        assert lines[0].at == NOW + timedelta(days=2)
        assert [line.target for line in (await audit.search(tx, "grant 安娜"))[0]] == ["user:6", "user:5"]
        assert (await audit.search(tx, str(ANNA)))[1] == 3
        assert (await audit.search(tx, "%"))[1] == 0
        page, total = await audit.search(tx, limit=1, offset=1)
        assert ([line.target for line in page], total) == (["group:-100"], 3)
        between = await audit.search(tx, since=NOW + timedelta(days=1), until=NOW + timedelta(days=2))
        assert [line.target for line in between[0]] == ["group:-100"]


@pytest.mark.parametrize("statement", ["UPDATE audit SET result = 'x'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1"])
async def test_no_line_is_changed_or_removed(database: Database, statement: str) -> None:
    await _three_lines(database)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"):
        async with database.write() as tx:
            await tx.execute(text(statement))
    async with database.read() as tx:
        assert (await audit.search(tx, "done"))[1] == 3


async def test_nor_are_all_at_once(database: Database) -> None:
    if database.is_sqlite:
        return  # SQLite has no TRUNCATE
    await _three_lines(database)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"):
        async with database.write() as tx:
            await tx.execute(text("TRUNCATE audit"))


async def test_an_act_and_its_line_are_lost_together(database: Database) -> None:
    async def half() -> None:
        async with database.write() as tx:
            await staff.grant(tx, ANNA, Role.EDITOR, name="安娜", by=ANNA, now=NOW)
            await audit.append(tx, now=NOW, actor_id=ANNA, actor_name="安娜", action="grant")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await half()
    async with database.read() as tx:
        assert (await audit.search(tx))[1] == 0
        assert await staff.everyone(tx) == []


async def test_control_characters_and_endless_details_do_no_harm(database: Database) -> None:
    async with database.write() as tx:
        await audit.append(tx, now=NOW, actor_id=ANNA, actor_name="安\x00娜\ud800", action="import", detail="长" * 5000)
        line = (await audit.search(tx))[0][0]
    assert line.actor_name == "安娜"
    assert len(line.detail) == 2000
