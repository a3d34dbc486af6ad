"""One typed line as the stage on which a reply is played (``bot.chat.stage``)."""

from __future__ import annotations

from bot.chat.screen import Screen
from bot.platforms.terminal import texts
from bot.platforms.terminal.platform import TerminalPlatform


class TerminalStage:
    """``keeps``: numbers stay valid under a sentence without any, as when a dialogue asks again."""

    def __init__(self, platform: TerminalPlatform, *, pressed: bool = False, keeps: bool = False) -> None:
        self._platform, self.pressed, self._keeps = platform, pressed, keeps
        self._toasted = False

    @property
    def platform(self) -> TerminalPlatform:
        """The platform it is part of."""
        return self._platform

    async def show(self, shown: Screen) -> None:
        """See ``Stage``."""
        self._platform.show(shown, keep=self._keeps)

    async def change(self, shown: Screen) -> bool:
        """See ``Stage``; here what is changed comes anew."""
        await self.show(shown)
        return True

    async def say(self, shown: Screen) -> None:
        """See ``Stage``."""
        self._platform.show(shown, keep=self._keeps)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """See ``Stage``; a line is a line, whether or not it must be read."""
        if self.pressed and not self._toasted:
            self._toasted = True
            if text:
                self._platform.line(text)

    async def announce(self, text: str) -> PrintedAnnouncement:
        """See ``Stage``."""
        await self.toast()
        self._platform.line(text)
        return PrintedAnnouncement(self)

    async def send_file(self, name: str, content: bytes, caption: str) -> None:
        """See ``Stage``."""
        saved = texts.TERMINAL_SAVED.format(name=self._platform.save(name, content))
        self._platform.line("\n".join(filter(None, [caption, saved])))

    async def show_picture(self, picture: bytes, shown: Screen) -> None:
        """See ``Stage``."""
        saved = self._platform.save(texts.TERMINAL_PICTURE, picture)
        self._platform.line(texts.TERMINAL_SAVED.format(name=saved))
        await self.show(shown)


class PrintedAnnouncement:
    """What was printed stays; the result comes below it."""

    def __init__(self, stage: TerminalStage) -> None:
        self._stage = stage

    async def finish(self, shown: Screen) -> None:
        """See ``bot.chat.stage.Announced``."""
        await self._stage.show(shown)
