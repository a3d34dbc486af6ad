"""What announcers do with a broadcast that exists: release, pause, resume, cancel, recall, retry, settle what is uncertain.

Two who press at once: one act counts, and the other person is told where the broadcast is now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.access import Action
from bot.chat import reply as replies
from bot.chat.conversation import Act, Conversation
from bot.chat.reply import Reply, nothing, show, tell, then, toast
from bot.features.broadcasts import texts
from bot.features.broadcasts.done import Done
from bot.features.broadcasts.listing import one, tell_one, uncertain, unknown
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.presses import EVERY, Control, Finding, Official, Release, Settle, Steer
from bot.features.broadcasts.screens import look_screen, sure_screen
from bot.features.broadcasts.service import BroadcastService
from bot.features.broadcasts.words import number_in
from bot.storage.acts import Who

_ACTS: Mapping[Steer, Callable[[BroadcastService, Who, int], Awaitable[Done]]] = MappingProxyType(
    {
        Steer.PAUSE: BroadcastService.pause,
        Steer.RESUME: BroadcastService.resume,
        Steer.CANCEL: BroadcastService.cancel,
        Steer.RECALL: BroadcastService.recall,
        Steer.RETRY: BroadcastService.retry_failed,
    }
)

steering = Conversation[None]("broadcast_acts", Action.BROADCAST_CONTROL)


@steering.press(Release, Action.BROADCAST_RELEASE)
async def release(act: Act[None], press: Release) -> Reply:
    """Release what was seen: the button knows which content that was."""
    done = await act.desk(BroadcastService).release(act.who, press.number, press.seen)
    return await _told(act, press.number, done) + (_preparer(act, press.number, texts.BROADCAST_OTHER_RELEASED) if done.ok else nothing())


@steering.press(Control)
async def control(act: Act[None], press: Control) -> Reply:
    """Do it, or ask first."""
    number = press.number
    if press.verb is Steer.ASK_RECALL:
        return show(sure_screen(number, Steer.RECALL, texts.BROADCAST_SURE_RECALL.format(number=number)))
    if press.verb is Steer.ASK_CANCEL:
        series = await act.desk(Overview).repeats(number)
        question = texts.BROADCAST_SURE_CANCEL_SERIES if series else texts.BROADCAST_SURE_CANCEL
        return show(sure_screen(number, Steer.CANCEL, question.format(number=number)))
    done = await _ACTS[press.verb](act.desk(BroadcastService), act.who, number)
    cancelled = done.ok and press.verb is Steer.CANCEL
    return await _told(act, number, done) + (_preparer(act, number, texts.BROADCAST_OTHER_CANCELLED) if cancelled else nothing())


@steering.press(Settle)
async def settle(act: Act[None], press: Settle) -> Reply:
    """It arrived, or send it again: one delivery, or all that are uncertain."""
    which = number_in(press.which)
    if which is None and press.which != EVERY:
        return unknown(press.number)
    done = await act.desk(BroadcastService).resolve_uncertain(
        act.who, press.number, arrived=press.found is Finding.ARRIVED, ids=None if which is None else [which]
    )
    return toast(done.text) + await uncertain(act, press.number, done.text)


@steering.press(Official, Action.BROADCAST_OFFICIAL)
async def official(act: Act[None], press: Official) -> Reply:
    """An owner's word: groups that turned announcements off get this one all the same."""
    done = await act.desk(BroadcastService).mark_official(act.who, press.number, official=press.official)
    return await _told(act, press.number, done)


async def _told(act: Act[None], number: int, done: Done) -> Reply:
    line = replies.done(done.text) if done.ok else tell(done.text)
    return line if done.stage is None else line + await one(act, number, done.text)


def _preparer(act: Act[None], number: int, text: str) -> Reply:
    """Tell whoever had prepared it that somebody else decided about it."""

    async def told() -> Reply:
        overview = act.desk(Overview)
        one = await overview.get(number)
        if one is not None and one.prepared_by != act.who.user_id and one.prepared_by in await overview.announcers():
            await tell_one(act, one.prepared_by, look_screen(number, text.format(name=act.who.name, number=number)))
        return nothing()

    return then(told)
