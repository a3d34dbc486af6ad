"""Questions as platforms hand them over, and what is said to them: a platform reads and sends, whoever answers makes the screens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.screen import Screen

# Outcomes that are not the engine's: a command, or text in which there is nothing to answer.
WORD = "word"
UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Told:
    """What to say and why. ``key``: of the hit on the card; ``near``: keys of the nearest hits, best first."""

    screen: Screen
    outcome: str
    key: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A card that may be sent: what it is called, what it says in a line, and itself."""

    key: str
    title: str
    line: str
    screen: Screen


class Questions(ABC):
    """Found on the desk by this type. Keeps nothing: a platform tells the ports what it sent."""

    @abstractmethod
    async def told(self, question: str, *, private: bool) -> Told:
        """What to say to something that was said to us, and is no command."""

    @abstractmethod
    async def overheard(self, question: str) -> Told:
        """What there would be to say to something that was not; only an answer may be said."""

    @abstractmethod
    def told_word(self, word: str, *, private: bool, address: str, is_owner: bool) -> Told:
        """What to say to a word that stands for a command. ``address``: ours, such as @mingfa_bot."""

    @abstractmethod
    def told_nothing(self, *, wordless: bool) -> Told:
        """What to say where nothing was asked. ``wordless``: it was a picture or the like."""

    @abstractmethod
    async def offers(self, question: str) -> Sequence[Offer]:
        """Cards for what is being typed; for nothing yet, the one of the day."""
