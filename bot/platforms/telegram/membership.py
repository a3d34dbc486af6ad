"""What Telegram tells about our membership → the register of groups: added, promoted, removed, moved to a new id, renamed."""

from __future__ import annotations

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType

from bot.places.doors import Adder, Coming
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotContext

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_HERE = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


async def my_membership(update: Update, context: BotContext) -> None:
    """We were added, promoted, restricted or removed."""
    changed = update.my_chat_member
    if changed is None or changed.chat.type not in _GROUPS:
        return
    here, chat, by = _present(changed.new_chat_member), changed.chat, changed.from_user
    trace.note(outcome="joined" if here else "left")
    if not here:
        await context.services.groups.left(chat.id)
        return
    outside = not _present(changed.old_chat_member)
    await context.services.groups.arrived(Coming(chat.id, chat.title or "", chat.type, outside, Adder(by.id, by.full_name)))


def _present(member: ChatMember) -> bool:
    return member.status in _HERE or (isinstance(member, ChatMemberRestricted) and member.is_member)


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
