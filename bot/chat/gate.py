"""The gate before every command, press and step of a dialogue: who is it, may they, and here? Checked anew each time.

Whoever may not gets one polite line, the same as for a command that does not exist; the attempt goes into the audit log.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from bot import trace
from bot.access import MAY, Action, Local, Role, Verdict, allowed, decide
from bot.chat import texts
from bot.chat.actor import Actor, Caller
from bot.chat.conversation import ANYBODY, Right
from bot.chat.platform import NotChecked, Platform
from bot.storage.errors import DatabaseUnavailable

RolesOf = Callable[[int], Awaitable[frozenset[Role]]]
"""Somebody's roles now; raises ``DatabaseUnavailable``."""


class RefusalLog(Protocol):
    """Notes who was refused."""

    async def note(self, actor: Actor, action: Action, verdict: Verdict) -> None:
        """In the audit log, at once or counted."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """``sentence``: what they hear who were not; empty for those who were."""

    actor: Actor
    sentence: str = ""


class Gate:
    """``roles_of`` asks the database; ``refusals``: ``None`` where there is nothing to note them in. ``owners``: of the settings."""

    def __init__(self, roles_of: RolesOf, refusals: RefusalLog | None, owners: Collection[int] = ()) -> None:
        self._roles_of, self.refusals, self._owners = roles_of, refusals, owners

    async def roles(self, user_id: int) -> frozenset[Role]:
        """Somebody's roles now; raises ``DatabaseUnavailable``."""
        return await self._roles_of(user_id)

    async def admit(self, caller: Caller, right: Right, platform: Platform, refusal: str) -> Admitted:
        """The person, and whether they may do this here. ``refusal``: what somebody without the right hears.

        Raises ``DatabaseUnavailable``.
        """
        if right is ANYBODY:
            return Admitted(_actor(caller, frozenset()))
        if not isinstance(right, Action):
            return Admitted(_actor(caller, await self.roles_if_known(caller.user_id)))
        roles = await self.roles(caller.user_id)
        private = caller.place.private
        asks_admin = not private and not caller.hidden and Local.GROUP_ADMIN in MAY[right] and not allowed(right, roles)
        try:
            admin = asks_admin and await platform.is_admin(caller.place.id, caller.user_id)
        except NotChecked:
            return Admitted(_actor(caller, roles), texts.STAFF_NOT_CHECKED)
        actor = _actor(caller, roles, is_group_admin=admin)
        return Admitted(actor, await self.check(actor, right, refusal))

    async def roles_if_known(self, user_id: int) -> frozenset[Role]:
        """For what does not depend on them: without the database, those of the settings."""
        try:
            return await self.roles(user_id)
        except DatabaseUnavailable as error:
            trace.note(roles=error.cause)
            return frozenset({Role.OWNER}) if user_id in self._owners else frozenset()

    async def check(self, actor: Actor, action: Action, refusal: str) -> str:
        """Empty if they may; else what they hear, and it is noted."""
        verdict = verdict_of(actor, action)
        if verdict is Verdict.ALLOWED:
            return ""
        trace.note(verdict=verdict.value)
        if self.refusals is not None and verdict not in (Verdict.PRIVATE_ONLY, Verdict.IN_GROUP):
            await self.refusals.note(actor, action, verdict)
        return refusal if verdict is Verdict.REFUSED else sentence(verdict, action)


def verdict_of(actor: Actor, action: Action) -> Verdict:
    """What becomes of an attempt of somebody who is known."""
    return decide(action, actor.user_id, actor.roles, is_group_admin=actor.is_group_admin, in_private=actor.private)


def sentence(verdict: Verdict, action: Action) -> str:
    """What people hear who may do it, but not so."""
    if verdict is Verdict.PRIVATE_ONLY:
        return texts.STAFF_PRIVATE_ONLY
    if verdict is Verdict.IN_GROUP:
        return texts.STAFF_IN_GROUP
    # What a group's admins may do they may do in that group only.
    return texts.STAFF_ACT_AS_YOURSELF_HERE if Local.GROUP_ADMIN in MAY[action] else texts.STAFF_ACT_AS_YOURSELF


def _actor(caller: Caller, roles: frozenset[Role], *, is_group_admin: bool = False) -> Actor:
    place = caller.place
    return Actor(caller.user_id, caller.name, roles, is_group_admin, place.id, place.private, caller.message_id)
