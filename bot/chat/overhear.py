"""May the bot speak in a group where nobody asked it? Only where wanted, and only so often."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.chat.ports import Overhearing

HOUR = timedelta(hours=1)
_PURGE_ABOVE = 5_000


class HourlyBudget:
    """Remembers when the bot spoke unasked, by group, for one hour."""

    def __init__(self, per_hour: int) -> None:
        self._per_hour = per_hour
        self._spoken: dict[int, deque[datetime]] = {}

    def may_speak(self, chat_id: int, choice: Overhearing, now: datetime) -> bool:
        """Whether the group wants it, has not paused it, and has heard fewer unasked answers in the last hour than it allows."""
        if not choice.on or (choice.paused_until is not None and now < choice.paused_until):
            return False
        limit = self._per_hour if choice.per_hour is None else choice.per_hour
        return len(self._recent(chat_id, now)) < limit

    def spoke(self, chat_id: int, now: datetime) -> None:
        """Count one unasked answer."""
        if len(self._spoken) > _PURGE_ABOVE:
            self._spoken = {chat: times for chat, times in self._spoken.items() if times and now - times[-1] < HOUR}
        self._spoken.setdefault(chat_id, deque()).append(now)

    def _recent(self, chat_id: int, now: datetime) -> deque[datetime]:
        times = self._spoken.get(chat_id, deque())
        while times and now - times[0] >= HOUR:
            times.popleft()
        return times
