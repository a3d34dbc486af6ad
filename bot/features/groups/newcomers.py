"""Deciding about groups: take in or leave, one or all at once; the unit that a group asks for; groups from before."""

from __future__ import annotations

import asyncio

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import texts
from bot.access import Action
from bot.features.groups.newcomers_panel import MARKS, PER_PAGE, Undecided, digest_of, sure_screen, undecided_screen, unit_key
from bot.features.groups.register_panel import group_screen
from bot.library.ids import group_id
from bot.places.doors import Decided, Who
from bot.places.standing import Standing
from bot.places.store import group_doors, groups
from bot.places.store.group_doors import WAITING, WISH
from bot.places.store.groups import Group
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.desk import Desk
from bot.platforms.telegram.staff.gate import staff_button
from bot.storage import audit

_LAST_PAGE = 10_000


async def undecided(desk: Desk, bot: ExtBot[int], about: str, page: int) -> Undecided:
    """A page of a list; where it has shrunk, its last page."""
    async with desk.database.read() as transaction:
        ids = await group_doors.undecided_ids(transaction, about)
        page = min(page, max(len(ids) - 1, 0) // PER_PAGE)
        found = await groups.these(transaction, ids[page * PER_PAGE : (page + 1) * PER_PAGE])
    order = {chat_id: number for number, chat_id in enumerate(ids)}
    found.sort(key=lambda group: order[group.chat_id])
    names = await asyncio.gather(*(_adder(desk, bot, group) for group in found)) if about == WAITING else []
    return Undecided(about, found, len(ids), page, digest_of(ids), dict(pair for pair in names if pair is not None))


async def show_list(update: Update, context: BotContext, actor: Actor, about: str, page: int = 0, said: str = "") -> None:
    """The list, with what was just done above it."""
    found = await undecided(gate.desk_of(context), context.bot, about, page)
    await gate.show(update, context, undecided_screen(found, actor.roles, said))


async def _turn(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """A list, or another page of it."""
    mark, _, page = arguments.partition(":")
    if mark not in MARKS or not (page.isascii() and page.isdecimal() and len(page) < 5):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await show_list(update, context, actor, MARKS[mark], min(int(page), _LAST_PAGE))


async def _decide(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Take one group in, or leave it."""
    how, _, number = arguments.partition(":")
    chat_id = group_id(number)
    group = await _find(context, chat_id) if chat_id is not None else None
    if group is None or how not in ("yl", "nl", "yv", "nv"):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await decide(update, context, actor, group, take_in=how[0] == "y", back_to_list=how[1] == "l")


async def decide(update: Update, context: BotContext, actor: Actor, group: Group, *, take_in: bool, back_to_list: bool) -> None:
    """Do it, and show what is next."""
    decided = await _carry_out(context, actor, [group.chat_id], take_in=take_in)
    said = await _in_words(gate.desk_of(context), decided, take_in=take_in)
    await gate.answer(update, context, said)
    present = await _find(context, group.chat_id) or group
    if back_to_list:
        await show_list(update, context, actor, WAITING, said=said)
    else:
        await gate.show(update, context, group_screen(present, actor.roles, said))


async def _decide_all(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """All that were shown, if there are no others by now: asked first, then done."""
    how, _, rest = arguments.partition(":")
    digest, _, sure = rest.partition(":")
    about = MARKS.get(how[:1], "")
    if about not in (group_doors.WAITING, group_doors.KEPT) or how[1:] not in ("y", "n"):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    take_in = how[1:] == "y"
    async with gate.desk_of(context).database.read() as transaction:
        ids = await group_doors.undecided_ids(transaction, about)
        found = [] if sure else await group_doors.undecided(transaction, about, limit=len(ids))
    if digest_of(ids) != digest:
        await gate.answer(update, context, texts.UNDECIDED_CHANGED, alert=True)
        await show_list(update, context, actor, about)
    elif not sure:
        await gate.show(update, context, sure_screen(about, found, digest, take_in=take_in))
    else:
        await gate.answer(update, context)
        decided = await _carry_out(context, actor, ids, take_in=take_in)
        await show_list(update, context, actor, about, said=await _in_words(gate.desk_of(context), decided, take_in=take_in))


async def _answer_wish(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Yes or no to the unit that a group asks for: to the one that stood there when the button was drawn."""
    how, _, rest = arguments.partition(":")
    number, _, key = rest.partition(":")
    chat_id = group_id(number)
    group = await _find(context, chat_id) if chat_id is not None else None
    if group is None or how not in ("yl", "nl", "yv", "nv"):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    unit, yes, said = group.wished_unit, how[0] == "y", texts.UNIT_WISH_GONE
    doors = gate.desk_of(context).doors
    if unit is not None and unit_key(unit) == key and await doors.answer_wish(_who(actor), group.chat_id, unit, yes=yes):
        template = texts.UNIT_WISH_GRANTED if yes else texts.UNIT_WISH_DENIED
        said = template.format(title=group.title, unit=unit or texts.NO_UNIT)
    await gate.answer(update, context, said)
    if how[1] == "l":
        await show_list(update, context, actor, WISH, said=said)
    else:
        await gate.show(update, context, group_screen(await _find(context, group.chat_id) or group, actor.roles, said))


async def _carry_out(context: BotContext, actor: Actor, chat_ids: list[int], *, take_in: bool) -> Decided:
    desk = gate.desk_of(context)
    if take_in:
        return await desk.doors.take_in(_who(actor), chat_ids)
    decided = await desk.doors.refuse(_who(actor), chat_ids)
    if desk.news is not None:
        await desk.news.look()  # it also leaves what was refused, now or as soon as Telegram can be reached
    return decided


async def _in_words(desk: Desk, decided: Decided, *, take_in: bool) -> str:
    if len(decided.done) + len(decided.late) != 1:
        said = (texts.TAKEN_IN_MANY if take_in else texts.REFUSED_MANY).format(count=len(decided.done))
        return said + (texts.DECIDED_LATE_MANY.format(count=len(decided.late)) if decided.late else "")
    if decided.done:
        return (texts.TAKEN_IN if take_in else texts.REFUSED).format(title=_title(decided.done[0]))
    late = decided.late[0]
    if not late.active:
        return texts.DECIDED_GONE.format(title=_title(late))
    async with desk.database.read() as transaction:
        line = await audit.latest(transaction, Action.GROUP_TAKE_IN, f"group:{late.chat_id}")
    what = texts.DECIDED_REFUSED if late.standing is Standing.REFUSED else texts.DECIDED_TAKEN_IN
    return what.format(title=_title(late), name=line.actor_name if line is not None else texts.SOMEBODY)


async def _adder(desk: Desk, bot: ExtBot[int], group: Group) -> tuple[int, str] | None:
    """Who let us in, by name: remembered for as long as this process runs, else as Telegram tells it."""
    user_id = group.added_by
    if user_id is None:
        return None
    name = desk.news.name_of(user_id) if desk.news is not None else None
    if name is None:
        try:
            name = (await bot.get_chat_member(group.chat_id, user_id)).user.full_name
        except TelegramError as error:
            trace.note(adder=trace.cause(error))
            return None
        if desk.news is not None:
            desk.news.met(user_id, name)
    return user_id, name


async def _find(context: BotContext, chat_id: int) -> Group | None:
    async with gate.desk_of(context).database.read() as transaction:
        return await groups.get(transaction, chat_id)


def _who(actor: Actor) -> Who:
    return Who(actor.user_id, actor.name)


def _title(group: Group) -> str:
    return group.title or str(group.chat_id)


HANDLERS: list[gate.Guarded] = [
    staff_button("gn", Action.GROUPS_LIST, _turn),
    staff_button("gi", Action.GROUP_TAKE_IN, _decide),
    staff_button("ga", Action.GROUP_TAKE_IN, _decide_all),
    staff_button("gw", Action.GROUP_UNIT, _answer_wish),
]
