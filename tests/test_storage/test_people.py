"""/mydata and /forget: everything about a person is found, and goes unless there is a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Connection, MetaData

from bot import texts
from bot.access import Role
from bot.storage import answers, audit, people, staff, supplements, votes
from bot.storage.answers import Keeping
from bot.storage.engine import Database, Transaction
from bot.storage.veil import Veil

VEIL = Veil("1:token")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BO = 7_000_000_001, 7_000_000_002

# Every column that may hold a person, and who looks after it: a new one must be added here, and to ``people``.
COVERED = {
    "staff.user_id": "kept",
    "audit.actor_id": "kept",
    "prefs.user_id": "erased",
    "dialogs.user_id": "erased",
    "dialogs.chat_id": "erased",  # private chats only
    "live_messages.chat_id": "erased",
    "broadcast_sources.chat_id": "erased",  # private chats only
    "group_told.user_id": "erased",
    "answers.chat_id": "erased",  # a private chat has its person's id
    # a group's id, never a person's
    "groups.chat_id": "group",
    "group_tags.chat_id": "group",
    "group_muted.chat_id": "group",
    "group_told.chat_id": "group",
    "misses.chat_id": "group",
    "deliveries.chat_id": "group",
    "send_starts.chat_id": "group",
    "send_pace.limited_chat": "group",
    "chat_migrations.old_chat_id": "group",
    "chat_migrations.new_chat_id": "group",
}


async def test_no_column_with_a_person_is_forgotten(database: Database) -> None:
    def suspicious(connection: Connection) -> set[str]:
        present = MetaData()
        present.reflect(connection)
        words = ("user", "actor", "person", "chat", "member_id", "_by")
        return {
            f"{table.name}.{column.name}"
            for table in present.sorted_tables
            for column in table.columns
            if isinstance(column.type, BigInteger) and any(word in column.name for word in words)
        }

    async with database.read() as tx:
        found = await tx.run_sync(suspicious)
    assert {name for name in found if not name.endswith("_by")} <= set(COVERED)
    signatures = {f"{table.name}.{column.name}" for table, column in people._signatures()}
    assert {name for name in found if name.endswith("_by")} == signatures


async def _live(tx: Transaction, person: int) -> None:
    await people.set_pref(tx, person, "hint", "seen")
    for place in (VEIL.place(person), -5):
        answer = await answers.keep(tx, Keeping(place, person, 11, "none", None, NOW + timedelta(days=2)))
        await votes.vote(tx, VEIL, answer, person, True)


async def test_everything_is_shown_and_erased_for_one_person_only(database: Database) -> None:
    async with database.write() as tx:
        await _live(tx, ANNA)
        await _live(tx, BO)
        bos = await people.collect(tx, VEIL, BO)
        assert bos == people.PersonData({"hint": "seen"}, (), answers=1, votes=2, audit_lines=0, signatures=0)
        erased = await people.erase(tx, VEIL, ANNA)
        assert erased == people.Erased(4, ())
        assert (await people.collect(tx, VEIL, ANNA)).is_empty
        assert await people.collect(tx, VEIL, BO) == bos
        assert await people.erase(tx, VEIL, ANNA) == people.Erased(0, ())


async def test_what_staff_did_stays_with_the_reason(database: Database) -> None:
    async with database.write() as tx:
        await _live(tx, ANNA)
        await staff.grant(tx, ANNA, Role.EDITOR, name="安娜", by=BO, now=NOW)
        await audit.append(tx, now=NOW, actor_id=ANNA, actor_name="安娜", action="teach")
        taught = await supplements.propose(tx, "自己拍板", "p12-3", by=ANNA, now=NOW)
        erased = await people.erase(tx, VEIL, ANNA)
        assert erased.kept == (texts.KEPT_STAFF, texts.KEPT_AUDIT, texts.KEPT_WORK)
        left = await people.collect(tx, VEIL, ANNA)
        assert (left.roles, left.audit_lines, left.signatures, left.answers, left.votes) == (("editor",), 1, 1, 0, 0)

        await staff.revoke(tx, ANNA, Role.EDITOR)
        erased = await people.erase(tx, VEIL, ANNA)
        assert erased == people.Erased(1, (texts.KEPT_AUDIT,))
        unsigned = await supplements.get(tx, taught.id)
        assert unsigned is not None
        assert unsigned.proposed_by is None
        # Who granted somebody else's role is part of that role.
        assert (await people.erase(tx, VEIL, BO)).kept == ()


async def test_preferences_change_and_go(database: Database) -> None:
    async with database.write() as tx:
        await people.set_pref(tx, ANNA, "hint", "a")
        await people.set_pref(tx, ANNA, "hint", "b")
        assert await people.get_prefs(tx, ANNA) == {"hint": "b"}
        await people.set_pref(tx, ANNA, "hint", None)
        assert await people.get_prefs(tx, ANNA) == {}
