"""``chat --as``: the conversations of staff at a prompt, on the local database, with the roles that were asked for and no Telegram.

Whoever sits here can read and change the database anyway; that it was done at the shell stands in the audit log.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.access import SHELL_PERSON, Role
from bot.answering.building import AnswererBuilder, Progress
from bot.answering.live import LiveKnowledge
from bot.app import texts
from bot.app.composition import database_of, teaching_of
from bot.app.conversations import CONVERSATIONS, Parts, services
from bot.app.lifecycle import utc_now
from bot.app.sources import sources
from bot.chat import texts as chat_texts
from bot.chat.actor import Caller, ChatPlace
from bot.chat.gate import Gate
from bot.chat.host import Backing, Host
from bot.chat.menus import held
from bot.chat.refusals import Refusals
from bot.features.asking.memory import MemoryAnswers, MemoryGroups, MemoryRecorder
from bot.features.asking.service import Asking
from bot.features.reports.condition import Running
from bot.features.teaching.teaching import Teaching
from bot.library.loader import load_library
from bot.outbox.outbox import Outbox
from bot.platforms.terminal import texts as terminal_texts
from bot.platforms.terminal.platform import Print, TerminalPlatform
from bot.platforms.terminal.printed import PrintedSender
from bot.platforms.terminal.prompt import COMMANDS, Prompt, lines
from bot.platforms.terminal.room import TerminalRoom
from bot.settings.config import Settings
from bot.storage.acts import Acts
from bot.storage.dialogs import Dialogs
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import ensure_current
from bot.when import local

SHELL = Caller(SHELL_PERSON, texts.TERMINAL_NAME, ChatPlace(SHELL_PERSON, True))


def chat_as(roles: Collection[Role], settings: Settings, progress: Progress) -> None:
    """Read lines until the end of input or /quit. Raises ``StorageError``."""
    database = database_of(settings)
    with asyncio.Runner() as runner:
        build = AnswererBuilder(settings, progress, sources(settings))
        live = LiveKnowledge(build(load_library(settings.knowledge)))
        stay = opened(settings, database, live, frozenset(roles), print, Path.cwd(), teaching=teaching_of(settings, build))
        hear = runner.run(stay.__aenter__())
        try:
            print(terminal_texts.CHAT_WELCOME)
            print(texts.TERMINAL_WELCOME.format(roles=held(roles)))
            for said in lines(several=True):
                if not runner.run(hear(said)):
                    break
            print(terminal_texts.CHAT_BYE)
        finally:
            runner.run(stay.__aexit__(None, None, None))


@asynccontextmanager
async def opened(
    settings: Settings,
    database: Database,
    knowledge: LiveKnowledge,
    roles: frozenset[Role],
    print_line: Print,
    folder: Path,
    clock: Callable[[], datetime] = utc_now,
    *,
    teaching: Callable[[Database, LiveKnowledge], Teaching],
) -> AsyncIterator[Callable[[str], Coroutine[Any, Any, bool]]]:
    """The room of whoever sits at the shell: takes what they type, as ``TerminalRoom.hear``.

    Closes the database; raises ``StorageError``.
    """
    try:
        await ensure_current(database)
        async with Acts(database, clock).writing() as act:
            await act.note(SHELL, "shell", detail=held(roles))
        started = time.monotonic()

        async def roles_of(user_id: int) -> frozenset[Role]:
            return roles if user_id == SHELL_PERSON else frozenset()

        async def forget(user_id: int) -> None:
            """Nothing is remembered here."""

        running = Running(lambda: knowledge.library, lambda: time.monotonic() - started, lambda: 0, lambda: ())
        refusals, taught = Refusals(database, clock), teaching(database, knowledge)
        here = Asking(knowledge, MemoryAnswers(), MemoryRecorder(), MemoryGroups(), lambda _: False, lambda: local(clock()).date())
        platform = TerminalPlatform(SHELL, print_line, folder, int(clock().timestamp()))
        outbox = Outbox(PrintedSender(platform), _Elsewhere(platform))
        desk = services(Parts(database, clock, settings, knowledge, None, forget, running, here, taught, outbox=outbox))
        async with refusals.running(), taught.keeper:
            host = Host(CONVERSATIONS, Backing(Gate(roles_of, refusals), Dialogs(database, clock), desk), clock)
            asking = Prompt(lambda: knowledge.answerer, lambda: local(clock()).date())
            room = TerminalRoom(host, platform, SHELL, roles, asking.reply, COMMANDS)

            async def hear(typed: str) -> bool:
                # Between two lines nothing runs here: what was taught, also elsewhere, counts for this one.
                await _learn(taught, platform)
                return await room.hear(typed)

            yield hear
    finally:
        await database.close()


async def _learn(taught: Teaching, platform: TerminalPlatform) -> None:
    try:
        await taught.keeper.catch_up()
    except DatabaseUnavailable as error:
        platform.line(chat_texts.STAFF_AWAY.format(reason=error))


class _Elsewhere:
    """Wakes nobody: the bot at work sees within a second that something is due. That there must be one is said once."""

    def __init__(self, platform: TerminalPlatform) -> None:
        self._platform, self._said = platform, False

    def __call__(self) -> None:
        if not self._said:
            self._said = True
            self._platform.line(texts.TERMINAL_SENT_BY_BOT)
