"""Counts, votes and misses, written behind the answers. No row says who asked; a question's words go in only without names and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.answering.answer import Outcome
from bot.chat.flood import DailyAllowance
from bot.chat.ports import Asked
from bot.features.asking.journal import Journal, Noted, store_miss
from bot.features.asking.memory import MemoryRecorder
from bot.features.asking.store import answers, questions, votes
from bot.features.teaching.store.misses import Reason
from bot.library.lru import Lru
from bot.storage.engine import Transaction
from bot.storage.veil import Veil
from bot.when import CHINA

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
    """``ports.Recorder`` over the journal. After a restart a 👎 still counts, but its question is not known any more."""

    def __init__(self, journal: Journal, veil: Veil, clock: Callable[[], datetime], allowance: DailyAllowance) -> None:
        self._journal, self._veil, self._clock, self._allowance = journal, veil, clock, allowance
        self._thumbs = MemoryRecorder()
        self._recent: Lru[tuple[int, int], _Recent] = Lru(_SIZE)  # by chat and our message

    async def asked(self, asked: Asked) -> None:
        """See ``ports.Recorder``."""
        at = self._clock()
        before = self._recent.get((asked.chat_id, asked.answer_id)) if asked.answer_id is not None else None
        recent = _Recent(asked, is_miss=asked.outcome == Outcome.NONE)
        if asked.answer_id is not None:
            self._recent.put((asked.chat_id, asked.answer_id), recent)

        def found_miss(miss_id: int | None) -> None:
            recent.miss_id = miss_id

        self._journal.note(Noted(asked, at, lambda: before.miss_id if before is not None else None, found_miss))

    async def picked(self, chat_id: int, message_id: int, key: str | None) -> None:
        """See ``ports.Recorder``. "None of these" is a miss."""
        if key is None:
            self._turned_out(chat_id, message_id, Reason.NONE)
            return

        async def write(transaction: Transaction) -> None:
            kept = await answers.at_message(transaction, self._veil.place(chat_id), message_id)
            if kept is not None:
                await questions.pick(transaction, self._veil.counted(kept.id), key)

        self._journal.submit(write)

    async def voted(self, chat_id: int, message_id: int, user_id: int, *, up: bool) -> bool:
        """See ``ports.Recorder``. The first 👎 makes the question a miss."""

        async def write(transaction: Transaction) -> None:
            kept = await answers.at_message(transaction, self._veil.place(chat_id), message_id)
            if kept is not None:  # a card that somebody opened by hand answers nobody's question
                await votes.vote(transaction, self._veil, kept.id, user_id, up)

        self._journal.submit(write)
        if not up and self._is_news(chat_id, message_id) and self._allowance.admit(user_id, self._clock().astimezone(CHINA).date()):
            self._turned_out(chat_id, message_id, Reason.THUMBS_DOWN)
        return await self._thumbs.voted(chat_id, message_id, user_id, up=up)

    async def forgotten(self, person_id: int) -> None:
        """See ``ports.Recorder``; the rows go with everything else of that person."""
        await self._thumbs.forgotten(person_id)
        self._recent.drop_where(lambda key: key[0] == person_id)

    def _is_news(self, chat_id: int, message_id: int) -> bool:
        recent = self._recent.get((chat_id, message_id))
        return recent is not None and not recent.is_miss

    def _turned_out(self, chat_id: int, message_id: int, reason: Reason) -> None:
        """What we answered with this message was no help: once a question."""
        recent = self._recent.get((chat_id, message_id))
        if recent is None or not recent.turns_out():
            return
        at = self._clock()

        async def write(transaction: Transaction) -> None:
            recent.miss_id = await store_miss(transaction, recent.asked, reason, at)

        self._journal.submit(write)
