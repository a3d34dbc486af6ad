"""Who acts, and where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import Role


@dataclass(frozen=True, slots=True)
class ChatPlace:
    """A chat. ``topic``: the part of it, where it has parts (``has_topics``); ``kind`` as the platform calls it."""

    id: int
    private: bool
    title: str = ""
    kind: str = ""
    topic: int | None = None
    has_topics: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """Who wrote or pressed, before anybody knows what they may. ``message_id``: of what they wrote, or of what they pressed under.

    ``hidden``: somebody who writes in a chat's name; nobody can tell who it is.
    """

    user_id: int
    name: str
    place: ChatPlace
    message_id: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles and the standing that count for the act in hand.

    ``is_group_admin``: of the group ``chat_id``; only known (else false) where the act asks for it. ``private``: a private chat.
    """

    user_id: int
    name: str
    roles: frozenset[Role]
    is_group_admin: bool
    chat_id: int
    private: bool
    message_id: int = 0
