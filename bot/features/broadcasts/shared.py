"""What the handlers of broadcasts share: the service with the rules of this moment, the wire, and words to other announcers."""

from __future__ import annotations

from telegram import Update
from telegram.error import TelegramError

from bot import texts
from bot.access import Role
from bot.features.broadcasts import releasing, report
from bot.features.broadcasts.report import Progress
from bot.features.broadcasts.rules import rules_of
from bot.features.broadcasts.service import BroadcastService
from bot.library.ids import counted
from bot.outbox.auditing import Actor as Announcer
from bot.outbox.outbox import Outbox
from bot.places.store import staff
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Screen
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.desk import Desk
from bot.when import CHINA

_MOST = 10**9


async def announcers(desk: Desk) -> list[int]:
    """Everybody who may release."""
    async with desk.database.read() as transaction:
        return await staff.holders(transaction, Role.ANNOUNCER)


async def needs_second(desk: Desk) -> bool:
    """Whether somebody else must release, as things are: for what is shown. The release itself decides anew."""
    async with desk.database.read() as transaction:
        return await releasing.needs_second(transaction, two_people=desk.settings.two_people)


def service_of(context: BotContext) -> BroadcastService:
    """The service, with our settings."""
    desk = gate.desk_of(context)
    outbox = desk.outbox
    return BroadcastService(
        desk.database,
        desk.clock,
        CHINA,
        two_people=desk.settings.two_people,
        rules=rules_of(desk.settings),
        wake=(lambda: None) if outbox is None else outbox.wake,
    )


async def outbox_of(update: Update, context: BotContext) -> Outbox | None:
    """The wire for previews; ``None``: there is none yet, and the person was told."""
    outbox = gate.desk_of(context).outbox
    if outbox is None:
        await gate.tell(update, context, texts.BROADCAST_AWAY)
    return outbox


def announcer(actor: Actor) -> Announcer:
    """The person, for the audit log."""
    return Announcer(actor.user_id, actor.name)


async def progress_of(desk: Desk, number: int) -> Progress | None:
    """How far a broadcast is."""
    return await report.progress(desk.database, desk.clock, number, rules_of(desk.settings).limits, CHINA)


async def tell_others(context: BotContext, actor: Actor, screen: Screen) -> None:
    """Show this to the other announcers, as far as they can be reached."""
    for user_id in await announcers(gate.desk_of(context)):
        if user_id != actor.user_id:
            await tell_one(context, user_id, screen)


async def tell_one(context: BotContext, user_id: int, screen: Screen) -> None:
    """Show this to one person, if they can be reached."""
    try:
        await speak.say(context.bot, user_id, screen)
    except TelegramError as error:
        trace.note(announcer=trace.cause(error))  # somebody who never pressed Start


def number_in(text: str) -> int | None:
    """A broadcast's number as people write it, or a page; ``None`` for anything else."""
    number = counted(text)
    return number if number is not None and number < _MOST else None
