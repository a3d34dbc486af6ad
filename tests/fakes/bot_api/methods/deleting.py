"""Deleting messages: one's own for 48 hours, everybody's for administrators with the right."""

from __future__ import annotations

from ..access import joined_chat
from ..errors import bad_request
from ..params import Params
from ..state import Chat, Message
from ..world import World
from .registry import method

LIFETIME = 48 * 3600


def _check(world: World, chat: Chat, message: Message) -> None:
    if chat.is_group and chat.member(world.bot).may("can_delete_messages"):
        return
    if message.sender is not world.bot and chat.type != "private":
        raise bad_request("message can't be deleted")
    if world.clock.now() - message.date > LIFETIME:
        raise bad_request("message can't be deleted for everyone")


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Delete one message."""
    chat = joined_chat(world, params.chat("chat_id"))
    message = world.find_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    _check(world, chat, message)
    message.deleted = True
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params) -> bool:
    """Delete up to a hundred; those that are gone already are passed over."""
    chat = joined_chat(world, params.chat("chat_id"))
    ids = params.list("message_ids") or []
    if not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified" if not ids else "too many message identifiers specified")
    found = [message for i in ids if (message := world.find_message(chat, int(i)))]
    for message in found:
        _check(world, chat, message)
    for message in found:
        message.deleted = True
    return True
