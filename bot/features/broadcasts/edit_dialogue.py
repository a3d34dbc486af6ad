"""Other content for a broadcast that nobody has yet: send it, look at it, and it is a draft that must be released (again)."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action
from bot.features.broadcasts.content import Pending, received, sources_in
from bot.features.broadcasts.draft import new_key
from bot.features.broadcasts.editing import change_content
from bot.features.broadcasts.listing import show_one
from bot.features.broadcasts.offer import offer
from bot.features.broadcasts.preview import preview
from bot.features.broadcasts.shared import announcer, number_in, outbox_of, progress_of
from bot.outbox.content import load as load_content
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, label, pages, plain
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor

_NAME = "broadcast_edit"


async def _begin(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """The button: ask for the new content, unless it is too late for that."""
    number = number_in(arguments) or 0
    progress = await progress_of(gate.desk_of(context), number)
    if progress is None:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
    elif not progress.editable:
        await gate.tell(update, context, texts.BROADCAST_NOT_CHANGED)
    else:
        key = new_key()
        await dialogs.begin(context, actor, _NAME, {"number": number, "key": key, **Pending().dump()})
        await gate.say(update, context, _screen(key, texts.BROADCAST_SEND_NEW.format(number=number)))


async def _step(update: Update, context: BotContext, actor: Actor, dialog: dialogs.Dialog) -> None:
    """The new content, or the rest of a long one."""
    message = update.message
    if message is None:
        return
    got = received(message, context.services.knowledge.library, Pending.load(dialog.data))
    if got is None:
        return
    pending, checked = got
    await dialogs.step(context, actor, {**dialog.data, **pending.dump()})
    if checked.content is None:
        await gate.tell(update, context, "\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT]))
        return
    lines = [texts.BROADCAST_CONTENT_IS.format(opening=pending.opening), *checked.notes, texts.BROADCAST_USE_NEW]
    await speak.reply(context, message, _screen(dialog.data["key"], *lines, use=pending.content))


async def _press(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Use it, or leave everything as it is."""
    dialog = await dialogs.present(context, actor, _NAME)
    key, _, seen = arguments.partition(":")
    if dialog is None:
        await gate.tell(update, context, await dialogs.why_over(context, actor, _NAME, texts.BROADCAST_DIALOG_OVER))
    elif key != dialog.data["key"] or seen not in ("x", dialogs.mark(dialog.data["content"])):
        await gate.tell(update, context, texts.DIALOG_NEWER)
    elif seen == "x":
        await dialogs.end(context, actor)
        await gate.show(update, context, plain(texts.CANCELLED))
    else:
        await _use(update, context, actor, dialog)


async def _use(update: Update, context: BotContext, actor: Actor, dialog: dialogs.Dialog) -> None:
    pending, number = Pending.load(dialog.data), int(dialog.data["number"])
    outbox, message = await outbox_of(update, context), update.effective_message
    if outbox is None or not pending.content or not isinstance(message, Message):
        return
    content = load_content(pending.content)
    progress = await progress_of(gate.desk_of(context), number)
    if progress is not None and not progress.editable:
        await dialogs.end(context, actor)
        await show_one(update, context, actor, number, texts.BROADCAST_NOT_CHANGED)
        return
    await speak.reply(context, message, plain(texts.BROADCAST_PREVIEW))
    refused = await preview(outbox.sender, actor.chat_id, content)
    if refused is not None:
        await dialogs.step(context, actor, {**dialog.data, **Pending().dump()})
        await speak.reply(context, message, plain("\n".join([refused, texts.BROADCAST_CHANGE_CONTENT])))
        return
    await dialogs.end(context, actor)
    desk = gate.desk_of(context)
    done = await change_content(desk.database, desk.clock, announcer(actor), number, content, sources_in(pending.sources))
    if done.ok:
        await offer(update, context, actor, number, done.text)
    else:
        await gate.answer(update, context, done.text, alert=True)
        await show_one(update, context, actor, number, done.text)


def _screen(key: str, *lines: str, use: str = "") -> Screen:
    """``use``: the content that may be used now."""
    row = [Button(label(texts.BUTTON_BC_USE), gate.button_data("bn", f"{key}:{dialogs.mark(use)}"))] if use else []
    row.append(Button(label(texts.BUTTON_BC_CANCEL), gate.button_data("bn", f"{key}:x")))
    return Screen(pages([Block(line) for line in lines])[0], (tuple(row),))


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_button("be", Action.BROADCAST_PREPARE, _begin),
    gate.staff_button("bn", Action.BROADCAST_PREPARE, _press),
]
DIALOGS = [dialogs.DialogKind(_NAME, Action.BROADCAST_PREPARE, _step)]
