"""/export: the live knowledge as a workbook, or as YAML files ready to be committed."""

from __future__ import annotations

from telegram import Update

from bot import texts
from bot.access import Action
from bot.features.exchange.workbook import write_xlsx
from bot.features.exchange.yamlout import export_zip
from bot.features.teaching.aside import aside
from bot.features.teaching.knowing import teaching_of
from bot.features.teaching.teaching import FilesChanged, Teaching
from bot.library.folding import fold
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.gate import button_data, staff_button, staff_command

_SHEET, _FILES = "x", "y"


async def _export(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/export, /export 表格, /export yaml."""
    wanted = fold(text).lower()
    if wanted in texts.WORDS_SHEET:
        await _send(update, context, actor, _SHEET)
    elif wanted in texts.WORDS_YAML:
        await _send(update, context, actor, _FILES)
    else:
        taught = len(teaching_of(context).keeper.used)
        row = (Button(texts.BUTTON_EXPORT_SHEET, button_data("ex", _SHEET)), Button(texts.BUTTON_EXPORT_YAML, button_data("ex", _FILES)))
        await gate.show(update, context, Screen(pages([Block(texts.EXPORT_WHICH.format(taught=taught))])[0], (row,)))


async def _send(update: Update, context: BotContext, actor: Actor, form: str) -> None:
    """Make the file and send it."""
    if form not in (_SHEET, _FILES):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await gate.answer(update, context)
    desk, teaching = gate.desk_of(context), teaching_of(context)
    version, taught = teaching.keeper.library.version, len(teaching.keeper.used)
    try:
        content = await aside(lambda: _workbook(teaching) if form == _SHEET else _zip(teaching))
    except FilesChanged:
        await gate.say(update, context, texts.EXPORT_FILES_CHANGED)
        return
    except OSError as error:
        trace.note(export=type(error).__name__)
        await gate.say(update, context, texts.EXPORT_NO_FILES)
        return
    async with desk.database.write() as transaction:
        await desk.audit(transaction, actor, Action.EXPORT, "knowledge", f"{version} {'xlsx' if form == _SHEET else 'yaml'}")
    name, caption = (
        (texts.EXPORT_SHEET_NAME, texts.EXPORT_SHEET_CAPTION) if form == _SHEET else (texts.EXPORT_YAML_NAME, texts.EXPORT_YAML_CAPTION)
    )
    await speak.send_file(context, actor.chat_id, name.format(version=version), content, caption.format(taught=taught))


def _workbook(teaching: Teaching) -> bytes:
    keeper = teaching.keeper
    return write_xlsx(keeper.library, {(taught.entry_id, taught.alias) for taught in keeper.used})


def _zip(teaching: Teaching) -> bytes:
    more: dict[str, list[str]] = {}
    for taught in teaching.keeper.used:
        more.setdefault(taught.entry_id, []).append(taught.alias)
    return export_zip({path: data.decode("utf-8-sig") for path, data in teaching.files().items()}, more)


HANDLERS: list[gate.Guarded] = [
    staff_command("export", Action.EXPORT, _export),
    staff_button("ex", Action.EXPORT, _send),
]
