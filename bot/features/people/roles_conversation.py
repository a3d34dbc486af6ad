"""/staff, /grant and /revoke: in one line, by replying to a person's message, or guided in a private chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import trace
from bot.access import Action, Role
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, end, go, say, show, tell, toast
from bot.chat.said import Person, Said
from bot.chat.screen import screen
from bot.features.people import texts
from bot.features.people.meant import meant, named
from bot.features.people.roles import Roles
from bot.features.people.roles_screens import AskWhom, Grant, Revoke, choice_screen, list_screen, shown
from bot.library.folding import fold
from bot.library.ids import person_id
from bot.places.store.staff import Holding, Revoked

_WORDS = {name: Role(role) for role, name in chat_texts.ROLES.items()} | {role.value: role for role in Role}
_BETWEEN = re.compile(r"[\s,;:]+")
_MOST_LOOKED_UP = 5


@dataclass(frozen=True)
class AskedWhom:
    """The person is being asked for; there is nothing else to keep."""


roles = Conversation("grant", Action.GRANT, AskedWhom)


@roles.command("staff", chat_texts.STAFF_COMMANDS["staff"], Action.STAFF_LIST)
async def staff(act: Act[AskedWhom], _: str) -> Reply:
    """Everybody with a role."""
    return show(list_screen(await _everyone(act)))


@roles.command("grant", chat_texts.STAFF_COMMANDS["grant"])
async def grant(act: Act[AskedWhom], words: str) -> Reply:
    """/grant ID ROLE, or /grant ROLE in reply to a message; alone, in a private chat, it asks."""
    return await _either(act, words, Action.GRANT)


@roles.command("revoke", chat_texts.STAFF_COMMANDS["revoke"], Action.REVOKE)
async def revoke(act: Act[AskedWhom], words: str) -> Reply:
    """/revoke ID ROLE, or /revoke ROLE in reply to a message; without a role it shows those that can be taken."""
    return await _either(act, words, Action.REVOKE)


async def _either(act: Act[AskedWhom], said: str, action: Action) -> Reply:
    words = _BETWEEN.split(fold(said)) if said else []
    target = meant(act.said)
    if target is None and words and person_id(words[0]) is not None:
        target = await named(act.platform, words.pop(0))
    role = _WORDS.get(words[0].lower()) if len(words) == 1 else None
    if target is not None and role is not None:
        return tell(await _do(act, target, role, action))
    if not words and act.who.private:
        if target is not None:
            return show(choice_screen(target, await act.desk(Roles).granted(target.user_id), action))
        return _ask() if action is Action.GRANT else show(list_screen(await _everyone(act)))
    return tell(texts.GRANT_USAGE if action is Action.GRANT else texts.REVOKE_USAGE)


@roles.press(AskWhom, anytime=True)
async def ask_whom(act: Act[AskedWhom], _: AskWhom) -> Reply:
    """The button that begins the dialogue."""
    return _ask() if act.who.private else toast(chat_texts.TOAST_STALE)


def _ask() -> Reply:
    return go(AskedWhom()) + say(texts.ASK_PERSON)


@roles.hears
async def person(act: Act[AskedWhom], said: Said) -> Reply:
    """The person to whom a role is to be given: an id, or a forwarded message."""
    try:
        target = meant(said) or await named(act.platform, said.text)
    except Objection as objection:
        return tell(f"{objection}{texts.OR_CANCEL}")
    return end() + say(choice_screen(target, await act.desk(Roles).granted(target.user_id), Action.GRANT))


@roles.press(Grant, anytime=True)
async def press_grant(act: Act[AskedWhom], press: Grant) -> Reply:
    """A role under the question which."""
    return await _pressed(act, await named(act.platform, str(press.user_id)), press.role, Action.GRANT)


@roles.press(Revoke, Action.REVOKE, anytime=True)
async def press_revoke(act: Act[AskedWhom], press: Revoke) -> Reply:
    """A role to take away."""
    return await _pressed(act, await named(act.platform, str(press.user_id)), press.role, Action.REVOKE)


async def _pressed(act: Act[AskedWhom], target: Person, role: Role, action: Action) -> Reply:
    said = await _do(act, target, role, action)
    return toast(said) + show(list_screen(await _everyone(act), said) if act.who.private else screen(said))


async def _do(act: Act[Any], target: Person, role: Role, action: Action) -> str:
    return await (_give if action is Action.GRANT else _take)(act, target, role)


async def _give(act: Act[Any], target: Person, role: Role) -> str:
    """Grant it and tell the person; the sentence is for whoever did it."""
    granted = await act.desk(Roles).grant(act.who, target, role)
    said = (texts.GRANTED if granted.news else texts.GRANTED_ALREADY).format(name=shown(target), role=chat_texts.ROLES[role])
    if not granted.news:
        return said
    await _offer(act, target.user_id, granted.roles)
    try:
        await act.platform.send(target.user_id, screen(texts.YOU_ARE_NOW.format(role=chat_texts.ROLES[role])))
    except PlatformError:  # a bot cannot begin a chat
        return said + texts.NOT_TOLD.format(username=act.platform.address.removeprefix("@"))
    return said


async def _take(act: Act[Any], target: Person, role: Role) -> str:
    taken = await act.desk(Roles).revoke(act.who, target, role)
    if taken.result is Revoked.DONE:
        await _offer(act, target.user_id, taken.roles)
    return texts.REVOKED[taken.result].format(name=shown(target), role=chat_texts.ROLES[role])


async def _offer(act: Act[Any], user_id: int, held: frozenset[Role]) -> None:
    """Their menu follows; nothing waits for it."""
    try:
        await act.platform.offer(user_id, act.menu(held) if held else [])
    except PlatformError as error:
        trace.note(menu=trace.cause(error))


async def _everyone(act: Act[Any]) -> Sequence[Holding]:
    """Owners whom the settings name have no name in the database; the platform knows those who have pressed Start."""
    held = await act.desk(Roles).everyone()
    nameless = list(dict.fromkeys(holding.user_id for holding in held if not holding.name))[:_MOST_LOOKED_UP]
    names = {user_id: await act.platform.name_of(user_id) for user_id in nameless}
    return [holding if holding.name else replace(holding, name=names.get(holding.user_id, "")) for holding in held]
