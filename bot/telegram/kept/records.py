"""Counts, votes and misses, written behind the answers. No row says who asked; a question's words go in only without names and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.answering.answer import Outcome
from bot.storage import answers, groups, misses, questions, votes
from bot.storage.engine import Transaction
from bot.storage.misses import Reason
from bot.storage.recorder import Recorder
from bot.telegram.memory import Lru, MemoryRecorder
from bot.telegram.ports import Asked

_SIZE = 5_000


@dataclass(slots=True)
class _Recent:
    """A question that can still turn out to be a miss; its words live in memory only. ``is_miss``: it did, ``miss_id``: as this row."""

    asked: Asked
    is_miss: bool
    miss_id: int | None = None

    def turns_out(self) -> bool:
        """It is a miss; returns whether that is news."""
        news, self.is_miss = not self.is_miss, True
        return news


class KeptRecorder:
    """``ports.Recorder`` over the storage's ``Recorder``. After a restart a 👎 still counts, but its question is not known any more."""

    def __init__(self, recorder: Recorder, clock: Callable[[], datetime]) -> None:
        self._recorder, self._clock = recorder, clock
        self._thumbs = MemoryRecorder()
        self._recent: Lru[tuple[int, int], _Recent] = Lru(_SIZE)  # by chat and our message

    async def asked(self, asked: Asked) -> None:
        """See ``ports.Recorder``."""
        at = self._clock()
        before = self._recent.get((asked.chat_id, asked.answer_id)) if asked.answer_id is not None else None
        recent = _Recent(asked, is_miss=asked.outcome == Outcome.NONE)
        if asked.answer_id is not None:
            self._recent.put((asked.chat_id, asked.answer_id), recent)

        async def write(transaction: Transaction) -> None:
            unit = await groups.unit_of(transaction, asked.chat_id) if asked.chat_id < 0 else ""
            kept = await answers.to_question(transaction, asked.chat_id, asked.question_id)
            if kept is not None and kept.log_id is not None:
                await questions.amend(transaction, kept.log_id, asked.outcome, asked.entry_id)
                await votes.clear(transaction, kept.id)
            else:
                log_id = await questions.record(
                    transaction, at=at, unit=unit, chat_kind=asked.chat_kind, outcome=asked.outcome, entry_id=asked.entry_id
                )
                if kept is not None:
                    await answers.link(transaction, kept.id, log_id)
            if before is not None and before.miss_id is not None:
                await misses.discard(transaction, before.miss_id)
            if asked.outcome == Outcome.NONE:
                recent.miss_id = await self._miss(transaction, asked, Reason.NONE, unit, at)

        self._recorder.submit(write)

    async def picked(self, chat_id: int, message_id: int, entry_id: str | None) -> None:
        """See ``ports.Recorder``. "None of these" is a miss."""
        if entry_id is None:
            self._turned_out(chat_id, message_id, Reason.NONE)
            return

        async def write(transaction: Transaction) -> None:
            kept = await answers.at_message(transaction, chat_id, message_id)
            if kept is not None and kept.log_id is not None:
                await questions.pick(transaction, kept.log_id, entry_id)

        self._recorder.submit(write)

    async def voted(self, chat_id: int, message_id: int, user_id: int, *, up: bool) -> bool:
        """See ``ports.Recorder``. The first 👎 makes the question a miss."""
        async def write(transaction: Transaction) -> None:
            kept = await answers.at_message(transaction, chat_id, message_id)
            if kept is not None:  # a card that somebody opened by hand answers nobody's question
                await votes.vote(transaction, kept.id, user_id, up)

        self._recorder.submit(write)
        if not up:
            self._turned_out(chat_id, message_id, Reason.THUMBS_DOWN)
        return await self._thumbs.voted(chat_id, message_id, user_id, up=up)

    async def forgotten(self, person_id: int) -> None:
        """See ``ports.Recorder``; the rows go with everything else of that person."""
        await self._thumbs.forgotten(person_id)
        self._recent.drop_where(lambda key: key[0] == person_id)

    def _turned_out(self, chat_id: int, message_id: int, reason: Reason) -> None:
        """What we answered with this message was no help: once a question."""
        recent = self._recent.get((chat_id, message_id))
        if recent is None or not recent.turns_out():
            return
        at = self._clock()

        async def write(transaction: Transaction) -> None:
            unit = await groups.unit_of(transaction, chat_id) if chat_id < 0 else ""
            recent.miss_id = await self._miss(transaction, recent.asked, reason, unit, at)

        self._recorder.submit(write)

    @staticmethod
    async def _miss(transaction: Transaction, asked: Asked, reason: Reason, unit: str, now: datetime) -> int | None:
        chat_id = asked.chat_id if asked.chat_id < 0 else None
        return await misses.store(transaction, asked.question, reason=reason, near=asked.near, unit=unit, chat_id=chat_id, now=now)
