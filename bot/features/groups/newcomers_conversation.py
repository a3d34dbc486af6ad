"""Deciding about groups: take in or leave, one or all at once; the unit that a group asks for; groups from before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.reply import Reply, show, tell, toast
from bot.features.groups import texts
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.newcomers_screens import LISTS, digest_of, sure_screen, undecided_screen, unit_key
from bot.features.groups.news import GroupNews
from bot.features.groups.presses import AnswerWish, Decide, DecideAll, ListUndecided
from bot.features.groups.register import Register
from bot.features.groups.register_screens import group_screen
from bot.places import texts as places_texts
from bot.places.doors import Doors
from bot.places.store.group_doors import WAITING, WISH
from bot.places.store.groups import Group

newcomers = Conversation[None]("newcomers", Action.GROUP_TAKE_IN)
_MOST_PAGES = 10_000


@newcomers.press(ListUndecided, Action.GROUPS_LIST)
async def turn(act: Act[None], press: ListUndecided) -> Reply:
    """A list, or another page of it."""
    return await _list(act, LISTS[press.mark], press.page) if 0 <= press.page < _MOST_PAGES else toast(chat_texts.TOAST_STALE)


@newcomers.press(Decide)
async def decide(act: Act[None], press: Decide) -> Reply:
    """Take one group in, or leave it."""
    group = await act.desk(Register).find(press.chat_id)
    return (
        await decided(act, group, take_in=press.how.yes, in_list=press.how.in_list) if group is not None else toast(chat_texts.TOAST_STALE)
    )


async def decided(act: Act[None], group: Group, *, take_in: bool, in_list: bool) -> Reply:
    """Do it, and show what is next."""
    said = await _carry_out(act, [group.chat_id], take_in=take_in)
    return toast(said) + await _next(act, group, WAITING if in_list else "", said)


@newcomers.press(DecideAll)
async def decide_all(act: Act[None], press: DecideAll) -> Reply:
    """All that were shown, if there are no others by now: asked first, then done."""
    about = LISTS[press.what.mark]
    found = await act.desk(Newcomers).all_of(about)
    ids = [group.chat_id for group in found]
    if digest_of(ids) != press.digest:
        return tell(texts.UNDECIDED_CHANGED) + await _list(act, about)
    if not press.sure:
        return show(sure_screen(press.what, found, press.digest))
    return await _list(act, about, said=await _carry_out(act, ids, take_in=press.what.yes))


@newcomers.press(AnswerWish, Action.GROUP_UNIT)
async def answer_wish(act: Act[None], press: AnswerWish) -> Reply:
    """Yes or no to the unit that a group asks for: to the one that stood there when the button was drawn."""
    group = await act.desk(Register).find(press.chat_id)
    if group is None:
        return toast(chat_texts.TOAST_STALE)
    unit, yes, said = group.wished_unit, press.how.yes, texts.UNIT_WISH_GONE
    if unit is not None and unit_key(unit) == press.key and await act.desk(Doors).answer_wish(act.who, group.chat_id, unit, yes=yes):
        said = (texts.UNIT_WISH_GRANTED if yes else texts.UNIT_WISH_DENIED).format(title=group.title, unit=unit or places_texts.NO_UNIT)
    return toast(said) + await _next(act, group, WISH if press.how.in_list else "", said)


async def _next(act: Act[None], group: Group, about: str, said: str) -> Reply:
    if about:
        return await _list(act, about, said=said)
    return show(group_screen(await act.desk(Register).find(group.chat_id) or group, act.who.roles, said))


async def _list(act: Act[None], about: str, page: int = 0, said: str = "") -> Reply:
    """The list, with what was just done above it."""
    return show(undecided_screen(await act.desk(Newcomers).page(act.platform, about, page), act.who.roles, said))


async def _carry_out(act: Act[None], chat_ids: Sequence[int], *, take_in: bool) -> str:
    doors = act.desk(Doors)
    done = await (doors.take_in if take_in else doors.refuse)(act.who, chat_ids)
    if not take_in:
        await act.desk(GroupNews).look()  # it also leaves what was refused, now or as soon as that can be
    return await act.desk(Newcomers).in_words(done, take_in=take_in)
