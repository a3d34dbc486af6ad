"""Progress messages that show what is the case now: edited in place every few seconds, for as long as something moves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.storage.errors import DatabaseUnavailable
from bot.telegram import trace
from bot.telegram.render import Screen

_log = logging.getLogger(__name__)
EVERY = 3.0
_LONGEST = 3600.0

Draw = Callable[[], Awaitable[tuple[Screen, bool]]]
"""What to show now, and whether it may still change by itself."""
Show = Callable[[Screen], Awaitable[bool]]
"""Edit the message; false when it is gone."""


class LiveMessages:
    """At most one a chat: opening another one ends the first. Whoever shows something else in a chat calls ``leave`` first."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def follow(self, chat_id: int, shown: Screen, draw: Draw, show: Show) -> None:
        """Keep the message, which shows ``shown`` now, up to date for up to an hour."""
        self.leave(chat_id)
        task = asyncio.create_task(self._follow(shown, draw, show))
        self._tasks[chat_id] = task

        def ended(done: asyncio.Task[None]) -> None:
            if self._tasks.get(chat_id) is done:
                del self._tasks[chat_id]
            if not done.cancelled() and (error := done.exception()) is not None:
                _log.error("a progress message stands still", exc_info=error)

        task.add_done_callback(ended)

    def leave(self, chat_id: int) -> None:
        """Edit nothing more in this chat."""
        task = self._tasks.pop(chat_id, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Edit nothing more anywhere."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self, shown: Screen, draw: Draw, show: Show) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + _LONGEST
        moving = True
        while moving and loop.time() < until:
            await asyncio.sleep(self._every)
            try:
                screen, moving = await draw()
                if screen != shown and not await show(screen):
                    return
                shown = screen
            except DatabaseUnavailable as error:
                _log.info("a progress message waits: database %s", error.cause)
            except TelegramError as error:
                _log.info("a progress message was not edited: %s", trace.cause(error))
