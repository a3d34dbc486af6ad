"""/broadcast: content → audience → time → preview, and a draft that waits for its release.

One line does it too: ``/broadcast 标签:乡镇 明天 9:00``, the content in the lines below.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from telegram import Message, Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action, allowed
from bot.features.broadcasts import words
from bot.features.broadcasts.content import Pending, from_text, goes_on, received, source_of, sources_in
from bot.features.broadcasts.draft import TIMES, Draft, audience_screen, chosen_blocks, load, new_key, start_screen, when_screen
from bot.features.broadcasts.moments import shown_times
from bot.features.broadcasts.offer import offer
from bot.features.broadcasts.picking import count_groups, named, names
from bot.features.broadcasts.preview import preview
from bot.features.broadcasts.service import Plan
from bot.features.broadcasts.shared import announcer, number_in, outbox_of, progress_of, service_of
from bot.features.broadcasts.words import When, WordsError
from bot.features.broadcasts.work import daily_content
from bot.outbox.content import Checked, Content, dump
from bot.outbox.content import load as load_content
from bot.places.audience import Audience, Kind, To
from bot.platforms.telegram import speak
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import plain
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.when import CHINA

_NAME = "broadcast"


async def _begin(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """/broadcast, alone or with everything in one message."""
    if arguments:
        await _one_line(update, context, actor, arguments)
        return
    draft = Draft(key=new_key())
    await dialogs.begin(context, actor, _NAME, draft.dump())
    await gate.show(update, context, start_screen(draft))


async def _like(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """The same content again: in place of a broadcast that nobody has yet, or as another one."""
    number = number_in(arguments) or 0
    progress = await progress_of(gate.desk_of(context), number)
    if progress is None or progress.broadcast.kind == Kind.DAILY:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
        return
    one = progress.broadcast
    if not one.content.frozen:
        await gate.tell(update, context, texts.BROADCAST_UNFROZEN)
        return
    official = progress.replaceable and one.official and allowed(Action.BROADCAST_OFFICIAL, actor.roles)
    replaces = number if progress.replaceable else 0
    same = Draft(new_key(), dump(one.content), one.content.opening, kind=one.kind, like=number)
    draft = replace(same, official=official, replaces=replaces)
    await dialogs.begin(context, actor, _NAME, draft.dump())
    note = (texts.BROADCAST_WILL_REPLACE if replaces else texts.BROADCAST_COPIES).format(number=number)
    await gate.say(update, context, audience_screen(draft, await count_groups(context), [note]))


async def _one_line(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    first, _, rest = arguments.partition("\n")
    to, _, time = first.strip().partition(" ")
    message = update.message
    if message is None or message.text is None:
        return
    audience = words.audience(to) or await named(gate.desk_of(context).database, to)
    if audience is None:
        await gate.tell(update, context, texts.BROADCAST_TO_WHOM_USAGE)
        return
    start = len(message.text.rstrip()) - len(rest)
    checked = from_text(message.text, message.entities, context.services.knowledge.library, start)
    given = Draft(new_key(), sources=(source_of(message),))
    await dialogs.begin(context, actor, _NAME, given.dump())
    if checked.content is not None:
        given = replace(given, content=dump(checked.content), opening=checked.content.opening)
    draft = await _with_content(update, context, actor, given, checked, quietly=True)
    if draft is not None:
        draft = replace(draft, to=audience.to, names=audience.names, ready=True)
        await dialogs.step(context, actor, draft.dump())
        await _prepare_at(update, context, actor, draft, time or texts.BROADCAST_NOW_WORDS[0])


async def _step(update: Update, context: BotContext, actor: Actor, dialog: dialogs.Dialog) -> None:
    """What is written or sent while the dialogue is open: content, audience, words to search for, or a time."""
    message = update.message
    if message is None:
        return
    draft = load(dialog.data)
    said = message.text or ""
    pending = Pending.load(dialog.data)
    audience = words.audience(said)
    if (not draft.content and not draft.daily) or (not draft.to and audience is None and goes_on(message, pending)):
        got = received(message, context.services.knowledge.library, pending)
        if got is not None:
            await _with_content(update, context, actor, replace(draft, **got[0].dump()), got[1])
    elif draft.ready:
        await _prepare_at(update, context, actor, draft, said)
    elif audience is not None:
        await _ask_when(update, context, actor, replace(draft, to=audience.to, names=audience.names))
    elif draft.to == To.PICKED:
        await names(update, context, actor, replace(draft, words=said[:100], page=0))
    elif (meant := await named(gate.desk_of(context).database, said)) is not None:
        await _ask_when(update, context, actor, replace(draft, to=meant.to, names=meant.names))
    else:
        await gate.tell(update, context, texts.BROADCAST_TO_WHOM_USAGE)


async def _with_content(
    update: Update, context: BotContext, actor: Actor, draft: Draft, checked: Checked, *, quietly: bool = False
) -> Draft | None:
    """Keep the draft with its content; ``None``: something is wrong with it, and was said."""
    await dialogs.step(context, actor, draft.dump())
    if checked.content is None:
        await gate.tell(update, context, "\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT]))
        return None
    if not quietly:
        await gate.show(update, context, audience_screen(draft, await count_groups(context), checked.notes))
    return draft


async def _press(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    dialog = await dialogs.present(context, actor, _NAME)
    if dialog is None:
        await gate.tell(update, context, await dialogs.why_over(context, actor, _NAME, texts.BROADCAST_DIALOG_OVER))
        return
    draft = load(dialog.data)
    key, verb, value, stamp = [*arguments.split(":", 3), "", "", ""][:4]
    if key != draft.key:
        await gate.tell(update, context, texts.DIALOG_NEWER)
    elif verb == "x":
        await dialogs.end(context, actor)
        await gate.show(update, context, plain(texts.CANCELLED))
    elif verb == "daily" and not draft.content:
        await _daily(update, context, actor, working_days_only=value == "w")
    elif not draft.content:
        await gate.show(update, context, start_screen(draft))
    elif verb == "back":
        draft = replace(draft, to="", names=(), offered=(), words="", page=0, ready=False)
        await dialogs.step(context, actor, draft.dump())
        await gate.show(update, context, audience_screen(draft, await count_groups(context)))
    elif draft.ready:
        await _press_when(update, context, actor, draft, verb, value, stamp or value)
    else:
        await _press_audience(update, context, actor, draft, verb, value, stamp)


async def _daily(update: Update, context: BotContext, actor: Actor, *, working_days_only: bool) -> None:
    """The daily entry for all groups that want it, each at its own time."""
    desk = gate.desk_of(context)
    content = daily_content(desk.knowledge, desk.clock().astimezone(CHINA))
    daily = Draft(new_key(), dump(content), content.opening, kind="daily", daily=True, ready=True)
    draft = replace(daily, to=To.ALL, working_days_only=working_days_only)
    await dialogs.step(context, actor, draft.dump())
    await _prepare(update, context, actor, draft, When())


async def _press_audience(
    update: Update, context: BotContext, actor: Actor, draft: Draft, verb: str, value: str, stamp: str
) -> None:
    chosen = next((name for name in draft.offered if dialogs.mark(name) == value), None)
    if verb == "to" and value == To.ALL:
        await _ask_when(update, context, actor, replace(draft, to=value, names=()))
    elif verb == "to" and value in list(To):
        await names(update, context, actor, replace(draft, to=value, names=(), page=0, words=""))
    elif verb == "n" and chosen is not None:
        await names(update, context, actor, draft.toggled(chosen))
    elif verb == "p" and (page := number_in(value)) is not None and stamp == dialogs.mark((draft.to, draft.words)):
        await names(update, context, actor, replace(draft, page=min(page, 10_000)))
    elif verb == "ok" and value == draft.stamp:
        await _ask_when(update, context, actor, draft)
    else:
        await gate.tell(update, context, texts.DIALOG_NEWER)


async def _press_when(
    update: Update, context: BotContext, actor: Actor, draft: Draft, verb: str, value: str, stamp: str
) -> None:
    if stamp != draft.stamp:
        await gate.tell(update, context, texts.DIALOG_NEWER)
    elif verb == "kind":
        await _ask_when(update, context, actor, draft.other_kind())
    elif verb == "official":
        if await gate.permits(update, context, actor, Action.BROADCAST_OFFICIAL):
            await _ask_when(update, context, actor, replace(draft, official=not draft.official))
    elif verb == "w" and value in TIMES:
        await _prepare_at(update, context, actor, draft, TIMES[value])
    else:
        await gate.tell(update, context, texts.DIALOG_NEWER)


async def _ask_when(update: Update, context: BotContext, actor: Actor, draft: Draft) -> None:
    """Show who gets it; an audience without anybody is said now, not at the end."""
    chosen = await service_of(context).look(draft.audience, draft.kind, official=draft.official)
    if not chosen.receivers:
        lines = [block.text for block in chosen_blocks(draft.audience, chosen)]
        draft = replace(draft, to="", names=(), offered=(), ready=False)
        await dialogs.step(context, actor, draft.dump())
        await gate.show(update, context, audience_screen(draft, await count_groups(context), [*lines, texts.BROADCAST_NOBODY]))
        return
    draft = replace(draft, ready=True)
    await dialogs.step(context, actor, draft.dump())
    owner = allowed(Action.BROADCAST_OFFICIAL, actor.roles)
    await gate.show(update, context, when_screen(draft, chosen, owner=owner))


async def _prepare_at(update: Update, context: BotContext, actor: Actor, draft: Draft, time: str) -> None:
    try:
        when = words.when(time, gate.desk_of(context).clock(), CHINA)
    except (WordsError, ValueError) as error:
        await gate.tell(update, context, str(error) if isinstance(error, WordsError) else texts.BROADCAST_WHEN_USAGE)
        return
    await _prepare(update, context, actor, draft, when)


async def _prepare(update: Update, context: BotContext, actor: Actor, draft: Draft, when: When) -> None:
    """Show it as it will look, and keep it as a draft, unless Telegram or the rules have something against it."""
    outbox = await outbox_of(update, context)
    message = update.effective_message
    if outbox is None or not isinstance(message, Message):
        return
    content = load_content(draft.content)
    plan = _plan(draft, content, when, gate.desk_of(context).settings.make_up)
    service = service_of(context)
    examined = await service.examine(plan)
    if examined.problems:
        # Without anybody who gets it the audience is asked for again, else only the time.
        await dialogs.step(context, actor, replace(draft, ready=bool(examined.chosen.receivers)).dump())
        await speak.reply(context, message, plain("\n".join(examined.problems)))
        return
    await speak.reply(context, message, plain(texts.BROADCAST_PREVIEW))
    refused = await preview(outbox.sender, actor.chat_id, content)
    if refused is not None:
        await dialogs.step(context, actor, Draft(draft.key).dump())
        await speak.reply(context, message, plain("\n".join([refused, texts.BROADCAST_CHANGE_CONTENT])))
        return
    prepared = await service.prepare(announcer(actor), plan)
    if prepared.number is None:
        # Whatever it was to replace stays; who chooses a time again wants another one beside it.
        await dialogs.step(context, actor, replace(draft, replaces=0).dump())
        await speak.reply(context, message, plain("\n".join(prepared.problems)))
        return
    await dialogs.end(context, actor)
    said = [texts.BROADCAST_REPLACED.format(number=draft.replaces)] if draft.replaces else []
    if prepared.runs:
        said.append(texts.BROADCAST_NEXT_RUNS.format(times=shown_times(prepared.runs, CHINA)))
    await offer(update, context, actor, prepared.number, "\n".join(said))


def _plan(draft: Draft, content: Content, when: When, make_up: timedelta) -> Plan:
    audience = draft.audience if draft.to else Audience(To.ALL)
    return Plan(
        content,
        audience,
        draft.kind,
        draft.official,
        when.start_at,
        when.rule,
        draft.daily,
        draft.working_days_only,
        max_age=make_up,
        replaces=draft.replaces or None,
        sources=sources_in(draft.sources),
        like=draft.like or None,
    )


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_command("broadcast", Action.BROADCAST_PREPARE, _begin),
    gate.staff_button("bc", Action.BROADCAST_PREPARE, _press),
    gate.staff_button("bk", Action.BROADCAST_PREPARE, _like),
]
DIALOGS = [dialogs.DialogKind(_NAME, Action.BROADCAST_PREPARE, _step)]
