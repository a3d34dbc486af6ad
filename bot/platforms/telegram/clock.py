"""What time it is for Telegram: its messages carry its dates, and the clock of this machine may be wrong, or be set while we run.

Each answer of the server says when it was sent (``Date``). From there on the time is counted, not read: what is done to the
machine's clock meanwhile changes nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.platforms.telegram import texts

_log = logging.getLogger(__name__)
# A header has whole seconds, and an answer takes its time; less than this nobody notices.
_WRONG = timedelta(seconds=30)


def wall_clock() -> datetime:
    """What this machine believes."""
    return datetime.now(UTC)


class ServerClock:
    """``hear`` every answer; ``now`` is Telegram's time, or the machine's as long as nothing was heard."""

    def __init__(self, wall: Callable[[], datetime] = wall_clock, counted: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._counted = wall, counted
        self._heard: tuple[datetime, float] | None = None
        self._wrong = False

    def now(self) -> datetime:
        """For whatever is compared with a date of Telegram's."""
        if self._heard is None:
            return self._wall()
        said, at = self._heard
        return said + timedelta(seconds=self._counted() - at)

    @property
    def fast(self) -> timedelta | None:
        """How far this machine's clock is ahead (negative: behind); ``None``: not known."""
        return None if self._heard is None else self._wall() - self.now()

    def hear(self, date: str | None) -> None:
        """Take a ``Date`` header; one that cannot be read says nothing. Warns once, when the machine's clock turns out to be wrong."""
        try:
            said = parsedate_to_datetime(date or "")
        except ValueError:
            return
        self._heard = (said.astimezone(UTC), self._counted())
        difference = self._wall() - self.now()
        wrong = abs(difference) > _WRONG
        if wrong != self._wrong:
            _log.warning("%s", texts.CLOCK_WRONG.format(how=in_words(difference)) if wrong else texts.CLOCK_RIGHT)
        self._wrong = wrong

    async def listen(self, response: httpx.Response) -> None:
        """An event hook of httpx. Only what went well is surely Telegram's: a gateway on the way has a clock of its own."""
        if response.status_code == httpx.codes.OK:
            self.hear(response.headers.get("date"))


def in_words(fast: timedelta | None) -> str:
    """A difference for people."""
    if fast is None:
        return texts.CLOCK_UNKNOWN
    if abs(fast) <= _WRONG:
        return texts.CLOCK_FINE
    seconds = int(abs(fast).total_seconds())
    amount = texts.CLOCK_MINUTES.format(count=round(seconds / 60)) if seconds >= 90 else texts.CLOCK_SECONDS.format(count=seconds)
    if seconds >= 2 * 3600:
        amount = texts.CLOCK_HOURS.format(count=round(seconds / 3600))
    return (texts.CLOCK_FAST if fast > timedelta() else texts.CLOCK_SLOW).format(amount=amount)
