"""/mydata and /forget: what is kept about the person who asks. For everybody, about oneself only, in a private chat."""

from __future__ import annotations

import asyncio

from telegram import Update, User
from telegram.constants import ChatType
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import texts
from bot.access import Role
from bot.features.people import store
from bot.features.people.store import PersonData
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.crowding import PressHandler, may_press
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.storage.errors import DatabaseUnavailable

_YES = "me:forget"
_PATIENCE = 8.0


async def _mydata(update: Update, context: BotContext) -> None:
    """/mydata: everything that is kept about me."""
    user = await _asking(update, context, "mydata")
    if user is None:
        return
    desk = context.services.desk
    if desk is None:
        await gate.tell(update, context, texts.NO_DATABASE_NO_DATA.format(id=user.id))
        return
    try:
        async with desk.database.read() as transaction:
            data = await store.collect(transaction, desk.veil, user.id)
    except DatabaseUnavailable as error:
        await gate.tell(update, context, texts.STAFF_AWAY.format(reason=error))
        return
    await gate.show(update, context, _screen(user.id, data, user.id in context.services.owners, desk.settings.misses_days))


def _screen(user_id: int, data: PersonData, is_named_owner: bool, days: int) -> Screen:
    roles = [texts.ROLES[role] for role in Role if role.value in data.roles or (is_named_owner and role is Role.OWNER)]
    facts = [
        (roles, texts.MY_ROLES.format(roles="、".join(roles))),
        (data.prefs, texts.MY_PREFS.format(prefs="、".join(f"{name}={value}" for name, value in sorted(data.prefs.items())))),
        (data.answers, texts.MY_ANSWERS.format(count=data.answers)),
        (data.votes, texts.MY_VOTES.format(count=data.votes)),
        (data.dialogs, texts.MY_DIALOGS.format(count=data.dialogs)),
        (data.audit_lines, texts.MY_AUDIT.format(count=data.audit_lines)),
        (data.audit_refused, texts.MY_REFUSED.format(count=data.audit_refused)),
        (data.audit_about, texts.MY_ABOUT.format(count=data.audit_about)),
        (data.mentions, texts.MY_MENTIONS.format(count=data.mentions)),
        (data.signatures, texts.MY_SIGNATURES.format(count=data.signatures)),
    ]
    lines = [line for present, line in facts if present] or [texts.MY_NOTHING]
    blocks = [Block(texts.MY_ID.format(id=user_id), "b"), Block("\n".join(lines)), Block(texts.MY_QUESTIONS.format(days=days), gap=True)]
    return Screen(pages(blocks)[0])


async def _forget(update: Update, context: BotContext) -> None:
    """/forget: asks first."""
    if await _asking(update, context, "forget") is not None:
        sure = Screen(pages([Block(texts.FORGET_SURE)])[0], ((Button(texts.BUTTON_FORGET, _YES),),))
        await gate.show(update, context, sure)


async def _forget_surely(update: Update, context: BotContext) -> None:
    """The button under the question."""
    query, user, desk, chat = update.callback_query, update.effective_user, context.services.desk, update.effective_chat
    if query is None or not await may_press(query, context):
        return
    if user is None or chat is None or chat.id != user.id:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    trace.note(outcome="press", press="forget")
    # First of all: what waits in memory would be written after the rest is gone.
    await context.services.recorder.forgotten(user.id)
    await context.services.answers.forgotten(user.id)
    if desk is None:
        await gate.show(update, context, Screen(pages([Block(texts.FORGOTTEN)])[0]))
        await gate.answer(update, context)
        return
    try:
        if desk.recorder is not None:
            async with asyncio.timeout(_PATIENCE):
                await desk.recorder.flush()
        async with desk.database.write() as transaction:
            erased = await store.erase(transaction, desk.veil, user.id)
    except (DatabaseUnavailable, TimeoutError) as error:
        reason = error if isinstance(error, DatabaseUnavailable) else texts.DATABASE_LOCKED
        await gate.tell(update, context, texts.STAFF_AWAY.format(reason=reason))
        return
    kept = [Block("\n".join([texts.FORGOTTEN_BUT, *(f"· {sentence}" for sentence in erased.kept)]), gap=True)] if erased.kept else []
    gone = texts.FORGOTTEN if erased.rows or not erased.kept else texts.FORGOTTEN_NOTHING
    await gate.show(update, context, Screen(pages([Block(gone), *kept])[0]))
    await gate.answer(update, context)


async def _asking(update: Update, context: BotContext, command: str) -> User | None:
    """Who asks, if they ask in private and not too often."""
    message, user = update.message, update.effective_user
    if message is None or user is None or not await may_command(message, context):
        return None
    trace.note(outcome="command", command=command)
    if message.chat.type != ChatType.PRIVATE:
        await gate.tell(update, context, texts.STAFF_PRIVATE_ONLY)
        return None
    return user


_NEW = filters.UpdateType.MESSAGE & ~filters.FORWARDED
HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    CommandHandler("mydata", _mydata, _NEW),
    CommandHandler("forget", _forget, _NEW),
    PressHandler(_forget_surely, pattern=rf"{_YES}\Z"),
]
