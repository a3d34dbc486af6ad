"""Methods that put a new message into a chat, in Telegram's order of refusals: words, keyboard, chat, topic, reply, limits, speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..access import find_chat, replied_message, thread_for, writable_chat
from ..errors import JSON, bad_request
from ..markup import checked_markup
from ..params import Params
from ..state import Chat, Message
from ..world import World
from .content import checked_caption, checked_text, formatted, stored_file
from .registry import method


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None
    markup: JSON | None


def target(world: World, params: Params, right: str = "can_send_messages", what: str = "text messages") -> Target:
    """Resolve keyboard, chat, topic and reply; an answer without a topic stays in the topic of what it answers."""
    markup = checked_markup(params.values.get("reply_markup"))
    chat = writable_chat(world, params.chat("chat_id"), right, what)
    thread_id = thread_for(chat, params.integer("message_thread_id"))
    reply_to = replied_message(world, chat, params)
    if thread_id is None and reply_to is not None and reply_to.chat is chat and chat.is_forum:
        thread_id = reply_to.thread_id
    return Target(chat, thread_id, reply_to, markup)


def put(world: World, where: Target, **message: Any) -> Message:
    """Count the message against the limits, store and journal it."""
    world.limits.admit(where.chat.id, group=where.chat.is_group)
    sender_chat = where.chat if where.chat.type == "channel" else None
    made = world.add_message(
        where.chat, world.bot, sender_chat=sender_chat, markup=where.markup, reply_to=where.reply_to, thread_id=where.thread_id, **message
    )
    world.journal.note(
        {
            "chat_id": where.chat.id,
            "message_id": made.message_id,
            "text": made.text,
            "thread_id": where.thread_id,
            "reply_to": where.reply_to.message_id if where.reply_to else None,
        }
    )
    world.bell.ring()
    return made


@method("sendMessage")
def send_message(world: World, params: Params) -> JSON:
    """Send a text."""
    text = formatted(world, params, "text")
    where = target(world, params)
    body, entities = checked_text(text)
    return put(world, where, body=body, entities=entities).json()


_SHOWN = ("has_spoiler", "show_caption_above_media")
_RIGHTS = {"animation": "can_send_other_messages", "sticker": "can_send_other_messages"}


def _send_file(world: World, params: Params, kind: str) -> JSON:
    caption = formatted(world, params, "caption", entities="caption_entities")
    where = target(world, params, _RIGHTS.get(kind, f"can_send_{kind}s"), f"{kind}s")
    file = stored_file(world, params, kind)
    body, entities = checked_caption(caption) or (None, [])
    extra = {{"has_spoiler": "has_media_spoiler"}.get(name, name): True for name in _SHOWN if params.flag(name)}
    return put(world, where, body=body, entities=entities, is_caption=True, content=file.json(), extra=extra).json()


@method("sendPhoto")
def send_photo(world: World, params: Params) -> JSON:
    """Send a photo with a caption."""
    return _send_file(world, params, "photo")


@method("sendDocument")
def send_document(world: World, params: Params) -> JSON:
    """Send a file with a caption."""
    return _send_file(world, params, "document")


def _sends(name: str, kind: str) -> None:
    @method(name)
    def send(world: World, params: Params) -> JSON:
        return _send_file(world, params, kind)


for _name, _kind in {
    "sendVideo": "video", "sendAnimation": "animation", "sendAudio": "audio", "sendVoice": "voice", "sendVideoNote": "video_note",
    "sendSticker": "sticker",
}.items():  # fmt: skip
    _sends(_name, _kind)


def _place(params: Params) -> JSON:
    found = [params.values.get(name) for name in ("latitude", "longitude")]
    if None in found:
        raise bad_request("wrong location specified")
    latitude, longitude = (float(str(value)) for value in found)
    return {"latitude": latitude, "longitude": longitude}


@method("sendLocation")
def send_location(world: World, params: Params) -> JSON:
    """Send a place on the map."""
    return put(world, target(world, params), content={"location": _place(params)}).json()


@method("sendVenue")
def send_venue(world: World, params: Params) -> JSON:
    """Send a place with its name and address."""
    place = _place(params)
    venue = {"location": place, "title": params.string("title") or "", "address": params.string("address") or ""}
    return put(world, target(world, params), content={"venue": venue, "location": place}).json()


@method("sendContact")
def send_contact(world: World, params: Params) -> JSON:
    """Send somebody's number."""
    contact = {name: value for name in ("phone_number", "first_name", "last_name", "vcard") if (value := params.string(name))}
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("contact phone number and first name must be non-empty")
    return put(world, target(world, params), content={"contact": contact}).json()


def _source(world: World, params: Params, verb: str) -> Message:
    chat = find_chat(world, params.chat("from_chat_id"))
    message = world.find_message(chat, params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.is_service:
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


@method("copyMessage")
def copy_message(world: World, params: Params) -> JSON:
    """Send the content of a message anew; a caption may be replaced."""
    caption = formatted(world, params, "caption", entities="caption_entities") if params.has("caption") else None
    where = target(world, params)
    source = _source(world, params, "copy")
    body, entities = source.body, source.entities
    if caption is not None and source.content:
        body, entities = checked_caption(caption) or (None, [])
    content = {k: v for k, v in source.content.items() if k != "poll"}
    if not content and body is None:
        raise bad_request("message can't be copied")
    made = put(world, where, body=body, entities=entities, is_caption=source.is_caption, content=content)
    return {"message_id": made.message_id}


@method("forwardMessage")
def forward_message(world: World, params: Params) -> JSON:
    """Send a message on, with its origin."""
    where = target(world, params)
    source = _source(world, params, "forward")
    return put(
        world, where, body=source.body, entities=source.entities, is_caption=source.is_caption, content=source.content,
        extra={"forward_origin": origin_of(source)},
    ).json()  # fmt: skip


def origin_of(source: Message) -> JSON:
    """Where a forwarded message came from first."""
    if "forward_origin" in source.extra:
        found: JSON = source.extra["forward_origin"]
        return found
    base: JSON = {"date": int(source.date)}
    if source.sender_chat and source.sender_chat.type == "channel":
        return base | {"type": "channel", "chat": source.sender_chat.json(), "message_id": source.message_id}
    if source.sender_chat:
        return base | {"type": "chat", "sender_chat": source.sender_chat.json()}
    if source.sender:
        return base | {"type": "user", "sender_user": source.sender.json()}
    return base | {"type": "hidden_user", "sender_user_name": "?"}
