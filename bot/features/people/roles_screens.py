"""Roles as screens, and what their buttons mean. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.access import Action, Role
from bot.chat import texts as chat_texts
from bot.chat.press import Press
from bot.chat.said import Person
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.people import texts
from bot.places.store.staff import Holding

_MOST_SHOWN = 40


class AskWhom(Press, prefix="sn"):
    """Give somebody a role: begins the dialogue."""


class Grant(Press, prefix="sg"):
    """This role, to this person."""

    user_id: int
    role: Role


class Revoke(Press, prefix="sr"):
    """This role, from this person."""

    user_id: int
    role: Role


def list_screen(held: Sequence[Holding], said: str = "") -> Screen:
    """Everybody with a role; ``said``: what was just done."""
    blocks = [
        Block(texts.STAFF_TITLE.format(count=len({holding.user_id for holding in held})), "b"),
        Block("\n".join(_line(holding) for holding in held)),
        *([Block(said, gap=True)] if said else []),
        Block(texts.STAFF_HINT, gap=True),
    ]
    taking = [
        [Button(texts.BUTTON_REVOKE.format(name=_name(one), role=chat_texts.ROLES[one.role]), Revoke(one.user_id, one.role))]
        for one in held
        if one.granted_by is not None
    ]
    return screen(blocks, [[Button(texts.BUTTON_GRANT, AskWhom())], *taking[:_MOST_SHOWN]])


def choice_screen(target: Person, held: Collection[Role], action: Action) -> Screen:
    """Which role: those that the person does not have yet, or those that can be taken."""
    giving = action is Action.GRANT
    roles = [role for role in Role if (role in held) != giving]
    if not roles:
        return screen((texts.HAS_ALL_ROLES if giving else texts.HAS_NO_ROLE).format(name=shown(target)))
    press = Grant if giving else Revoke
    ask = texts.ASK_ROLE if giving else texts.ASK_ROLE_TO_TAKE
    rows = [[Button(texts.ROLES_LONG[role], press(target.user_id, role))] for role in roles]
    return screen(ask.format(name=shown(target)), rows)


def shown(target: Person) -> str:
    """What somebody is called, or their number."""
    return target.name or str(target.user_id)


def _line(holding: Holding) -> str:
    origin = texts.STAFF_FROM_SETTINGS if holding.granted_by is None else ""
    person = f"{holding.name}（{holding.user_id}）" if holding.name else str(holding.user_id)
    return f"{chat_texts.ROLES[holding.role]}　{person}{origin}"


def _name(holding: Holding) -> str:
    return holding.name or str(holding.user_id)
