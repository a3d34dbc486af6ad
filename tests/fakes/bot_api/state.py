"""The things the fake Telegram consists of: users, chats, members, messages, files.

Values only; what may happen to them is decided elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

from .errors import JSON
from .text import utf16_slice

ChatType = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
GENERAL_TOPIC = 1

_ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_pin_messages",
    "can_manage_topics", "can_post_messages", "can_edit_messages", "can_manage_direct_messages", "can_manage_tags",
)  # fmt: skip
_MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
    "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag", "can_react_to_messages",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    username: str | None = None
    last_name: str | None = None
    language_code: str | None = None
    deactivated: bool = False

    def json(self) -> JSON:
        """The user as it stands in updates."""
        found: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                found[name] = value
        return found


@dataclass(slots=True, eq=False)
class Member:
    """A user's standing in a chat."""

    user: User
    status: Status = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    is_anonymous: bool = False
    custom_title: str | None = None

    @property
    def present(self) -> bool:
        """Whether the user is in the chat now."""
        return self.status not in ("left", "kicked") and self.rights.get("is_member", True)

    @property
    def is_admin(self) -> bool:
        """Creator or administrator."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether an administrator has a right; members without a restriction may not."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, True))

    def json(self) -> JSON:
        """A ChatMember with every field that python-telegram-bot insists on."""
        found: JSON = {"status": self.status, "user": self.user.json()}
        if self.status == "creator":
            found["is_anonymous"] = self.is_anonymous
        elif self.status == "administrator":
            found |= {"can_be_edited": False, "is_anonymous": self.is_anonymous}
            found |= {right: self.rights.get(right, True) for right in _ADMIN_RIGHTS}
        elif self.status == "restricted":
            found |= {"is_member": True, "until_date": 0}
            found |= {right: self.rights.get(right, False) for right in _MEMBER_RIGHTS} | {"is_member": self.present}
        elif self.status == "kicked":
            found["until_date"] = 0
        if self.custom_title:
            found["custom_title"] = self.custom_title
        return found


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat, group, supergroup (perhaps with topics) or channel, with its members and messages."""

    id: int
    type: ChatType
    title: str | None = None
    user: User | None = None  # the person of a private chat
    username: str | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    next_message_id: int = 1
    started: bool = False  # private: the person has pressed Start or written
    blocked: bool = False  # private: the person has blocked the bot
    deleted: bool = False
    hidden_members: bool = False
    migrated_to: int | None = None
    linked_chat: Chat | None = None  # a channel's discussion group
    last_bot: User | None = None  # the bot that spoke last; decides who gets bare commands
    pinned: int | None = None

    @property
    def is_group(self) -> bool:
        """Group or supergroup."""
        return self.type in ("group", "supergroup")

    def json(self) -> JSON:
        """The chat as it stands in messages."""
        found: JSON = {"id": self.id, "type": self.type}
        if self.user:
            found |= {k: v for k, v in self.user.json().items() if k in ("first_name", "last_name", "username")}
        else:
            found["title"] = self.title
        if self.username:
            found["username"] = self.username
        if self.is_forum:
            found["is_forum"] = True
        return found

    def member(self, user: User) -> Member:
        """The user's standing; someone never seen has `left`."""
        return self.members.get(user.id) or Member(user, "left")

    def topic(self, name: str, by: User | None = None) -> int:
        """Thread id of a forum topic, by name; opened (by someone) when there is none."""
        for thread_id, known in self.topics.items():
            if known == name:
                return thread_id
        thread_id = self.next_message_id if self.next_message_id > GENERAL_TOPIC else GENERAL_TOPIC + 1
        self.next_message_id = thread_id + 1
        self.topics[thread_id] = name
        opened = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        self.messages[thread_id] = Message(self, thread_id, time.time(), by, thread_id=thread_id, content=opened, is_service=True)
        return thread_id


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message."""

    text: str
    data: str | None = None
    url: str | None = None


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now, after edits."""

    chat: Chat
    message_id: int
    date: float
    sender: User | None = None
    sender_chat: Chat | None = None
    body: str | None = None
    is_caption: bool = False
    entities: list[JSON] = field(default_factory=list)
    markup: JSON | None = None
    reply_to: Message | None = None
    thread_id: int | None = None
    content: JSON = field(default_factory=dict)  # photo, document, poll or a service field, as on the wire
    extra: JSON = field(default_factory=dict)  # forward_origin, via_bot, is_automatic_forward, author_signature …
    is_service: bool = False
    edit_date: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """Text or caption."""
        return self.body or ""

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        rows = self.markup["inline_keyboard"] if self.markup else []
        return [[Button(b["text"], b.get("callback_data"), b.get("url")) for b in row] for row in rows]

    @property
    def button_texts(self) -> list[str]:
        """The words on all buttons, row after row."""
        return [button.text for row in self.buttons for button in row]

    def covered(self, kind: str) -> list[str]:
        """The parts of the text that entities of a kind cover."""
        return [utf16_slice(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    @property
    def is_topic_message(self) -> bool:
        """Whether it stands in a forum topic other than General."""
        return self.chat.is_forum and self.thread_id is not None

    def json(self, *, with_reply: bool = True) -> JSON:
        """The message as it stands in updates and answers."""
        found: JSON = {"message_id": self.message_id, "date": int(self.date), "chat": self.chat.json()}
        if self.sender and self.chat.type != "channel":
            found["from"] = self.sender.json()
        if self.sender_chat:
            found["sender_chat"] = self.sender_chat.json()
        if self.body is not None:
            kind, marks = ("caption", "caption_entities") if self.is_caption else ("text", "entities")
            found[kind] = self.body
            if self.entities:
                found[marks] = self.entities
        if self.thread_id is not None:
            found["message_thread_id"] = self.thread_id
            if self.chat.is_forum:
                found["is_topic_message"] = True
        if self.reply_to and with_reply and not self.reply_to.deleted:
            found["reply_to_message"] = self.reply_to.json(with_reply=False)
        if self.markup:
            found["reply_markup"] = self.markup
        if self.edit_date:
            found["edit_date"] = self.edit_date
        return found | self.content | self.extra

    def state(self) -> object:
        """What an edit must change."""
        return self.body, self.entities, self.markup


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file that was sent by somebody."""

    file_id: str
    kind: str
    name: str
    content: bytes
    mime_type: str = "application/octet-stream"
    posted: JSON = field(default_factory=dict)  # as somebody posted it, where it is neither photo nor document

    @property
    def path(self) -> str:
        """Where the file server has it."""
        return f"{self.kind}s/{self.file_id}_{self.name}"

    def json(self) -> JSON:
        """The content fields of a message with this file."""
        if self.posted:
            return {self.kind: self.posted}
        base: JSON = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}
        if self.kind == "photo":
            return {"photo": [{**base, "width": 1280, "height": 720}]}
        return {"document": {**base, "file_name": self.name, "mime_type": self.mime_type}}
