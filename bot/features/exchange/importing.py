"""A file of the knowledge that somebody sends back: read, shown as a dry run, and carried out when a button says so.

Aliases become supplements, taught aliases that were deleted are taken back. Everything else belongs into the YAML files: it is
shown, and said so.
"""

from __future__ import annotations

from typing import Any

from telegram import Document, Update
from telegram.error import TelegramError
from telegram.ext import BaseHandler, MessageHandler, filters

from bot import texts
from bot.access import Action, allowed
from bot.features.asking import questions
from bot.features.exchange.caps import ExchangeError
from bot.features.exchange.import_panel import full_text, is_shortened, plan_screen
from bot.features.exchange.intake import SUFFIXES, check_size, read_upload
from bot.features.exchange.plan import Plan, plan
from bot.features.exchange.upload import AliasRow
from bot.features.teaching.aside import aside
from bot.features.teaching.knowing import LongWork, begin_work, may_go_live, teaching_of
from bot.features.teaching.store import supplements
from bot.features.teaching.teach import effect_of
from bot.features.teaching.teaching import FilesChanged
from bot.library.supplementing import Taught
from bot.places.store import staff
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.render import plain
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.dialogs import Dialog, DialogKind
from bot.platforms.telegram.staff.gate import staff_button
from bot.storage.errors import DatabaseUnavailable

_NAME = "import"


async def _file(update: Update, context: BotContext) -> None:
    """A file in a private chat: from an editor it is an import (of a wrong kind it is told so); else as any message."""
    said = update.message
    if said is None or said.document is None:
        return
    # A file with words is a question about it, whoever sends it, unless it is of a kind that we export.
    ours = _looks_ours(said.document) or not said.caption
    if not ours or not await _is_editor(update, context):
        await questions.message(update, context)
        return
    if await may_command(said, context):
        trace.note(outcome="staff", command="import")
        await gate.guarded(update, context, Action.IMPORT, _import)


def _looks_ours(document: Document) -> bool:
    return (document.file_name or "").lower().endswith(SUFFIXES)


async def _is_editor(update: Update, context: BotContext) -> bool:
    user, desk = update.effective_user, context.services.desk
    if user is None or desk is None:
        return False
    try:
        async with desk.database.read() as transaction:
            return allowed(Action.IMPORT, await staff.roles_of(transaction, user.id, context.services.owners))
    except DatabaseUnavailable as error:
        trace.note(roles=error.cause)
        return False


async def _step(update: Update, context: BotContext, actor: Actor, _: Dialog) -> None:
    """Another file in place of the last one; anything else is no answer to a dry run."""
    said = update.message
    if said is not None and said.document is not None:
        await _import(update, context, actor, "")
    else:
        await gate.tell(update, context, texts.IMPORT_WAITING)


async def _import(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """The dry run."""
    document = update.message.document if update.message is not None else None
    if document is None:
        return
    work = await begin_work(update, context, actor, texts.IMPORT_READING)
    try:
        check_size(document.file_size or 0, document.file_name or "")
        data = await _fetch(context, document)
        found = await _read(context, document.file_name or "", data)
    except ExchangeError as error:
        trace.note(upload="refused")
        await work.finish(plain(str(error)))
        return
    except TelegramError as error:
        trace.note(upload=trace.cause(error))
        await work.finish(plain(texts.IMPORT_NOT_FETCHED))
        return
    await _show(context, actor, work, found)


async def _fetch(context: BotContext, document: Document) -> bytes:
    file = await context.bot.get_file(document.file_id)
    check_size(file.file_size or 0)
    return bytes(await file.download_as_bytearray())


async def _read(context: BotContext, name: str, data: bytes) -> Plan:
    teaching = teaching_of(context)
    keeper, wordings = teaching.keeper, await teaching.keeper.wordings()

    def read() -> Plan:
        upload = read_upload(name, data)
        try:
            files = teaching.files() if upload.others else None
        except (FilesChanged, OSError):
            files = None  # what cannot be compared is not mentioned
        return plan(upload, keeper.library, wordings, keeper.used, files)

    return await aside(read)


async def _show(context: BotContext, actor: Actor, work: LongWork, found: Plan) -> None:
    add = [[row.entry_id, row.alias] for row in found.add]
    data = {"add": add, "withdraw": [item.id for item in found.withdraw]}
    if not found.faults and (found.add or found.withdraw):
        await dialogs.begin(context, actor, _NAME, data)
    await work.finish(plan_screen(found, _shown(data), live=may_go_live(context)))
    if is_shortened(found):
        await speak.send_file(context, actor.chat_id, texts.IMPORT_FILE, full_text(found), texts.IMPORT_FILE_CAPTION)


async def _carry_out(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """The button: add (at once or for approval), take back, or both."""
    dialog = await _open(update, context, actor)
    if dialog is None:
        return
    how, _, shown = arguments.partition(":")
    if shown != _shown(dialog.data):
        await gate.answer(update, context, texts.DIALOG_NEWER, alert=True)
        return
    if how not in ("live", "ask", "both", "back"):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    desk, teaching = gate.desk_of(context), teaching_of(context)
    live = how in ("live", "both") and may_go_live(context)
    # The files may have changed since the dry run.
    wordings = await teaching.keeper.wordings()
    add = [item for item in _additions(dialog.data) if wordings.objection(item.alias, item.entry_id) is None] if how != "back" else []
    ids = [int(id_) for id_ in dialog.data.get("withdraw", [])] if how in ("both", "back") else []
    async with desk.database.write() as transaction:
        now = desk.clock()
        items = [(item.alias, item.entry_id) for item in add]
        kept = await supplements.propose_many(transaction, items, by=actor.user_id, now=now, live=live)
        gone = await supplements.withdraw_many(transaction, ids, by=actor.user_id, now=now, reason=texts.WITHDRAWN_BY_IMPORT)
        span = f" #{kept[0].id}–#{kept[-1].id}" if kept else ""
        await desk.audit(transaction, actor, Action.IMPORT, "knowledge", f"+{len(kept)} -{gone}{span}", "live" if live else "pending")
    await dialogs.end(context, actor, _NAME)
    teaching.keeper.nudge()
    sentence = texts.IMPORT_DONE_LIVE if live else texts.IMPORT_DONE_ASK
    if how == "back":
        sentence = texts.IMPORT_DONE_BACK
    await gate.show(update, context, plain(sentence.format(added=len(kept), gone=gone)))


async def _try(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """Which evaluation questions would change?"""
    dialog = await _open(update, context, actor)
    if dialog is None:
        return
    work = await begin_work(update, context, actor, texts.TEACH_TRYING)
    effect = await effect_of(context, _additions(dialog.data))
    again = _again(context, dialog.data)
    await work.finish(plan_screen(again, _shown(dialog.data), live=may_go_live(context), effect=effect))


def _shown(data: dict[str, Any]) -> str:
    """Stands for one dry run on its buttons."""
    return dialogs.mark([data.get("add", []), data.get("withdraw", [])])


def _again(context: BotContext, data: dict[str, Any]) -> Plan:
    """What can be done of the dry run, from the dialogue."""
    ids = {int(id_) for id_ in data.get("withdraw", [])}
    withdraw = [item for item in teaching_of(context).keeper.used if item.id in ids]
    return Plan(add=[AliasRow(item.entry_id, item.alias, "") for item in _additions(data)], withdraw=withdraw)


async def _cancel(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """Leave it."""
    if await _open(update, context, actor) is not None:
        await dialogs.end(context, actor, _NAME)
        await gate.show(update, context, plain(texts.CANCELLED))


def _additions(data: dict[str, Any]) -> list[Taught]:
    return [Taught(str(alias), str(entry_id)) for entry_id, alias in data.get("add", [])]


async def _open(update: Update, context: BotContext, actor: Actor) -> Dialog | None:
    dialog = await dialogs.present(context, actor, _NAME)
    if dialog is None:
        await gate.answer(update, context, await dialogs.why_over(context, actor, _NAME), alert=True)
    return dialog


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.Document.ALL, _file),
    staff_button("ik", Action.IMPORT, _carry_out),
    staff_button("it", Action.IMPORT, _try),
    staff_button("ic", Action.IMPORT, _cancel),
]
DIALOGS = [DialogKind(_NAME, Action.IMPORT, _step)]
