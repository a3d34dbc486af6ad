"""Actors for tests: what people (and what looks like people) do in chats, turned into the updates Telegram would send.

All acts are immediate; only those that wait for the bot's answer (`presses`, `searches`) are coroutines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import happenings
from .errors import JSON
from .methods.content import parse
from .methods.sending import origin_of
from .privacy import CHANNEL_BOT, GROUP_ANONYMOUS_BOT, TELEGRAM
from .state import Chat, Message, Status, User
from .text import clean, with_found_entities
from .world import PendingQuery, World


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a button press."""

    text: str
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The bot's answer to an inline query."""

    results: list[JSON]
    cache_time: int
    is_personal: bool
    next_offset: str | None = None
    button: JSON | None = None


class Speaker:
    """Anyone whose messages appear in chats: a person, another bot, an anonymous admin, a channel."""

    def __init__(self, world: World, user: User, sender_chat: Chat | None = None, extra: JSON | None = None) -> None:
        self.world = world
        self.user = user
        self.sender_chat = sender_chat
        self.extra = extra or {}

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot, or the chat this speaker speaks for."""
        return self.sender_chat or self.world.private_chat(self.user)

    def posts(
        self, chat: Chat | None = None, *, body: str | None = None, entities: list[JSON] | None = None, is_caption: bool = False,
        content: JSON | None = None, extra: JSON | None = None, thread: int | str | None = None, reply_to: Message | None = None,
        via: User | None = None, markup: JSON | None = None,
    ) -> Message:  # fmt: skip
        """Put any message into a chat and tell the bot; `says` and the others are shorter."""
        chat = chat or self.chat
        if chat.type == "private":
            if chat.blocked:
                raise RuntimeError("this person has blocked the bot; call unblocks() first")
            chat.started = True
        thread_id = chat.topic(thread) if isinstance(thread, str) else thread
        if thread_id is None and reply_to is not None and chat.type == "supergroup":
            # Outside topics a reply carries the id of its thread, which the bot must not send back.
            thread_id = reply_to.thread_id or (None if chat.is_forum else reply_to.message_id)
        elif thread_id is not None and reply_to is None and chat.is_forum:
            reply_to = chat.messages.get(thread_id)  # Telegram lets every message of a topic answer the topic's first
        self.world.know_files(content or {})
        more = {**self.extra, **(extra or {})} | ({"via_bot": via.json()} if via else {})
        message = self.world.add_message(
            chat, self.user, sender_chat=self.sender_chat, body=body, entities=entities, is_caption=is_caption, content=content,
            extra=more, thread_id=thread_id, reply_to=reply_to, markup=markup,
        )  # fmt: skip
        self.world.tell_message(message)
        return message

    def says(
        self, text: str, chat: Chat | None = None, *, thread: int | str | None = None, reply_to: Message | None = None,
        via: User | None = None, html: bool = False, extra: JSON | None = None,
    ) -> Message:  # fmt: skip
        """Write a text; commands and mentions are found in it as clients do. `html` allows bold, links and the like."""
        body, marks = parse(self.world, text, "HTML" if html else None, None)
        return self.posts(chat, body=body, entities=marks, thread=thread, reply_to=reply_to, via=via, extra=extra)

    def command(self, name: str, text: str = "", chat: Chat | None = None, *, at: str | bool = False, **more: Any) -> Message:
        """Give a command: `at=True` names our bot, a string names another, False leaves the name out."""
        whom = f"@{self.world.bot.username if at is True else at}" if at else ""
        return self.says(f"/{name}{whom} {text}".rstrip(), chat, **more)

    def mentions(self, text: str, chat: Chat | None = None, **more: Any) -> Message:
        """Write to the bot by its name."""
        return self.says(f"@{self.world.bot.username} {text}".rstrip(), chat, **more)

    def photo(self, caption: str | None = None, chat: Chat | None = None, *, content: bytes = b"\xff\xd8photo", **more: Any) -> Message:
        """Send a photo."""
        file = self.world.add_file("photo", "photo.jpg", content, "image/jpeg")
        return self.posts(chat, body=caption, is_caption=True, content=file.json(), **more)

    def document(
        self, name: str, content: bytes, caption: str | None = None, chat: Chat | None = None, *,
        mime_type: str = "application/octet-stream", **more: Any,
    ) -> Message:  # fmt: skip
        """Send a file."""
        file = self.world.add_file("document", name, content, mime_type)
        return self.posts(chat, body=caption, is_caption=True, content=file.json(), **more)

    def forwards(self, message: Message, chat: Chat | None = None) -> Message:
        """Send a message on."""
        return self.posts(
            chat, body=message.body, entities=message.entities, is_caption=message.is_caption, content=message.content,
            extra={"forward_origin": origin_of(message)},
        )  # fmt: skip

    def edits(self, message: Message, text: str) -> Message:
        """Change the text or caption of an own message."""
        body, marks = clean(text, [])
        message.body, message.entities = body, with_found_entities(body, marks)
        message.edit_date = int(self.world.clock.now())
        self.world.tell_message(message, edited=True)
        return message

    def deletes(self, message: Message) -> None:
        """Delete a message; the bot is not told."""
        happenings.delete_message(message)


class Person(Speaker):
    """A human being with a private chat."""

    def starts(self, payload: str = "") -> Message:
        """Press Start, perhaps from a deep link."""
        return self.command("start", payload)

    # -- buttons and inline mode ----------------------------------------------------------------------------------

    def taps(self, message: Message, button: str | None = None, *, data: str | None = None, inaccessible: bool = False) -> PendingQuery:
        """Press a button by its words (or their beginning), without waiting; `data` sends anything, as an old client might."""
        if data is None:
            rows = [b for row in message.buttons for b in row if b.data is not None]
            found = [b for b in rows if b.text == button] or [b for b in rows if button is not None and button in b.text]
            if not found:
                raise LookupError(f"no button {button!r} under message {message.message_id}; there are {message.button_texts}")
            data = found[0].data
        query = PendingQuery(str(4_000_000_000_000_000_000 + self.world.number()), self.user, self.world.clock.now())
        self.world.callbacks[query.id] = query
        payload: JSON = {"id": query.id, "from": self.user.json(), "chat_instance": str(message.chat.id * 7919), "data": data}
        inline_id = next((i for i, m in self.world.inline_messages.items() if m is message), None)
        if inline_id:
            payload["inline_message_id"] = inline_id
        elif inaccessible:
            payload["message"] = {"chat": message.chat.json(), "message_id": message.message_id, "date": 0}
        else:
            payload["message"] = message.json()
        self.world.tell("callback_query", payload)
        return query

    async def presses(self, message: Message, button: str | None = None, *, data: str | None = None, timeout: float = 20.0) -> Toast:
        """Press a button and wait until the bot has answered; messages the bot edits afterwards are not waited for."""
        answer = await self._answer(self.taps(message, button, data=data), timeout)
        return Toast(**answer)

    async def searches(self, text: str, *, offset: str = "", chat_type: str = "sender", timeout: float = 20.0) -> Offer:
        """Type `@bot text` in any chat and wait for the results."""
        return Offer(**await self._answer(self.types(text, offset=offset, chat_type=chat_type), timeout))

    def types(self, text: str, *, offset: str = "", chat_type: str = "sender") -> PendingQuery:
        """As `searches`, without waiting."""
        query = PendingQuery(str(3_000_000_000_000_000_000 + self.world.number()), self.user, self.world.clock.now())
        self.world.inline_queries[query.id] = query
        payload = {"id": query.id, "from": self.user.json(), "query": text, "offset": offset, "chat_type": chat_type}
        self.world.tell("inline_query", payload)
        return query

    async def _answer(self, query: PendingQuery, timeout: float) -> JSON:
        try:
            return await self.world.bell.until(lambda: query.answer, timeout)
        except TimeoutError:
            raise AssertionError(f"the bot has not answered query {query.id} within {timeout} s") from None

    def picks(self, result: JSON, query: str, chat: Chat) -> Message:
        """Send one of the inline results to a chat; the bot learns of it (chosen_inline_result), and may edit it if it has buttons."""
        content = result.get("input_message_content") or {}
        words = str(content.get("message_text") or result.get("title") or "")
        body, marks = parse(self.world, words, content.get("parse_mode"), content.get("entities"))
        message = self.posts(chat, body=body, entities=marks, via=self.world.bot, markup=result.get("reply_markup"))
        chosen: JSON = {"result_id": result["id"], "from": self.user.json(), "query": query}
        if result.get("reply_markup"):
            chosen["inline_message_id"] = f"I{self.world.number()}"
            self.world.inline_messages[chosen["inline_message_id"]] = message
        if self.world.inline_feedback:
            self.world.tell("chosen_inline_result", chosen)
        return message

    def votes(self, message: Message, *options: int) -> None:
        """Vote in a poll of the bot; no options take the vote back."""
        poll = self.world.polls[message.content["poll"]["id"]]
        poll.votes[self.id] = list(options)
        for number, option in enumerate(poll.json["options"]):
            option["voter_count"] = sum(number in vote for vote in poll.votes.values())
        poll.json["total_voter_count"] = sum(1 for vote in poll.votes.values() if vote)
        self.world.tell("poll", {**poll.json, "options": [dict(o) for o in poll.json["options"]]})
        if not poll.json["is_anonymous"]:
            ids = [poll.json["options"][i]["persistent_id"] for i in options]
            answer = {"poll_id": poll.id, "user": self.user.json(), "option_ids": list(options), "option_persistent_ids": ids}
            self.world.tell("poll_answer", answer)

    # -- membership -----------------------------------------------------------------------------------------------

    def joins(self, chat: Chat, status: Status = "member", **rights: bool) -> None:
        """Enter a group (or get another standing in it)."""
        happenings.set_status(self.world, chat, self.user, status, by=self.user, rights=rights)

    def leaves(self, chat: Chat) -> None:
        """Leave a group."""
        happenings.set_status(self.world, chat, self.user, "left", by=self.user)

    def adds_bot(self, chat: Chat) -> None:
        """Add our bot to a group."""
        happenings.set_status(self.world, chat, self.world.bot, "member", by=self.user)

    def removes_bot(self, chat: Chat, status: Status = "kicked") -> None:
        """Throw our bot out."""
        happenings.set_status(self.world, chat, self.world.bot, status, by=self.user)

    def promotes(self, who: Speaker | User, chat: Chat, status: Status = "administrator", **rights: bool) -> None:
        """Make someone (or `world.bot`) administrator, or give any other standing."""
        user = who.user if isinstance(who, Speaker) else who
        happenings.set_status(self.world, chat, user, status, by=self.user, rights=rights)

    def blocks(self) -> None:
        """Block the bot."""
        happenings.set_blocked(self.world, self.user, True)

    def unblocks(self) -> None:
        """Take the block back."""
        happenings.set_blocked(self.world, self.user, False)

    def migrates(self, chat: Chat, *, quietly: bool = False) -> Chat:
        """Turn a group into a supergroup; returns the new chat."""
        return happenings.migrate(self.world, chat, self.user, quietly=quietly)


def anonymous_admin(world: World, chat: Chat) -> Speaker:
    """An administrator who hides behind the group."""
    user = world.users.get(GROUP_ANONYMOUS_BOT) or world.add_user(
        "Group", id=GROUP_ANONYMOUS_BOT, is_bot=True, username="GroupAnonymousBot"
    )
    return Speaker(world, user, chat)


def as_channel(world: World, channel: Chat) -> Speaker:
    """Somebody who writes in groups in the name of a channel."""
    user = world.users.get(CHANNEL_BOT) or world.add_user("Channel", id=CHANNEL_BOT, is_bot=True, username="Channel_Bot")
    return Speaker(world, user, channel)


def channel_post(world: World, channel: Chat, text: str) -> Message:
    """A post in a channel; it is forwarded to the discussion group, if there is one, by Telegram itself (777000)."""
    body, marks = clean(text, [])
    message = world.add_message(channel, None, sender_chat=channel, body=body, entities=marks)
    world.tell_message(message)
    if channel.linked_chat:
        user = world.users.get(TELEGRAM) or world.add_user("Telegram", id=TELEGRAM)
        extra = {"is_automatic_forward": True, "forward_origin": origin_of(message)}
        Speaker(world, user, channel, extra).posts(channel.linked_chat, body=body, entities=marks)
    return message
