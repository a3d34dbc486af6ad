"""The line in which messages to people wait for Telegram's limits: oldest question first, nobody behind a chat that must wait.

A chat may get about one message a second, a few at once, and a group twenty a minute; the whole bot about thirty a second. A 429
closes its chat (or, when several chats are refused, everything) until it is over: nobody is given up because of one. What would
come later than its deadline is dropped, and counted.
"""

from __future__ import annotations

import asyncio
import math
from bisect import insort
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from bot.outbox.pacing import Pace, RateLimits, after_accepted, after_rate_limit, current_rate, held
from bot.outbox.traffic import Departure, Traffic

# A little under what Telegram takes, for what leaves a second apart does not arrive so.
_BURST, _PER_SECOND = 3, 0.95
_PER_MINUTE, _MINUTE = 20, 61.0
# What is under way when a process dies may be answered twice: no more than leave during one round trip of the wire, or these.
_FEWEST_UNDER_WAY = 3
_REMEMBERED = 5_000
_MARGIN = 0.1


class TooLate(Exception):
    """There was no turn for it before its deadline, or there will be none."""


class Stopping(Exception):
    """The process ends; whoever has no answer is asked about again by the next one."""


class _Chat:
    """What one chat may still get."""

    __slots__ = ("_at", "_minute", "_tokens", "shut_until")

    def __init__(self, *, group: bool, now: float) -> None:
        self.shut_until = 0.0
        self._tokens, self._at = float(_BURST), now
        self._minute: deque[Departure] | None = deque() if group else None

    def free_at(self, now: float, *, paced: bool) -> float:
        if not paced:
            return self.shut_until
        free = now + max(0.0, (1.0 - self._refilled(now)) / _PER_SECOND)
        if self._minute is not None and len(self._minute) >= _PER_MINUTE:
            free = max(free, self._minute[-_PER_MINUTE].at + _MINUTE)
        return max(free, self.shut_until)

    def left(self, departure: Departure) -> None:
        now = departure.at
        self._tokens, self._at = self._refilled(now) - 1.0, now
        if self._minute is not None:
            while self._minute and self._minute[0].at <= now - _MINUTE:
                self._minute.popleft()
            self._minute.append(departure)

    def is_idle(self, now: float) -> bool:
        return self.shut_until <= now and self._at <= now - _MINUTE

    def _refilled(self, now: float) -> float:
        return min(float(_BURST), self._tokens + (now - self._at) * _PER_SECOND)


@dataclass(order=True, slots=True)
class _Waiting:
    since: float
    number: int
    chat_id: int = field(compare=False)
    deadline: float = field(compare=False)
    turn: asyncio.Future[Departure] = field(compare=False)


class Line:
    """``async with turn(…)``: from its turn to the end of its request. Bounded by who calls: one message a chat waits at a time."""

    def __init__(self, traffic: Traffic, now: Callable[[], float] = monotonic) -> None:
        self.traffic, self._now = traffic, now
        self._chats: dict[int, _Chat] = {}
        self._line: list[_Waiting] = []
        self._count = 0
        self._under_way = 0
        self._round_trip = 0.0
        self._pace = Pace()
        self._limits = RateLimits(per_second=traffic.per_second or 1e6)
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self.too_late = 0
        traffic.people_wait = self.__len__

    def __len__(self) -> int:
        """How many wait."""
        return len(self._line)

    @asynccontextmanager
    async def turn(self, chat_id: int, since: float, deadline: float) -> AsyncIterator[Departure]:
        """Wait for the turn of a message to this chat, about something of ``since``. Raises ``TooLate`` and ``Stopping``."""
        if self._closed:
            raise Stopping
        waiting = _Waiting(since, self._count, chat_id, deadline, asyncio.get_running_loop().create_future())
        self._count += 1
        insort(self._line, waiting)
        self._advance()
        try:
            departure = await waiting.turn
        except asyncio.CancelledError:
            self._withdraw(waiting)
            raise
        try:
            yield departure
        finally:
            self._under_way -= 1
            self._advance()

    def refused(self, chat_id: int, seconds: float) -> None:
        """A 429: this chat, or all of them, wait."""
        now = datetime.now(UTC)
        self._pace = after_rate_limit(self._pace, self._limits, chat_id, seconds, now)
        self.pause(chat_id, seconds + _MARGIN)

    def pause(self, chat_id: int, seconds: float) -> None:
        """Nothing more to this chat for so long."""
        chat = self._chat(chat_id, self._now())
        chat.shut_until = max(chat.shut_until, self._now() + seconds)

    def accepted(self, departure: Departure) -> None:
        """Telegram took a message."""
        self._round_trip += 0.1 * (self._now() - departure.at - self._round_trip)
        self._pace = after_accepted(self._pace)

    def close(self) -> None:
        """Nothing more leaves; everybody in the line hears ``Stopping``."""
        self._closed = True
        for waiting in self._line:
            if not waiting.turn.done():
                waiting.turn.set_exception(Stopping())
        self._line.clear()
        if self._timer is not None:
            self._timer.cancel()

    def _advance(self) -> None:
        """Give a turn to whoever may have one, oldest first, and come back when the next one may."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now, again = self._now(), math.inf
        pause = held(self._pace, datetime.now(UTC)).total_seconds()
        for waiting in list(self._line):
            chat = self._chat(waiting.chat_id, now)
            free = max(chat.free_at(now, paced=bool(self.traffic.per_second)), now + pause)
            if waiting.deadline < max(now, chat.shut_until):
                self._leave(waiting)
                self.too_late += 1
                waiting.turn.set_exception(TooLate())
                continue
            if free > now:
                again = min(again, free, waiting.deadline)
                continue
            if self._is_full():
                break
            wait = self.traffic.free_for_people(current_rate(self._pace, self._limits, datetime.now(UTC)))
            if wait > 0:
                again = min(again, now + wait)
                break
            self._leave(waiting)
            self._under_way += 1
            chat.left(departure := self.traffic.note())
            waiting.turn.set_result(departure)
        if self._line and again < math.inf:
            self._timer = asyncio.get_running_loop().call_later(max(again - now, 0.001), self._advance)

    def _is_full(self) -> bool:
        rate = self.traffic.per_second
        return bool(rate) and self._under_way >= max(_FEWEST_UNDER_WAY, math.ceil(rate * self._round_trip))

    def _leave(self, waiting: _Waiting) -> None:
        self._line.remove(waiting)

    def _withdraw(self, waiting: _Waiting) -> None:
        """Nobody waits for this turn any more, had it been given or not."""
        if waiting in self._line:
            self._leave(waiting)
        elif waiting.turn.done() and not waiting.turn.cancelled() and waiting.turn.exception() is None:
            self._under_way -= 1
        self._advance()

    def _chat(self, chat_id: int, now: float) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            if len(self._chats) >= _REMEMBERED:
                self._chats = {id: one for id, one in self._chats.items() if not one.is_idle(now)}
            chat = self._chats[chat_id] = _Chat(group=chat_id < 0, now=now)
        return chat
