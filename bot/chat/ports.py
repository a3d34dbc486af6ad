"""What the handlers need from others: preferences, memory, records and the live knowledge.

``memory`` keeps them in this process; storage can take its place without a change in the handlers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer
from bot.library.models import Library
from bot.places.doors import Coming


@dataclass(frozen=True, slots=True)
class Overhearing:
    """Whether a group wants answers nobody asked the bot for.

    ``per_hour``: at most so many (``None``: as set for the whole bot); ``paused_until``: silent before that moment (UTC).
    """

    on: bool = False
    per_hour: int | None = None
    paused_until: datetime | None = None


class GroupPreferences(Protocol):
    """What the admins of a group chose."""

    async def overhearing(self, chat_id: int) -> Overhearing:
        """The choice of this group; off when it never chose. Called for every overheard message: must be quick."""

    async def pause_overhearing(self, chat_id: int, until: datetime) -> None:
        """No unasked answers in this group before ``until`` (UTC)."""

    async def changed(self, chat_id: int) -> None:
        """The admins chose anew: what is remembered about this group is old."""


@dataclass(frozen=True, slots=True)
class Question:
    """What tells two messages with the same number apart: when, and a number that stands for the words."""

    at: datetime
    words: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What we said to a question: our message and the outcome; ``key``: of the hit, for a card.

    ``shown`` stands for what the message showed when it was sent or last followed an edit, ``asked`` for what was asked and
    when; a memory may lose both.
    """

    message_id: int
    outcome: str
    key: str | None = None
    shown: int | None = None
    asked: Question | None = None

    def answers(self, asked: Question | None) -> bool:
        """Whether it may be the answer to this question; not known is no reason against it."""
        return asked is None or self.asked is None or self.asked == asked


class AnswerMemory(Protocol):
    """Which of our messages answers which question; may forget the old ones."""

    async def remember(self, chat_id: int, question_id: int, answered: Answered) -> None:
        """Keep it, in place of an earlier answer to the same message."""

    async def recall(self, chat_id: int, question_id: int, asked: Question | None = None) -> Answered | None:
        """Our answer to this message, if there is one we remember.

        With ``asked``, what was said to another question, or before this one, is no answer to it: a chat whose numbers began
        anew (another server, a test) must not be taken for one whose updates come twice.
        """

    async def forget(self, chat_id: int, question_id: int) -> None:
        """Our answer to this message is gone."""

    async def forgotten(self, person_id: int) -> None:
        """Somebody wants to be forgotten: so are the answers in their private chat."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what became of it. ``question`` is never shown by ``repr``, so that no log can hold it.

    ``outcome``: answer, choose, none, fault; ``near``: keys of the nearest hits, best first; ``answer_id``: our message.
    ``learn``: if it is a miss, keep it for editors; not when one person has had enough of them kept today.
    """

    chat_id: int
    chat_kind: str
    question_id: int
    answer_id: int | None
    addressed: bool
    outcome: str
    key: str | None
    near: tuple[str, ...] = ()
    question: str = field(default="", repr=False)
    learn: bool = True


class QuestionRecorder(Protocol):
    """Counts of outcomes and helped or not; who asked is not told to it."""

    async def asked(self, asked: Asked) -> None:
        """One question was dealt with; the same question again (an edit) replaces the earlier record."""

    async def picked(self, chat_id: int, message_id: int, key: str | None) -> None:
        """Somebody picked from a choice that our message offered; ``None``: none of these."""

    async def voted(self, chat_id: int, message_id: int, user_id: int, *, up: bool) -> bool:
        """A thumb on our message; returns whether it changed anything. Only the last thumb of a person counts."""

    async def forgotten(self, person_id: int) -> None:
        """Somebody wants to be forgotten: what was not written yet must not be kept."""


class GroupRegister(Protocol):
    """What Telegram tells about our membership."""

    async def arrived(self, coming: Coming) -> None:
        """Somebody let us into this group, or changed what we may do there. Whoever is to hear of it does."""

    async def renamed(self, chat_id: int, title: str, kind: str) -> None:
        """The group, of which we are a member, has a new title."""

    async def seen(self, chat_id: int, title: str, kind: str) -> None:
        """Somebody spoke in this group, so we are in it. Called for every message: must be quick."""

    async def left(self, chat_id: int) -> None:
        """We were removed, or the group is gone. Quietly: it stays known, but inactive."""

    async def migrated(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup with a new id. Told twice for every migration: must be idempotent."""


class KnowledgeHolder(Protocol):
    """The live answerer: it can be replaced while people ask."""

    @property
    def answerer(self) -> Answerer:
        """The one in use."""

    @property
    def library(self) -> Library:
        """The knowledge in use."""

    async def answer(self, question: str, *, addressed: bool) -> Answer:
        """As ``Answerer.answer``, when its turn has come; the same question again is cheap."""
