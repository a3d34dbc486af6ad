"""/teach: pick an entry, send aliases, see what they change, keep them. Guided, or ``/teach p12-3`` with the aliases on lines below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import texts as common_texts
from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, stamp
from bot.chat.reply import Reply, end, go, nothing, say, show, toast, working
from bot.chat.said import Said
from bot.features.teaching import texts
from bot.features.teaching.lessons import Lessons
from bot.features.teaching.naming import find_entries, title_of
from bot.features.teaching.teach_screens import (
    CancelLesson,
    ChooseEntry,
    KeepAs,
    KeepLesson,
    LessonParts,
    MoreAliases,
    UseQuestion,
    ask_screen,
    found_screen,
    over_screen,
    parse_aliases,
    part_screen,
    parts_screen,
    refused_screen,
    result_screen,
)
from bot.library.folding import first as first_of
from bot.library.models import Entry
from bot.library.normalize import clean
from bot.library.supplementing import Taught


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is about to be taught, and for which entry; ``question`` is offered, ``miss`` is the one that it answers."""

    entry: str = ""
    aliases: tuple[str, ...] = ()
    question: str = ""
    miss: int = 0


def _shown(lesson: Lesson) -> str:
    return stamp(lesson.entry, lesson.aliases)


teach = Conversation("teach", Action.TEACH, Lesson)


@teach.command("teach", chat_texts.STAFF_COMMANDS["teach"])
async def command(act: Act[Lesson], text: str) -> Reply:
    """/teach, /teach ENTRY, or /teach ENTRY aliases."""
    library = act.desk(Lessons).library
    first, _, rest = text.partition("\n")
    wanted, inline = first_of(first)
    if not wanted:
        return go(Lesson()) + show(parts_screen(library))
    entry = library.find(clean(first)) or library.find(wanted)
    if entry is None:
        return go(Lesson()) + show(found_screen(find_entries(library, clean(first)), clean(first)))
    lesson, aliases = Lesson(entry.id), parse_aliases(rest if entry is library.find(clean(first)) else f"{inline}\n{rest}")
    return go(lesson) + (await _weigh(act, lesson, aliases) if aliases else show(ask_screen(entry)))


@teach.press(LessonParts)
async def parts(act: Act[Lesson], press: LessonParts) -> Reply:
    """Another part, or another page of one."""
    library = act.desk(Lessons).library
    shown = parts_screen(library) if press.number is None else part_screen(library, press.number, press.page)
    return show(shown) if shown is not None else toast(chat_texts.TOAST_STALE)


@teach.press(ChooseEntry)
async def choose(act: Act[Lesson], press: ChooseEntry) -> Reply:
    """This entry."""
    entry = act.desk(Lessons).library.by_id.get(press.entry)
    return _chosen(act.state, entry) if entry is not None else toast(chat_texts.TOAST_STALE)


def _chosen(lesson: Lesson, entry: Entry) -> Reply:
    return go(replace(lesson, entry=entry.id, aliases=())) + show(ask_screen(entry, lesson.question))


@teach.press(UseQuestion)
async def use(act: Act[Lesson], _: UseQuestion) -> Reply:
    """The question as it was asked."""
    return await _weigh(act, act.state, [act.state.question]) if act.state.question else nothing()


@teach.press(MoreAliases)
async def more(act: Act[Lesson], _: MoreAliases) -> Reply:
    """More aliases for the same entry."""
    return say(texts.TEACH_SEND)


@teach.press(CancelLesson)
async def cancel(act: Act[Lesson], _: CancelLesson) -> Reply:
    """Leave it."""
    return end() + show(over_screen(chat_texts.CANCELLED, from_miss=bool(act.state.miss)))


@teach.hears
async def written(act: Act[Lesson], said: Said) -> Reply:
    """Words for an entry, or aliases for the one that was chosen."""
    if not said.text:
        return say(texts.TEACH_WORDS_ONLY)
    lessons = act.desk(Lessons)
    if act.state.entry in lessons.library.by_id:
        return await _weigh(act, act.state, parse_aliases(said.text))
    words = clean(said.text)
    found = lessons.meant(words)
    if len(found) == 1 and lessons.library.find(words) is found[0]:
        return _chosen(act.state, found[0])
    return show(found_screen(found, words))


async def _weigh(act: Act[Lesson], lesson: Lesson, lines: Sequence[str]) -> Reply:
    """Add these lines to what is about to be taught, and show what all of it would change."""
    lessons = act.desk(Lessons)
    entry = lessons.library.by_id.get(lesson.entry)
    if entry is None:
        return show(parts_screen(lessons.library))
    sifted = await lessons.sift([*lesson.aliases, *lines], entry.id)
    if not sifted.good:
        return show(refused_screen(sifted.refused))
    lesson = replace(lesson, aliases=sifted.good)

    async def result() -> Reply:
        effect = await lessons.weigh(Taught(alias, entry.id) for alias in sifted.good)
        return show(result_screen(entry, sifted.good, sifted.refused, effect, _shown(lesson), live=lessons.may_go_live))

    return go(lesson) + working(common_texts.TEACH_TRYING, result)


@teach.press(KeepLesson, shows=_shown)
async def keep(act: Act[Lesson], press: KeepLesson) -> Reply:
    """Keep it: in use at once, or handed in."""
    lessons, lesson = act.desk(Lessons), act.state
    kept = await lessons.keep(act.who, lesson.entry, lesson.aliases, live=press.how is KeepAs.LIVE, miss=lesson.miss)
    if not kept.count:
        return show(refused_screen(kept.refused))
    sentence = texts.TEACH_LIVE if kept.live else texts.TEACH_PENDING
    said = sentence.format(count=kept.count, title=title_of(lessons.library, lesson.entry))
    return end() + show(over_screen(said, from_miss=bool(lesson.miss)))
