"""/reload: take over the knowledge files, if they are sound, and say what changed."""

from __future__ import annotations

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.reply import Reply, file, show, working
from bot.features.teaching import texts
from bot.features.teaching.reload_screens import ClearIdle, changes_screen, problems_file, problems_screen
from bot.features.teaching.reloading import Reloading
from bot.library.problems import KnowledgeError

reloading: Conversation[None] = Conversation("reload", Action.RELOAD)


@reloading.command("reload", chat_texts.STAFF_COMMANDS["reload"])
async def command(act: Act[None], _: str) -> Reply:
    """Read, check, take over."""

    async def result() -> Reply:
        service = act.desk(Reloading)
        try:
            changes = await service.reload(act.who)
        except KnowledgeError as error:
            shown = problems_screen(error.problems, act.platform.can.text_limit)
            if shown is not None:
                return show(shown)
            count = texts.RELOAD_BROKEN_FILE.format(count=len(error.problems))
            return show(count) + file(texts.RELOAD_FILE, problems_file(error.problems), texts.RELOAD_OLD_STAYS)
        idle, may_clear = len(service.in_files), act.permits(Action.PENDING_DECIDE)
        return show(changes_screen(changes, service.library, idle, may_clear=may_clear))

    return working(texts.RELOAD_READING, result)


@reloading.press(ClearIdle, Action.PENDING_DECIDE)
async def clear(act: Act[None], _: ClearIdle) -> Reply:
    """Take out of the database what stands in the files now."""
    return show(texts.RELOAD_CLEARED.format(count=await act.desk(Reloading).clear(act.who)))
