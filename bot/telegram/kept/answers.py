"""Which of our messages answers which question: in memory, and behind it in the database for restarts and other processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.storage import answers
from bot.storage.engine import Transaction
from bot.storage.recorder import Recorder
from bot.telegram.kept.patience import Away, PatientReader
from bot.telegram.memory import Lru, MemoryAnswers
from bot.telegram.ports import Answered

KEPT_FOR = timedelta(days=7)
_SIZE = 20_000
# Telegram's clock and ours.
_CLOCKS_DIFFER = timedelta(seconds=5)


class KeptAnswers:
    """``AnswerMemory``; without the database, of what this process has answered."""

    def __init__(self, reader: PatientReader, recorder: Recorder, clock: Callable[[], datetime]) -> None:
        self._reader, self._recorder, self._clock = reader, recorder, clock
        self._memory = MemoryAnswers(_SIZE)
        self._withdrawn: Lru[tuple[int, int], bool] = Lru(_SIZE)

    async def remember(self, chat_id: int, question_id: int, answered: Answered) -> None:
        """See ``AnswerMemory``."""
        await self._memory.remember(chat_id, question_id, answered)
        self._withdrawn.drop((chat_id, question_id))
        expires = self._clock() + KEPT_FOR

        async def keep(transaction: Transaction) -> None:
            await answers.keep(
                transaction,
                chat_id=chat_id,
                question_message_id=question_id,
                answer_message_id=answered.message_id,
                outcome=answered.outcome,
                entry_id=answered.entry_id,
                expires=expires,
            )

        self._recorder.submit(keep)

    async def recall(self, chat_id: int, question_id: int, asked: datetime | None = None) -> Answered | None:
        """See ``AnswerMemory``."""
        answered = await self._memory.recall(chat_id, question_id)
        if answered is not None or self._withdrawn.get((chat_id, question_id)):
            return answered
        try:
            kept = await self._reader.read(lambda transaction: answers.to_question(transaction, chat_id, question_id))
        except Away:
            return None
        if kept is None or kept.expires <= self._clock():
            return None
        if asked is not None and kept.expires - KEPT_FOR < asked - _CLOCKS_DIFFER:
            return None
        answered = Answered(kept.answer_message_id, kept.outcome, kept.entry_id)
        await self._memory.remember(chat_id, question_id, answered)
        return answered

    async def forget(self, chat_id: int, question_id: int) -> None:
        """See ``AnswerMemory``."""
        await self._memory.forget(chat_id, question_id)
        self._withdrawn.put((chat_id, question_id), True)
        self._recorder.submit(lambda transaction: answers.drop(transaction, chat_id, question_id))

    async def forgotten(self, person_id: int) -> None:
        """See ``AnswerMemory``; the rows go with everything else of that person."""
        await self._memory.forgotten(person_id)
        self._withdrawn.drop_where(lambda key: key[0] == person_id)
