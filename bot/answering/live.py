"""The knowledge in use: changed in one step, while questions in hand keep the one they began with."""

from __future__ import annotations

import asyncio

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.library.lru import Lru
from bot.library.models import Library
from bot.library.normalize import simplify

# Longer texts are rarely asked twice, and would fill the memory.
_LONGEST_CACHED = 200


class LiveKnowledge:
    """The answerer in use, and its recent answers; replacing it forgets them."""

    def __init__(self, answerer: Answerer, cached: int = 2048) -> None:
        self._cached = cached
        self._turn = asyncio.Lock()
        self.replace(answerer)

    def replace(self, answerer: Answerer) -> None:
        """Answer from this one from now on."""
        self._answerer = answerer
        self._recent: Lru[tuple[str, bool], Answer] = Lru(self._cached)

    @property
    def answerer(self) -> Answerer:
        """The one in use."""
        return self._answerer

    @property
    def library(self) -> Library:
        """The knowledge in use."""
        return self._answerer.library

    async def answer(self, question: str, *, addressed: bool) -> Answer:
        """As ``Answerer.answer``. What simplifies to the same text has the same answer: that is what the scorer sees."""
        # One question in each round of the loop: a hundred at once would keep a transaction, and with it the database's
        # lock, waiting for all of them between two of its statements.
        async with self._turn:
            return self._answer(question, addressed=addressed)

    def _answer(self, question: str, *, addressed: bool) -> Answer:
        if len(question) > _LONGEST_CACHED:
            return self._answerer.answer(question, addressed=addressed)
        key = (simplify(question), addressed)
        answer = self._recent.get(key)
        if answer is None:
            answer = self._answerer.answer(question, addressed=addressed)
            self._recent.put(key, answer)
        return answer
