"""Questions and answers on their way to the database, as many as have gathered with a handful of statements.

A statement of its own for every question would take longer than answering it: under load each one waits for its turn in this
process, and people would wait with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.answering.answer import Outcome
from bot.chat.ports import Asked
from bot.features.asking.store import answers, questions, votes
from bot.features.asking.store.answers import Keeping, KeptAnswer
from bot.features.asking.store.questions import Counted
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import Reason
from bot.places.store import groups
from bot.storage.engine import Transaction
from bot.storage.recorder import Record, Recorder
from bot.storage.veil import Veil

Key = tuple[int, int]  # what stands for the chat (see veil), and the question
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
    veil: Veil
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
        known = {key: keeping.id for key, keeping in self.keeping.items()} | {key: kept.id for key, kept in before.items()}
        await answers.keep_all(transaction, self.keeping.values())
        # Anybody may add us to a group of theirs: only private chats and groups that staff took in have a place in figures.
        counts = {key: noted for key, noted in self.noted.items() if noted.asked.chat_id > 0 or key[0] in units}
        await questions.record_all(transaction, [self._counted(noted, known.get(key), units) for key, noted in counts.items()])
        for key, noted in self.noted.items():
            await self._rest(transaction, noted, before.get(key))

    async def _rest(self, transaction: Transaction, noted: Noted, before: KeptAnswer | None) -> None:
        """What only few questions need."""
        asked = noted.asked
        if before is not None:
            await votes.clear(transaction, before.id)
        replaced = noted.replaces()
        if replaced is not None:
            await misses.discard(transaction, replaced)
        if asked.outcome == Outcome.NONE and asked.learn:
            noted.on_miss(await store_miss(transaction, asked, Reason.NONE, noted.at))

    def _counted(self, noted: Noted, answer_id: int | None, units: dict[int, str]) -> Counted:
        asked = noted.asked
        counted = Counted(noted.at, units.get(asked.chat_id, ""), asked.chat_kind, asked.outcome, asked.key)
        return counted if answer_id is None else replace(counted, id=self.veil.counted(answer_id))


class Journal:
    """In front of the ``Recorder``: keeps the order of everything that is submitted through it."""

    def __init__(self, recorder: Recorder, veil: Veil) -> None:
        self._recorder, self._veil = recorder, veil
        self._open = _Batch(veil, closed=True)

    def keep(self, keeping: Keeping) -> None:
        """An answer was given."""
        key = (keeping.chat_id, keeping.question_message_id)
        self._batch(key in self._open.keeping or key in self._open.noted).keeping[key] = keeping

    def note(self, noted: Noted) -> None:
        """A question was dealt with."""
        key = (self._veil.place(noted.asked.chat_id), noted.asked.question_id)
        self._batch(key in self._open.noted).noted[key] = noted

    def submit(self, record: Record) -> None:
        """Something else, after all that came before."""
        self._open.closed = True
        self._recorder.submit(record)

    def _batch(self, is_known: bool) -> _Batch:
        if self._open.closed or is_known or len(self._open.keeping) >= _MOST:
            self._open.closed = True
            self._open = _Batch(self._veil)
            self._recorder.submit(self._open.write, self._open.close)
        return self._open


async def store_miss(transaction: Transaction, asked: Asked, reason: Reason, now: datetime) -> int | None:
    """Keep a question without names and numbers; of a private chat not even where it was asked.

    Of a group that staff did not take in nothing is kept: strangers would write what editors have to read.
    """
    chat_id, unit = None, ""
    if asked.chat_id < 0:
        units = await groups.units_of(transaction, [asked.chat_id])
        if asked.chat_id not in units:
            return None
        chat_id, unit = asked.chat_id, units[asked.chat_id]
    return await misses.store(transaction, asked.question, reason=reason, near=asked.near, unit=unit, chat_id=chat_id, now=now)
