"""Guided dialogues in private chats: at most one open per person, kept in the database, over after half an hour of silence.

A module that has dialogues exports ``DIALOGS: list[DialogKind]`` beside its ``HANDLERS``. What a person with an open dialogue
writes or sends is handed to its ``step`` function instead of being taken as a question; commands are not.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, CommandHandler, MessageHandler, filters

from bot import texts
from bot.access import Action
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.render import plain
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.storage import dialogs as store
from bot.storage.dialogs import Dialog
from bot.storage.errors import DatabaseUnavailable

__all__ = ["Dialog", "DialogKind", "DialogStep", "begin", "end", "mark", "present", "step"]

_log = logging.getLogger(__name__)
OPEN_FOR = timedelta(minutes=30)
_PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
DialogStep = Callable[[Update, BotContext, Actor, Dialog], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class DialogKind:
    """``step`` is called with every text or file while such a dialogue is open and its person may still do ``action``."""

    name: str
    action: Action
    step: DialogStep


async def begin(context: BotContext, actor: Actor, name: str, data: dict[str, Any] | None = None) -> None:
    """Open a dialogue with this person, in place of one that is open. ``data``: whatever JSON holds."""
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        begun = Dialog(name, data or {}, actor.message_id)
        await store.put(transaction, actor.chat_id, actor.user_id, begun, desk.clock(), OPEN_FOR)


async def step(context: BotContext, actor: Actor, data: dict[str, Any]) -> bool:
    """Keep new data in the open dialogue and give it another half an hour; returns whether one is open."""
    desk = gate.desk_of(context)
    now = desk.clock()
    async with desk.database.write() as transaction:
        dialog = _if_theirs(await store.get(transaction, actor.chat_id, actor.user_id, now), actor)
        if dialog is not None:
            went_on = Dialog(dialog.name, data, dialog.since)
            await store.put(transaction, actor.chat_id, actor.user_id, went_on, now, OPEN_FOR)
    return dialog is not None


async def present(context: BotContext, actor: Actor, name: str = "") -> Dialog | None:
    """The open dialogue (of this name), for buttons that belong to one; ``None``: it is over, or another one."""
    desk = gate.desk_of(context)
    async with desk.database.read() as transaction:
        dialog = _if_theirs(await store.get(transaction, actor.chat_id, actor.user_id, desk.clock()), actor)
    return dialog if dialog is not None and name in ("", dialog.name) else None


async def why_over(context: BotContext, actor: Actor, name: str, over: str = texts.DIALOG_OVER) -> str:
    """What somebody hears whose button has no dialogue (``present``): it is ``over``, or a newer one of its kind is open."""
    desk = gate.desk_of(context)
    async with desk.database.read() as transaction:
        dialog = await store.get(transaction, actor.chat_id, actor.user_id, desk.clock())
    return texts.DIALOG_NEWER if dialog is not None and dialog.name == name else over


def _if_theirs(dialog: Dialog | None, actor: Actor) -> Dialog | None:
    """The dialogue unless what was pressed is older than it: then the button belongs to one that is over.

    Numbers of messages only grow in one chat.
    """
    return dialog if dialog is None or actor.message_id >= dialog.since else None


async def end(context: BotContext, actor: Actor, *names: str) -> bool:
    """Close the dialogue, if it is one of these; returns whether it was open.

    With no names: whichever it is. Buttons of old messages name theirs, so that they never close another one.
    """
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        if names:
            present = _if_theirs(await store.get(transaction, actor.chat_id, actor.user_id, desk.clock()), actor)
            if present is None or present.name not in names:
                return False
        return await store.drop(transaction, actor.chat_id, actor.user_id, desk.clock())


def mark(data: object) -> str:
    """A short sign of what a message shows, for its buttons: under an older message they would keep what another one shows."""
    return f"{zlib.crc32(json.dumps(data, default=str).encode()):08x}"


def router(kinds: Iterable[DialogKind]) -> BaseHandler[Update, BotContext, None]:
    """The handler that hands messages to open dialogues; it must stand ahead of all that take messages as questions."""
    by_name = {kind.name: kind for kind in kinds}

    async def route(update: Update, context: BotContext) -> None:
        said, user, desk = update.message, update.effective_user, context.services.desk
        if said is None or user is None or desk is None:
            return
        try:
            async with desk.database.read() as transaction:
                dialog, is_open = await store.look(transaction, said.chat.id, user.id, desk.clock())
        except DatabaseUnavailable as error:
            trace.note(dialogs=error.cause)  # a question is answered whether or not there is a dialogue
            return
        kind = by_name.get(dialog.name) if dialog is not None else None
        if dialog is None or kind is None:
            return
        if not is_open:
            await _tell_over(context, said, user.id)
            return
        trace.note(outcome="dialog", dialog=kind.name)

        async def run(update: Update, context: BotContext, actor: Actor, _: str) -> None:
            await kind.step(update, context, actor, dialog)

        if await may_command(said, context) and not await gate.guarded(update, context, kind.action, run, refusal=texts.STAFF_NO_LONGER):
            await _close(context, said.chat.id, user.id)
        raise ApplicationHandlerStop

    # A forwarded command is not run by anybody: it is text.
    words = filters.TEXT & (~filters.COMMAND | filters.FORWARDED)
    return MessageHandler(_PRIVATE & (words | filters.ATTACHMENT), route)


async def _tell_over(context: BotContext, said: Message, user_id: int) -> None:
    """Half an hour was too long: say so once, instead of only taking what was meant for the dialogue as a question."""
    if await _close(context, said.chat.id, user_id):
        await speak.reply(context, said, plain(texts.DIALOG_EXPIRED))


async def _close(context: BotContext, chat_id: int, user_id: int) -> bool:
    """Forget the dialogue; returns whether there was any."""
    desk = gate.desk_of(context)
    try:
        async with desk.database.write() as transaction:
            return await store.forget(transaction, chat_id, user_id)
    except DatabaseUnavailable as error:
        trace.note(dialogs=error.cause)
        return False


async def _cancel(update: Update, context: BotContext) -> None:
    """/cancel: leave an open dialogue."""
    said, user, desk = update.message, update.effective_user, context.services.desk
    if said is None or user is None or not await may_command(said, context, way_out=True):
        return
    trace.note(outcome="command", command="cancel")
    closed = False
    if desk is not None:
        try:
            async with desk.database.write() as transaction:
                closed = await store.drop(transaction, said.chat.id, user.id, desk.clock())
        except DatabaseUnavailable as error:
            await gate.tell(update, context, texts.STAFF_AWAY.format(reason=error))
            return
    await speak.reply(context, said, plain(texts.CANCELLED if closed else texts.NOTHING_TO_CANCEL))


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [CommandHandler("cancel", _cancel, _PRIVATE)]
