"""What /help and menus offer by role. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.access import Action, Role, allowed
from bot.chat import texts


def offered(commands: Iterable[tuple[str, Action]], roles: Collection[Role]) -> list[str]:
    """Names of the commands that somebody with these roles may use."""
    return [name for name, action in commands if allowed(action, roles)]


def help_lines(commands: Iterable[tuple[str, Action]], roles: Collection[Role]) -> str:
    """The staff's part of /help; empty for people without a role."""
    names = offered(commands, roles) if roles else []
    lines = [f"/{name}　{texts.STAFF_COMMANDS[name]}" for name in names]
    return "\n".join([texts.HELP_STAFF.format(roles=held(roles)), *lines, texts.HELP_STAFF_CANCEL]) if lines else ""


def held(roles: Collection[Role]) -> str:
    """Roles by their names."""
    return "、".join(texts.ROLES[role] for role in Role if role in roles)
