"""/misses: questions that got no answer or a 👎, and what to do about them."""

from __future__ import annotations

import re

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.reply import Reply, done, nothing, show, tell
from bot.features.teaching import texts
from bot.features.teaching.lessons import Lessons
from bot.features.teaching.misses import Misses
from bot.features.teaching.misses_screens import (
    STATES,
    DecideMiss,
    ListMisses,
    MissDecision,
    MissList,
    TeachMiss,
    ViewMiss,
    detail_screen,
    list_screen,
)
from bot.features.teaching.teach_conversation import Lesson, teach
from bot.features.teaching.teach_screens import ask_screen, parts_screen
from bot.library.folding import fold
from bot.library.ids import counted

_BETWEEN = re.compile(r"[\s,:;]+")
_TEACH = "t"

misses: Conversation[None] = Conversation("misses", Action.MISSES)


@misses.command("misses", chat_texts.STAFF_COMMANDS["misses"])
async def command(act: Act[None], text: str) -> Reply:
    """/misses, /misses 以后, /misses NUMBER, and a decision on one in a line."""
    words = _BETWEEN.split(fold(text))
    number = counted(words[0])
    if number is None:
        which = next((mark for mark, names in texts.MISSES_LISTS.items() if words[0] in names), None)
        return await turn(act, ListMisses(MissList(which))) if which is not None else tell(texts.MISSES_USAGE)
    if len(words) == 1:
        return await view(act, ViewMiss(number))
    decision = next((mark for mark, names in texts.MISSES_DECISIONS.items() if words[1] in names), None)
    if decision is None:
        return tell(texts.MISSES_USAGE)
    act.demand(Action.MISSES_DECIDE)
    if decision == _TEACH:
        return await teach_it(act, TeachMiss(number, "".join(words[2:3])))
    return await decide(act, DecideMiss(number, MissDecision(decision)))


@misses.press(ListMisses)
async def turn(act: Act[None], press: ListMisses) -> Reply:
    """Another page, or the other list."""
    return show(list_screen(await act.desk(Misses).page(STATES[press.which], press.page), press.which))


@misses.press(ViewMiss)
async def view(act: Act[None], press: ViewMiss) -> Reply:
    """One group of questions."""
    group = await act.desk(Misses).find(press.id)
    if group is None:
        return await _gone(act)
    return show(detail_screen(group, act.desk(Misses).near(group), may_decide=act.permits(Action.MISSES_DECIDE)))


async def _gone(act: Act[None]) -> Reply:
    return tell(texts.MISS_GONE) + await _list_again(act)


async def _list_again(act: Act[None]) -> Reply:
    """Under a button there is something to go back to."""
    return await turn(act, ListMisses()) if act.pressed else nothing()


@misses.press(DecideMiss, Action.MISSES_DECIDE)
async def decide(act: Act[None], press: DecideMiss) -> Reply:
    """Not ours, or later."""
    group = await act.desk(Misses).find(press.id)
    if group is None:
        return await _gone(act)
    count = await act.desk(Misses).decide(act.who, group, STATES[press.decision])
    return done(texts.MISSES_DECIDED[press.decision].format(count=count)) + await _list_again(act)


@misses.press(TeachMiss, Action.MISSES_DECIDE)
async def teach_it(act: Act[None], press: TeachMiss) -> Reply:
    """Teach it: begins the dialogue of /teach, with the question and (if one was chosen) the entry."""
    group = await act.desk(Misses).find(press.id)
    if group is None:
        return await _gone(act)
    library = act.desk(Lessons).library
    entry = library.find(press.entry) if press.entry else None
    shown = ask_screen(entry, group.question) if entry is not None else parts_screen(library)
    return teach.begin(Lesson(entry.id if entry is not None else "", (), group.question, group.id)) + show(shown)
