"""Looking at chats and their members, leaving, pinning, reactions, and the "typing…" sign."""

from __future__ import annotations

from ..access import joined_chat, writable_chat
from ..errors import JSON, bad_request
from ..happenings import set_status
from ..params import Params
from ..state import Member
from ..world import World
from .registry import method

_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker",
        "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
# The reactions a bot is likely to use; Telegram's list is longer.
_REACTIONS = frozenset("❤👍👎🔥🥰👏😁🤔🤯😱😢🎉🤩🙏👌🕊🥱😍🐳💯🤣⚡🏆💔🤨😐🍓🍾😴😭🤓👻👀🎃😇😨🤝✍🤗🫡🎅🎄☃🗿🆒💘😘💊😎👾🤷😡")


@method("getChat")
def get_chat(world: World, params: Params) -> JSON:
    """A chat in full. A private chat must have been seen before; a group must not have thrown the bot out."""
    chat = joined_chat(world, params.chat("chat_id"))
    found = chat.json() | {
        "accent_color_id": 0, "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }  # fmt: skip
    if chat.username:
        found["active_usernames"] = [chat.username]
    if chat.linked_chat:
        found["linked_chat_id"] = chat.linked_chat.id
    if pinned := world.find_message(chat, chat.pinned):
        found["pinned_message"] = pinned.json()
    return found


@method("getChatMember")
def get_chat_member(world: World, params: Params) -> JSON:
    """One member's standing."""
    chat = joined_chat(world, params.chat("chat_id"))
    user = world.users.get(params.integer("user_id") or 0)
    if user is None:
        raise bad_request("invalid user_id specified")
    if chat.type == "private":
        return Member(user, "member").json()
    if chat.hidden_members and user is not world.bot and not chat.member(world.bot).is_admin:
        raise bad_request("member list is inaccessible")
    return chat.member(user).json()


@method("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> list[JSON]:
    """All administrators except other bots."""
    chat = joined_chat(world, params.chat("chat_id"))
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [m.json() for m in chat.members.values() if m.is_admin and (not m.user.is_bot or m.user is world.bot)]


@method("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> int:
    """How many are in the chat."""
    chat = joined_chat(world, params.chat("chat_id"))
    return 2 if chat.type == "private" else sum(1 for m in chat.members.values() if m.present)


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """Leave a group or channel."""
    chat = joined_chat(world, params.chat("chat_id"))
    if chat.type == "private":
        raise bad_request("chat not found")
    set_status(world, chat, world.bot, "left", by=world.bot)
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> bool:
    """Pin a message."""
    chat = joined_chat(world, params.chat("chat_id"))
    if chat.type != "private" and not chat.member(world.bot).may("can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = world.find_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned = message.message_id
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> bool:
    """Put one reaction under a message, or take it away."""
    chat = joined_chat(world, params.chat("chat_id"))
    message = world.find_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = params.list("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction.get("type") != "emoji" or reaction.get("emoji", "").replace("\ufe0f", "") not in _REACTIONS:
            raise bad_request("REACTION_INVALID")
    world.reactions[chat.id, message.message_id] = reactions
    return True


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """Show "typing…"."""
    if params.string("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(world, params.chat("chat_id"))
    if (thread_id := params.integer("message_thread_id")) and thread_id not in chat.topics and thread_id != 1:
        raise bad_request("message thread not found")
    return True
