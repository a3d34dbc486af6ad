"""Fills in what servers leave out: PTB insists on every field that Telegram always sends, home-made servers do not send them all.

JSON in, the same JSON out, changed in place. Nothing that is there is changed; what is missing becomes what says the least.
Text without any entities gets those that Telegram would have found: without them no command is one, and nobody is mentioned.
"""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Iterable
from typing import Any

from telegram import (
    Animation,
    Audio,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberOwner,
    ChatMemberRestricted,
    Contact,
    Document,
    PhotoSize,
    Sticker,
    TelegramObject,
    Video,
    VideoNote,
    Voice,
)

from bot.richtext.length import units

Json = dict[str, Any]
_COMMAND = re.compile(r"(?<![^\s])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![A-Za-z0-9_@/])")
_MENTION = re.compile(r"(?<![A-Za-z0-9_])@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_])")
# A supergroup's id starts with these.
_SUPERGROUP = "-100"
_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_READ = ("update_id", "callback_query", "inline_query", "my_chat_member", "poll_answer")
_INNER_MESSAGES = ("reply_to_message", "pinned_message")


def _required(kind: type[TelegramObject]) -> tuple[str, ...]:
    parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
    return tuple(one.name for one in parameters if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD)


_MEMBERS = {
    "creator": _required(ChatMemberOwner),
    "administrator": _required(ChatMemberAdministrator),
    "restricted": _required(ChatMemberRestricted),
    "kicked": _required(ChatMemberBanned),
}
_FILES = {
    "animation": _required(Animation),
    "audio": _required(Audio),
    "contact": _required(Contact),
    "document": _required(Document),
    "sticker": _required(Sticker),
    "video": _required(Video),
    "video_note": _required(VideoNote),
    "voice": _required(Voice),
}
_PHOTO = _required(PhotoSize)
_WORDS = ("file_id", "file_unique_id", "phone_number", "first_name")
# All that is read of a message whose other fields cannot be understood.
_ESSENTIAL = (
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "sender_chat",
    "text",
    "caption",
    "entities",
    "caption_entities",
    "message_thread_id",
    "is_topic_message",
    "is_automatic_forward",
    "forward_origin",
    "via_bot",
    "document",
    "photo",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "new_chat_title",
    "media_group_id",
)
# What people send besides words; a message of one of these kinds that cannot be understood is known to be one.
_CONTENTS = frozenset(
    (
        *("animation", "audio", "checklist", "contact", "dice", "game", "gift", "giveaway", "invoice", "live_photo", "location"),
        *("paid_media", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
    )
)
UNREAD = "unread_content"


def update(raw: Json) -> Json:
    """An update of ``getUpdates`` or a webhook."""
    for name in _MESSAGES:
        if isinstance(raw.get(name), dict):
            _message(raw[name], fresh=True)
    query = raw.get("callback_query")
    if isinstance(query, dict):
        _user(query.get("from"))
        query.setdefault("chat_instance", "")
        if isinstance(query.get("message"), dict):
            _message(query["message"])
    typed = raw.get("inline_query")
    if isinstance(typed, dict):
        _user(typed.get("from"))
        typed.setdefault("query", "")
        typed.setdefault("offset", "")
    for name in ("my_chat_member", "chat_member"):
        if isinstance(raw.get(name), dict):
            _membership(raw[name])
    answer = raw.get("poll_answer")
    if isinstance(answer, dict):
        _user(answer.get("user"))
        answer.setdefault("option_persistent_ids", [])
    return raw


def essence(raw: Json) -> Json:
    """The same update with only what we read of it, and of its messages; for one that could not be understood as a whole."""
    kept = {name: raw[name] for name in _READ if name in raw}
    for name in _MESSAGES:
        if isinstance(raw.get(name), dict):
            message = {field: raw[name][field] for field in _ESSENTIAL if field in raw[name]}
            replied = raw[name].get("reply_to_message")
            if isinstance(replied, dict):
                message["reply_to_message"] = {field: replied[field] for field in _ESSENTIAL if field in replied}
            if not _CONTENTS.isdisjoint(raw[name]):
                message[UNREAD] = True
            kept[name] = message
    return kept


def result(raw: Any) -> Any:
    """What a method returned: whatever in it is a message, a person or a member; nothing at all counts as "done"."""
    if raw is None or raw == {}:
        return True
    for item in raw if isinstance(raw, list) else (raw,):
        if not isinstance(item, dict) or "update_id" in item:
            continue
        if "status" in item and "user" in item:
            _member(item)
        elif "message_id" in item:
            _message(item)
        elif "is_bot" in item or "username" in item or "first_name" in item:
            _person(item)
    return raw


def _person(raw: Json) -> None:
    if "type" in raw:
        return  # a chat
    _user(raw)
    if raw["is_bot"]:
        raw.setdefault("username", "")  # PTB takes it for granted that a bot has one


def _user(raw: Any) -> None:
    if isinstance(raw, dict):
        raw.setdefault("is_bot", False)
        raw.setdefault("first_name", "")


def _chat(raw: Any) -> None:
    number = raw.get("id") if isinstance(raw, dict) else None
    if isinstance(number, int) and "type" not in raw:
        raw["type"] = "private" if number > 0 else "supergroup" if str(number).startswith(_SUPERGROUP) else "group"


def _message(raw: Json, *, fresh: bool = False) -> None:
    # 0 says that a message cannot be read any more, which what has just been said can.
    if "date" not in raw or (fresh and raw["date"] == 0):
        raw["date"] = int(time.time())
    _chat(raw.get("chat"))
    _chat(raw.get("sender_chat"))
    _user(raw.get("from"))
    _user(raw.get("via_bot"))
    for name in _INNER_MESSAGES:
        if isinstance(raw.get(name), dict):
            raw[name].setdefault("chat", raw.get("chat"))
            _message(raw[name])
    for name, required in _FILES.items():
        if isinstance(raw.get(name), dict):
            _fill(raw[name], required)
    if isinstance(raw.get("photo"), list):
        for size in raw["photo"]:
            if isinstance(size, dict):
                _fill(size, _PHOTO)
    for person in raw["new_chat_members"] if isinstance(raw.get("new_chat_members"), list) else ():
        _user(person)
    for text, entities in (("text", "entities"), ("caption", "caption_entities")):
        if not raw.get(entities) and isinstance(raw.get(text), str):
            found = _entities(raw[text])
            if found:
                raw[entities] = found


def _membership(raw: Json) -> None:
    raw.setdefault("date", int(time.time()))
    _chat(raw.get("chat"))
    _user(raw.get("from"))
    new = raw.get("new_chat_member")
    if isinstance(new, dict):
        raw.setdefault("old_chat_member", {"status": "left", "user": new.get("user")})
        raw.setdefault("from", new.get("user"))
        _member(new)
    if isinstance(raw.get("old_chat_member"), dict):
        _member(raw["old_chat_member"])


def _member(raw: Json) -> None:
    _user(raw.get("user"))
    if raw.get("status") == "restricted":
        raw.setdefault("is_member", True)
    _fill(raw, (name for name in _MEMBERS.get(raw.get("status", ""), ()) if name != "user"))


def _fill(raw: Json, names: Iterable[str]) -> None:
    for name in names:
        if name not in raw:
            raw[name] = "" if name in _WORDS else "regular" if name == "type" else 0 if name in ("until_date", "width", "height") else False


def _entities(text: str) -> list[Json]:
    if "/" not in text and "@" not in text:
        return []
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    commands = [match.span() for _, match in found]
    found += [("mention", m) for m in _MENTION.finditer(text) if not any(start <= m.start() < end for start, end in commands)]
    found.sort(key=lambda pair: pair[1].start())
    return [{"type": kind, "offset": units(text[: m.start()]), "length": units(m.group())} for kind, m in found]
