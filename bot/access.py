"""Who may do what, and where: one table, and one function that reads it. Nothing here knows Telegram or a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a member of staff is for; one person may hold several."""

    OWNER = "owner"
    EDITOR = "editor"
    ANNOUNCER = "announcer"
    AUDITOR = "auditor"


class Local(StrEnum):
    """Standing that Telegram gives, not we: an admin of the group where the act happens, for that group alone."""

    GROUP_ADMIN = "group_admin"


class Action(StrEnum):
    """Every act that not everybody may do. The values go into the audit log and never change."""

    SETTINGS = "settings"
    HERE = "here"
    OVERHEAR_PAUSE = "overhear_pause"
    GROUPS_LIST = "groups_list"
    GROUP_VIEW = "group_view"
    GROUP_TAG = "group_tag"
    GROUP_UNIT = "group_unit"
    GROUP_LEAVE = "group_leave"
    GROUP_TAKE_IN = "group_take_in"
    STAFF_LIST = "staff_list"
    GRANT = "grant"
    REVOKE = "revoke"
    MISSES = "misses"
    MISSES_DECIDE = "misses_decide"
    TEACH = "teach"
    PENDING_LIST = "pending_list"
    PENDING_DECIDE = "pending_decide"
    TEST = "test"
    RELOAD = "reload"
    EXPORT = "export"
    IMPORT = "import"
    STATS = "stats"
    AUDIT = "audit"
    HEALTH = "health"
    BROADCAST_PREPARE = "broadcast_prepare"
    BROADCAST_RELEASE = "broadcast_release"
    BROADCAST_CONTROL = "broadcast_control"
    BROADCAST_OFFICIAL = "broadcast_official"
    BROADCAST_VIEW = "broadcast_view"


class Verdict(StrEnum):
    """What becomes of an attempt."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    ACT_AS_YOURSELF = "act_as_yourself"
    PRIVATE_ONLY = "private_only"
    IN_GROUP = "in_group"


GROUP_ANONYMOUS_BOT = 1087968824
# Stand-ins that Telegram writes messages with: behind them may be anybody (anonymous admins, channels, linked channels' posts).
NOBODY = frozenset({GROUP_ANONYMOUS_BOT, 136817688, 777000})
SHELL_PERSON = (1 << 52) - 1
"""Whoever sits at this machine's shell: the largest number that Telegram could give a person, and gives nobody."""

_OWNER = frozenset({Role.OWNER})
_ALL_STAFF = frozenset(Role)
_ADMIN = frozenset({Local.GROUP_ADMIN})
_REGISTER = frozenset({Role.OWNER, Role.ANNOUNCER, Role.AUDITOR})
_REGISTER_WRITE = frozenset({Role.OWNER, Role.ANNOUNCER})  # an auditor reads only
_EDITOR = frozenset({Role.EDITOR})
_KNOWLEDGE = frozenset({Role.EDITOR, Role.OWNER})
_OVERSIGHT = frozenset({Role.AUDITOR, Role.OWNER})
_ANNOUNCER = frozenset({Role.ANNOUNCER})

MAY: Mapping[Action, frozenset[Role | Local]] = MappingProxyType(
    {
        Action.SETTINGS: _ADMIN | _OWNER,
        Action.HERE: _ADMIN | _OWNER,
        Action.OVERHEAR_PAUSE: _ADMIN | _OWNER,
        Action.GROUPS_LIST: _REGISTER,
        Action.GROUP_VIEW: _REGISTER,
        Action.GROUP_TAG: _REGISTER_WRITE,
        Action.GROUP_UNIT: _REGISTER_WRITE,
        Action.GROUP_LEAVE: _REGISTER_WRITE,
        Action.GROUP_TAKE_IN: _REGISTER_WRITE,
        Action.STAFF_LIST: _OWNER,
        Action.GRANT: _OWNER,
        Action.REVOKE: _OWNER,
        Action.MISSES: frozenset({Role.EDITOR, Role.AUDITOR}),
        Action.MISSES_DECIDE: _EDITOR,
        Action.TEACH: _EDITOR,
        Action.PENDING_LIST: _KNOWLEDGE,
        Action.PENDING_DECIDE: _KNOWLEDGE,
        Action.TEST: _ALL_STAFF,
        Action.RELOAD: _KNOWLEDGE,
        Action.EXPORT: _EDITOR,
        Action.IMPORT: _EDITOR,
        Action.STATS: _OVERSIGHT,
        Action.AUDIT: _OVERSIGHT,
        Action.HEALTH: _OWNER,
        Action.BROADCAST_PREPARE: _ANNOUNCER,
        Action.BROADCAST_RELEASE: _ANNOUNCER,
        Action.BROADCAST_CONTROL: frozenset({Role.ANNOUNCER, Role.OWNER}),
        Action.BROADCAST_OFFICIAL: _OWNER,
        Action.BROADCAST_VIEW: _REGISTER,
    }
)

# These belong into the group they are about, or are done by replying to somebody there.
_ALSO_IN_GROUPS = frozenset({Action.SETTINGS, Action.HERE, Action.OVERHEAR_PAUSE, Action.GRANT, Action.REVOKE})
PRIVATE_ONLY: frozenset[Action] = frozenset(Action) - _ALSO_IN_GROUPS
"""Acts that show other groups' data or long dialogues."""


def allowed(action: Action, roles: Collection[Role], is_group_admin: bool = False) -> bool:
    """Whether somebody with these roles may do this; ``is_group_admin`` counts for the group that the act is about."""
    may = MAY[action]
    return (is_group_admin and Local.GROUP_ADMIN in may) or not may.isdisjoint(roles)


def decide(action: Action, user_id: int, roles: Collection[Role], *, is_group_admin: bool, in_private: bool) -> Verdict:
    """The whole answer to an attempt.

    Somebody without the right is refused wherever it is tried: that an act exists elsewhere is no business of theirs. But what
    the admins of a group may do there is no secret, and in a private chat nobody is the admin of any: that is said.
    """
    if user_id == GROUP_ANONYMOUS_BOT:
        return Verdict.ACT_AS_YOURSELF
    if user_id in NOBODY or user_id <= 0:
        return Verdict.REFUSED
    if not allowed(action, roles, is_group_admin):
        return Verdict.IN_GROUP if in_private and Local.GROUP_ADMIN in MAY[action] else Verdict.REFUSED
    if action in PRIVATE_ONLY and not in_private:
        return Verdict.PRIVATE_ONLY
    return Verdict.ALLOWED


def may_hold_roles(user_id: int) -> bool:
    """Whether this id is one person: not a stand-in of Telegram's, and not a chat."""
    return user_id > 0 and user_id not in NOBODY


def at_shell(user_id: int) -> bool:
    """Whether this is whoever uses this machine's shell: they may also change the settings, so no table needs to grant them anything."""
    return user_id in (0, SHELL_PERSON)
