"""Questions and answers on their way to the database, as many as have gathered with a handful of statements.

A statement of its own for every question would take longer than answering it: under load each one waits for its turn in this
process, and people would wait with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.answering.answer import Outcome
from bot.storage import answers, groups, misses, questions, votes
from bot.storage.answers import Keeping, KeptAnswer
from bot.storage.engine import Transaction
from bot.storage.misses import Reason
from bot.storage.questions import Counted
from bot.storage.recorder import Record, Recorder
from bot.telegram.ports import Asked

Key = tuple[int, int]  # chat and question
_MOST = 500


@dataclass(slots=True)
class Noted:
    """A question to be counted. ``replaces``: a miss that it was before its edit; ``on_miss`` learns that it is one."""

    asked: Asked
    at: datetime
    replaces: Callable[[], int | None]
    on_miss: Callable[[int | None], None]


@dataclass(slots=True)
class _Batch:
    keeping: dict[Key, Keeping] = field(default_factory=dict)
    noted: dict[Key, Noted] = field(default_factory=dict)
    closed: bool = False

    def close(self) -> None:
        """Nothing more may be added."""
        self.closed = True

    async def write(self, transaction: Transaction) -> None:
        """The record; may run twice."""
        before = await answers.to_questions(transaction, {*self.keeping, *self.noted})
        units = await groups.units_of(transaction, {chat for chat, _ in self.noted if chat < 0})
        fresh = [key for key in self.noted if key not in before or before[key].log_id is None]
        counted = [_counted(self.noted[key], units) for key in fresh]
        log_ids = dict(zip(fresh, await questions.record_all(transaction, counted), strict=True))
        for key, keeping in self.keeping.items():
            keeping.log_id = log_ids.get(key)
        await answers.keep_all(transaction, self.keeping.values())
        for key, noted in self.noted.items():
            await self._rest(transaction, key, noted, before.get(key), log_ids.get(key), units)

    async def _rest(
        self, transaction: Transaction, key: Key, noted: Noted, before: KeptAnswer | None, log_id: int | None, units: dict[int, str]
    ) -> None:
        """What only few questions need."""
        asked = noted.asked
        if before is not None and log_id is None and before.log_id is not None:
            await questions.amend(transaction, before.log_id, asked.outcome, asked.entry_id)
            await votes.clear(transaction, before.id)
        elif before is not None and log_id is not None and key not in self.keeping:
            await answers.link(transaction, before.id, log_id)
        replaced = noted.replaces()
        if replaced is not None:
            await misses.discard(transaction, replaced)
        if asked.outcome == Outcome.NONE:
            noted.on_miss(await store_miss(transaction, asked, Reason.NONE, units.get(asked.chat_id, ""), noted.at))


class Journal:
    """In front of the ``Recorder``: keeps the order of everything that is submitted through it."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._open = _Batch(closed=True)

    def keep(self, keeping: Keeping) -> None:
        """An answer was given."""
        key = (keeping.chat_id, keeping.question_message_id)
        self._batch(key in self._open.keeping or key in self._open.noted).keeping[key] = keeping

    def note(self, noted: Noted) -> None:
        """A question was dealt with."""
        key = (noted.asked.chat_id, noted.asked.question_id)
        self._batch(key in self._open.noted).noted[key] = noted

    def submit(self, record: Record) -> None:
        """Something else, after all that came before."""
        self._open.closed = True
        self._recorder.submit(record)

    def _batch(self, is_known: bool) -> _Batch:
        if self._open.closed or is_known or len(self._open.keeping) >= _MOST:
            self._open.closed = True
            self._open = _Batch()
            self._recorder.submit(self._open.write, self._open.close)
        return self._open


async def store_miss(transaction: Transaction, asked: Asked, reason: Reason, unit: str, now: datetime) -> int | None:
    """Keep a question without names and numbers; of a private chat not even where it was asked."""
    chat_id = asked.chat_id if asked.chat_id < 0 else None
    return await misses.store(transaction, asked.question, reason=reason, near=asked.near, unit=unit, chat_id=chat_id, now=now)


def _counted(noted: Noted, units: dict[int, str]) -> Counted:
    asked = noted.asked
    return Counted(noted.at, units.get(asked.chat_id, ""), asked.chat_kind, asked.outcome, asked.entry_id)
