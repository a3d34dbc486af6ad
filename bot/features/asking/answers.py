"""Which of our messages answers which question: in memory, and behind it in the database for restarts and other processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.ports import Answered, Question
from bot.features.asking.journal import Journal
from bot.features.asking.memory import MemoryAnswers
from bot.features.asking.store import answers, questions
from bot.features.asking.store.answers import Keeping, KeptAnswer
from bot.library.lru import Lru
from bot.storage.engine import Transaction
from bot.storage.patience import Away, PatientReader
from bot.storage.veil import Veil

KEPT_FOR = timedelta(days=7)
_SIZE = 20_000
# Telegram's clock and ours.
_CLOCKS_DIFFER = timedelta(seconds=5)


class KeptAnswers:
    """``AnswerMemory``; without the database, of what this process has answered."""

    def __init__(self, reader: PatientReader, journal: Journal, veil: Veil, clock: Callable[[], datetime], *, alone: bool) -> None:
        """``alone``: no other process answers people from this database."""
        self._reader, self._journal, self._veil, self._clock, self._alone = reader, journal, veil, clock, alone
        self._newest: Lru[int, int] = Lru(_SIZE)
        self._memory = MemoryAnswers(_SIZE)
        self._withdrawn: Lru[tuple[int, int], bool] = Lru(_SIZE)

    async def remember(self, chat_id: int, question_id: int, answered: Answered) -> None:
        """See ``AnswerMemory``."""
        await self._memory.remember(chat_id, question_id, answered)
        self._withdrawn.drop((chat_id, question_id))
        newest = self._newest.get(chat_id)
        if newest is not None and newest < question_id:
            self._newest.put(chat_id, question_id)
        place, expires = self._veil.place(chat_id), self._clock() + KEPT_FOR
        self._journal.keep(Keeping(place, question_id, answered.message_id, answered.outcome, answered.key, expires))

    async def recall(self, chat_id: int, question_id: int, asked: Question | None = None) -> Answered | None:
        """See ``AnswerMemory``."""
        answered = await self._memory.recall(chat_id, question_id)
        if answered is not None:
            return answered if answered.answers(asked) else None
        if self._withdrawn.get((chat_id, question_id)):
            return None
        newest = self._newest.get(chat_id)
        if newest is not None and newest < question_id:
            return None
        try:
            kept = await self._reader.read(lambda transaction: self._look_up(transaction, chat_id, question_id))
        except Away:
            return None
        if kept is None or kept.expires <= self._clock():
            return None
        if asked is not None and kept.expires - KEPT_FOR < asked.at - _CLOCKS_DIFFER:
            return None
        answered = Answered(kept.answer_message_id, kept.outcome, kept.entry_id)
        await self._memory.remember(chat_id, question_id, answered)
        return answered

    async def _look_up(self, transaction: Transaction, chat_id: int, question_id: int) -> KeptAnswer | None:
        place = self._veil.place(chat_id)
        if self._alone and self._newest.get(chat_id) is None:
            # Messages are numbered upwards: what comes after the last one that anybody answered needs no look from now on.
            self._newest.put(chat_id, await answers.newest(transaction, place))
        kept = await answers.to_question(transaction, place, question_id)
        if kept is None or kept.outcome:
            return kept
        outcome, entry_id = await questions.ended(transaction, self._veil.counted(kept.id))
        return replace(kept, outcome=outcome, entry_id=entry_id)

    async def forget(self, chat_id: int, question_id: int) -> None:
        """See ``AnswerMemory``."""
        await self._memory.forget(chat_id, question_id)
        self._withdrawn.put((chat_id, question_id), True)
        place = self._veil.place(chat_id)
        self._journal.submit(lambda transaction: answers.drop(transaction, place, question_id))

    async def forgotten(self, person_id: int) -> None:
        """See ``AnswerMemory``; the rows go with everything else of that person."""
        await self._memory.forgotten(person_id)
        self._withdrawn.drop_where(lambda key: key[0] == person_id)
