"""Whom the bot can reach: finds chats and messages for a request, or refuses in Telegram's words."""

from __future__ import annotations

from .errors import bad_request, forbidden, upgraded
from .params import Params
from .state import GENERAL_TOPIC, Chat, Message
from .world import World

_KINDS = {"group": "group", "supergroup": "supergroup", "channel": "channel"}


def find_chat(world: World, reference: int | str | None) -> Chat:
    """The chat with an id or @username; 400 when the bot cannot know it or the group has moved."""
    if reference is None or reference == "":
        raise bad_request("chat_id is empty")
    if isinstance(reference, str):
        reference = world.public.get(reference.removeprefix("@").lower(), 0)
    chat = world.chats.get(reference)
    if chat is None and (user := world.users.get(reference)) and user is not world.bot:
        chat = world.private_chat(user)  # a person the bot knows, though they have never talked
    if chat is None or (chat.type != "private" and world.bot.id not in chat.members):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise upgraded(chat.migrated_to)
    return chat


def joined_chat(world: World, reference: int | str | None) -> Chat:
    """A chat the bot is in."""
    chat = find_chat(world, reference)
    if chat.type == "private":
        return chat
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    member = chat.member(world.bot)
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {_KINDS[chat.type]} chat")
    if not member.present:
        raise forbidden(f"bot is not a member of the {_KINDS[chat.type]} chat")
    return chat


def writable_chat(world: World, reference: int | str | None, right: str = "can_send_messages", what: str = "text messages") -> Chat:
    """A chat the bot may speak in."""
    chat = joined_chat(world, reference)
    if chat.type == "private":
        user = chat.user
        if user is None or user.is_bot:
            raise forbidden("bot can't send messages to bots")
        if user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    member = chat.member(world.bot)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if member.status == "restricted" and not member.rights.get(right, False):
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def thread_for(chat: Chat, thread_id: int | None) -> int | None:
    """The forum topic to write to; id 1 (General) must not be named, others must exist and be open."""
    if thread_id is None or thread_id == 0:
        return None
    if not chat.is_forum or thread_id == GENERAL_TOPIC or thread_id not in chat.topics:
        raise bad_request("message thread not found")
    if thread_id in chat.closed_topics:
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def replied_message(world: World, chat: Chat, params: Params) -> Message | None:
    """The message that is answered; None when none is wanted, or it is gone and that was allowed."""
    wanted = params.object("reply_parameters") or {}
    message_id = wanted.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return None
    other = wanted.get("chat_id")
    source = find_chat(world, other) if other is not None else chat
    message = world.find_message(source, int(message_id))
    if message is not None and (not message.is_service or source is chat):
        return message
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def own_message(world: World, params: Params) -> Message:
    """The message that an edit is about: by chat and id, or by inline message id."""
    if inline_id := params.string("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise bad_request("invalid inline message identifier specified")
        return world.inline_messages[inline_id]
    chat = joined_chat(world, params.chat("chat_id"))
    message = world.find_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not world.bot or message.is_service or "forward_origin" in message.extra:
        raise bad_request("message can't be edited")
    return message
