"""Telegram's speed limits: who gets a 429 and for how long. Off unless a test switches them on.

Modelled on core.telegram.org/bots/faq ("My bot is hitting limits"): about one message a second in a chat with short
bursts allowed, 20 a minute in a group, about 30 a second in all. Once refused, a chat stays refused until
`retry_after` is over, however often one asks. Only sending counts; edits and answers to buttons do not.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from .clock import Clock
from .errors import too_many_requests


@dataclass(slots=True)
class Limits:
    """The limits in force and what was sent lately; times are seconds of the fake's clock."""

    clock: Clock
    enabled: bool = False
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    total_per_second: int = 30
    minimum_wait: int = 1
    refused: int = 0
    _total: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _tokens: dict[int, tuple[float, float]] = field(default_factory=dict)
    _shut: dict[int | None, float] = field(default_factory=dict)

    def admit(self, chat_id: int, *, group: bool) -> None:
        """Count one message to a chat, or refuse it with 429 and `retry_after`."""
        if not self.enabled:
            return
        now = self.clock.now()
        for key in (None, chat_id):
            if (until := self._shut.get(key, 0.0)) > now:
                self._refuse(key, until, now)
        self._window(self._total, now - 1.0)
        if len(self._total) >= self.total_per_second:
            self._refuse(None, self._total[0] + 1.0, now)
        sent = self._groups.setdefault(chat_id, deque()) if group else None
        if sent is not None:
            self._window(sent, now - 60.0)
            if len(sent) >= self.group_per_minute:
                self._refuse(chat_id, sent[0] + 60.0, now)
        tokens, at = self._tokens.get(chat_id, (float(self.chat_burst), now))
        tokens = min(self.chat_burst, tokens + (now - at) * self.chat_per_second)
        if tokens < 1.0:
            self._refuse(chat_id, now + (1.0 - tokens) / self.chat_per_second, now)
        self._tokens[chat_id] = (tokens - 1.0, now)
        self._total.append(now)
        if sent is not None:
            sent.append(now)

    @staticmethod
    def _window(times: deque[float], since: float) -> None:
        while times and times[0] <= since:
            times.popleft()

    def _refuse(self, key: int | None, until: float, now: float) -> None:
        seconds = max(self.minimum_wait, math.ceil(until - now))
        self._shut[key] = max(self._shut.get(key, 0.0), until)
        self.refused += 1
        raise too_many_requests(seconds)
