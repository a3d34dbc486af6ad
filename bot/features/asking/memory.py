"""The ports, kept in this process and bounded: what was least used is forgotten."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.features.asking.ports import Answered, Asked, Overhearing, Question
from bot.library.models import Library
from bot.library.normalize import simplify
from bot.places.doors import Coming

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
# Longer texts are rarely asked twice, and would fill the memory.
_LONGEST_CACHED = 200


class Lru(Generic[_Key, _Value]):
    """A mapping of at most ``size`` items that drops the least recently used."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._items: OrderedDict[_Key, _Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: _Key) -> _Value | None:
        """The value, which now counts as used."""
        value = self._items.get(key)
        if value is not None:
            self._items.move_to_end(key)
        return value

    def put(self, key: _Key, value: _Value) -> None:
        """Keep a value as the most recent one."""
        self._items[key] = value
        self._items.move_to_end(key)
        if len(self._items) > self._size:
            self._items.popitem(last=False)

    def drop(self, key: _Key) -> None:
        """Forget a value, if it is there."""
        self._items.pop(key, None)

    def drop_where(self, unwanted: Callable[[_Key], bool]) -> None:
        """Forget all values with such keys."""
        for key in [key for key in self._items if unwanted(key)]:
            del self._items[key]


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


class MemoryAnswers:
    """``AnswerMemory`` of the last answers."""

    def __init__(self, size: int = 20_000) -> None:
        self._answers: Lru[tuple[int, int], Answered] = Lru(size)

    async def remember(self, chat_id: int, question_id: int, answered: Answered) -> None:
        """See ``AnswerMemory``."""
        self._answers.put((chat_id, question_id), answered)

    async def recall(self, chat_id: int, question_id: int, asked: Question | None = None) -> Answered | None:
        """See ``AnswerMemory``."""
        answered = self._answers.get((chat_id, question_id))
        return answered if answered is not None and answered.answers(asked) else None

    async def forget(self, chat_id: int, question_id: int) -> None:
        """See ``AnswerMemory``."""
        self._answers.drop((chat_id, question_id))

    async def forgotten(self, person_id: int) -> None:
        """See ``AnswerMemory``."""
        self._answers.drop_where(lambda key: key[0] == person_id)  # a private chat has its person's id


class MemoryGroups:
    """``GroupPreferences`` and ``GroupRegister``: every group is quiet until ``choose`` says otherwise."""

    def __init__(self, size: int = 20_000) -> None:
        self._choices: Lru[int, Overhearing] = Lru(size)

    def choose(self, chat_id: int, choice: Overhearing) -> None:
        """The admins' choice."""
        self._choices.put(chat_id, choice)

    async def overhearing(self, chat_id: int) -> Overhearing:
        """See ``GroupPreferences``."""
        return self._choices.get(chat_id) or Overhearing()

    async def pause_overhearing(self, chat_id: int, until: datetime) -> None:
        """See ``GroupPreferences``."""
        present = await self.overhearing(chat_id)
        self._choices.put(chat_id, Overhearing(present.on, present.per_hour, until))

    async def arrived(self, coming: Coming) -> None:
        """Without a database nobody can be asked: it waits, and is asked about when there is one."""

    async def renamed(self, chat_id: int, title: str, kind: str) -> None:
        """Nothing is kept about a group that chose nothing."""

    async def changed(self, chat_id: int) -> None:
        """Nothing is remembered that could be old."""

    async def seen(self, chat_id: int, title: str, kind: str) -> None:
        """Nothing is kept about a group that chose nothing."""

    async def left(self, chat_id: int) -> None:
        """Its choice stays, for the day it invites us again."""

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """The choice follows the group; what the new chat chose already wins."""
        choice = self._choices.get(old_chat_id)
        if choice is not None:
            self._choices.drop(old_chat_id)
            if self._choices.get(new_chat_id) is None:
                self._choices.put(new_chat_id, choice)


class MemoryRecorder:
    """``Recorder`` that keeps the last thumbs, so that a repeated one is not counted, and no questions."""

    def __init__(self, size: int = 20_000) -> None:
        self._votes: Lru[tuple[int, int, int], str] = Lru(size)

    async def asked(self, asked: Asked) -> None:
        """Without storage the log line is the only record."""

    async def picked(self, chat_id: int, message_id: int, key: str | None) -> None:
        """Without storage the log line is the only record."""

    async def voted(self, chat_id: int, message_id: int, user_id: int, *, up: bool) -> bool:
        """See ``Recorder``."""
        key, vote = (chat_id, message_id, user_id), "up" if up else "down"
        changed = self._votes.get(key) != vote
        self._votes.put(key, vote)
        return changed

    async def forgotten(self, person_id: int) -> None:
        """See ``Recorder``."""
        self._votes.drop_where(lambda key: person_id in (key[0], key[2]))
