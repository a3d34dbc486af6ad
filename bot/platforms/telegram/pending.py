"""What handlers' surroundings need to know of answers under way: a port, and what stands in for it without a database."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Protocol


class AnswerMark(Enum):
    """What is known of a message that is about to be answered."""

    FRESH = auto()  # nobody has begun
    UNSURE = auto()  # a process died while its answer was on the wire: it may be there
    SENT = auto()  # it has its answer


class AlreadyAnswered(Exception):
    """The update came twice, and what it asks for has been sent."""


class PendingAnswers(Protocol):
    """The two-step marks of answers, and a shelf for updates that wait."""

    @property
    def usable(self) -> bool:
        """Whether anything is kept just now."""

    async def about_to_send(self, message: str) -> AnswerMark:
        """Its answer leaves when this returns."""

    async def sent(self, message: str) -> None:
        """It has its answer; when this returns, the update may be acknowledged."""

    async def hold(self, updates: Mapping[int, Any]) -> bool:
        """Keep these raw updates through the end of this process; returns whether they are safe."""

    def release(self, update_id: int) -> None:
        """A kept update has been handled."""


class Unkept:
    """Without a database: this process knows what it has in hand, and nobody else does."""

    usable = False

    async def about_to_send(self, message: str) -> AnswerMark:
        """See ``PendingAnswers``."""
        return AnswerMark.FRESH

    async def sent(self, message: str) -> None:
        """See ``PendingAnswers``."""

    async def hold(self, updates: Mapping[int, Any]) -> bool:
        """See ``PendingAnswers``."""
        return False

    def release(self, update_id: int) -> None:
        """See ``PendingAnswers``."""
