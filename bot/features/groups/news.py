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

from bot import trace
from bot.access import Role
from bot.chat.platform import Platform, PlatformError, Unanswered, Unreachable
from bot.chat.screen import Screen
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.newcomers_screens import undecided_screen
from bot.places.store import group_doors, groups, staff
from bot.places.store.group_doors import KEPT, WAITING, WISH, ToldStaff
from bot.storage.acts import Acts
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
_TOGETHER = timedelta(hours=1)
_FIRST, _EVERY = 3.0, 60.0
# Seconds until somebody is tried again who could not be told: for good, as it seems, or only now.
_UNREACHABLE, _LATER = 3600.0, 60.0


class GroupNews:
    """Called after what it tells is in the database; nothing depends on it. ``owners``: those that the settings name.

    ``platform``: ``None`` where nobody can be told.
    """

    def __init__(self, acts: Acts, platform: Platform | None, owners: Collection[int], newcomers: Newcomers) -> None:
        self._acts, self._platform, self._owners, self._newcomers = acts, platform, owners, newcomers
        self._not_before: dict[int, float] = {}
        self._turn, self._again = asyncio.Lock(), False

    async def look(self) -> None:
        """Tell who has not heard yet, and leave the groups that were refused."""
        self._again = True
        if self._turn.locked():
            return  # whoever is at it looks once more: a hundred groups at once must not all wait here
        async with self._turn:
            while self._again:
                self._again = False
                try:
                    if self._platform is not None:
                        await self._leave(self._platform)
                        await self._tell_all(self._platform)
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

    async def _leave(self, platform: Platform) -> None:
        async with self._acts.reading() as transaction:
            refused = await group_doors.to_leave(transaction)
        for chat_id in refused:
            try:
                await platform.leave(chat_id)
            except Unreachable:
                pass  # we are out already
            except PlatformError as error:
                _log.info("group %d could not be left yet: %s", chat_id, trace.cause(error))
                continue
            async with self._acts.writing() as act:
                await groups.deactivate(act.transaction, chat_id)

    async def _tell_all(self, platform: Platform) -> None:
        async with self._acts.reading() as transaction:
            counts = await group_doors.count_undecided(transaction)
            if not any(counts.values()):
                return
            ruling = await staff.holders(transaction, Role.OWNER, self._owners)
            announcing = await staff.holders(transaction, Role.ANNOUNCER)
        for user_id in sorted({*ruling, *announcing}):
            for about in (WAITING, WISH, KEPT):
                if counts[about] and (about != KEPT or user_id in ruling) and monotonic() >= self._not_before.get(user_id, 0.0):
                    await self._tell(platform, user_id, about)

    async def _tell(self, platform: Platform, user_id: int, about: str) -> None:
        async with self._acts.writing() as act:
            told = await group_doors.claim_news(act.transaction, user_id, about, act.now, _TOGETHER)
        if told is None:
            return
        async with self._acts.reading() as transaction:
            roles = await staff.roles_of(transaction, user_id, self._owners)
        shown = undecided_screen(await self._newcomers.page(platform, about, 0), roles)
        try:
            message_id = await _say(platform, user_id, told, shown)
        except Unanswered:
            return  # it may well have arrived, and once is enough
        except PlatformError as error:
            self._not_before[user_id] = monotonic() + (_UNREACHABLE if isinstance(error, Unreachable) else _LATER)
            _log.info("a member of staff could not be told about groups: %s", trace.cause(error))
            message_id = None
        async with self._acts.writing() as act:
            await group_doors.note_told(act.transaction, user_id, about, told.news, message_id)


async def _say(platform: Platform, user_id: int, told: ToldStaff, shown: Screen) -> int:
    """In the message that is there, or in a new one."""
    if told.message_id is not None and await platform.edit(user_id, told.message_id, shown):
        return told.message_id
    return await platform.send(user_id, shown)
