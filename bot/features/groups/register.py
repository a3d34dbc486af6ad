"""/groups and /group: the register of groups, tags and units; leaving a group. With buttons, in a dialogue or in one line."""

from __future__ import annotations

import re
from dataclasses import replace

from telegram import Message, Update
from telegram.error import TelegramError

from bot import texts
from bot.access import Action
from bot.features.groups.membership import count_members
from bot.features.groups.newcomers import decide
from bot.features.groups.register_panel import (
    LONGEST_SEARCH,
    PER_PAGE,
    Order,
    group_screen,
    leave_screen,
    list_screen,
    parse_order,
    tag_key,
)
from bot.features.groups.wishes import LONGEST_UNIT
from bot.library.folding import fold, fold_name, same
from bot.library.ids import group_first, group_id
from bot.places.store import group_doors, groups
from bot.places.store.groups import Group
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import shorten
from bot.platforms.telegram.staff import dialogs, gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.dialogs import Dialog, DialogKind
from bot.platforms.telegram.staff.gate import staff_button, staff_command
from bot.storage.engine import Transaction

_MOST_TAGS = 20
# Somebody who has forgotten that they were asked for a name, and asks a question.
_SENTENCE = re.compile(r"[?？!！。]|\.{3}")


async def _groups(update: Update, context: BotContext, _: Actor, text: str) -> None:
    """/groups: all, or those in which the words occur."""
    await _list(update, context, " ".join(word.lstrip("#") for word in fold(text).split()), 0)


async def _turn(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Another page of the register."""
    page, _, words = arguments.partition(":")
    if not (page.isascii() and page.isdecimal() and len(page) < 5):
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await _list(update, context, words, int(page))


async def _list(update: Update, context: BotContext, words: str, page: int) -> None:
    if len(words.encode()) > LONGEST_SEARCH:
        await gate.tell(update, context, texts.GROUPS_SEARCH_LONG)
        return
    async with gate.desk_of(context).database.read() as transaction:
        # Without words, those that are ours; who looks for a name finds every group that has it.
        inside = None if words else True
        found, total = await groups.search(transaction, words, inside=inside, limit=PER_PAGE, offset=page * PER_PAGE)
        undecided = await group_doors.count_undecided(transaction)
    await gate.show(update, context, list_screen(found, total, words, page, undecided))


async def _group(update: Update, context: BotContext, actor: Actor, text: str) -> None:
    """/group ID: one group; with words after it, a change."""
    chat_id, words = group_first(text)
    if chat_id is None:
        await (gate.tell(update, context, texts.GROUP_USAGE) if not text else _list(update, context, fold(text), 0))
        return
    order = parse_order(words)
    if order is None:
        await gate.tell(update, context, texts.GROUP_NOT_UNDERSTOOD.format(words=shorten(words, 40), id=chat_id))
        return
    group = await _find(context, chat_id)
    if group is None:
        await gate.tell(update, context, texts.GROUP_UNKNOWN)
    elif order.leave:
        if await gate.permits(update, context, actor, Action.GROUP_LEAVE):
            await gate.show(update, context, leave_screen(group))
    elif order.take_in:
        if await gate.permits(update, context, actor, Action.GROUP_TAKE_IN):
            await decide(update, context, actor, group, take_in=True, back_to_list=False)
    else:
        await _carry_out(update, context, actor, group, order)


async def _view(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """A group of the list."""
    await dialogs.end(context, actor, "tag", "unit")  # "back" leaves what was asked
    group = await _pressed_group(update, context, arguments)
    if group is not None:
        await gate.show(update, context, group_screen(await _counted(context, group), actor.roles))


async def _ask_tags(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Begin the dialogue for tags."""
    await _ask(update, context, actor, arguments, "tag", texts.ASK_TAGS)


async def _ask_unit(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Begin the dialogue for the unit."""
    await _ask(update, context, actor, arguments, "unit", texts.ASK_UNIT)


async def _ask(update: Update, context: BotContext, actor: Actor, arguments: str, name: str, question: str) -> None:
    group = await _pressed_group(update, context, arguments)
    if group is None:
        return
    async with gate.desk_of(context).database.read() as transaction:
        known = await (groups.tags(transaction) if name == "tag" else groups.units(transaction))
    await dialogs.begin(context, actor, name, {"group": group.chat_id})
    used = texts.ALREADY_USED.format(names="、".join(list(known)[:30])) if known else ""
    await gate.say(update, context, question.format(title=group.title or group.chat_id) + used)


async def _tags_step(update: Update, context: BotContext, actor: Actor, dialog: Dialog) -> None:
    """The tags that were asked for."""
    names = [fold_name(name.lstrip("#+")) for name in re.split(r"[\s,;]+", fold(_said(update)))]
    await _finish(update, context, actor, dialog, Order(add=tuple(name for name in names if name)))


async def _unit_step(update: Update, context: BotContext, actor: Actor, dialog: Dialog) -> None:
    """The unit that was asked for."""
    name = fold_name(_said(update))
    await _finish(update, context, actor, dialog, Order(unit="" if name in texts.WORDS_NONE else name))


async def _finish(update: Update, context: BotContext, actor: Actor, dialog: Dialog, order: Order) -> None:
    if not _said(update):
        await gate.tell(update, context, texts.WORDS_ONLY)
        return
    group = await _find(context, int(dialog.data.get("group", 0)))
    if group is None:
        await dialogs.end(context, actor)
        await gate.tell(update, context, texts.GROUP_UNKNOWN)
    elif await _carry_out(update, context, actor, group, order):
        await dialogs.end(context, actor)


async def _untag(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Take one tag away."""
    number, _, key = arguments.partition(":")
    group = await _pressed_group(update, context, number)
    if group is None:
        return
    tag = next((tag for tag in group.tags if tag_key(tag) == key), None)
    if tag is None:
        await gate.answer(update, context, texts.TOAST_STALE)
        return
    await _carry_out(update, context, actor, group, Order(remove=(tag,)))


async def _leave(update: Update, context: BotContext, actor: Actor, arguments: str) -> None:
    """Leave a group: asked first, then done."""
    number, _, sure = arguments.partition(":")
    group = await _pressed_group(update, context, number)
    if group is None:
        return
    if sure != "!":
        await gate.show(update, context, leave_screen(group))
        return
    result, text = "done", texts.LEFT
    try:
        await context.bot.leave_chat(group.chat_id)
    except TelegramError as error:
        trace.note(leave=trace.cause(error))
        result, text = "failed", texts.NOT_LEFT.format(reason=error.message)
    desk = gate.desk_of(context)
    async with desk.database.write() as transaction:
        if result == "done":
            await groups.deactivate(transaction, group.chat_id)
        await desk.audit(transaction, actor, Action.GROUP_LEAVE, f"group:{group.chat_id}", group.title, result)
    await gate.show(update, context, group_screen(await _find(context, group.chat_id) or group, actor.roles, text))


async def _carry_out(update: Update, context: BotContext, actor: Actor, group: Group, order: Order) -> bool:
    """Change what is ordered and show the group; returns whether it was done."""
    for wanted, action in ((order.add or order.remove, Action.GROUP_TAG), (order.unit is not None, Action.GROUP_UNIT)):
        if wanted and not await gate.permits(update, context, actor, action):
            return False
    order = _as_kept(group, order)
    wrong = _objection(group, order)
    if wrong:
        await gate.tell(update, context, wrong)
        return False
    desk = gate.desk_of(context)
    said = ""
    if order != Order():
        async with desk.database.write() as transaction:
            changes = await _change(transaction, group, order)
            for action, detail in changes:
                await desk.audit(transaction, actor, action, f"group:{group.chat_id}", detail)
            group = await groups.get(transaction, group.chat_id) or group
        said = _in_words(changes)
    await gate.show(update, context, group_screen(await _counted(context, group), actor.roles, said))
    return True


def _as_kept(group: Group, order: Order) -> Order:
    """The order with the group's own tags as they are kept: however one is typed, it is the same tag."""
    known = {tag: next((kept for kept in group.tags if same(kept, tag)), tag) for tag in order.add + order.remove if tag not in group.tags}
    return replace(order, add=tuple(known.get(tag, tag) for tag in order.add), remove=tuple(known.get(tag, tag) for tag in order.remove))


def _objection(group: Group, order: Order) -> str:
    if order.unit is not None and len(order.unit) > LONGEST_UNIT:
        return texts.UNIT_TOO_LONG.format(most=LONGEST_UNIT)
    sentence = next((name for name in (*order.add, order.unit or "") if _SENTENCE.search(name)), "")
    if sentence:
        return texts.NOT_A_NAME.format(name=shorten(sentence, 20))
    if any(len(tag) > groups.TAG_LENGTH for tag in order.add + order.remove):
        return texts.TAG_TOO_LONG.format(most=groups.TAG_LENGTH)
    return texts.TOO_MANY_TAGS.format(most=_MOST_TAGS) if len({*group.tags, *order.add} - {*order.remove}) > _MOST_TAGS else ""


async def _change(transaction: Transaction, group: Group, order: Order) -> list[tuple[Action, str]]:
    done = [(Action.GROUP_TAG, f"+{tag}") for tag in order.add if await groups.add_tag(transaction, group.chat_id, tag)]
    done += [(Action.GROUP_TAG, f"-{tag}") for tag in order.remove if await groups.remove_tag(transaction, group.chat_id, tag)]
    if order.unit is not None and order.unit != group.unit:
        await groups.change(transaction, group.chat_id, unit=order.unit)
        await group_doors.wish_unit(transaction, group.chat_id, None)
        done.append((Action.GROUP_UNIT, order.unit))
    return done


def _in_words(changes: list[tuple[Action, str]]) -> str:
    tags = [detail for action, detail in changes if action is Action.GROUP_TAG]
    said = [
        template.format(tags=" ".join(f"#{tag[1:]}" for tag in tags if tag[0] == sign))
        for sign, template in (("+", texts.CHANGED_ADDED), ("-", texts.CHANGED_REMOVED))
        if any(tag[0] == sign for tag in tags)
    ]
    for unit in (detail for action, detail in changes if action is Action.GROUP_UNIT):
        said.append(texts.CHANGED_UNIT.format(unit=unit) if unit else texts.CHANGED_NO_UNIT)
    return texts.CHANGED.format(what="，".join(said)) if said else texts.CHANGED_NOTHING


async def _counted(context: BotContext, group: Group) -> Group:
    """The group with the present number of members, where Telegram tells it."""
    members = await count_members(group.chat_id, context) if group.active else None
    return group if members is None else replace(group, members=members)


async def _find(context: BotContext, chat_id: int) -> Group | None:
    async with gate.desk_of(context).database.read() as transaction:
        return await groups.get(transaction, chat_id)


async def _pressed_group(update: Update, context: BotContext, number: str) -> Group | None:
    chat_id = group_id(number)
    group = await _find(context, chat_id) if chat_id is not None else None
    if group is None:
        await gate.answer(update, context, texts.TOAST_STALE)
    return group


def _said(update: Update) -> str:
    message = update.effective_message
    return (message.text or "").strip() if isinstance(message, Message) else ""


HANDLERS: list[gate.Guarded] = [
    staff_command("groups", Action.GROUPS_LIST, _groups),
    staff_command("group", Action.GROUP_VIEW, _group),
    staff_button("gl", Action.GROUPS_LIST, _turn),
    staff_button("gv", Action.GROUP_VIEW, _view),
    staff_button("gt", Action.GROUP_TAG, _ask_tags),
    staff_button("gx", Action.GROUP_TAG, _untag),
    staff_button("gu", Action.GROUP_UNIT, _ask_unit),
    staff_button("gq", Action.GROUP_LEAVE, _leave),
]
DIALOGS = [DialogKind("tag", Action.GROUP_TAG, _tags_step), DialogKind("unit", Action.GROUP_UNIT, _unit_step)]
