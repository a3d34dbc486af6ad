"""/health: how the bot is, for its owner."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

from telegram import Update
from telegram.error import TelegramError

import bot
from bot import texts
from bot.access import Action
from bot.features.groups.register_panel import local_time
from bot.features.teaching.store import state
from bot.platforms.telegram import trace
from bot.platforms.telegram.clock import in_words
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Block, Button, Screen, pages
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.desk import Desk
from bot.platforms.telegram.staff.gate import button_data, staff_button, staff_command
from bot.platforms.telegram.wire.processor import ChatLanes
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import current_revision

_LITTLE_DISK = 500 << 20


async def _health(update: Update, context: BotContext, actor: Actor, _: str) -> None:
    """/health, and its button "again"."""
    services, desk = context.services, gate.desk_of(context)
    library, recorder = services.knowledge.library, desk.recorder
    await _ask_who_we_are(context)
    joining = context.bot.bot.can_join_groups
    facts = [
        (texts.HEALTH_VERSION, bot.__version__),
        (texts.HEALTH_UPTIME, duration(services.vitals.uptime)),
        (texts.HEALTH_QUEUE, _waiting(context)),
        (texts.HEALTH_RECORDS, texts.HEALTH_DROPPED.format(count=recorder.dropped if recorder is not None else 0)),
        (texts.HEALTH_DATABASE, await _database(desk)),
        (texts.HEALTH_KNOWLEDGE, texts.HEALTH_LIBRARY.format(version=library.version, count=len(library.entries))),
        (texts.HEALTH_PRIVACY, texts.HEALTH_HEARS_ALL if context.bot.bot.can_read_all_group_messages else texts.HEALTH_HEARS_LITTLE),
        (texts.HEALTH_CLOCK, in_words(services.clock.fast)),
        (texts.HEALTH_JOINING, texts.HEALTH_JOINED_BY_ANYBODY if joining else texts.HEALTH_JOINED_BY_NOBODY),
        (texts.HEALTH_DISK, await asyncio.to_thread(_disk, desk.database.path or Path.cwd())),
    ]
    blocks = [Block(texts.HEALTH_TITLE, "b"), Block("\n".join(f"{name}：{value}" for name, value in facts))]
    if not context.bot.bot.can_read_all_group_messages:
        blocks.append(Block(texts.HEALTH_PRIVACY_HOW, gap=True))
    if joining:
        blocks.append(Block(texts.HEALTH_JOINING_HOW, gap=True))
    troubles = [f"{local_time(trouble.at)}　{trouble.line}" for trouble in services.vitals.troubles]
    blocks.append(Block("\n".join([texts.HEALTH_TROUBLES, *troubles]) if troubles else texts.HEALTH_NO_TROUBLE, gap=True))
    await gate.show(update, context, Screen(pages(blocks)[0], ((Button(texts.BUTTON_AGAIN, button_data("hl")),),)))


def _waiting(context: BotContext) -> str:
    """Messages in hand, and those that waited longer than an answer is worth."""
    lanes, line = context.application.update_processor, context.services.line
    inside, dropped = (len(lanes), lanes.dropped) if isinstance(lanes, ChatLanes) else (0, 0)
    # This very command is one of them.
    count, dropped = context.application.update_queue.qsize() + max(inside - 1, 0), dropped + line.too_late
    return (texts.HEALTH_UNANSWERED if dropped else texts.HEALTH_WAITING).format(count=count, dropped=dropped)


async def _ask_who_we_are(context: BotContext) -> None:
    """What was switched at @BotFather since the start is shown as it is now; without Telegram, as it was."""
    try:
        await context.bot.get_me()
    except TelegramError as error:
        trace.note(me=trace.cause(error))


async def _database(desk: Desk) -> str:
    started = time.perf_counter()
    try:
        async with desk.database.write() as transaction:
            await state.probe(transaction, desk.clock())
        revision = await current_revision(desk.database)
    except DatabaseUnavailable as error:
        return str(error)
    milliseconds = 1000 * (time.perf_counter() - started)
    return texts.HEALTH_DATABASE_FINE.format(database=desk.database, revision=revision, ms=f"{milliseconds:.0f}")


def _disk(path: Path) -> str:
    """Free space where the database is."""
    folder = next(parent for parent in (path, *path.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    return (texts.HEALTH_DISK_LOW if free < _LITTLE_DISK else texts.HEALTH_DISK_FREE).format(free=f"{free / (1 << 30):.1f}")


def duration(seconds: float) -> str:
    """A length of time in words."""
    minutes = int(seconds) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return texts.DURATION_DAYS.format(days=days, hours=hours)
    return texts.DURATION_HOURS.format(hours=hours, minutes=minutes % 60) if hours else texts.DURATION_MINUTES.format(minutes=minutes)


HANDLERS: list[gate.Guarded] = [staff_command("health", Action.HEALTH, _health), staff_button("hl", Action.HEALTH, _health)]
