"""Telegram as conversations know it (``bot.chat.platform``): acts that are no answer to anything, and what it can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import BotCommand, BotCommandScopeChat, ChatMember
from telegram.error import TelegramError

from bot.chat.platform import Can, Condition, NotNow, PlatformError, Unanswered, Unreachable
from bot.chat.said import File
from bot.chat.screen import Screen
from bot.outbox.outcomes import ChatMissing, Kicked, NoReply, NotSent, RateLimited
from bot.platforms.telegram import rendering, speak, trace
from bot.platforms.telegram.admins import is_admin_now
from bot.platforms.telegram.condition import condition
from bot.platforms.telegram.context import BotApplication, services_of
from bot.platforms.telegram.sender import outcome_of

T = TypeVar("T")


class TelegramPlatform:
    """Asks with the limits of this application."""

    can = Can()

    def __init__(self, application: BotApplication) -> None:
        self._application, self._bot = application, application.bot

    @property
    def address(self) -> str:
        """@name."""
        return f"@{self._bot.username}"

    async def condition(self) -> Condition:
        """See ``Platform``."""
        return await condition(self._application)

    async def send(self, chat_id: int, screen: Screen) -> int:
        """All messages that the screen needs; the number of the last one, with the buttons."""
        number = 0
        for page in rendering.whole(screen).screens:
            number = (await _asked(speak.say(self._bot, chat_id, page))).message_id
        return number

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """See ``Platform``."""
        return await _asked(speak.edit(self._bot, chat_id, message_id, rendering.one(screen)))

    async def delete(self, chat_id: int, message_id: int) -> None:
        """See ``Platform``."""
        await _asked(speak.withdraw(self._bot, chat_id, message_id))

    async def fetch(self, file: File, check: Callable[[int], None] | None = None) -> bytes:
        """See ``Platform``."""
        found = await _asked(self._bot.get_file(file.ref))
        if check is not None:
            check(found.file_size or 0)
        return bytes(await _asked(found.download_as_bytearray()))

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """See ``Platform``."""
        return await is_admin_now(self._bot, services_of(self._application).limits, chat_id, user_id)

    async def name_of(self, user_id: int) -> str:
        """Telegram knows those who have pressed Start."""
        try:
            return (await self._bot.get_chat(user_id)).full_name or ""
        except TelegramError as error:
            trace.note(chat=trace.cause(error))
            return ""

    async def member_name(self, chat_id: int, user_id: int) -> str:
        """See ``Platform``."""
        try:
            return (await self._bot.get_chat_member(chat_id, user_id)).user.full_name
        except TelegramError as error:
            trace.note(member=trace.cause(error))
            return ""

    async def members(self, chat_id: int) -> int | None:
        """See ``Platform``."""
        try:
            return await self._bot.get_chat_member_count(chat_id)
        except TelegramError as error:
            trace.note(members=trace.cause(error))
            return None

    async def hears_all(self, chat_id: int) -> bool:
        """With privacy mode off, or as an admin."""
        if self._bot.bot.can_read_all_group_messages:
            return True
        try:
            return (await self._bot.get_chat_member(chat_id, self._bot.id)).status == ChatMember.ADMINISTRATOR
        except TelegramError as error:
            trace.note(own=trace.cause(error))
            return True

    async def leave(self, chat_id: int) -> None:
        """See ``Platform``."""
        await _asked(self._bot.leave_chat(chat_id))

    async def offer(self, user_id: int, commands: Sequence[tuple[str, str]]) -> None:
        """See ``Platform``. Somebody who never pressed Start has no chat to put a menu in."""
        scope = BotCommandScopeChat(user_id)
        if commands:
            await _asked(self._bot.set_my_commands([BotCommand(name, words) for name, words in commands], scope))
        else:
            await _asked(self._bot.delete_my_commands(scope))


async def _asked(call: Awaitable[T]) -> T:
    try:
        return await call
    except TelegramError as error:
        trace.note(platform=trace.cause(error))
        raise _failure(error)(error.message) from error


def _failure(error: TelegramError) -> type[PlatformError]:
    outcome = outcome_of(error, in_topic=False)
    if isinstance(outcome, NoReply):
        return Unanswered
    if isinstance(outcome, NotSent | RateLimited):
        return NotNow
    return Unreachable if isinstance(outcome, Kicked | ChatMissing) else PlatformError
