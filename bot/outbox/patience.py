"""Doing something again until the database answers: an outcome must not be lost to a backup tool that holds a lock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.backoff import Backoff
from bot.storage.errors import DatabaseUnavailable

_log = logging.getLogger(__name__)
LONGEST = 2.0
_BACKOFF = Backoff(0.1, LONGEST)

T = TypeVar("T")


async def patiently(act: Callable[[], Awaitable[T]], what: str, enough: Callable[[float], bool]) -> T:
    """Do it until the database takes it. ``enough(seconds)`` may end that; then ``DatabaseUnavailable`` is raised.

    ``act`` is a whole transaction that does no harm when done twice. Any other error is the caller's own.
    """
    clock = asyncio.get_running_loop().time
    tries, since = 0, clock()
    while True:
        try:
            return await act()
        except DatabaseUnavailable as error:
            if enough(clock() - since):
                raise
            _log.warning("%s: database %s for %.1f s, trying again", what, error.cause, clock() - since)
        tries += 1
        await asyncio.sleep(_BACKOFF.after(tries))
