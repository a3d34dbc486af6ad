"""What a conversation may ask of the platform it runs on, and what that platform can do. A feature asks ``Can``, never which it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.chat.said import File
from bot.chat.screen import Screen


@dataclass(frozen=True, slots=True)
class Can:
    """Capabilities. What is missing has a fallback:

    without ``edit`` a screen that should change comes as a new message; without ``buttons`` its rows are numbered, and a number is
    a press; without ``files`` a file's text is shown, or where it was put; without ``recall`` broadcasts cannot be taken back;
    without ``overhear`` only what is said to the bot arrives. ``text_limit``: UTF-16 units in one message; ``per_minute``: messages
    in one chat; ``delete_within``: how long our own message can be taken back.
    """

    edit: bool = True
    recall: bool = True
    buttons: bool = True
    files: bool = True
    overhear: bool = True
    per_minute: int = 20
    text_limit: int = 4096
    delete_within: timedelta = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Condition:
    """How the bot is on a platform: names and values for its owner. ``load``: what waits; ``advice``: what to do about the facts."""

    load: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    advice: Sequence[str] = ()


class PlatformError(Exception):
    """The platform did not do it; the text is its reason, for the log and for staff."""


class Unreachable(PlatformError):
    """The chat is closed to us, or gone."""


class Unanswered(PlatformError):
    """The line broke: it may have been done all the same."""


class NotNow(PlatformError):
    """There was no line, or too much was said at once: nothing has arrived, and it is worth trying again."""


class NotChecked(Exception):
    """The platform would not say whether somebody is an admin."""


class Platform(Protocol):
    """Acts that are no answer to anything. All raise ``PlatformError``; ``is_admin`` raises ``NotChecked``."""

    @property
    def can(self) -> Can:
        """What it can do."""

    @property
    def address(self) -> str:
        """What people look for to find the bot, such as @mingfa_bot."""

    async def condition(self) -> Condition:
        """How the bot is there, now."""

    async def send(self, chat_id: int, screen: Screen) -> int:
        """Say it in a chat; the number of the message, 0 where there is none."""

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """Change our message; whether it is still there."""

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Take our message back; where that cannot be done, say in it that it does not count."""

    async def fetch(self, file: File, check: Callable[[int], None] | None = None) -> bytes:
        """What is in a file that somebody sent. ``check``: raises what it likes at a size that is too large, before it is fetched."""

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether this person is an admin of this group now."""

    async def name_of(self, user_id: int) -> str:
        """What somebody is called; empty for a person whom the platform does not tell us about."""

    async def member_name(self, chat_id: int, user_id: int) -> str:
        """What a member of a group is called; empty as above."""

    async def members(self, chat_id: int) -> int | None:
        """How many people are in a group; ``None``: not told."""

    async def hears_all(self, chat_id: int) -> bool:
        """Whether we get what is not said to us in this group; also true where that is not told."""

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""

    async def offer(self, user_id: int, commands: Sequence[tuple[str, str]]) -> None:
        """The menu of one person's private chat: names and words; an empty one is everybody's again."""
