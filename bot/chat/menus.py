"""What /help says by role. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.access import Role
from bot.chat import texts


def help_lines(menu: Iterable[tuple[str, str]], roles: Collection[Role]) -> str:
    """The staff's part of /help: what of this menu (names and words) asks for a role; empty for people without a role."""
    lines = [f"/{name}　{words}" for name, words in menu if name in texts.STAFF_COMMANDS] if roles else []
    return "\n".join([texts.HELP_STAFF.format(roles=held(roles)), *lines, texts.HELP_STAFF_CANCEL]) if lines else ""


def held(roles: Collection[Role]) -> str:
    """Roles by their names."""
    return "、".join(texts.ROLES[role] for role in Role if role in roles)
