"""Picking units, tags or groups from buttons, a page at a time."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from bot import texts
from bot.features.broadcasts.draft import PER_PAGE, Draft, group_name, names_screen
from bot.features.broadcasts.words import words_of
from bot.places.audience import Audience, To
from bot.places.store import groups as register
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.storage.engine import Database


async def count_groups(context: BotContext) -> int:
    """How many groups receive what is sent to all."""
    async with gate.desk_of(context).database.read() as transaction:
        return (await register.search(transaction, active=True, inside=True, limit=1))[1]


async def names(update: Update, context: BotContext, actor: Actor, draft: Draft) -> None:
    """Show a page of what can be picked, and remember what is on its buttons."""
    first = draft.page * PER_PAGE
    async with gate.desk_of(context).database.read() as transaction:
        if draft.to == To.PICKED:
            found, total = await register.search(
                transaction, draft.words, active=True, inside=True, limit=PER_PAGE, offset=first
            )
            labels = {str(group.chat_id): group_name(group.title, group.chat_id) for group in found}
        else:
            counts = await (register.units if draft.to == To.UNITS else register.tags)(transaction)
            total = len(counts)
            shown = list(counts.items())[first : first + PER_PAGE]
            labels = {name: texts.BUTTON_BC_NAME.format(name=name, count=count) for name, count in shown}
    draft = replace(draft, offered=tuple(labels))
    await dialogs.step(context, actor, draft.dump())
    await gate.show(update, context, names_screen(draft, labels, first + PER_PAGE < total))


async def named(database: Database, said: str) -> Audience | None:
    """The units, or the tags, whose names were written; ``None`` when one of the words is neither."""
    names = words_of(said)
    async with database.read() as transaction:
        known = {To.UNITS: await register.units(transaction), To.TAGS: await register.tags(transaction)}
    return next((Audience(to, names) for to, counts in known.items() if names and all(name in counts for name in names)), None)
