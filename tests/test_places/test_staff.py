"""Roles: given, taken, and never the last owner."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.access import GROUP_ANONYMOUS_BOT, Role
from bot.places.store import staff
from bot.places.store.staff import Revoked
from bot.storage.engine import Database

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA, BO, OUTSIDE = 7_000_000_001, 7_000_000_002, 7_000_000_009


async def test_roles_are_given_once_and_listed(database: Database) -> None:
    async with database.write() as tx:
        assert await staff.grant(tx, ANNA, Role.EDITOR, name="安娜", by=OUTSIDE, now=NOW)
        assert not await staff.grant(tx, ANNA, Role.EDITOR, name="安娜", by=BO, now=NOW)
        assert await staff.grant(tx, ANNA, Role.AUDITOR, name="安娜", by=OUTSIDE, now=NOW)
        assert await staff.roles_of(tx, ANNA) == {Role.EDITOR, Role.AUDITOR}
        assert await staff.roles_of(tx, BO) == frozenset()
        assert await staff.holders(tx, Role.EDITOR) == [ANNA]
        listed = await staff.everyone(tx, {OUTSIDE})
    assert [(holding.user_id, holding.role, holding.granted_by) for holding in listed] == [
        (OUTSIDE, Role.OWNER, None),
        (ANNA, Role.AUDITOR, OUTSIDE),
        (ANNA, Role.EDITOR, OUTSIDE),
    ]


async def test_owners_from_the_settings_hold_and_keep_their_role(database: Database) -> None:
    async with database.write() as tx:
        assert await staff.roles_of(tx, OUTSIDE, {OUTSIDE}) == {Role.OWNER}
        assert await staff.holders(tx, Role.OWNER, {OUTSIDE}) == [OUTSIDE]
        assert await staff.revoke(tx, OUTSIDE, Role.OWNER, {OUTSIDE}) is Revoked.SET_OUTSIDE
        assert await staff.roles_of(tx, OUTSIDE, {OUTSIDE}) == {Role.OWNER}


async def test_the_last_owner_stays(database: Database) -> None:
    async with database.write() as tx:
        await staff.grant(tx, ANNA, Role.OWNER, name="", by=ANNA, now=NOW)
        assert await staff.revoke(tx, ANNA, Role.OWNER) is Revoked.LAST_OWNER
        assert await staff.revoke(tx, BO, Role.OWNER) is Revoked.NOT_HELD
        assert await staff.revoke(tx, ANNA, Role.EDITOR) is Revoked.NOT_HELD
        await staff.grant(tx, BO, Role.OWNER, name="", by=ANNA, now=NOW)
        assert await staff.revoke(tx, ANNA, Role.OWNER) is Revoked.DONE
        assert await staff.revoke(tx, BO, Role.OWNER, {OUTSIDE}) is Revoked.DONE


async def test_two_owners_who_remove_each_other_at_once_leave_one(database: Database) -> None:
    async with database.write() as tx:
        for person in (ANNA, BO):
            await staff.grant(tx, person, Role.OWNER, name="", by=ANNA, now=NOW)

    async def remove(person: int) -> Revoked:
        async with database.write() as tx:
            return await staff.revoke(tx, person, Role.OWNER)

    assert sorted(await asyncio.gather(remove(ANNA), remove(BO))) == [Revoked.DONE, Revoked.LAST_OWNER]
    async with database.read() as tx:
        assert len(await staff.holders(tx, Role.OWNER)) == 1


@pytest.mark.parametrize("nobody", [GROUP_ANONYMOUS_BOT, 136817688, 777000, -1001234567890, 0])
async def test_stand_ins_and_chats_hold_no_role(database: Database, nobody: int) -> None:
    async with database.write() as tx:
        with pytest.raises(ValueError, match="not one person"):
            await staff.grant(tx, nobody, Role.EDITOR, name="", by=ANNA, now=NOW)
        # Not even when somebody wrote it into the database or the settings.
        await tx.execute(text(f"INSERT INTO staff VALUES ({nobody}, 'owner', '', 1, '2026-01-01 00:00:00')"))
        assert await staff.roles_of(tx, nobody, {nobody}) == frozenset()


async def test_a_role_of_a_later_version_is_none_of_ours(database: Database) -> None:
    async with database.write() as tx:
        await tx.execute(text(f"INSERT INTO staff VALUES ({ANNA}, 'wizard', '', 1, '2026-01-01 00:00:00')"))
        assert await staff.roles_of(tx, ANNA) == frozenset()
        assert await staff.everyone(tx) == []
