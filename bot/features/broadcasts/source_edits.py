"""An announcer changes a message that a broadcast was taken from: told what that means; what is sent never changes by it.

While the broadcast is still being put together nobody has seen it: then the changed message is simply its content.
"""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot import texts
from bot.access import Action
from bot.features.broadcasts.content import Pending, received, source_of, sources_in
from bot.features.broadcasts.shared import announcer, tell_one
from bot.features.broadcasts.sources import Concerned, source_edited
from bot.features.broadcasts.store.sources import is_source
from bot.outbox.store.broadcasts import Stage
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages, plain
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.storage import dialogs as store
from bot.storage.errors import DatabaseUnavailable


async def _edited(update: Update, context: BotContext) -> None:
    """Only for messages that broadcasts were taken from; every other edit goes on to those who answer questions."""
    said, user, desk = update.edited_message, update.effective_user, context.services.desk
    if said is None or user is None or desk is None:
        return
    try:
        async with desk.database.read() as transaction:
            dialog = await store.get(transaction, said.chat.id, user.id, desk.clock())
            known = await is_source(transaction, said.chat.id, said.message_id)
    except DatabaseUnavailable as error:
        trace.note(sources=error.cause)  # what is sent is frozen all the same
        return
    open_ones = sources_in(Pending.load(dialog.data).sources) if dialog is not None else ()
    in_dialog = any(one.message_id == said.message_id for one in open_ones)
    if not known and not in_dialog:
        return

    async def run(update: Update, context: BotContext, actor: Actor, _: str) -> None:
        if dialog is not None and in_dialog:
            await _in_dialog(said, context, actor, dialog)
        if known:
            await _prepared(said, context, actor)

    trace.note(outcome="staff", edited="source")
    await gate.guarded(update, context, Action.BROADCAST_PREPARE, run)
    raise ApplicationHandlerStop


async def _in_dialog(said: Message, context: BotContext, actor: Actor, dialog: dialogs.Dialog) -> None:
    """It is the content of the open dialogue, or a piece of it."""
    before = sources_in(Pending.load(dialog.data).sources)
    if sources_in([source_of(said)])[0] in before:
        return  # Telegram also tells of changes that nobody made
    if len(before) > 1 or (said.text or "").startswith("/"):
        await dialogs.step(context, actor, {**dialog.data, **Pending().dump()})
        await speak.reply(context, said, plain(texts.BROADCAST_SOURCE_PIECE))
        return
    got = received(said, context.services.knowledge.library, Pending())
    if got is None:
        return
    pending, checked = got
    await dialogs.step(context, actor, {**dialog.data, **pending.dump()})
    text = texts.BROADCAST_SOURCE_IN_DIALOG.format(opening=pending.opening)
    if checked.content is None:
        text = "\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT])
    await speak.reply(context, said, plain(text))


async def _prepared(said: Message, context: BotContext, actor: Actor) -> None:
    desk = gate.desk_of(context)
    source = sources_in([source_of(said)])[0]
    for one in await source_edited(desk.database, desk.clock, announcer(actor), source):
        await speak.reply(context, said, _screen(one, _words(one)))
        released_by = one.broadcast.released_by
        if one.taken_back and released_by is not None and released_by != actor.user_id:
            await tell_one(context, released_by, _screen(one, texts.BROADCAST_SOURCE_RELEASED_BY, actor.name))


def _words(one: Concerned) -> str:
    if one.taken_back:
        return texts.BROADCAST_SOURCE_TAKEN_BACK
    return texts.BROADCAST_SOURCE_DRAFT if one.broadcast.stage is Stage.DRAFT else texts.BROADCAST_SOURCE_SENT


def _screen(one: Concerned, text: str, name: str = "") -> Screen:
    number = one.broadcast.id
    look = Button(texts.BUTTON_BC_LOOK, gate.button_data("bv", number))
    return Screen(pages([Block(text.format(number=number, name=name))])[0], ((look,),))


def watcher() -> BaseHandler[Update, BotContext, None]:
    """Must stand ahead of all that take edits as questions."""
    return MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE, _edited)
