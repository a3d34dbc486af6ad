"""/groups and /group: the register of groups, tags and units; leaving a group. With buttons, in a dialogue or in one line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot import texts as common_texts
from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation, Objection
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, end, say, show, tell, toast
from bot.chat.said import Said
from bot.features.groups import texts
from bot.features.groups.newcomers_conversation import decided
from bot.features.groups.orders import Order, parse_order, tags_in, unit_in
from bot.features.groups.presses import AskTags, AskUnit, LeaveGroup, ListGroups, Untag, ViewGroup
from bot.features.groups.register import Register
from bot.features.groups.register_screens import changed_words, group_screen, leave_screen, list_screen, tag_key
from bot.features.groups.words import title_of
from bot.library.folding import fold
from bot.library.ids import group_first
from bot.places.store.groups import Group
from bot.richtext.length import shorten

_LONGEST_SEARCH = 40
"""Bytes: the words travel in the buttons for the next page."""
_MOST_PAGES, _MOST_NAMES = 10_000, 30


@dataclass(frozen=True)
class AboutGroup:
    """The group for which something is being asked."""

    group: int


register = Conversation[None]("register", Action.GROUP_VIEW)
tags = Conversation("tag", Action.GROUP_TAG, AboutGroup)
unit = Conversation("unit", Action.GROUP_UNIT, AboutGroup)


@register.command("groups", chat_texts.STAFF_COMMANDS["groups"], Action.GROUPS_LIST)
async def list_groups(act: Act[None], text: str) -> Reply:
    """/groups: all, or those in which the words occur."""
    return await _list(act, " ".join(word.lstrip("#") for word in fold(text).split()))


@register.press(ListGroups, Action.GROUPS_LIST)
async def turn(act: Act[None], press: ListGroups) -> Reply:
    """Another page of the register."""
    return await _list(act, press.words, press.page) if 0 <= press.page < _MOST_PAGES else toast(chat_texts.TOAST_STALE)


async def _list(act: Act[None], words: str, page: int = 0) -> Reply:
    if len(words.encode()) > _LONGEST_SEARCH:
        raise Objection(texts.GROUPS_SEARCH_LONG)
    return show(list_screen(await act.desk(Register).page(words, page)))


@register.command("group", chat_texts.STAFF_COMMANDS["group"])
async def one_group(act: Act[None], text: str) -> Reply:
    """/group ID: one group; with words after it, a change."""
    chat_id, words = group_first(text)
    if chat_id is None:
        return await _list(act, fold(text)) if text else tell(texts.GROUP_USAGE)
    order = parse_order(words)
    if order is None:
        raise Objection(texts.GROUP_NOT_UNDERSTOOD.format(words=shorten(words, 40), id=chat_id))
    group = await act.desk(Register).find(chat_id)
    if group is None:
        raise Objection(texts.GROUP_UNKNOWN)
    if order.leave:
        act.demand(Action.GROUP_LEAVE)
        return show(leave_screen(group))
    if order.take_in:
        act.demand(Action.GROUP_TAKE_IN)
        return await decided(act, group, take_in=True, in_list=False)
    return await _carry_out(act, group, order)


@register.press(ViewGroup)
async def view(act: Act[None], press: ViewGroup) -> Reply:
    """A group of the list."""
    left = end(tags.name, unit.name)  # "back" leaves what was asked
    group = await act.desk(Register).find(press.chat_id)
    return left + (toast(chat_texts.TOAST_STALE) if group is None else show(group_screen(await _counted(act, group), act.who.roles)))


@tags.press(AskTags, anytime=True)
async def ask_tags(act: Act[AboutGroup], press: AskTags) -> Reply:
    """Begin the dialogue for tags."""
    return await _ask(act, tags, press.chat_id, texts.ASK_TAGS, await act.desk(Register).tags())


@unit.press(AskUnit, anytime=True)
async def ask_unit(act: Act[AboutGroup], press: AskUnit) -> Reply:
    """Begin the dialogue for the unit."""
    return await _ask(act, unit, press.chat_id, texts.ASK_UNIT, await act.desk(Register).units())


async def _ask(act: Act[AboutGroup], about: Conversation[AboutGroup], chat_id: int, question: str, known: Collection[str]) -> Reply:
    group = await act.desk(Register).find(chat_id)
    if group is None:
        return toast(chat_texts.TOAST_STALE)
    used = texts.ALREADY_USED.format(names="、".join(list(known)[:_MOST_NAMES])) if known else ""
    return about.begin(AboutGroup(group.chat_id)) + say(question.format(title=title_of(group)) + used)


@tags.hears
async def named_tags(act: Act[AboutGroup], said: Said) -> Reply:
    """The tags that were asked for."""
    return await _finish(act, said, tags_in(said.text))


@unit.hears
async def named_unit(act: Act[AboutGroup], said: Said) -> Reply:
    """The unit that was asked for."""
    return await _finish(act, said, unit_in(said.text))


async def _finish(act: Act[AboutGroup], said: Said, order: Order) -> Reply:
    if not said.text:
        raise Objection(common_texts.WORDS_ONLY)
    group = await act.desk(Register).find(act.state.group)
    return end() + (tell(texts.GROUP_UNKNOWN) if group is None else await _carry_out(act, group, order))


@register.press(Untag, Action.GROUP_TAG)
async def untag(act: Act[None], press: Untag) -> Reply:
    """Take one tag away."""
    group = await act.desk(Register).find(press.chat_id)
    tag = next((tag for tag in group.tags if tag_key(tag) == press.key), None) if group is not None else None
    if group is None or tag is None:
        return toast(chat_texts.TOAST_STALE)
    return await _carry_out(act, group, Order(remove=(tag,)))


@register.press(LeaveGroup, Action.GROUP_LEAVE)
async def leave(act: Act[None], press: LeaveGroup) -> Reply:
    """Leave a group: asked first, then done."""
    group = await act.desk(Register).find(press.chat_id)
    if group is None:
        return toast(chat_texts.TOAST_STALE)
    if press.sure != "!":
        return show(leave_screen(group))
    gone, said = True, texts.LEFT
    try:
        await act.platform.leave(group.chat_id)
    except PlatformError as error:
        gone, said = False, texts.NOT_LEFT.format(reason=error)
    return show(group_screen(await act.desk(Register).left(act.who, group, gone=gone), act.who.roles, said))


async def _carry_out(act: Act[Any], group: Group, order: Order) -> Reply:
    """Change what is ordered and show the group."""
    if order.add or order.remove:
        act.demand(Action.GROUP_TAG)
    if order.unit is not None:
        act.demand(Action.GROUP_UNIT)
    said = ""
    if order != Order():
        carried = await act.desk(Register).change(act.who, group, order)
        group, said = carried.group, changed_words(carried.changes)
    return show(group_screen(await _counted(act, group), act.who.roles, said))


async def _counted(act: Act[Any], group: Group) -> Group:
    """The group with the present number of members, where the platform tells it."""
    members = await act.platform.members(group.chat_id) if group.active else None
    return group if members is None else await act.desk(Register).count(group, members)
