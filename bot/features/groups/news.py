"""What owners and announcers are told about groups without having asked: new ones, units asked for, those from before.

Each person hears of each group once. What comes within an hour goes into the message that is there already, so that nobody who
adds us to a hundred groups makes us write a hundred messages. Whoever cannot be told now is told later; who never pressed Start
finds the same in /groups. The same turn leaves the groups that staff refused.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.access import Role
from bot.features.asking.memory import Lru
from bot.features.groups.newcomers import undecided
from bot.features.groups.newcomers_panel import undecided_screen
from bot.outbox.outcomes import ChatMissing, Kicked, NoReply
from bot.places.store import group_doors, groups, staff
from bot.places.store.group_doors import KEPT, WAITING, WISH, Told
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.render import Screen
from bot.platforms.telegram.sender import outcome_of
from bot.platforms.telegram.staff.desk import Desk
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_TOGETHER = timedelta(hours=1)
_FIRST, _EVERY = 3.0, 60.0
# Seconds until somebody is tried again who could not be told: for good, as it seems, or only now.
_UNREACHABLE, _LATER = 3600.0, 60.0
_NAMES = 1_000


class GroupNews:
    """``desk.News``. Called after what it tells is in the database; nothing depends on it."""

    def __init__(self, bot: ExtBot[int], desk: Callable[[], Desk | None]) -> None:
        self._bot, self._desk = bot, desk
        self._names: Lru[int, str] = Lru(_NAMES)
        self._not_before: dict[int, float] = {}
        self._turn, self._again = asyncio.Lock(), False

    def met(self, user_id: int, name: str) -> None:
        """See ``desk.News``."""
        self._names.put(user_id, name)

    def name_of(self, user_id: int) -> str | None:
        """See ``desk.News``."""
        return self._names.get(user_id)

    async def look(self) -> None:
        """See ``desk.News``."""
        desk = self._desk()
        if desk is None:
            return
        self._again = True
        if self._turn.locked():
            return  # whoever is at it looks once more: a hundred groups at once must not all wait here
        async with self._turn:
            while self._again:
                self._again = False
                await self._look(desk)

    async def _look(self, desk: Desk) -> None:
        try:
            await self._leave(desk)
            await self._tell_all(desk)
        except DatabaseUnavailable as error:
            _log.info("nobody was told about new groups: database %s", error.cause)

    @asynccontextmanager
    async def running(self, ready: Callable[[], bool]) -> AsyncIterator[None]:
        """Look from time to time, once ``ready``."""
        task = asyncio.create_task(self._run(ready), name="group news")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, ready: Callable[[], bool]) -> None:
        pause = _FIRST
        while True:
            await asyncio.sleep(pause)
            pause = _EVERY if ready() else _FIRST
            if ready():
                try:
                    await self.look()
                except Exception:
                    _log.exception("telling about groups failed")  # the next turn may do better

    async def _leave(self, desk: Desk) -> None:
        async with desk.database.read() as transaction:
            refused = await group_doors.to_leave(transaction)
        for chat_id in refused:
            try:
                await self._bot.leave_chat(chat_id)
            except TelegramError as error:
                if not isinstance(outcome_of(error, in_topic=False), Kicked | ChatMissing):
                    _log.info("group %d could not be left yet: %s", chat_id, trace.cause(error))
                    continue
            async with desk.database.write() as transaction:
                await groups.deactivate(transaction, chat_id)

    async def _tell_all(self, desk: Desk) -> None:
        owners: Collection[int] = desk.settings.owners
        async with desk.database.read() as transaction:
            counts = await group_doors.count_undecided(transaction)
            if not any(counts.values()):
                return
            ruling = await staff.holders(transaction, Role.OWNER, owners)
            announcing = await staff.holders(transaction, Role.ANNOUNCER)
        for user_id in sorted({*ruling, *announcing}):
            for about in (WAITING, WISH, KEPT):
                if counts[about] and (about != KEPT or user_id in ruling) and monotonic() >= self._not_before.get(user_id, 0.0):
                    await self._tell(desk, user_id, about)

    async def _tell(self, desk: Desk, user_id: int, about: str) -> None:
        async with desk.database.write() as transaction:
            told = await group_doors.claim_news(transaction, user_id, about, desk.clock(), _TOGETHER)
        if told is None:
            return
        async with desk.database.read() as transaction:
            roles = await staff.roles_of(transaction, user_id, desk.settings.owners)
        screen = undecided_screen(await undecided(desk, self._bot, about, 0), roles)
        try:
            message_id = await self._say(user_id, told, screen)
        except TelegramError as error:
            outcome = outcome_of(error, in_topic=False)
            if isinstance(outcome, NoReply):
                return  # it may well have arrived, and once is enough
            self._not_before[user_id] = monotonic() + (_UNREACHABLE if isinstance(outcome, Kicked | ChatMissing) else _LATER)
            _log.info("a member of staff could not be told about groups: %s", trace.cause(error))
            message_id = None
        async with desk.database.write() as transaction:
            await group_doors.note_told(transaction, user_id, about, told.news, message_id)

    async def _say(self, user_id: int, told: Told, screen: Screen) -> int:
        """In the message that is there, or in a new one."""
        if told.message_id is not None and await speak.edit(self._bot, user_id, told.message_id, screen):
            return told.message_id
        return (await speak.say(self._bot, user_id, screen)).message_id
