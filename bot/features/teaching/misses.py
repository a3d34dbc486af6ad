"""/misses: questions that got no answer or a 👎, and what to do about them."""

from __future__ import annotations

import re

from telegram import Update

from bot import texts
from bot.access import Action, allowed
from bot.answering.answerer import QuestionError
from bot.features.teaching import teach
from bot.features.teaching.knowing import row_id
from bot.features.teaching.misses_panel import LISTS, PER_PAGE, detail_screen, list_screen
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import MissGroup, State
from bot.features.teaching.teach_panel import ask_screen, parts_screen
from bot.library.folding import fold
from bot.library.models import Entry
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.gate import staff_button, staff_command

_NEAR = 3
_BETWEEN = re.compile(r"[\s,:;]+")
_DECISIONS = {"d": State.DISMISSED, "l": State.LATER}


async def _misses(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/misses, /misses 以后, /misses NUMBER, and a decision on one in a line."""
    words = _BETWEEN.split(fold(text))
    number = row_id(words[0])
    if number is None:
        mark = next((mark for mark, names in texts.MISSES_LISTS.items() if words[0] in names), None)
        await (_list(update, context, mark, 0) if mark is not None else gate.tell(update, context, texts.MISSES_USAGE))
        return
    if len(words) == 1:
        await _view(update, context, actor, words[0])
        return
    decision = next((mark for mark, names in texts.MISSES_DECISIONS.items() if words[1] in names), None)
    if decision is None:
        await gate.tell(update, context, texts.MISSES_USAGE)
    elif await gate.permits(update, context, actor, Action.MISSES_DECIDE):
        argument = "".join(words[2:3]) if decision == "t" else decision
        await (_teach if decision == "t" else _decide)(update, context, actor, f"{number}:{argument}")


async def _turn(update: Update, context: BotContext, _: Actor, arguments: str) -> None:
    """Another page, or the other list."""
    mark, page = arguments[:1], arguments[1:]
    if mark not in LISTS or not (page.isascii() and page.isdecimal() and len(page) < 6):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await _list(update, context, mark, int(page))


async def _list(update: Update, context: BotContext, mark: str, page: int) -> None:
    found = gate.desk_of(context).misses
    groups, total = await found.page(LISTS[mark], limit=PER_PAGE, offset=page * PER_PAGE)
    _, later = await found.page(State.LATER, limit=0)
    if not groups and page:
        await _list(update, context, mark, (total - 1) // PER_PAGE if total else 0)
        return
    await gate.show(update, context, list_screen(groups, total, mark, page, later=later))


async def _view(update: Update, context: BotContext, actor: Actor, number: str) -> None:
    """One group of questions."""
    group = await _find(update, context, number)
    if group is not None:
        may_decide = allowed(Action.MISSES_DECIDE, actor.roles)
        await gate.show(update, context, detail_screen(group, _near(context, group), may_decide=may_decide))


async def _decide(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Not ours, or later."""
    number, _, mark = arguments.partition(":")
    group = await _find(update, context, number)
    if group is None:
        return
    if mark not in _DECISIONS:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    desk, state = gate.desk_of(context), _DECISIONS[mark]
    async with desk.database.write() as transaction:
        count = await misses.decide(transaction, group.keys, state)
        await desk.audit(transaction, actor, Action.MISSES_DECIDE, f"miss:{group.id}", str(count), state.value)
    await gate.done(update, context, texts.MISSES_DECIDED[mark].format(count=count))
    if update.callback_query is not None:
        await _list(update, context, "o", 0)


async def _teach(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Teach it: begins the dialogue of /teach, with the question and (if one was chosen) the entry."""
    number, _, entry_id = arguments.partition(":")
    group = await _find(update, context, number)
    if group is None:
        return
    library = gate.desk_of(context).knowledge.library
    entry = library.find(entry_id) if entry_id else None
    data = {"miss": group.id, "question": group.question, **({"entry": entry.id} if entry is not None else {})}
    await dialogs.begin(context, actor, teach.NAME, data)
    await gate.show(update, context, ask_screen(entry, group.question) if entry is not None else parts_screen(library))


def _near(context: BotContext, group: MissGroup) -> list[Entry]:
    """The nearest entries, as they were then, or as they are now."""
    knowledge = gate.desk_of(context).knowledge
    near = [knowledge.library.by_id[id_] for id_ in group.near if id_ in knowledge.library.by_id]
    if not near:
        try:
            near = [knowledge.library.by_id[hit.id] for hit in knowledge.answerer.answer(group.question).hits]
        except QuestionError:
            return []
    return near[:_NEAR]


async def _find(update: Update, context: BotContext, number: str) -> MissGroup | None:
    """The group around this miss; whoever asks for one that is gone is told."""
    miss_id = row_id(number)
    group = None
    if miss_id is not None:
        group = await gate.desk_of(context).misses.find(miss_id)
    if group is None:
        await gate.tell(update, context, texts.MISS_GONE)
        if update.callback_query is not None:
            await _list(update, context, "o", 0)
    return group


HANDLERS: list[gate.Guarded] = [
    staff_command("misses", Action.MISSES, _misses),
    staff_button("ml", Action.MISSES, _turn),
    staff_button("mv", Action.MISSES, _view),
    staff_button("md", Action.MISSES_DECIDE, _decide),
    staff_button("mt", Action.MISSES_DECIDE, _teach),
]
