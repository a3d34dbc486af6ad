"""Long polling that outlives whatever the server does, with one line in the log for each kind of trouble."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.backoff import Backoff
from bot.platforms.telegram import trace
from bot.platforms.telegram.context import BotApplication, services_of
from bot.platforms.telegram.pending import PendingAnswers
from bot.platforms.telegram.routes import ALLOWED_UPDATES
from bot.platforms.telegram.wire import intake

_log = logging.getLogger(__name__)
# Raw: when one update is not as PTB expects it, PTB's own method writes all of them, people's words too, into the log and loses them.
# Spelt like this, PTB does not recommend that method.
_GET_UPDATES = "get_Updates"
_LONG_POLL = 25
_READ_MARGIN = 10.0
_BACKOFF = Backoff(1.0, 30.0)
# A server that answers "nothing new" at once does not do long polling: asking on without a pause would burn a core.
_AT_ONCE, _SHORT_PAUSE = 0.2, 0.3
_LAST_CALL = 1.5
# What is not handled yet is not acknowledged, so a crash loses nothing; but Telegram then sends it again with every call.
# So: wait this long for the latest before asking on, and put aside what takes long.
_GRACE = 0.2
_ASIDE_AFTER, _CROWDED = 3.0, 50
_FEW = 10
# Without a database there is nowhere to put it.
_LONGEST_OPEN = 60.0
_MOST_BEHIND = 80


@dataclass(frozen=True, slots=True)
class _Open:
    """An update in hand: since when, and the future that is done when it is handled."""

    since: float
    done: asyncio.Future[bool]
    raw: Any

    @property
    def is_handled(self) -> bool:
        """Whether it need not come again."""
        return self.done.done() and self.done.result()


_Fresh = tuple[Update, Any]
"""An update, and as it came."""


def _released(pending: PendingAnswers, number: int, done: asyncio.Future[bool]) -> None:
    """It was put aside; when it has been handled nobody needs it any more."""
    if not done.cancelled() and done.result():
        pending.release(number)


class Polling:
    """Fetches updates until stopped. ``interval``: seconds to wait between two calls."""

    def __init__(self, application: BotApplication, interval: float) -> None:
        self._application = application
        self._interval = interval
        self._asked: int | None = None
        self._next: int | None = None
        self._open: dict[int, _Open] = {}
        self._trouble = ""
        self._cut_off = False
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until ``stop`` is set; raises ``InvalidToken`` when the token is not valid any more."""
        await self._forget_webhook()
        stopped = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                await self._put_aside()
                fetch = asyncio.create_task(self._fetch())
                await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
                if not fetch.done():
                    fetch.cancel()  # what it would have brought is not acknowledged, so it comes again
                    with suppress(asyncio.CancelledError, TelegramError):
                        await fetch
                    break
                pause = await self._handle(fetch)
                if pause:
                    await asyncio.wait({stopped}, timeout=pause)
        finally:
            stopped.cancel()

    async def acknowledge(self) -> None:
        """Tell the server what has been handled, so that it does not come again after a restart."""
        offset = self._offset()
        if offset is None:
            return
        asked = {"offset": offset, "limit": 1, "timeout": 0, "allowed_updates": ALLOWED_UPDATES}
        cause = "timeout"
        try:
            async with asyncio.timeout(_LAST_CALL):
                while True:
                    try:
                        await self._application.bot.do_api_request(_GET_UPDATES, asked)
                        return
                    except TelegramError as error:  # such as a conflict with our own poll that was cut short a moment ago
                        cause = trace.cause(error)
                    await asyncio.sleep(_SHORT_PAUSE)
        except TimeoutError:
            _log.warning("the last updates may come again: %s", cause)

    async def _put_aside(self) -> None:
        """What waits long for its turn goes to the database, so that Telegram, told that we have it, goes on to what came after."""
        now, in_hand = time.monotonic(), {number: kept for number, kept in self._open.items() if not kept.is_handled}
        # Telegram shows a hundred, counted from the oldest.
        crowded = bool(in_hand) and self._next is not None and self._next - min(in_hand) >= _CROWDED
        least = 0.0 if crowded else _ASIDE_AFTER
        stuck = {number: kept for number, kept in in_hand.items() if now - kept.since >= least}
        if not stuck:
            return
        pending = services_of(self._application).pending
        if not await pending.hold({number: kept.raw for number, kept in stuck.items()}):
            return
        for number, kept in stuck.items():
            self._open.pop(number, None)
            kept.done.add_done_callback(partial(_released, pending, number))

    async def _handle(self, fetch: asyncio.Task[tuple[Sequence[_Fresh], float]]) -> float:
        """Take what was fetched; returns how long to wait before the next call (seconds)."""
        try:
            updates, seconds = fetch.result()
        except (InvalidToken, EndPointNotFound) as error:
            await self._ask_who_we_are()
            self._tell(error)
            return self._longer_pause()
        except TimedOut:
            self._failures = 0
            return self._interval
        except TelegramError as error:
            self._tell(error)
            self._cut_off = True
            if isinstance(error, RetryAfter):
                wait = error.retry_after
                return float(wait if isinstance(wait, (int, float)) else wait.total_seconds())
            return self._longer_pause()
        self._failures = 0
        if self._trouble:
            _log.warning("polling works again")
            self._trouble = ""
        await self._take(updates)
        return self._interval if updates or seconds > _AT_ONCE else max(self._interval, _SHORT_PAUSE)

    async def _take(self, fresh: Sequence[_Fresh]) -> None:
        """Hand over what is new, and wait a little for it, or for what is still in hand if nothing is new."""
        now = time.monotonic()
        for update, raw in fresh:
            self._next = update.update_id + 1
            self._open[update.update_id] = _Open(now, await intake.hand_over(update, self._application), raw)
        waiting = {self._open[update.update_id].done for update, _ in fresh} or {kept.done for kept in self._open.values()}
        if waiting:
            # With many in hand each call brings all of them again: not one call for each that is done.
            every = fresh or len(waiting) > _FEW
            until = asyncio.ALL_COMPLETED if every else asyncio.FIRST_COMPLETED
            # In a rush what is in hand is put aside while it is being answered.
            await asyncio.gather(self._put_aside(), asyncio.wait(waiting, timeout=_GRACE, return_when=until))

    def _is_in_hand(self, number: int) -> bool:
        """Whether this update was fetched before. A number below what we asked for is new: after a quiet week Telegram begins anew."""
        return number in self._open or (self._asked is not None and self._next is not None and self._asked <= number < self._next)

    def _offset(self) -> int | None:
        """The first update that is not acknowledged: the oldest in hand, or the next to come."""
        if self._next is None:
            return None
        now, kept_safe = time.monotonic(), services_of(self._application).pending.usable
        self._open = {
            number: kept
            for number, kept in self._open.items()
            if not kept.is_handled and (kept_safe or (now - kept.since < _LONGEST_OPEN and self._next - number <= _MOST_BEHIND))
        }
        return min(self._open, default=self._next)

    async def _fetch(self) -> tuple[Sequence[_Fresh], float]:
        """The next updates and how long the server took; acknowledges the ones before."""
        started = time.monotonic()
        # A server that was away may have been started anew and count from 1 again: an offset would keep all that from us.
        # What was acknowledged does not come again; what was not is known to us.
        self._asked = offset = None if self._cut_off else self._offset()
        asked = {"timeout": _LONG_POLL, "allowed_updates": ALLOWED_UPDATES} | ({} if offset is None else {"offset": offset})
        raw = await self._application.bot.do_api_request(_GET_UPDATES, asked, read_timeout=_LONG_POLL + _READ_MARGIN)
        self._cut_off = False
        seconds = time.monotonic() - started
        items = [item for item in raw if isinstance(item, dict) and isinstance(item.get("update_id"), int)] if isinstance(raw, list) else []
        new = [item for item in items if not self._is_in_hand(item["update_id"])]
        parsed = [intake.parse(item, self._application) for item in new]
        if new and parsed[-1] is None:
            self._next = new[-1]["update_id"] + 1  # nothing will be handed over that could move it
        return [(update, item) for update, item in zip(parsed, new, strict=True) if update is not None], seconds

    async def _forget_webhook(self) -> None:
        """Polling and a webhook exclude each other. Not every server knows the method; then there is no webhook either."""
        try:
            await self._application.bot.delete_webhook()
        except TelegramError as error:
            _log.warning("deleteWebhook: %s", trace.cause(error))

    async def _ask_who_we_are(self) -> None:
        """A proxy on the way can say "not found" too: the token is wrong only if ``getMe`` says so as well (``InvalidToken``)."""
        try:
            await self._application.bot.get_me()
        except InvalidToken:
            raise
        except TelegramError as error:
            self._tell(error)

    def _longer_pause(self) -> float:
        self._failures += 1
        return max(self._interval, _BACKOFF.after(self._failures))

    def _tell(self, error: TelegramError) -> None:
        """One line when a trouble begins or changes, not one a try."""
        said = trace.cause(error)
        if said != self._trouble:
            hint = " (another process polls with the same token)" if isinstance(error, Conflict) else ""
            _log.warning("polling: %s%s", said, hint)
        self._trouble = said
