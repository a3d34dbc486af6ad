"""Which updates are worth handling at all: from people, fresh enough, not seen before."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

from telegram import Message, Update

# "Group" behind which an administrator hides; a person all the same.
ANONYMOUS_ADMIN = 1087968824
# Posts of a linked channel, and people who write as a channel.
TELEGRAM = 777000
CHANNEL_BOT = 136817688


def refusal(update: Update, me: int, now: datetime, max_age: timedelta) -> str | None:
    """Why an update is dropped without a word (``None``: it is not).

    What tells of our membership or of a migration is never dropped: it stays true however late it comes.
    """
    message = update.message or update.edited_message
    if message is None:
        return "channel" if update.channel_post or update.edited_channel_post else None
    if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
        return None
    return _not_a_person(message, me) or ("old" if is_old(message, now, max_age) else None)


def is_old(message: Message, now: datetime, max_age: timedelta) -> bool:
    """Whether it was written, or last edited, too long ago to be answered."""
    return now - (message.edit_date or message.date) > max_age


def person_of(message: Message) -> int:
    """Who wrote it, for counting: an anonymous administrator counts as the group."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user is not None else message.chat.id


def _not_a_person(message: Message, me: int) -> str | None:
    sender, chat = message.from_user, message.sender_chat
    if message.is_automatic_forward or (chat is not None and chat.id != message.chat.id):
        return "channel"
    if sender is None or sender.id in (TELEGRAM, CHANNEL_BOT):
        return "channel"
    if sender.is_bot and sender.id != ANONYMOUS_ADMIN:
        return "bot"
    if message.via_bot is not None and message.via_bot.id == me:
        return "ours"
    return None


def _identity(update: Update) -> Hashable:
    """What tells an update from every other. The number alone does not: a server that was started anew counts from 1 again."""
    number = update.update_id
    message = update.message or update.edited_message
    if message is not None:
        return number, message.chat.id, message.message_id, message.date, message.edit_date
    query = update.callback_query or update.inline_query
    if query is not None:
        return number, query.id
    member = update.my_chat_member
    return number if member is None else (number, member.chat.id, member.date)


class Admission:
    """``refusal`` with a memory: the same update is admitted once, however often it is delivered."""

    def __init__(self, me: Callable[[], int], max_age: timedelta, clock: Callable[[], datetime], remembered: int = 10_000) -> None:
        self._me, self.clock = me, clock
        self.max_age = max_age
        self._remembered = remembered
        self._seen: dict[Hashable, None] = {}

    def refuse(self, update: Update) -> str | None:
        """Why this update is dropped; remembers it."""
        identity = _identity(update)
        if identity in self._seen:
            return "repeated"
        self._seen[identity] = None
        if len(self._seen) > self._remembered:
            del self._seen[next(iter(self._seen))]
        return refusal(update, self._me(), self.clock(), self.max_age)
