"""/broadcast: content → audience → time → preview, and a draft that waits for its release.

One line does it too: ``/broadcast 标签:乡镇 明天 9:00``, the content in the lines below.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.access import Action, allowed
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection, stamp
from bot.chat.reply import Reply, end, go, nothing, say, show, tell, then
from bot.chat.said import Said
from bot.features.broadcasts import texts, words
from bot.features.broadcasts.audiences import Audiences
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.content import from_text, goes_on, original_in, received, sources_in
from bot.features.broadcasts.draft import TIMES, Draft, audience_screen, chosen_blocks, names_screen, new_key, start_screen, when_screen
from bot.features.broadcasts.listing import offer, sees, unknown
from bot.features.broadcasts.moments import shown_times
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.presses import Like, PickAudience
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.features.broadcasts.source_edits import anywhere, in_hand, prepared
from bot.features.broadcasts.words import When, WordsError, number_in
from bot.outbox import texts as outbox_texts
from bot.outbox.content import Checked, dump, load
from bot.places.audience import Audience, Kind, To
from bot.richtext.runs import text_of
from bot.when import CHINA

broadcast = Conversation("broadcast", Action.BROADCAST_PREPARE, Draft, over=texts.BROADCAST_DIALOG_OVER)


@broadcast.command("broadcast", chat_texts.STAFF_COMMANDS["broadcast"])
async def begin(act: Act[Draft], said: str) -> Reply:
    """/broadcast, alone or with everything in one message."""
    if said:
        return await _one_line(act, said)
    draft = Draft(key=new_key())
    return go(draft) + show(start_screen(draft))


@broadcast.press(Like, anytime=True)
async def like(act: Act[Draft], press: Like) -> Reply:
    """The same content again: in place of a broadcast that nobody has yet, or as another one."""
    number = press.number
    progress = await act.desk(Overview).progress(number)
    if progress is None or progress.broadcast.kind == Kind.DAILY:
        return unknown(number)
    one = progress.broadcast
    if not one.content.frozen:
        return tell(texts.BROADCAST_UNFROZEN)
    official = progress.replaceable and one.official and allowed(Action.BROADCAST_OFFICIAL, act.who.roles)
    replaces = number if progress.replaceable else 0
    draft = Draft(dump(one.content), one.content.opening, key=new_key(), kind=one.kind, like=number, official=official, replaces=replaces)
    note = (texts.BROADCAST_WILL_REPLACE if replaces else texts.BROADCAST_COPIES).format(number=number)
    return broadcast.begin(draft) + say(audience_screen(draft, await act.desk(Audiences).groups(), [note]))


async def _one_line(act: Act[Draft], said: str) -> Reply:
    first, _, rest = said.partition("\n")
    to, _, time = first.strip().partition(" ")
    audience = words.audience(to) or await act.desk(Audiences).named(to)
    if audience is None:
        return tell(texts.BROADCAST_TO_WHOM_USAGE)
    message = original_in(act.said)
    checked = from_text(message, act.desk(Cards), len(text_of(message.runs).rstrip()) - len(rest))
    draft = Draft(key=new_key(), sources=(message.key,) if message.key else ())
    if checked.content is None:
        return go(draft) + _problems(checked)
    draft = replace(draft, content=dump(checked.content), opening=checked.content.opening)
    draft = replace(draft, to=audience.to, names=audience.names, ready=True)
    return go(draft) + await _prepare_at(act, draft, time or texts.BROADCAST_NOW_WORDS[0])


@broadcast.hears
async def heard(act: Act[Draft], said: Said) -> Reply:
    """What is written or sent while the dialogue is open: content, audience, words to search for, or a time."""
    draft = act.state
    audience = words.audience(said.text)
    if (not draft.content and not draft.daily) or (not draft.to and audience is None and goes_on(said, draft)):
        return await _content(act, said)
    if draft.ready:
        return await _prepare_at(act, draft, said.text)
    if audience is None and draft.to == To.PICKED:
        return await _names(act, replace(draft, words=said.text[:100], page=0))
    meant = audience or await act.desk(Audiences).named(said.text)
    if meant is None:
        return tell(texts.BROADCAST_TO_WHOM_USAGE)
    return await _ask_when(act, replace(draft, to=meant.to, names=meant.names))


async def _content(act: Act[Draft], said: Said) -> Reply:
    got = received(said, act.desk(Cards), act.state)
    if got is None:
        return nothing()
    draft, checked = act.state.taking(got[0]), got[1]
    if checked.content is None:
        return go(draft) + _problems(checked)
    return go(draft) + show(audience_screen(draft, await act.desk(Audiences).groups(), checked.notes))


def _problems(checked: Checked) -> Reply:
    return tell("\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT]))


@broadcast.takes_edits(anywhere)
async def edited(act: Act[Draft], said: Said) -> Reply:
    """A message that the draft, or a broadcast, was taken from says something else."""
    return await in_hand(act, said) + await prepared(act, said)


@broadcast.press(PickAudience)
async def choose(act: Act[Draft], press: PickAudience) -> Reply:
    """A button under the question that is open: anything else is older, and says so."""
    draft = act.state
    if press.key != draft.key:
        raise Objection(chat_texts.DIALOG_NEWER)
    if press.verb == "x":
        return end() + show(chat_texts.CANCELLED)
    if press.verb == "daily" and not draft.content:
        return await _daily(act, working_days_only=press.value == "w")
    if not draft.content:
        return show(start_screen(draft))
    if press.verb == "back":
        draft = draft.without_audience()
        return go(draft) + show(audience_screen(draft, await act.desk(Audiences).groups()))
    step = (_OF_TIME if draft.ready else _OF_AUDIENCE).get(press.verb)
    reply = None if step is None else await step(act, press)
    if reply is None:
        raise Objection(chat_texts.DIALOG_NEWER)
    return reply


async def _daily(act: Act[Draft], *, working_days_only: bool) -> Reply:
    """The daily entry for all groups that want it, each at its own time."""
    content = act.desk(Cards).of_day(act.now.astimezone(CHINA))
    daily = Draft(dump(content), content.opening, key=new_key(), kind=Kind.DAILY, daily=True, ready=True)
    draft = replace(daily, to=To.ALL, working_days_only=working_days_only)
    return go(draft) + await _prepare(act, draft, When())


async def _to(act: Act[Draft], press: PickAudience) -> Reply | None:
    if press.value == To.ALL:
        return await _ask_when(act, replace(act.state, to=press.value, names=()))
    if press.value not in list(To):
        return None
    return await _names(act, replace(act.state, to=press.value, names=(), page=0, words=""))


async def _toggle(act: Act[Draft], press: PickAudience) -> Reply | None:
    chosen = next((name for name in act.state.offered if stamp(name) == press.value), None)
    return None if chosen is None else await _names(act, act.state.toggled(chosen))


async def _turn(act: Act[Draft], press: PickAudience) -> Reply | None:
    page = number_in(press.value)
    if page is None or press.stamp != act.state.page_stamp:
        return None
    return await _names(act, replace(act.state, page=min(page, 10_000)))


async def _picked(act: Act[Draft], press: PickAudience) -> Reply | None:
    return await _ask_when(act, act.state) if press.value == act.state.stamp else None


async def _kind(act: Act[Draft], press: PickAudience) -> Reply | None:
    return await _ask_when(act, act.state.other_kind()) if press.value == act.state.stamp else None


async def _official(act: Act[Draft], press: PickAudience) -> Reply | None:
    if press.value != act.state.stamp:
        return None
    act.demand(Action.BROADCAST_OFFICIAL)
    return await _ask_when(act, replace(act.state, official=not act.state.official))


async def _time(act: Act[Draft], press: PickAudience) -> Reply | None:
    if press.stamp != act.state.stamp or press.value not in TIMES:
        return None
    return await _prepare_at(act, act.state, TIMES[press.value])


_Step = Callable[[Act[Draft], PickAudience], Awaitable[Reply | None]]
_OF_AUDIENCE: Mapping[str, _Step] = MappingProxyType({"to": _to, "n": _toggle, "p": _turn, "ok": _picked})
_OF_TIME: Mapping[str, _Step] = MappingProxyType({"kind": _kind, "official": _official, "w": _time})


async def _names(act: Act[Draft], draft: Draft) -> Reply:
    """Show a page of what can be picked, and remember what is on its buttons."""
    names = await act.desk(Audiences).names(draft)
    draft = replace(draft, offered=tuple(names.labels))
    return go(draft) + show(names_screen(draft, names.labels, names.more))


async def _ask_when(act: Act[Draft], draft: Draft) -> Reply:
    """Show who gets it; an audience without anybody is said now, not at the end."""
    chosen = await act.desk(BroadcastService).look(draft.audience, draft.kind, official=draft.official)
    if not chosen.receivers:
        lines = [*(block.text for block in chosen_blocks(draft.audience, chosen)), texts.BROADCAST_NOBODY]
        draft = replace(draft, to="", names=(), offered=(), ready=False)
        return go(draft) + show(audience_screen(draft, await act.desk(Audiences).groups(), lines))
    draft = replace(draft, ready=True)
    return go(draft) + show(when_screen(draft, chosen, owner=allowed(Action.BROADCAST_OFFICIAL, act.who.roles)))


async def _prepare_at(act: Act[Draft], draft: Draft, time: str) -> Reply:
    try:
        when = words.when(time, act.now, CHINA)
    except (WordsError, ValueError) as error:
        return tell(str(error) if isinstance(error, WordsError) else outbox_texts.BROADCAST_WHEN_USAGE)
    return await _prepare(act, draft, when)


async def _prepare(act: Act[Draft], draft: Draft, when: When) -> Reply:
    """Show it as it will look, and keep it as a draft, unless the platform or the rules have something against it."""
    plan = _plan(draft, when)
    examined = await act.desk(BroadcastService).examine(plan)
    if examined.problems:
        # Without anybody who gets it the audience is asked for again, else only the time.
        return go(replace(draft, ready=bool(examined.chosen.receivers))) + say("\n".join(examined.problems))
    return say(texts.BROADCAST_PREVIEW) + then(lambda: _keep(act, draft, plan))


async def _keep(act: Act[Draft], draft: Draft, plan: Plan) -> Reply:
    refused = await sees(act, plan.content)
    if refused is not None:
        return go(Draft(key=draft.key)) + say("\n".join([refused, texts.BROADCAST_CHANGE_CONTENT]))
    kept = await act.desk(BroadcastService).prepare(act.who, plan)
    if kept.number is None:
        # Whatever it was to replace stays; who chooses a time again wants another one beside it.
        return go(replace(draft, replaces=0)) + say("\n".join(kept.problems))
    said = [texts.BROADCAST_REPLACED.format(number=draft.replaces)] if draft.replaces else []
    if kept.runs:
        said.append(texts.BROADCAST_NEXT_RUNS.format(times=shown_times(kept.runs, CHINA)))
    return end() + await offer(act, kept.number, "\n".join(said))


def _plan(draft: Draft, when: When) -> Plan:
    return Plan(
        load(draft.content),
        draft.audience if draft.to else Audience(To.ALL),
        draft.kind,
        draft.official,
        when.start_at,
        when.rule,
        draft.daily,
        draft.working_days_only,
        replaces=draft.replaces or None,
        sources=sources_in(draft.sources),
        like=draft.like or None,
    )
