"""What befalls chats: people and the bot come, go, rise and fall; groups become supergroups; people block the bot."""

from __future__ import annotations

from .errors import JSON
from .state import Chat, Member, Message, Status, User
from .world import World


def _changed(world: World, chat: Chat, user: User, old: JSON, by: User) -> None:
    change = {
        "chat": chat.json(), "from": by.json(), "date": int(world.clock.now()), "old_chat_member": old,
        "new_chat_member": chat.member(user).json(),
    }  # fmt: skip
    if user is world.bot:
        world.tell("my_chat_member", change)
    elif chat.type != "private" and chat.member(world.bot).is_admin:
        world.tell("chat_member", change)


def service_message(world: World, chat: Chat, content: JSON, by: User | None, thread_id: int | None = None) -> Message:
    """A service message, told to the bot."""
    message = world.add_message(chat, by, content=content, is_service=True, thread_id=thread_id)
    world.tell_message(message)
    return message


def set_status(world: World, chat: Chat, user: User, status: Status, *, by: User, rights: dict[str, bool] | None = None) -> None:
    """Give a user another standing in a chat; tells the bot as Telegram would: my_chat_member, chat_member, service messages."""
    member = chat.members.setdefault(user.id, Member(user, "left"))
    old, was_present = member.json(), member.present
    member.status, member.rights = status, dict(rights or {})
    _changed(world, chat, user, old, by)
    if not chat.is_group or member.present == was_present:
        return
    if member.present:
        service_message(world, chat, {"new_chat_members": [user.json()], "new_chat_member": user.json()}, by)
    elif user is not world.bot:
        service_message(world, chat, {"left_chat_member": user.json()}, by)


def set_blocked(world: World, user: User, blocked: bool) -> None:
    """The person blocks the bot, or takes that back."""
    chat = world.private_chat(user)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    member = chat.members.setdefault(world.bot.id, Member(world.bot, "kicked" if not blocked else "member"))
    old = member.json()
    member.status = "kicked" if blocked else "member"
    _changed(world, chat, world.bot, old, user)


def migrate(world: World, chat: Chat, by: User, *, quietly: bool = False, new_id: int | None = None) -> Chat:
    """Turn a group into a supergroup with a new id. `quietly`: the two service messages never come, only a send will tell."""
    new = world.add_chat(chat.title or "", "supergroup", id=new_id, bot=None)
    new.members = {key: Member(m.user, m.status, dict(m.rights), m.is_anonymous, m.custom_title) for key, m in chat.members.items()}
    new.last_bot = chat.last_bot
    if quietly:
        chat.migrated_to = new.id
        return new
    service_message(world, chat, {"migrate_to_chat_id": new.id}, by)
    chat.migrated_to = new.id
    service_message(world, new, {"migrate_from_chat_id": chat.id}, by)
    return new


def delete_chat(world: World, chat: Chat) -> None:
    """The group is deleted; the bot is not told, it learns when it writes."""
    chat.deleted = True


def delete_message(message: Message) -> None:
    """Somebody deletes a message; bots are never told."""
    message.deleted = True
