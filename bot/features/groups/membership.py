"""Where we are a member: added, promoted, removed, moved to a new id.

All of it quietly, but for one sentence to a group that has to wait until staff take it in, and what staff are told then.
"""

from __future__ import annotations

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot import texts
from bot.places.doors import Coming, Who
from bot.places.standing import Standing
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import plain

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_HERE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def my_membership(update: Update, context: BotContext) -> None:
    """We were added, promoted, restricted or removed."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type not in _GROUPS:
        return
    here = _present(changed.new_chat_member)
    trace.note(outcome="joined" if here else "left")
    if not here:
        await context.services.groups.left(changed.chat.id)
        return
    chat, by = changed.chat, changed.from_user
    outside = not _present(changed.old_chat_member)
    coming = Coming(chat.id, chat.title or "", chat.type, outside, Who(by.id, by.full_name))
    arrival = await context.services.groups.arrived(coming)
    if arrival is not None and arrival.greet:
        await _greet(chat.id, context)
    await count_members(chat.id, context)
    news = context.services.desk.news if context.services.desk is not None else None
    if news is not None and arrival is not None and arrival.standing is Standing.WAITING:
        news.met(by.id, by.full_name)
        await news.look()


def _present(member: ChatMember) -> bool:
    return member.status in _HERE or (isinstance(member, ChatMemberRestricted) and member.is_member)


async def _greet(chat_id: int, context: BotContext) -> None:
    """Why nothing comes yet, and what can be asked all the same: once."""
    try:
        await speak.say(context.bot, chat_id, plain(texts.GROUP_WAITS))
    except TelegramError as error:
        trace.note(greeting=trace.cause(error))  # not allowed to write, or gone again: nobody misses it


async def migrated(update: Update, context: BotContext) -> None:
    """A group became a supergroup: told in the old chat and in the new one, in any order."""
    message = update.message
    if message is None:
        return
    here = message.chat.id
    old, new = (here, message.migrate_to_chat_id) if message.migrate_to_chat_id is not None else (message.migrate_from_chat_id, here)
    if old is not None and new is not None:
        trace.note(outcome="migrated", new=new)
        await context.services.groups.migrated(old, new)


async def renamed(update: Update, context: BotContext) -> None:
    """The group has a new title."""
    if update.message is not None:
        trace.note(outcome="renamed")
        chat = update.message.chat
        await context.services.groups.renamed(chat.id, chat.title or "", chat.type)


async def noticed(update: Update, context: BotContext) -> None:
    """Somebody spoke in a group: it is alive, and so are we in it."""
    message = update.message
    if message is None or message.migrate_to_chat_id is not None:
        return
    gone = message.left_chat_member
    if gone is None or gone.id != context.bot.id:  # that we were removed is told in the group too
        await context.services.groups.seen(message.chat.id, message.chat.title or "", message.chat.type)


async def count_members(chat_id: int, context: BotContext) -> int | None:
    """Ask how many are in a group and note it, if there is a register to note it in; ``None``: not known."""
    if context.services.desk is None:
        return None
    try:
        members = await context.bot.get_chat_member_count(chat_id)
    except TelegramError as error:
        trace.note(members=trace.cause(error))
        return None
    await context.services.groups.counted(chat_id, members)
    return members

