"""Who acts: a person with the roles and the standing that count for the act in hand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """``is_group_admin``: of the group ``chat_id``; only known (else false) where the act asks for it. ``private``: a private chat.

    ``message_id``: of what they wrote or pressed.
    """

    user_id: int
    name: str
    roles: frozenset[Role]
    is_group_admin: bool
    chat_id: int
    private: bool
    message_id: int = 0
