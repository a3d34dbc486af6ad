"""What announcers are told without having asked: a pause, missed runs, what nobody knows the end of, and the end itself."""

from __future__ import annotations

import logging

from bot.chat.platform import NotNow, Platform, PlatformError
from bot.chat.screen import Button, Screen
from bot.features.broadcasts import texts
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.presses import ShowUncertain
from bot.features.broadcasts.screens import look_screen, progress_screen
from bot.features.broadcasts.service import BroadcastService
from bot.outbox.listener import Listener
from bot.outbox.states import State
from bot.outbox.store.finish import Settled
from bot.outbox.store.schedules import Fired
from bot.places.roster import Roster
from bot.when import CHINA

_log = logging.getLogger(__name__)


class Messenger(Listener):
    """Called after the commit; nothing depends on it. Who cannot be reached finds the same in /broadcasts."""

    def __init__(self, platform: Platform, overview: Overview, service: BroadcastService, roster: Roster) -> None:
        self._platform, self._overview, self._service, self._roster = platform, overview, service, roster
        self._told: set[int] = set()
        self._telling: set[int] = set()

    async def settled(self, settled: Settled) -> None:
        """A broadcast that paused itself needs somebody, and what nobody knows the end of."""
        if settled.state is State.UNCERTAIN:
            await self.given_up(settled)
        if settled.paused:
            await self._tell_all(texts.BROADCAST_PAUSED_ITSELF_NEWS, settled.broadcast_id)

    async def fired(self, fired: Fired) -> None:
        """Missed runs that were not made up."""
        if fired.broadcast_id is None and fired.skipped:
            await self._tell_all(texts.BROADCAST_MISSED_NEWS, fired.series_id, count=fired.skipped)

    async def given_up(self, settled: Settled) -> None:
        """Once for each broadcast: the list shows them all."""
        number = settled.broadcast_id
        if number in self._told:
            return
        self._told.add(number)
        await self._tell_all(texts.BROADCAST_UNCERTAIN_NEWS, number, Button(texts.BUTTON_BC_RESOLVE, ShowUncertain(number)))

    async def ended(self, number: int) -> None:
        """To whoever prepared and released it, with all that can be done now; if they are gone, to every announcer.

        As long as there is no line to anybody it stays untold, and this is called again.
        """
        if number in self._telling:
            return
        self._telling.add(number)
        try:
            self._told.discard(number)
            if await self._tell_end(number):
                await self._service.told(number)
        finally:
            self._telling.discard(number)

    async def withdrawn(self, number: int, *, taken_back: bool) -> None:
        """After the step from a version that copied messages which could still be changed."""
        await self._tell_all(texts.BROADCAST_UNFROZEN_NEWS if taken_back else texts.BROADCAST_UNFROZEN_REST_NEWS, number)

    async def _tell_end(self, number: int) -> bool:
        """Whether there is nobody left who might still be told."""
        progress = await self._overview.progress(number)
        if progress is None:
            return True
        announcers = await self._overview.announcers()
        concerned = {progress.broadcast.prepared_by, progress.broadcast.released_by}
        reached = True
        for user_id in [one for one in announcers if one in concerned] or announcers:
            roles = await self._roster.roles_of(user_id)
            reached &= await self._tell(user_id, progress_screen(progress, CHINA, roles, texts.BROADCAST_DONE_NEWS))
        return reached

    async def _tell_all(self, text: str, number: int, *more: Button, count: int = 0) -> None:
        for user_id in await self._overview.announcers():
            await self._tell(user_id, look_screen(number, text.format(number=number, count=count), *more))

    async def _tell(self, user_id: int, screen: Screen) -> bool:
        """False: it is worth trying again."""
        try:
            await self._platform.send(user_id, screen)
        except PlatformError as error:
            _log.info("an announcer could not be told: %s", type(error).__name__)
            return not isinstance(error, NotNow)
        return True
