"""The state of the fake Telegram as one object: who exists, what was said, what is queued for the bot.

It creates chats, users and messages and finds them again. The rules for the bot are in `access.py` and `methods/`, what people do is in
`people.py` and `happenings.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .bell import Bell
from .clock import Clock
from .dialect import Dialect
from .errors import JSON
from .faults import Faults
from .limits import Limits
from .privacy import reaches_bot
from .record import Journal, Record
from .state import Chat, ChatType, Member, Message, Status, StoredFile, User
from .text import clean, with_found_entities
from .updates import Updates


@dataclass(slots=True, eq=False)
class PendingQuery:
    """A button press or inline query that waits for its answer."""

    id: str
    user: User
    asked: float
    answer: JSON | None = None


@dataclass(slots=True, eq=False)
class Poll:
    """A poll with its message and votes."""

    id: str
    message: Message
    json: JSON
    votes: dict[int, list[int]] = field(default_factory=dict)


class World:
    """Everything the server knows."""

    def __init__(
        self, token: str, *, username: str = "mingfa_bot", name: str = "明法", privacy_mode: bool = True, seed: int = 0,
        history: int | None = None, journal: Path | None = None,
    ) -> None:  # fmt: skip
        self.token = token
        self.bot = User(int(token.partition(":")[0]), name, is_bot=True, username=username)
        self.privacy_mode = privacy_mode
        self.mentions_pass_privacy = False
        self.supports_inline = True
        self.inline_feedback = True
        self.logged_out = False
        self.query_lifetime = 60.0  # seconds in which a button press can be answered
        self.history = history  # messages remembered per chat
        self.clock = Clock()
        self.bell = Bell()
        self.updates = Updates(self.bell)
        self.record = Record(self.bell, history)
        self.journal = Journal(journal)
        self.limits = Limits(self.clock)
        self.faults = Faults()
        self.faults.seed(seed)
        self.dialect = Dialect()
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.public: dict[str, int] = {}  # usernames of public chats
        self.files: dict[str, StoredFile] = {}
        self.polls: dict[str, Poll] = {}
        self.callbacks: dict[str, PendingQuery] = {}
        self.inline_queries: dict[str, PendingQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.reactions: dict[tuple[int, int], Any] = {}
        self.webhook: JSON = {}
        # Ids are larger than 32 bits on purpose.
        self._user_ids = itertools.count(7_000_000_001)
        self._group_ids = itertools.count(4_000_000_001)
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """The next number for anything that needs a fresh one."""
        return next(self._numbers)

    # -- making ---------------------------------------------------------------------------------------------------

    def add_user(
        self, first_name: str, *, id: int | None = None, is_bot: bool = False, username: str | None = None,
        last_name: str | None = None, language_code: str | None = None,
    ) -> User:  # fmt: skip
        """A new person or bot."""
        user = User(id or next(self._user_ids), first_name, is_bot, username, last_name, language_code)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The private chat with a person; made at the first look, started only when the person writes."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = self.chats[user.id] = Chat(user.id, "private", user=user)
        return chat

    def add_chat(
        self, title: str, type: ChatType = "supergroup", *, id: int | None = None, members: Iterable[User] = (),
        bot: Status | None = "member", is_forum: bool = False, username: str | None = None,
    ) -> Chat:  # fmt: skip
        """A new group, supergroup or channel; `bot` is the bot's standing (None: never been there)."""
        if id is None:
            number = next(self._group_ids)
            id = -number if type == "group" else -1_000_000_000_000 - number
        chat = Chat(id, type, title, username=username, is_forum=is_forum)
        for user in members:
            chat.members[user.id] = Member(user)
        if bot is not None:
            chat.members[self.bot.id] = Member(self.bot, bot)
        self.chats[id] = chat
        if username:
            self.public[username.lower()] = id
        return chat

    def add_file(self, kind: str, name: str, content: bytes, mime_type: str = "application/octet-stream") -> StoredFile:
        """Keep a file; its id is what messages carry."""
        file = StoredFile(f"{kind[:3].upper()}{self.number():06d}", "photo" if kind == "photo" else "document", name, content, mime_type)
        self.files[file.file_id] = file
        return file

    def know_files(self, content: JSON) -> None:
        """Files of a posted message: their ids can be sent from then on."""
        for kind, posted in content.items():
            if isinstance(posted, dict) and (file_id := posted.get("file_id")) and file_id not in self.files:
                self.files[file_id] = StoredFile(file_id, kind, str(posted.get("file_name", kind)), b"posted", posted=posted)

    def add_message(
        self, chat: Chat, sender: User | None, *, body: str | None = None, entities: list[JSON] | None = None,
        is_caption: bool = False, sender_chat: Chat | None = None, markup: JSON | None = None, reply_to: Message | None = None,
        thread_id: int | None = None, content: JSON | None = None, extra: JSON | None = None, is_service: bool = False,
    ) -> Message:  # fmt: skip
        """Put a message into a chat, without telling the bot. The text is cleaned and gets the entities clients find."""
        marks = entities or []
        if body is not None:
            body, marks = clean(body, marks)
            marks = with_found_entities(body, marks)
        message_id = chat.next_message_id
        chat.next_message_id = message_id + 1
        message = Message(
            chat, message_id, self.clock.now(), sender, sender_chat, body, is_caption, marks, markup, reply_to, thread_id,
            content or {}, extra or {}, is_service,
        )  # fmt: skip
        chat.messages[message_id] = message
        if self.history is not None and len(chat.messages) > self.history:
            del chat.messages[next(iter(chat.messages))]
        if sender and sender.is_bot and sender_chat is None:
            chat.last_bot = sender
        return message

    # -- telling the bot ------------------------------------------------------------------------------------------

    def tell(self, kind: str, payload: JSON) -> int | None:
        """Queue any update."""
        return self.updates.push(kind, payload)

    def tell_message(self, message: Message, *, edited: bool = False) -> int | None:
        """Queue a message for the bot if Telegram would; returns the update's id."""
        if not reaches_bot(self, message):
            return None
        kind = "channel_post" if message.chat.type == "channel" else "message"
        return self.tell(f"edited_{kind}" if edited else kind, message.json())

    # -- finding --------------------------------------------------------------------------------------------------

    def find_message(self, chat: Chat, message_id: int | None) -> Message | None:
        """A message that is still there."""
        message = chat.messages.get(message_id) if message_id is not None else None
        return None if message is None or message.deleted else message

    def bot_messages(self, chat: Chat) -> list[Message]:
        """What the bot has said in a chat and not deleted, oldest first."""
        return [m for m in chat.messages.values() if m.sender is self.bot and not m.deleted and not m.is_service]
