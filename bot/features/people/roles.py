"""Who holds which role: granted, revoked and listed, each with its audit line in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.access import Action, Role
from bot.chat.said import Person
from bot.places.store import staff
from bot.places.store.staff import Holding, Revoked
from bot.storage.acts import Acts, Who


@dataclass(frozen=True, slots=True)
class Granted:
    """``news``: they did not have it before. ``roles``: all that they have now."""

    news: bool
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Taken:
    """How it ended, and the roles that are left."""

    result: Revoked
    roles: frozenset[Role]


class Roles:
    """``owners``: those that the settings name; nobody can take their role away."""

    def __init__(self, acts: Acts, owners: Collection[int]) -> None:
        self._acts, self._owners = acts, owners

    async def everyone(self) -> list[Holding]:
        """Everybody with a role."""
        async with self._acts.reading() as transaction:
            return await staff.everyone(transaction, self._owners)

    async def granted(self, user_id: int) -> frozenset[Role]:
        """The roles that somebody was granted here."""
        async with self._acts.reading() as transaction:
            return await staff.roles_of(transaction, user_id)

    async def of(self, user_id: int) -> frozenset[Role]:
        """The roles that somebody has."""
        async with self._acts.reading() as transaction:
            return await staff.roles_of(transaction, user_id, self._owners)

    async def grant(self, who: Who, target: Person, role: Role) -> Granted:
        """Also noted when they had it already."""
        async with self._acts.writing() as act:
            news = await staff.grant(act.transaction, target.user_id, role, name=target.name, by=who.user_id, now=act.now)
            detail = f"{role.value} {target.name}"
            await act.note(who, Action.GRANT, f"user:{target.user_id}", detail, "done" if news else "held")
            return Granted(news, await staff.roles_of(act.transaction, target.user_id, self._owners))

    async def revoke(self, who: Who, target: Person, role: Role) -> Taken:
        """Also noted when it cannot be taken."""
        async with self._acts.writing() as act:
            result = await staff.revoke(act.transaction, target.user_id, role, self._owners)
            detail = f"{role.value} {target.name}".strip()
            await act.note(who, Action.REVOKE, f"user:{target.user_id}", detail, result.value)
            return Taken(result, await staff.roles_of(act.transaction, target.user_id, self._owners))
