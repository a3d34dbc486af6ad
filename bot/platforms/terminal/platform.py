"""The terminal as conversations know it: one person, who reads what is printed and finds files in the present folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from bot.chat.actor import Caller
from bot.chat.numbered import Numbered, numbered
from bot.chat.platform import Can, Condition, NotChecked, PlatformError
from bot.chat.said import File
from bot.chat.screen import Screen
from bot.platforms.terminal import texts

Print = Callable[[str], None]


class TerminalPlatform:
    """``person``: whose prompt it is; their private chat has the same number. ``folder``: where files go.

    What is about anybody or any group on Telegram cannot be done from here: ``PlatformError`` says so, and what to do.
    """

    can = Can(edit=False, recall=False, buttons=False, overhear=False, delete_within=timedelta())

    def __init__(self, person: Caller, print_line: Print, folder: Path, last_number: int) -> None:
        self._person = person
        self._print, self._folder = print_line, folder
        self._number = last_number
        self.choice = Numbered("")
        """What a typed number presses now."""
        self.choice_number = 0
        """The number of the message that it stands under."""

    @property
    def address(self) -> str:
        """The bot has its name from Telegram; here nobody has asked for it."""
        return texts.TERMINAL_ADDRESS

    def next_number(self) -> int:
        """A number for a message, ours or theirs: they only grow, also from one run to the next."""
        self._number += 1
        return self._number

    def line(self, text: str) -> None:
        """A line that is no message."""
        self._print(text)

    def show(self, screen: Screen, *, keep: bool = False) -> int:
        """Print a screen; its numbers take the place of the earlier ones. ``keep``: unless it has none."""
        shown, number = numbered(screen), self.next_number()
        self._print(shown.text)
        if shown.presses or not keep:
            self.choice, self.choice_number = shown, number
        return number

    def save(self, name: str, content: bytes) -> str:
        """Write a file beside those that are there; returns the name that it got. Raises ``PlatformError``."""
        wanted = Path(Path(name).name or texts.TERMINAL_FILE)
        try:
            for count in range(1, 1000):
                file = self._folder / (wanted.name if count == 1 else f"{wanted.stem}（{count}）{wanted.suffix}")
                try:
                    with file.open("xb") as written:
                        written.write(content)
                except FileExistsError:
                    continue
                return file.name
        except OSError as error:
            raise PlatformError(texts.TERMINAL_NOT_WRITTEN.format(reason=error.strerror or error)) from error
        raise PlatformError(texts.TERMINAL_NOT_WRITTEN.format(reason=texts.TERMINAL_TOO_MANY))

    async def condition(self) -> Condition:
        """Nothing is known of Telegram here."""
        return Condition(advice=(texts.TERMINAL_CONDITION,))

    async def send(self, chat_id: int, screen: Screen) -> int:
        """See ``Platform``."""
        self._only_here(chat_id)
        return self.show(screen, keep=True)

    async def edit(self, chat_id: int, message_id: int, screen: Screen) -> bool:
        """As a new message: what is printed stays."""
        self._only_here(chat_id)
        del message_id
        self.show(screen, keep=True)
        return True

    async def delete(self, chat_id: int, message_id: int) -> None:
        """What is printed stays; its numbers do not."""
        self._only_here(chat_id)
        if message_id == self.choice_number:
            self.choice = Numbered("")

    async def fetch(self, file: File, check: Callable[[int], None] | None = None) -> bytes:
        """``ref`` is its path."""
        try:
            if check is not None:
                check(Path(file.ref).stat().st_size)
            return Path(file.ref).read_bytes()
        except OSError as error:
            raise PlatformError(texts.TERMINAL_NOT_READ.format(name=file.name, reason=error.strerror or error)) from error

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Only Telegram knows."""
        raise NotChecked

    async def name_of(self, user_id: int) -> str:
        """See ``Platform``."""
        return self._person.name if user_id == self._person.user_id else ""

    async def member_name(self, chat_id: int, user_id: int) -> str:
        """See ``Platform``."""
        return await self.name_of(user_id)

    async def members(self, chat_id: int) -> int | None:
        """Only Telegram knows."""
        return None

    async def hears_all(self, chat_id: int) -> bool:
        """Only Telegram knows."""
        del chat_id
        return True

    async def leave(self, chat_id: int) -> None:
        """See the class."""
        raise PlatformError(texts.TERMINAL_NO_TELEGRAM)

    async def offer(self, user_id: int, commands: Sequence[tuple[str, str]]) -> None:
        """Here /help is the menu; anybody else's is on Telegram."""
        self._only_here(user_id)

    def _only_here(self, chat_id: int) -> None:
        if chat_id != self._person.user_id:
            raise PlatformError(texts.TERMINAL_NO_TELEGRAM)
