"""/reload: take over the knowledge files, if they are sound, and say what changed."""

from __future__ import annotations

from telegram import Update

from bot import texts
from bot.access import Action, allowed
from bot.features.teaching.knowing import begin_work, teaching_of
from bot.features.teaching.reload_panel import changes_screen, problems_file, problems_screens
from bot.features.teaching.store import supplements
from bot.library.changes import Changes
from bot.library.problems import KnowledgeError
from bot.library.supplementing import Objection, Taught
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import plain
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.gate import staff_button, staff_command
from bot.storage.engine import Transaction


async def _reload(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """Read, check, take over."""
    desk, keeper = gate.desk_of(context), teaching_of(context).keeper
    work = await begin_work(update, context, actor, texts.RELOAD_READING)

    async def note(transaction: Transaction, changes: Changes) -> None:
        detail = f"+{len(changes.added)} -{len(changes.removed)} ~{len(changes.changed)} entries, "
        detail += f"+{len(changes.aliases_added)} -{len(changes.aliases_removed)} aliases"
        await desk.audit(transaction, actor, Action.RELOAD, "knowledge", detail, "unchanged" if changes.nothing else "done")

    try:
        changes = await keeper.reload(desk.clock(), note)
    except KnowledgeError as error:
        async with desk.database.write() as transaction:
            await desk.audit(transaction, actor, Action.RELOAD, "knowledge", f"{len(error.problems)} problems", "refused")
        screens = problems_screens(error.problems)
        if screens is None:
            await work.finish(plain(texts.RELOAD_BROKEN_FILE.format(count=len(error.problems))))
            await speak.send_file(context, actor.chat_id, texts.RELOAD_FILE, problems_file(error.problems), texts.RELOAD_OLD_STAYS)
            return
        await work.finish(screens[0])
        for screen in screens[1:]:
            await gate.say(update, context, screen)
        return
    may_clear = allowed(Action.PENDING_DECIDE, actor.roles)
    await work.finish(changes_screen(changes, keeper.library, len(_in_files(keeper.idle)), may_clear=may_clear))


async def _clear(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """Take out of the database what stands in the files now."""
    desk, keeper = gate.desk_of(context), teaching_of(context).keeper
    ids = [taught.id for taught in _in_files(keeper.idle)]
    async with desk.database.write() as transaction:
        count = await supplements.withdraw_many(transaction, ids, by=actor.user_id, now=desk.clock(), reason=texts.WITHDRAWN_IN_FILES)
        await desk.audit(transaction, actor, Action.PENDING_DECIDE, "supplements", " ".join(f"#{id_}" for id_ in ids), "withdrawn")
    keeper.nudge()
    await gate.show(update, context, plain(texts.RELOAD_CLEARED.format(count=count)))


def _in_files(idle: tuple[tuple[Taught, Objection], ...]) -> list[Taught]:
    """What stays idle because the files have the wording."""
    return [taught for taught, why in idle if why is Objection.OWNED]


HANDLERS: list[gate.Guarded] = [
    staff_command("reload", Action.RELOAD, _reload),
    staff_button("rc", Action.PENDING_DECIDE, _clear),
]
