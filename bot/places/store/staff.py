"""Who holds which role. Owners that the settings name (``MINGFA_OWNERS``) hold theirs without a row, and cannot lose it here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select

from bot.access import Role, may_hold_roles
from bot.library.normalize import clean
from bot.storage.engine import Transaction
from bot.storage.tables import staff
from bot.storage.upsert import insert_into

_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class Holding:
    """One person's one role; without ``granted_by`` it comes from the settings."""

    user_id: int
    role: Role
    name: str = ""
    granted_by: int | None = None
    at: datetime | None = None


class Revoked(StrEnum):
    """What became of a wish to take a role away."""

    DONE = "done"
    NOT_HELD = "not_held"
    LAST_OWNER = "last_owner"
    SET_OUTSIDE = "set_outside"


async def roles_of(transaction: Transaction, user_id: int, owners: Collection[int] = ()) -> frozenset[Role]:
    """Every role of a person. ``owners``: those that the settings name."""
    if not may_hold_roles(user_id):
        return frozenset()
    rows = await transaction.execute(select(staff.c.role).where(staff.c.user_id == user_id))
    # A role of a later version is none of ours.
    held = {Role(role) for (role,) in rows if role in _ROLES}
    return frozenset(held | {Role.OWNER} if user_id in owners else held)


async def everyone(transaction: Transaction, owners: Collection[int] = ()) -> list[Holding]:
    """All roles, by person."""
    rows = (await transaction.execute(select(staff).order_by(staff.c.user_id, staff.c.role))).mappings()
    held = [Holding(row["user_id"], Role(row["role"]), row["name"], row["granted_by"], row["at"]) for row in rows if row["role"] in _ROLES]
    rest = set(owners) - {holding.user_id for holding in held if holding.role is Role.OWNER}
    return [Holding(user_id, Role.OWNER) for user_id in sorted(rest)] + held


async def holders(transaction: Transaction, role: Role, owners: Collection[int] = (), *, until_commit: bool = False) -> list[int]:
    """Ids of everybody with this role; ``until_commit``: nobody loses it before this transaction is over."""
    query = select(staff.c.user_id).where(staff.c.role == role).order_by(staff.c.user_id)
    ids = set((await transaction.execute(query.with_for_update(read=True) if until_commit else query)).scalars())
    return sorted(ids | set(owners) if role is Role.OWNER else ids)


async def grant(transaction: Transaction, user_id: int, role: Role, *, name: str, by: int, now: datetime) -> bool:
    """Give a role; returns whether that is news. Stand-ins of Telegram's and chats get none (``ValueError``)."""
    if not may_hold_roles(user_id):
        raise ValueError(f"{user_id} is not one person")
    result = await transaction.execute(
        insert_into(transaction, staff)
        .values(user_id=user_id, role=role.value, name=clean(name), granted_by=by, at=now)
        .on_conflict_do_nothing()
        .returning(staff.c.user_id)
    )
    return result.first() is not None


async def revoke(transaction: Transaction, user_id: int, role: Role, owners: Collection[int] = ()) -> Revoked:
    """Take a role away; an owner always remains, also when two owners remove each other at the same moment."""
    if role is Role.OWNER:
        # The lock makes the second of two such transactions count again.
        query = select(staff.c.user_id).where(staff.c.role == role).order_by(staff.c.user_id).with_for_update()
        present = set((await transaction.execute(query)).scalars())
        if user_id in owners:
            return Revoked.SET_OUTSIDE
        if user_id in present and not (present | set(owners)) - {user_id}:
            return Revoked.LAST_OWNER
    result = await transaction.execute(delete(staff).where(staff.c.user_id == user_id, staff.c.role == role))
    return Revoked.DONE if result.rowcount else Revoked.NOT_HELD
