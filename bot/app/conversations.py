"""Every conversation, in the order of the menus, and the services that they work with. One line a feature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.access import Role
from bot.chat.conversation import Conversation
from bot.chat.desk import Desk
from bot.chat.gate import Gate
from bot.chat.host import Backing
from bot.features.people.roles import Roles
from bot.features.people.roles_conversation import roles
from bot.settings.config import Settings
from bot.storage.acts import Acts
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable

CONVERSATIONS: tuple[Conversation[Any], ...] = (
    roles,
)  # fmt: skip


def services(database: Database, clock: Callable[[], datetime], settings: Settings) -> Desk:
    """What conversations work with, once there is a database."""
    acts = Acts(database, clock)
    return Desk(
        Roles(acts, settings.owners),
    )  # fmt: skip


def without_database() -> Backing:
    """What there is as long as no database could be opened: what everybody may do."""

    async def roles_of(user_id: int) -> frozenset[Role]:
        del user_id
        raise DatabaseUnavailable("missing")

    return Backing(Gate(roles_of, None), None, Desk())
