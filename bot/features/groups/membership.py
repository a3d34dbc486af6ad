"""What follows when we come into a group: quiet, but for one sentence to a group that has to wait, and what staff are told then."""

from __future__ import annotations

from bot import trace
from bot.chat.platform import Platform, PlatformError
from bot.chat.screen import screen
from bot.features.groups import texts
from bot.features.groups.newcomers import Newcomers
from bot.features.groups.news import GroupNews
from bot.places.doors import Coming
from bot.places.standing import Arrival, Standing


class Welcome:
    """Called for every arrival once it is in the register."""

    def __init__(self, platform: Platform, newcomers: Newcomers, news: GroupNews) -> None:
        self._platform, self._newcomers, self._news = platform, newcomers, news

    async def greet(self, coming: Coming, arrival: Arrival | None) -> int | None:
        """The sentence, where it is due; returns how many people are in there, as far as it is told."""
        if arrival is not None and arrival.greet:
            try:
                await self._platform.send(coming.chat_id, screen(texts.GROUP_WAITS))
            except PlatformError as error:
                trace.note(greeting=trace.cause(error))  # not allowed to write, or gone again: nobody misses it
        return await self._platform.members(coming.chat_id)

    async def tell(self, coming: Coming, arrival: Arrival | None) -> None:
        """Staff are told that it waits, and who let us in."""
        if arrival is not None and arrival.standing is Standing.WAITING:
            self._newcomers.met(coming.by.user_id, coming.by.name)
            await self._news.look()
