"""What is typed at the prompt by somebody with a role → conversations; what is none of theirs is asked as it always was.

The same order as on Telegram: commands, then numbers, which press; then files and words for an open dialogue, then questions.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from bot import texts as common_texts
from bot.access import Role
from bot.chat import slash
from bot.chat import texts as chat_texts
from bot.chat.actor import Caller
from bot.chat.host import Host
from bot.chat.menus import help_lines
from bot.chat.numbered import Numbered, picked
from bot.chat.platform import PlatformError
from bot.chat.said import File, Media, Original, Said
from bot.library.folding import fold
from bot.logs import cause
from bot.platforms.terminal import files, texts
from bot.platforms.terminal.platform import TerminalPlatform
from bot.platforms.terminal.stage import TerminalStage

_log = logging.getLogger(__name__)
Ask = Callable[[str], str | None]
"""Takes everything that is no conversation's, also commands; ``None``: they want to leave."""


class TerminalRoom:
    """One person's prompt. ``roles``: what they came as; ``ask`` knows the commands ``asks``."""

    def __init__(
        self, host: Host, platform: TerminalPlatform, person: Caller, roles: Collection[Role], ask: Ask, asks: Iterable[str]
    ) -> None:
        self._host, self._platform, self._person, self._roles, self._ask = host, platform, person, roles, ask
        self._converses = frozenset(command.name for command in host.catalogue.commands)
        self._ours = self._converses | {"cancel", "help"}
        self._theirs = frozenset(asks) - self._ours

    async def hear(self, typed: str) -> bool:
        """Do what a line (or several, of one message) says; false: they want to leave."""
        said = typed.strip()
        if fold(said).lower() in texts.QUIT_WORDS:
            return False
        try:
            return await self._heard(said, self._caller(self._platform.next_number()))
        except PlatformError as error:
            self._platform.line(str(error))
        except Exception as error:  # the prompt stays, whatever went wrong
            number = secrets.token_hex(2).upper()
            _log.error("fault %s: %s", number, cause(error))
            self._platform.line(common_texts.TOAST_FAULT.format(number=number))
        return True

    async def _heard(self, said: str, caller: Caller) -> bool:
        file = files.meant(said)
        words = "/cancel" if fold(said).rstrip(".。!") in common_texts.CANCEL_WORDS else said
        if file is not None:
            await self._file(file, caller)
        elif (command := slash.named(words, self._ours)) is not None:
            await self._command(command[0].partition("@")[0], words, words[command[1] :].strip(), caller)
        elif slash.named(said, self._theirs) is not None or slash.unknown(said) is not None or fold(said[:1]) == "/":
            return self._asked(said)
        elif (data := self._platform.choice.pressed(said)) is not None:
            await self._press(data)
        elif not await self._dialogue(Said(said, said), caller):
            word = chat_texts.WORDS.get(said.rstrip("。.！!？?"), "")
            if word not in self._ours:
                return self._asked(said)
            await self._command(word, said, "", caller)
        return True

    async def _command(self, name: str, whole: str, words: str, caller: Caller) -> None:
        stage = TerminalStage(self._platform)
        if name == "cancel":
            await self._host.cancel(caller, stage)
        elif name not in self._converses:
            self._asked("/help")
            self._platform.line(help_lines(self._host.catalogue.menu(self._roles), self._roles))
        else:
            await self._host.command(name, caller, Said(words, whole), stage)

    async def _press(self, data: str) -> None:
        stage = TerminalStage(self._platform, pressed=True)
        if self._host.catalogue.press(data) is not None:
            await self._host.press(data, self._caller(self._platform.choice_number), stage)
        else:
            await stage.toast(chat_texts.TOAST_STALE)

    async def _dialogue(self, said: Said, caller: Caller) -> bool:
        """Whether a dialogue is open that it goes to."""
        listening = await self._host.listening(caller)
        if listening.expired:
            self._platform.line(common_texts.DIALOG_EXPIRED)
        if listening.conversation is None:
            return False
        await self._host.hear(listening.conversation, caller, said, TerminalStage(self._platform, keeps=True))
        return True

    async def _file(self, file: File, caller: Caller) -> None:
        said = Said(file=file, original=Original((), media=Media(refusal=texts.TERMINAL_NO_MEDIA)))
        if await self._dialogue(said, caller):
            return
        for one in self._host.catalogue.conversations:
            if one.files is not None and await self._host.wants_file(one, caller):
                await self._host.file(one, caller, said, TerminalStage(self._platform))
                return
        self._platform.line(texts.TERMINAL_FILE_UNWANTED.format(name=file.name))

    def _asked(self, said: str) -> bool:
        """Whether they stay. What is asked for has numbers of its own."""
        offered = len(self._platform.choice.presses)
        if offered and picked(said) is not None:
            self._platform.line(texts.BAD_PICK.format(count=offered))
            return True
        self._platform.choice = Numbered("")
        answer = self._ask(said)
        if answer is not None:
            self._platform.line(answer)
        return answer is not None

    def _caller(self, number: int) -> Caller:
        return replace(self._person, message_id=number)
