"""What announcers do with a broadcast that exists: release, pause, resume, cancel, recall, retry, settle what is uncertain.

Two who press at once: one act counts, and the other person is told where the broadcast is now.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import BaseHandler

from bot import texts
from bot.access import Action
from bot.features.broadcasts.done import Done
from bot.features.broadcasts.listing import leave, show_one, show_uncertain
from bot.features.broadcasts.screens import sure_screen
from bot.features.broadcasts.service import BroadcastService
from bot.features.broadcasts.shared import announcer, announcers, number_in, service_of, tell_one
from bot.outbox.auditing import Actor as Announcer
from bot.outbox.store import broadcasts as store
from bot.outbox.store import schedules
from bot.outbox.store.broadcasts import Broadcast
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor

Act = Callable[[BroadcastService, Announcer, int], Awaitable[Done]]
_ACTS: dict[str, Act] = {
    "pause": BroadcastService.pause,
    "resume": BroadcastService.resume,
    "cancel": BroadcastService.cancel,
    "recall": BroadcastService.recall,
    "retry": BroadcastService.retry_failed,
}
_SURE = {"askcancel": ("cancel", texts.BROADCAST_SURE_CANCEL), "askrecall": ("recall", texts.BROADCAST_SURE_RECALL)}


async def _release(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Release what was seen: the button knows which content that was."""
    text, _, seen = arguments.partition(":")
    number = number_in(text) or 0
    async with gate.desk_of(context).database.read() as transaction:
        one = await store.get(transaction, number)
    digest = one.digest if one is not None and len(seen) >= 12 and one.digest.startswith(seen) else seen
    done = await service_of(context).release(announcer(actor), number, digest)
    await _tell(update, context, actor, number, done)
    if done.ok and one is not None:
        await _tell_preparer(context, actor, one, texts.BROADCAST_OTHER_RELEASED)


async def _tell_preparer(context: BotContext, actor: Actor, one: Broadcast | None, text: str) -> None:
    """Somebody else decided about what a person had prepared."""
    if one is None or one.prepared_by == actor.user_id or one.prepared_by not in await announcers(gate.desk_of(context)):
        return
    look = Button(texts.BUTTON_BC_LOOK, gate.button_data("bv", one.id))
    await tell_one(context, one.prepared_by, Screen(pages([Block(text.format(name=actor.name, number=one.id))])[0], ((look,),)))


async def _control(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    verb, _, text = arguments.partition(":")
    number = number_in(text) or 0
    if verb in _SURE:
        await leave(context, actor)
        act, question = _SURE[verb]
        if act == "cancel":
            async with gate.desk_of(context).database.read() as transaction:
                if await schedules.repeating(transaction, [number]):
                    question = texts.BROADCAST_SURE_CANCEL_SERIES
        await gate.show(update, context, sure_screen(number, act, question.format(number=number)))
    elif verb in _ACTS:
        done = await _ACTS[verb](service_of(context), announcer(actor), number)
        await _tell(update, context, actor, number, done)
        if done.ok and verb == "cancel":
            async with gate.desk_of(context).database.read() as transaction:
                one = await store.get(transaction, number)
            await _tell_preparer(context, actor, one, texts.BROADCAST_OTHER_CANCELLED)
    else:
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))


async def _settle(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """It arrived (a), or send it again (s): one delivery, or all that are uncertain."""
    text, _, rest = arguments.partition(":")
    how, _, which = rest.partition(":")
    number, one = number_in(text) or 0, number_in(which)
    if how not in ("a", "s") or (one is None and which != "all"):
        await gate.tell(update, context, texts.BROADCAST_UNKNOWN.format(number=number))
        return
    service = service_of(context)
    done = await service.resolve_uncertain(announcer(actor), number, arrived=how == "a", ids=None if one is None else [one])
    await gate.answer(update, context, done.text)
    await show_uncertain(update, context, actor, number, done.text)


async def _official(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """An owner's word: groups that turned announcements off get this one all the same."""
    text, _, wanted = arguments.partition(":")
    number = number_in(text) or 0
    done = await service_of(context).mark_official(announcer(actor), number, official=wanted == "1")
    await _tell(update, context, actor, number, done)


async def _tell(update: Update, context: BotContext, actor: Actor, number: int, done: Done) -> None:
    await gate.answer(update, context, done.text, alert=not done.ok)
    if done.stage is not None:
        await show_one(update, context, actor, number, done.text)


HANDLERS: list[BaseHandler[Update, BotContext, None]] = [
    gate.staff_button("br", Action.BROADCAST_RELEASE, _release),
    gate.staff_button("bx", Action.BROADCAST_CONTROL, _control),
    gate.staff_button("bz", Action.BROADCAST_CONTROL, _settle),
    gate.staff_button("bo", Action.BROADCAST_OFFICIAL, _official),
]
