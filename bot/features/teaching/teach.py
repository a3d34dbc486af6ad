"""/teach: pick an entry, send aliases, see what they change, keep them. Guided, or ``/teach p12-3`` with the aliases on lines below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import Message, Update

from bot import texts
from bot.access import Action
from bot.answering.training.labelled import LabelledError
from bot.features.teaching.knowing import begin_work, find_entries, may_go_live, teaching_of, title_of
from bot.features.teaching.store import misses, supplements
from bot.features.teaching.store.misses import State
from bot.features.teaching.teach_panel import (
    MOST_ALIASES,
    ask_screen,
    found_screen,
    over_screen,
    parse_aliases,
    part_screen,
    parts_screen,
    refused_screen,
    result_screen,
)
from bot.features.teaching.trial import Effect
from bot.library.folding import first as first_of
from bot.library.models import Entry
from bot.library.normalize import clean, normalize
from bot.library.supplementing import MAX_ALIAS, Taught
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import shorten
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.dialogs import Dialog, DialogKind
from bot.platforms.telegram.staff.gate import staff_button, staff_command

NAME = "teach"


async def _teach(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/teach, /teach ENTRY, or /teach ENTRY aliases."""
    library = teaching_of(context).keeper.library
    first, _, rest = text.partition("\n")
    wanted, inline = first_of(first)
    if not wanted:
        await dialogs.begin(context, actor, NAME)
        await gate.show(update, context, parts_screen(library))
        return
    entry = library.find(clean(first)) or library.find(wanted)
    aliases = parse_aliases(rest if entry is library.find(clean(first)) else f"{inline}\n{rest}")
    data: dict[str, Any] = {"entry": entry.id} if entry is not None else {}
    await dialogs.begin(context, actor, NAME, data)
    if entry is None:
        await gate.show(update, context, found_screen(find_entries(library, clean(first)), clean(first)))
    elif aliases:
        await weigh(update, context, actor, data, aliases)
    else:
        await gate.show(update, context, ask_screen(entry))


async def _parts(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Another part, or another page of one."""
    if await _open(update, context, actor) is None:
        return
    library = teaching_of(context).keeper.library
    number, _, page = arguments.partition(":")
    screen = parts_screen(library) if not arguments else None
    if number.isdecimal() and page.isdecimal() and len(arguments) < 8:
        screen = part_screen(library, int(number), int(page))
    if screen is None:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await gate.show(update, context, screen)


async def _entry(update: Update, context: BotContext, actor: Actor, entry_id: str) -> None:
    """This entry."""
    dialog = await _open(update, context, actor)
    entry = teaching_of(context).keeper.library.by_id.get(entry_id)
    if dialog is None:
        return
    if entry is None:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await _choose(update, context, actor, dialog.data, entry)


async def _choose(update: Update, context: BotContext, actor: Actor, data: dict[str, Any], entry: Entry) -> None:
    await dialogs.step(context, actor, {**data, "entry": entry.id, "aliases": []})
    await gate.show(update, context, ask_screen(entry, str(data.get("question", ""))))


async def _use(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """The question as it was asked."""
    dialog = await _open(update, context, actor)
    if dialog is not None and dialog.data.get("question"):
        await weigh(update, context, actor, dialog.data, [str(dialog.data["question"])])


async def _more(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """More aliases for the same entry."""
    if await _open(update, context, actor) is not None:
        await gate.say(update, context, texts.TEACH_SEND)


async def _cancel(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """Leave it."""
    dialog = await _open(update, context, actor)
    if dialog is not None:
        await dialogs.end(context, actor, NAME)
        await gate.show(update, context, over_screen(texts.CANCELLED, from_miss=bool(dialog.data.get("miss"))))


async def _step(update: Update, context: BotContext, actor: Actor, dialog: Dialog) -> None:
    """What was written: words for an entry, or aliases for the one that was chosen."""
    message = update.effective_message
    said = (message.text or "").strip() if isinstance(message, Message) else ""
    if not said:
        await gate.say(update, context, texts.TEACH_WORDS_ONLY)
        return
    library = teaching_of(context).keeper.library
    if library.by_id.get(dialog.data.get("entry", "")) is not None:
        await weigh(update, context, actor, dialog.data, parse_aliases(said))
        return
    words = clean(said)
    found = find_entries(library, words)
    if not found and len(words) <= MAX_ALIAS:
        answer = gate.desk_of(context).knowledge.answerer.answer(words)
        found = [library.by_id[hit.id] for hit in answer.hits]
    if len(found) == 1 and library.find(words) is found[0]:
        await _choose(update, context, actor, dialog.data, found[0])
    else:
        await gate.show(update, context, found_screen(found, words))


async def weigh(update: Update, context: BotContext, actor: Actor, data: dict[str, Any], lines: Sequence[str]) -> None:
    """Add these lines to what is about to be taught, and show what all of it would change."""
    teaching = teaching_of(context)
    library = teaching.keeper.library
    entry = library.by_id.get(data.get("entry", ""))
    if entry is None:
        await gate.show(update, context, parts_screen(library))
        return
    before = [str(alias) for alias in data.get("aliases", [])]
    good, refused = await _sift(context, [*before, *lines], entry.id)
    if not good:
        await gate.show(update, context, refused_screen(refused))
        return
    await dialogs.step(context, actor, {**data, "aliases": good})
    work = await begin_work(update, context, actor, texts.TEACH_TRYING)
    effect = await effect_of(context, [Taught(alias, entry.id) for alias in good])
    await work.finish(result_screen(entry, good, refused, effect, live=may_go_live(context)))


async def effect_of(context: BotContext, more: Sequence[Taught]) -> Effect | str:
    """Which evaluation questions would change; a sentence where that cannot be known."""
    teaching = teaching_of(context)
    supplemented = await teaching.keeper.with_more(more)
    try:
        return await teaching.trial.run(gate.desk_of(context).knowledge.answerer, supplemented.library)
    except LabelledError as error:
        trace.note(trial=type(error).__name__)
        return texts.EFFECT_UNKNOWN


async def _sift(context: BotContext, lines: Sequence[str], entry_id: str) -> tuple[list[str], list[str]]:
    """What can be taught, each wording once, and sentences on what cannot."""
    teaching = teaching_of(context)
    wordings, library = await teaching.keeper.wordings(), teaching.keeper.library
    unique = {normalize(line): line for line in reversed(lines)}
    async with gate.desk_of(context).database.read() as transaction:
        taken = {supplement.key: supplement for supplement in await supplements.wanted(transaction, list(unique))}
    good: list[str] = []
    refused: list[str] = []
    for key, line in reversed(unique.items()):
        shown, objection = shorten(line, 30), wordings.objection(line, entry_id)
        if objection is not None:
            owner = wordings.owner(line) or ""
            refused.append(texts.OBJECTIONS[objection].format(alias=shown, owner=title_of(library, owner), limit=MAX_ALIAS))
        elif key in taken:
            sentence = texts.TEACH_TAKEN if taken[key].status is supplements.Status.LIVE else texts.TEACH_WAITING
            refused.append(sentence.format(alias=shown, title=title_of(library, taken[key].entry_id)))
        elif len(good) >= MOST_ALIASES:
            refused.append(texts.TEACH_TOO_MANY.format(alias=shown, most=MOST_ALIASES))
        else:
            good.append(line)
    return good, refused


async def _keep(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Keep it: in use at once, or handed in."""
    dialog = await _open(update, context, actor)
    if dialog is None:
        return
    desk, teaching = gate.desk_of(context), teaching_of(context)
    entry_id, now = str(dialog.data.get("entry", "")), desk.clock()
    aliases = [str(alias) for alias in dialog.data.get("aliases", [])]
    how, _, shown = arguments.partition(":")
    if shown != dialogs.mark([entry_id, aliases]):
        await gate.answer(update, context, texts.DIALOG_NEWER, alert=True)
        return
    good, refused = await _sift(context, aliases, entry_id)
    live = how == "live" and may_go_live(context)
    if not good:
        await gate.show(update, context, refused_screen(refused))
        return
    miss = await desk.misses.find(int(dialog.data["miss"])) if dialog.data.get("miss") else None
    async with desk.database.write() as transaction:
        items = [(alias, entry_id) for alias in good]
        kept = await supplements.propose_many(transaction, items, by=actor.user_id, now=now, live=live)
        if miss is not None and kept:
            await misses.decide(transaction, miss.keys, State.TAUGHT)
        numbers = " ".join(f"#{supplement.id}" for supplement in kept)
        if kept:
            await desk.audit(transaction, actor, Action.TEACH, f"entry:{entry_id}", numbers, "live" if live else "pending")
    if not kept:  # somebody else was faster by a moment
        await gate.show(update, context, refused_screen((await _sift(context, aliases, entry_id))[1]))
        return
    await dialogs.end(context, actor, NAME)
    teaching.keeper.nudge()
    sentence = (texts.TEACH_LIVE if live else texts.TEACH_PENDING).format(
        count=len(kept), title=title_of(teaching.keeper.library, entry_id)
    )
    await gate.show(update, context, over_screen(sentence, from_miss=bool(dialog.data.get("miss"))))


async def _open(update: Update, context: BotContext, actor: Actor) -> Dialog | None:
    """The dialogue that a button belongs to; somebody whose dialogue is over is told so."""
    dialog = await dialogs.present(context, actor, NAME)
    if dialog is None:
        await gate.answer(update, context, await dialogs.why_over(context, actor, NAME), alert=True)
    return dialog


HANDLERS: list[gate.Guarded] = [
    staff_command("teach", Action.TEACH, _teach),
    staff_button("tp", Action.TEACH, _parts),
    staff_button("te", Action.TEACH, _entry),
    staff_button("tu", Action.TEACH, _use),
    staff_button("tm", Action.TEACH, _more),
    staff_button("tk", Action.TEACH, _keep),
    staff_button("tc", Action.TEACH, _cancel),
]
DIALOGS = [DialogKind(NAME, Action.TEACH, _step)]
