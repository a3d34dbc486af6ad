"""Where one command, press or message is answered: the part of a platform that a reply is played on."""

from __future__ import annotations

from typing import Protocol

from bot.chat.platform import Platform
from bot.chat.screen import Screen


class Announced(Protocol):
    """A message that says that something takes a while, and becomes the result."""

    async def finish(self, shown: Screen) -> None:
        """Show the result in its place; where the message is gone, in a new one."""


class Stage(Protocol):
    """Made by the platform for what just happened; ``pressed``: that was a press of a button.

    Its methods raise ``PlatformError``.
    """

    pressed: bool

    @property
    def platform(self) -> Platform:
        """The platform it is part of."""

    async def show(self, shown: Screen) -> None:
        """In the message under the pressed button, or as an answer."""

    async def change(self, shown: Screen) -> bool:
        """In the message under the pressed button; whether it is still there."""

    async def say(self, shown: Screen) -> None:
        """In a message of its own."""

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """End the waiting on the pressed button, with a line or without; only the first call counts. Without a press: nothing."""

    async def announce(self, text: str) -> Announced:
        """Say that it takes a while, where ``show`` would show; the waiting on the button ends."""

    async def send_file(self, name: str, content: bytes, caption: str) -> None:
        """A file, in this chat."""

    async def show_picture(self, picture: bytes, shown: Screen) -> None:
        """A picture with a screen below it, where ``show`` would show."""
