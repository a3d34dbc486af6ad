"""/staff, /grant and /revoke: who holds which role. In one line, by replying to a person's message, or guided in a private chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update
from telegram.error import TelegramError

from bot import texts
from bot.access import Action, Role
from bot.features.people.people import NobodyMeant, Target, meant, named
from bot.library.folding import fold
from bot.library.ids import person_id
from bot.places.store import staff
from bot.places.store.staff import Holding, Revoked
from bot.platforms.telegram import menus, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.dialogs import Dialog, DialogKind
from bot.platforms.telegram.staff.gate import button_data, staff_button, staff_command

_WORDS = {name: Role(role) for role, name in texts.ROLES.items()} | {role.value: role for role in Role}
_BETWEEN = re.compile(r"[\s,;:]+")
_MOST_SHOWN = 40
_MOST_LOOKED_UP = 5


async def _staff(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """/staff: everybody with a role."""
    await gate.show(update, context, await _list(context))


async def _list(context: BotContext, said: str = "") -> Screen:
    async with gate.desk_of(context).database.read() as transaction:
        held = await staff.everyone(transaction, context.services.owners)
    held = await _with_names(context, held)
    lines = [_line(holding) for holding in held]
    blocks = [Block(texts.STAFF_TITLE.format(count=len({holding.user_id for holding in held})), "b"), Block("\n".join(lines))]
    blocks += [Block(said, gap=True)] if said else []
    blocks.append(Block(texts.STAFF_HINT, gap=True))
    taking: list[Row] = [
        (Button(label(texts.BUTTON_REVOKE.format(name=_name(one), role=texts.ROLES[one.role])), _data("sr", one.user_id, one.role)),)
        for one in held
        if one.granted_by is not None
    ]
    giving: Row = (Button(texts.BUTTON_GRANT, button_data("sg", "+")),)
    return Screen(pages(blocks)[0], (giving, *taking[:_MOST_SHOWN]))


async def _with_names(context: BotContext, held: Sequence[Holding]) -> list[Holding]:
    """Owners whom the settings name have no name in the database; Telegram knows those who have pressed Start."""
    nameless = list(dict.fromkeys(holding.user_id for holding in held if not holding.name))[:_MOST_LOOKED_UP]
    names = {user_id: await _looked_up(context, user_id) for user_id in nameless}
    return [holding if holding.name else replace(holding, name=names.get(holding.user_id, "")) for holding in held]


async def _looked_up(context: BotContext, user_id: int) -> str:
    try:
        return (await named(context, str(user_id))).name
    except NobodyMeant:
        return ""


async def _grant(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/grant ID ROLE, or /grant ROLE in reply to a message; alone, in a private chat, it asks."""
    await _either(update, context, actor, text, Action.GRANT)


async def _revoke(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/revoke ID ROLE, or /revoke ROLE in reply to a message; without a role it shows those that can be taken."""
    await _either(update, context, actor, text, Action.REVOKE)


async def _either(update: Update, context: BotContext, actor: Actor, text: str, action: Action) -> None:
    message, words = update.message, _BETWEEN.split(fold(text)) if text else []
    usage = texts.GRANT_USAGE if action is Action.GRANT else texts.REVOKE_USAGE
    if message is None:
        return
    try:
        target = meant(message)
        if target is None and words and person_id(words[0]) is not None:
            target = await named(context, words.pop(0))
    except NobodyMeant as error:
        await gate.tell(update, context, str(error))
        return
    role = _WORDS.get(words[0].lower()) if len(words) == 1 else None
    if target is not None and role is not None:
        await gate.tell(update, context, await _do(context, actor, target, role, action))
    elif target is not None and not words and actor.private:
        await gate.show(update, context, await _choice(context, target, action))
    elif target is None and not words and actor.private and action is Action.GRANT:
        await _ask(update, context, actor)
    elif target is None and not words and actor.private:
        await gate.show(update, context, await _list(context))
    else:
        await gate.tell(update, context, usage)


async def _ask(update: Update, context: BotContext, actor: Actor) -> None:
    await dialogs.begin(context, actor, "grant")
    await gate.say(update, context, texts.ASK_PERSON)


async def _person_step(update: Update, context: BotContext, actor: Actor, _: Dialog) -> None:
    """The person to whom a role is to be given: an id, or a forwarded message."""
    message = update.message
    if message is None:
        return
    try:
        target = meant(message) or await named(context, (message.text or "").strip())
    except NobodyMeant as error:
        await gate.tell(update, context, f"{error}{texts.OR_CANCEL}")
        return
    await dialogs.end(context, actor, "grant")
    await gate.say(update, context, await _choice(context, target, Action.GRANT))


async def _choice(context: BotContext, target: Target, action: Action) -> Screen:
    """Which role: those that the person does not have yet, or those that can be taken."""
    async with gate.desk_of(context).database.read() as transaction:
        held = await staff.roles_of(transaction, target.user_id)
    roles = [role for role in Role if (role in held) == (action is Action.REVOKE)]
    prefix, ask = ("sg", texts.ASK_ROLE) if action is Action.GRANT else ("sr", texts.ASK_ROLE_TO_TAKE)
    if not roles:
        return Screen(pages([Block((texts.HAS_ALL_ROLES if action is Action.GRANT else texts.HAS_NO_ROLE).format(name=_shown(target)))])[0])
    rows: Sequence[Row] = [(Button(texts.ROLES_LONG[role], _data(prefix, target.user_id, role)),) for role in roles]
    return Screen(pages([Block(ask.format(name=_shown(target)))])[0], tuple(rows))


async def _press_grant(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """A role under the question which, or the button that begins the dialogue."""
    if arguments == "+" and actor.private:
        await _ask(update, context, actor)
    else:
        await _press(update, context, actor, arguments, Action.GRANT)


async def _press_revoke(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """A role to take away."""
    await _press(update, context, actor, arguments, Action.REVOKE)


async def _press(update: Update, context: BotContext, actor: Actor, arguments: str, action: Action) -> None:
    number, _, word = arguments.partition(":")
    role = _WORDS.get(word)
    if person_id(number) is None or role is None:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    try:
        said = await _do(context, actor, await named(context, number), role, action)
    except NobodyMeant as error:
        said = str(error)
    await gate.answer(update, context, said)
    await gate.show(update, context, await _list(context, said) if actor.private else Screen(pages([Block(said)])[0]))


async def _do(context: BotContext, actor: Actor, target: Target, role: Role, action: Action) -> str:
    return await (_give if action is Action.GRANT else _take)(context, actor, target, role)


async def _give(context: BotContext, actor: Actor, target: Target, role: Role) -> str:
    """Grant, note it, tell the person; returns the sentence for whoever did it."""
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        news = await staff.grant(transaction, target.user_id, role, name=target.name, by=actor.user_id, now=desk.clock())
        result = "done" if news else "held"
        await desk.audit(transaction, actor, Action.GRANT, f"user:{target.user_id}", f"{role.value} {target.name}", result)
        roles = await staff.roles_of(transaction, target.user_id, context.services.owners)
    sentence = (texts.GRANTED if news else texts.GRANTED_ALREADY).format(name=_shown(target), role=texts.ROLES[role])
    if not news:
        return sentence
    await menus.refresh(context, target.user_id, roles)
    try:
        await context.bot.send_message(target.user_id, texts.YOU_ARE_NOW.format(role=texts.ROLES[role]))
    except TelegramError as error:
        trace.note(told=trace.cause(error))  # a bot cannot begin a chat
        return sentence + texts.NOT_TOLD.format(username=context.bot.username)
    return sentence


async def _take(context: BotContext, actor: Actor, target: Target, role: Role) -> str:
    """Revoke and note it; returns the sentence for whoever did it."""
    desk, owners = gate.desk_of(context), context.services.owners
    async with desk.database.write() as transaction:
        result = await staff.revoke(transaction, target.user_id, role, owners)
        detail = f"{role.value} {target.name}".strip()
        await desk.audit(transaction, actor, Action.REVOKE, f"user:{target.user_id}", detail, result.value)
        roles = await staff.roles_of(transaction, target.user_id, owners)
    if result is Revoked.DONE:
        await menus.refresh(context, target.user_id, roles)
    return texts.REVOKED[result].format(name=_shown(target), role=texts.ROLES[role])


def _line(holding: Holding) -> str:
    origin = texts.STAFF_FROM_SETTINGS if holding.granted_by is None else ""
    person = f"{holding.name}（{holding.user_id}）" if holding.name else str(holding.user_id)
    return f"{texts.ROLES[holding.role]}　{person}{origin}"


def _name(holding: Holding) -> str:
    return holding.name or str(holding.user_id)


def _shown(target: Target) -> str:
    return target.name or str(target.user_id)


def _data(prefix: str, user_id: int, role: Role) -> str:
    return button_data(prefix, f"{user_id}:{role.value}")


HANDLERS: list[gate.Guarded] = [
    staff_command("staff", Action.STAFF_LIST, _staff),
    staff_command("grant", Action.GRANT, _grant),
    staff_command("revoke", Action.REVOKE, _revoke),
    staff_button("sg", Action.GRANT, _press_grant),
    staff_button("sr", Action.REVOKE, _press_revoke),
]
DIALOGS = [DialogKind("grant", Action.GRANT, _person_step)]
