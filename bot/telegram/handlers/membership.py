"""Where we are a member: added, promoted, removed, moved to a new id. All of it quietly."""

from __future__ import annotations

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.telegram import trace
from bot.telegram.context import BotContext

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_HERE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def my_membership(update: Update, context: BotContext) -> None:
    """We were added, promoted, restricted or removed."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type not in _GROUPS:
        return
    member = changed.new_chat_member
    here = member.status in _HERE or (isinstance(member, ChatMemberRestricted) and member.is_member)
    trace.note(outcome="joined" if here else "left")
    if here:
        await _joined(changed.chat, context)
        await count_members(changed.chat.id, context)
    else:
        await context.services.groups.left(changed.chat.id)


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
        await _joined(update.message.chat, context)


async def noticed(update: Update, context: BotContext) -> None:
    """Somebody spoke in a group: it is alive, and so are we in it."""
    message = update.message
    if message is not None and message.migrate_to_chat_id is None:
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


async def _joined(chat: Chat, context: BotContext) -> None:
    await context.services.groups.joined(chat.id, chat.title or "", chat.type)
