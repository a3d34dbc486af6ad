"""The ports, kept in this process and bounded: what was least used is forgotten."""

from __future__ import annotations

from datetime import datetime

from bot.chat.ports import Answered, Asked, Overhearing, Question
from bot.library.lru import Lru
from bot.places.doors import Coming


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
