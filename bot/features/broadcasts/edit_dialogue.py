"""Other content for a broadcast that nobody has yet: send it, look at it, and it is a draft that must be released (again)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection, stamp
from bot.chat.reply import Reply, end, go, nothing, say, show, tell, then
from bot.chat.said import Said
from bot.chat.screen import Block, Button, Screen, screen
from bot.features.broadcasts import texts
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.content import Pending, received, sources_in
from bot.features.broadcasts.draft import new_key
from bot.features.broadcasts.listing import offer, one, sees, unknown
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.presses import LEAVE, ChangeDraft, Use
from bot.features.broadcasts.service import BroadcastService
from bot.features.broadcasts.source_edits import in_dialogue, in_hand
from bot.outbox.content import load


@dataclass(frozen=True, slots=True)
class Rewording(Pending):
    """Other content for the broadcast ``number``; ``key`` tells this dialogue from every other."""

    number: int = 0
    key: str = ""


rewording = Conversation("broadcast_edit", Action.BROADCAST_PREPARE, Rewording, over=texts.BROADCAST_DIALOG_OVER)
rewording.takes_edits(in_dialogue)(in_hand)


@rewording.press(ChangeDraft, anytime=True)
async def begin(act: Act[Rewording], press: ChangeDraft) -> Reply:
    """The button: ask for the new content, unless it is too late for that."""
    progress = await act.desk(Overview).progress(press.number)
    if progress is None:
        return unknown(press.number)
    if not progress.editable:
        return tell(texts.BROADCAST_NOT_CHANGED)
    state = Rewording(number=press.number, key=new_key())
    return rewording.begin(state) + say(_screen(state, texts.BROADCAST_SEND_NEW.format(number=press.number)))


@rewording.hears
async def content(act: Act[Rewording], said: Said) -> Reply:
    """The new content, or the rest of a long one."""
    got = received(said, act.desk(Cards), act.state)
    if got is None:
        return nothing()
    pending, checked = got
    state = act.state.taking(pending)
    if checked.content is None:
        return go(state) + tell("\n".join([*checked.problems, texts.BROADCAST_CHANGE_CONTENT]))
    lines = [texts.BROADCAST_CONTENT_IS.format(opening=pending.opening), *checked.notes, texts.BROADCAST_USE_NEW]
    return go(state) + say(_screen(state, *lines))


@rewording.press(Use)
async def use(act: Act[Rewording], press: Use) -> Reply:
    """Use it, or leave everything as it is."""
    state = act.state
    if press.key != state.key or press.shown not in (LEAVE, stamp(state.content)):
        raise Objection(chat_texts.DIALOG_NEWER)
    if press.shown == LEAVE:
        return end() + show(chat_texts.CANCELLED)
    if not state.content:
        return nothing()
    progress = await act.desk(Overview).progress(state.number)
    if progress is not None and not progress.editable:
        return end() + await one(act, state.number, texts.BROADCAST_NOT_CHANGED)
    return say(texts.BROADCAST_PREVIEW) + then(lambda: _use(act, state))


async def _use(act: Act[Rewording], state: Rewording) -> Reply:
    wanted = load(state.content)
    refused = await sees(act, wanted)
    if refused is not None:
        return go(state.taking(Pending())) + say("\n".join([refused, texts.BROADCAST_CHANGE_CONTENT]))
    done = await act.desk(BroadcastService).change_content(act.who, state.number, wanted, sources_in(state.sources))
    if done.ok:
        return end() + await offer(act, state.number, done.text)
    return end() + tell(done.text) + await one(act, state.number, done.text)


def _screen(state: Rewording, *lines: str) -> Screen:
    """With the content that may be used now, if there is any."""
    row = [Button(texts.BUTTON_BC_USE, Use(state.key, stamp(state.content)))] if state.content else []
    return screen(map(Block, lines), [[*row, Button(texts.BUTTON_BC_CANCEL, Use(state.key, LEAVE))]])
