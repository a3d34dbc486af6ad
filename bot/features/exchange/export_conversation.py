"""/export: the live knowledge as a workbook, or as YAML files ready to be committed."""

from __future__ import annotations

from bot import trace
from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.press import Press
from bot.chat.reply import Reply, file, say, show
from bot.chat.screen import Button, screen
from bot.features.exchange import texts
from bot.features.exchange.knowledge_files import Form, KnowledgeFiles
from bot.features.teaching.teaching import FilesChanged
from bot.library.folding import fold


class Export(Press, prefix="ex"):
    """The knowledge in this form."""

    form: Form


exporting: Conversation[None] = Conversation("export", Action.EXPORT)


@exporting.command("export", chat_texts.STAFF_COMMANDS["export"])
async def command(act: Act[None], text: str) -> Reply:
    """/export, /export 表格, /export yaml."""
    wanted = fold(text).lower()
    if wanted in texts.WORDS_SHEET:
        return await export(act, Export(Form.SHEET))
    if wanted in texts.WORDS_YAML:
        return await export(act, Export(Form.YAML))
    forms = [Button(texts.BUTTON_EXPORT_SHEET, Export(Form.SHEET)), Button(texts.BUTTON_EXPORT_YAML, Export(Form.YAML))]
    return show(screen(texts.EXPORT_WHICH.format(taught=act.desk(KnowledgeFiles).taught), [forms]))


@exporting.press(Export)
async def export(act: Act[None], press: Export) -> Reply:
    """Make the file and send it."""
    files = act.desk(KnowledgeFiles)
    version, taught = files.version, files.taught
    try:
        content = await files.export(act.who, press.form)
    except FilesChanged:
        return say(texts.EXPORT_FILES_CHANGED)
    except OSError as error:
        trace.note(export=type(error).__name__)
        return say(texts.EXPORT_NO_FILES)
    if press.form is Form.SHEET:
        return file(texts.EXPORT_SHEET_NAME.format(version=version), content, texts.EXPORT_SHEET_CAPTION.format(taught=taught))
    return file(texts.EXPORT_YAML_NAME.format(version=version), content, texts.EXPORT_YAML_CAPTION.format(taught=taught))
