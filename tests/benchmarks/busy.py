"""A busy minute: many questions at once through Telegram's own limits, one group far over its share; who gets no answer?

``python -m tests.benchmarks.telegram --busy``. The fake server enforces the limits; the bot runs in its own process with its own settings.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from tests.fakes.bot_api import BotApi, Chat, Person

# Below the flood gate's ten a minute, so that every question deserves an answer.
_EACH = 5


@dataclass(frozen=True)
class Busy:
    """What became of the questions; seconds from question to answer, sorted; ``worst``: the most messages in any second."""

    asked: int
    waits: tuple[float, ...]
    crowded: tuple[float, ...]
    refused: int
    worst: int
    seconds: float

    @property
    def unanswered(self) -> int:
        """Questions that nothing was said to."""
        return self.asked - len(self.waits) - len(self.crowded)

    def __str__(self) -> str:
        return (
            f"busy minute: {self.asked} questions, answered {len(self.waits) + len(self.crowded)}, unanswered {self.unanswered}, "
            f"waiting {_quantiles(self.waits)} (the crowded group {_quantiles(self.crowded)}), {self.refused} x 429, "
            f"at most {self.worst} messages in a second, {self.seconds:.0f} s"
        )


def _quantiles(waits: tuple[float, ...]) -> str:
    if not waits:
        return "none"
    return f"p50 {waits[len(waits) // 2]:.1f} s, p99 {waits[int(0.99 * (len(waits) - 1))]:.1f} s"


def most_in_a_second(times: list[float]) -> int:
    """The largest number of these moments that lie within one second of each other."""
    worst, inside = 0, deque[float]()
    for at in sorted(times):
        inside.append(at)
        while at - inside[0] >= 1.0:
            inside.popleft()
        worst = max(worst, len(inside))
    return worst


class Rush:
    """``asked`` questions at once from ``chats`` chats; ``crowd`` of them in one group."""

    def __init__(self, api: BotApi, chats: int, asked: int, crowd: int, texts: list[str]) -> None:
        self._api, self._asked = api, asked
        people = [api.person(f"第{number}人") for number in range(chats)]
        crowd_people = [api.person(f"热闹的第{number}人") for number in range(-(-crowd // _EACH))]
        self._group = api.group("热闹群")
        groups = api.groups(chats // 4)
        places: list[Chat] = [*groups, *(person.chat for person in people)][: chats - 1]
        others: list[tuple[Person, Chat]] = []
        for number in range(asked - crowd):
            place = number % len(places)
            asker = people[place] if place < len(groups) else people[place - len(groups)]
            others.append((asker, places[place]))
        crowded = [(crowd_people[number // _EACH], self._group) for number in range(crowd)]
        # Interleaved: the crowd must not simply be first or last.
        self._order = [*others]
        for number, one in enumerate(crowded):
            self._order.insert(number * len(others) // max(len(crowded), 1), one)
        self._texts = texts

    async def run(self, longest: float) -> Busy:
        """Ask, and wait until all are answered, or nothing has been said for ``longest`` seconds."""
        journal = self._api.world.journal.entries
        before, began = len(journal), time.time()
        asked: dict[int, deque[float]] = defaultdict(deque)
        for number, (person, chat) in enumerate(self._order):
            asked[chat.id].append(time.time())
            person.command("ask", self._texts[number % len(self._texts)], chat)
        seen = before
        while len(journal) - before < len(self._order):
            try:
                await self._api.world.bell.until(lambda: len(journal) > seen, longest)  # noqa: B023
            except TimeoutError:
                break
            seen = len(journal)
        await asyncio.sleep(0)
        waits: list[float] = []
        crowded: list[float] = []
        for entry in journal[before:]:
            if asked[entry["chat_id"]]:
                waited = entry["time"] - asked[entry["chat_id"]].popleft()
                (crowded if entry["chat_id"] == self._group.id else waits).append(waited)
        times = [entry["time"] for entry in journal[before:]]
        last = max(times, default=time.time())
        refused = self._api.world.limits.refused
        return Busy(self._asked, tuple(sorted(waits)), tuple(sorted(crowded)), refused, most_in_a_second(times), last - began)
