"""/mydata and /forget: everything about a person is found, and goes unless there is a reason."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Date, DateTime, Float, MetaData, SmallInteger, Table, select

from bot.access import Role
from bot.features.asking.store import answers, votes
from bot.features.asking.store.answers import Keeping
from bot.features.people import store, texts
from bot.features.teaching.store import supplements
from bot.places.store import staff
from bot.storage import audit
from bot.storage.columns import UtcDateTime
from bot.storage.engine import Database, Transaction
from bot.storage.holdings import DECIDED, Holds, columns, holds
from bot.storage.veil import Veil
from tests.test_storage.test_migrate import _fill

VEIL = Veil("1:token")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BO = 7_000_000_001, 7_000_000_002

CLOSED = (Boolean, Date, DateTime, UtcDateTime, Float, SmallInteger)
"""What can hold neither an id nor words."""


async def test_somebody_has_decided_about_every_column(database: Database) -> None:
    """Of the tables as they really are: whoever adds a column says in ``holdings`` what it may tell about a person."""

    def closed_ones(connection: Connection) -> dict[str, bool]:
        every = [column for table in present(connection).tables.values() for column in table.c]
        return {f"{column.table.name}.{column.name}": isinstance(column.type, CLOSED) for column in every}

    async with database.read() as tx:
        found = {name: closed for name, closed in (await tx.run_sync(closed_ones)).items() if not name.startswith("alembic_version.")}
    open_ones = {name for name, closed in found.items() if not closed}
    undecided = {name for name in open_ones - set(DECIDED) if not name.endswith("_by")}
    assert not undecided, f"decide in bot/storage/holdings.py what these hold: {sorted(undecided)}"
    assert set(DECIDED) <= set(found), f"no such columns: {sorted(set(DECIDED) - set(found))}"
    ids = {name for name in open_ones if any(word in name.split(".")[1] for word in ("user", "actor", "person"))}
    assert not [name for name in ids if name in DECIDED and DECIDED[name] in (Holds.CODE, Holds.WORDS, Holds.GROUP)]


_PRESENT: dict[str, MetaData] = {}


def present(connection: Connection) -> MetaData:
    """The tables as they really are; to read them takes longer than the rest of a test."""
    if connection.dialect.name not in _PRESENT:
        _PRESENT[connection.dialect.name] = MetaData()
        _PRESENT[connection.dialect.name].reflect(connection)
    return _PRESENT[connection.dialect.name]


class _Undo(Exception):
    pass


@pytest.mark.parametrize(
    ("table", "column"),
    list(columns(Holds.ROLE, Holds.SIGNED, Holds.GOES, Holds.VEILED, Holds.ACTED, Holds.MENTIONS)),
    ids=lambda part: part.name,
)
async def test_a_person_in_any_column_is_shown_and_goes_or_is_said_to_stay(database: Database, table: Table, column: Column[Any]) -> None:
    def put(connection: Connection) -> None:
        _fill(connection, present(connection))
        value: Any = ANNA
        if holds(column) is Holds.MENTIONS:
            value = f"user:{ANNA}"
        elif column.name == "voter":
            value = VEIL.voter(connection.execute(select(table.c.answer_id)).scalar_one(), ANNA)
        elif holds(column) is Holds.VEILED:
            value = VEIL.place(ANNA)
        if table.name == "audit":  # of which no line can be changed
            row = dict(connection.execute(table.select()).mappings().one())
            connection.execute(table.insert().values(row | {"id": 2, "actor_id": BO, column.name: value}))
        else:
            connection.execute(table.update().values({column.name: value}))

    with contextlib.suppress(_Undo):
        async with database.write() as tx:
            assert (await store.collect(tx, VEIL, ANNA)).is_empty
            await tx.run_sync(put)
            assert not (await store.collect(tx, VEIL, ANNA)).is_empty, "/mydata does not know of it"
            erased = await store.erase(tx, VEIL, ANNA)
            left = await store.collect(tx, VEIL, ANNA)
            assert erased.rows or erased.kept
            assert left.is_empty or erased.kept, "/forget leaves it and does not say so"
            assert not erased.kept or not left.is_empty, "/forget says that something stays and nothing does"
            raise _Undo


async def test_lines_about_a_person_are_told_apart(database: Database) -> None:
    async with database.write() as tx:
        for actor, target, detail, result in (
            (ANNA, "", "", "done"),
            (ANNA, f"chat:{ANNA}", "", "refused"),
            (ANNA, "", "", "act_as_yourself"),
            (BO, f"user:{ANNA}", "editor 安娜", "done"),
            (BO, "", f"查 {ANNA}", "done"),
            (BO, f"user:{ANNA}1", f"-{ANNA} 9{ANNA}", "done"),
        ):
            await audit.append(tx, now=NOW, actor_id=actor, actor_name="", action="x", target=target, detail=detail, result=result)
        found = await store.collect(tx, VEIL, ANNA)
        assert (found.audit_lines, found.audit_refused, found.audit_about, found.mentions) == (1, 2, 2, 0)
        assert (await store.erase(tx, VEIL, ANNA)) == store.Erased(0, (texts.KEPT_AUDIT,))


async def _live(tx: Transaction, person: int) -> None:
    await store.set_pref(tx, person, "hint", "seen")
    for place in (VEIL.place(person), -5):
        answer = await answers.keep(tx, Keeping(place, person, 11, "none", None, NOW + timedelta(days=2)))
        await votes.vote(tx, VEIL, answer, person, True)


async def test_everything_is_shown_and_erased_for_one_person_only(database: Database) -> None:
    async with database.write() as tx:
        await _live(tx, ANNA)
        await _live(tx, BO)
        bos = await store.collect(tx, VEIL, BO)
        assert bos == store.PersonData({"hint": "seen"}, (), answers=1, votes=2, audit_lines=0, signatures=0)
        erased = await store.erase(tx, VEIL, ANNA)
        assert erased == store.Erased(4, ())
        assert (await store.collect(tx, VEIL, ANNA)).is_empty
        assert await store.collect(tx, VEIL, BO) == bos
        assert await store.erase(tx, VEIL, ANNA) == store.Erased(0, ())


async def test_what_staff_did_stays_with_the_reason(database: Database) -> None:
    async with database.write() as tx:
        await _live(tx, ANNA)
        await staff.grant(tx, ANNA, Role.EDITOR, name="安娜", by=BO, now=NOW)
        await audit.append(tx, now=NOW, actor_id=ANNA, actor_name="安娜", action="teach")
        (taught,) = await supplements.propose(tx, [("自己拍板", "p12-3")], by=ANNA, now=NOW)
        erased = await store.erase(tx, VEIL, ANNA)
        assert erased.kept == (texts.KEPT_STAFF, texts.KEPT_AUDIT, texts.KEPT_WORK)
        left = await store.collect(tx, VEIL, ANNA)
        assert (left.roles, left.audit_lines, left.signatures, left.answers, left.votes) == (("editor",), 1, 1, 0, 0)

        await staff.revoke(tx, ANNA, Role.EDITOR)
        erased = await store.erase(tx, VEIL, ANNA)
        assert erased == store.Erased(1, (texts.KEPT_AUDIT,))
        unsigned = await supplements.get(tx, taught.id)
        assert unsigned is not None
        assert unsigned.proposed_by is None
        # Who granted somebody else's role is part of that role.
        assert (await store.erase(tx, VEIL, BO)).kept == ()


async def test_preferences_change_and_go(database: Database) -> None:
    async with database.write() as tx:
        await store.set_pref(tx, ANNA, "hint", "a")
        await store.set_pref(tx, ANNA, "hint", "b")
        assert await store.get_prefs(tx, ANNA) == {"hint": "b"}
        await store.set_pref(tx, ANNA, "hint", None)
        assert await store.get_prefs(tx, ANNA) == {}
