"""A conversation: commands, presses and what is written in between, each with the right that it asks for.

    teach = Conversation("teach", Action.TEACH, Lesson)

    @teach.press(Keep, shows=lambda lesson: stamp(lesson.entry, lesson.aliases))
    async def keep(act: Act[Lesson], press: Keep) -> Reply: ...

Before a function here is called, the host has checked: who it is, whether they may, whether the dialogue is open, whether it is
still the one that the message showed. A function takes values and returns a ``Reply``; it sends nothing and knows no platform.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.access import Action, Role
from bot.chat import texts
from bot.chat.actor import Actor, ChatPlace
from bot.chat.desk import Desk
from bot.chat.platform import Platform
from bot.chat.press import Press
from bot.chat.reply import Begin, Reply
from bot.chat.said import Said

HALF_AN_HOUR = timedelta(minutes=30)
S = TypeVar("S")
P = TypeVar("P", bound=Press)


class Everybody(Enum):
    """No right is asked for."""

    EVERYBODY = "everybody"
    ANYBODY = "anybody"


EVERYBODY = Everybody.EVERYBODY
ANYBODY = Everybody.ANYBODY
"""As ``EVERYBODY``, and what roles somebody has is not asked: the database may be away, or slow."""
Right = Action | Everybody


class DialogueOver(Exception):
    """There is no open dialogue (any more) for what was pressed."""


class Objection(Exception):
    """It cannot be done; the text says why, for the person who asked (Chinese)."""


class NotPermitted(Exception):
    """Somebody who was admitted may not do this other thing."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.value)
        self.action = action


def stamp(*shown: object) -> str:
    """A short sign of what a message shows, for its buttons: under an older message they would decide about something else.

    A state is the same before it was kept and after: lists and tuples, words and enums of words have one sign.
    """
    return f"{zlib.crc32(json.dumps(shown, default=str).encode()):08x}"


@dataclass(frozen=True, slots=True)
class Act(Generic[S]):
    """One thing that one person does. ``who`` was admitted; ``said`` is empty for a press; ``now`` is in UTC, aware."""

    who: Actor
    place: ChatPlace
    desk: Desk
    platform: Platform
    now: datetime
    said: Said = field(default_factory=Said)
    pressed: bool = False
    present: S | None = None
    permits: Callable[[Action], bool] = field(default=lambda _: False)
    """Whether this person may also do this, here; without noting or saying anything."""
    menu: Callable[[Collection[Role]], Sequence[tuple[str, str]]] = field(default=lambda _: [])
    """The menu of somebody with these roles: names and words of commands."""

    @property
    def state(self) -> S:
        """What the open dialogue keeps; raises ``DialogueOver``, which the host tells."""
        if self.present is None:
            raise DialogueOver
        return self.present

    def demand(self, action: Action) -> None:
        """Go on only if this person may also do this; raises ``NotPermitted``, which the host notes and tells."""
        if not self.permits(action):
            raise NotPermitted(action)


CommandFunction = Callable[[Act[S], str], Awaitable[Reply]]
PressFunction = Callable[[Act[S], P], Awaitable[Reply]]
SaidFunction = Callable[[Act[S], Said], Awaitable[Reply]]
Concerned = Callable[[Desk, Said, S | None], Awaitable[bool]]
"""Whether an edited message is a conversation's business; may ask the database, and says nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """``menu``: what it does, for menus and /help; empty for one that stands in none. ``private``: only in a private chat.

    A way out works even when somebody does too much of everything else.
    """

    name: str
    right: Right
    menu: str
    private: bool
    way_out: bool
    function: CommandFunction[Any]


@dataclass(frozen=True, slots=True)
class Pressed:
    """``anytime``: also without an open dialogue; ``shows``: what the state stands for on the buttons of the latest message."""

    kind: type[Press]
    right: Right
    anytime: bool
    shows: Callable[[Any], str] | None
    function: PressFunction[Any, Any]


class Conversation(Generic[S]):
    """``state``: a frozen dataclass that JSON can hold, kept from one message to the next; ``None``-typed without dialogues.

    ``over``: what somebody hears whose dialogue is over; ``lives``: how long it waits for its person.
    """

    def __init__(
        self,
        name: str,
        right: Right,
        state: type[S] | None = None,
        *,
        over: str = texts.DIALOG_OVER,
        lives: timedelta = HALF_AN_HOUR,
    ) -> None:
        self.name, self.right, self.over, self.lives = name, right, over, lives
        self._adapter: TypeAdapter[S] | None = TypeAdapter(state) if state is not None else None
        self.commands: dict[str, Command] = {}
        self.presses: dict[type[Press], Pressed] = {}
        self.listener: SaidFunction[S] | None = None
        self.files: FileTaker | None = None
        self.edits: EditTaker | None = None

    @property
    def keeps(self) -> bool:
        """Whether it has dialogues at all."""
        return self._adapter is not None

    def command(
        self, name: str, menu: str = "", right: Right | None = None, *, private: bool = False, way_out: bool = False
    ) -> Callable[[CommandFunction[S]], CommandFunction[S]]:
        """``function(act, words)`` is called with what follows the command."""

        def register(function: CommandFunction[S]) -> CommandFunction[S]:
            self.commands[name] = Command(name, right or self.right, menu, private, way_out, function)
            return function

        return register

    def press(
        self, kind: type[P], right: Right | None = None, *, anytime: bool = False, shows: Callable[[S], str] | None = None
    ) -> Callable[[PressFunction[S, P]], PressFunction[S, P]]:
        """``function(act, press)`` is called for buttons of this kind; with ``shows`` the press has a field ``shown``."""

        def register(function: PressFunction[S, P]) -> PressFunction[S, P]:
            always = anytime or self._adapter is None
            self.presses[kind] = Pressed(kind, right or self.right, always, shows, function)
            return function

        return register

    def hears(self, function: SaidFunction[S]) -> SaidFunction[S]:
        """``function(act, said)`` is called with every text and file while the dialogue is open."""
        self.listener = function
        return function

    def takes_files(self, wants: Callable[[str], bool]) -> Callable[[SaidFunction[S]], SaidFunction[S]]:
        """``function(act, said)`` is called with a file that comes without a dialogue from somebody with the right.

        ``wants``: whether a file of this name is meant for it; others are taken only if they come without words.
        """

        def register(function: SaidFunction[S]) -> SaidFunction[S]:
            self.files = FileTaker(wants, function)
            return function

        return register

    def takes_edits(self, concerned: Concerned[S]) -> Callable[[SaidFunction[S]], SaidFunction[S]]:
        """``function(act, said)`` is called with what somebody has made of a message that they sent before, if it is ``concerned``.

        The state is that of the open dialogue, or there is none.
        """

        def register(function: SaidFunction[S]) -> SaidFunction[S]:
            self.edits = EditTaker(concerned, function)
            return function

        return register

    def begin(self, state: S) -> Reply:
        """From another conversation: open a dialogue of this one."""
        return Reply(steps=(Begin(self.name, state),))

    def dump(self, state: S) -> dict[str, Any]:
        """The state as JSON."""
        if self._adapter is None:
            raise TypeError(f"{self.name} keeps nothing")
        kept: dict[str, Any] = self._adapter.dump_python(state, mode="json")
        return kept

    def load(self, kept: dict[str, Any]) -> S | None:
        """What ``dump`` wrote; ``None`` for what another version wrote and this one cannot read: then the dialogue is over."""
        if self._adapter is None:
            return None
        try:
            return self._adapter.validate_python(kept)
        except ValidationError:
            return None


@dataclass(frozen=True, slots=True)
class FileTaker:
    """See ``Conversation.takes_files``."""

    wants: Callable[[str], bool]
    function: SaidFunction[Any]


@dataclass(frozen=True, slots=True)
class EditTaker:
    """See ``Conversation.takes_edits``."""

    concerned: Concerned[Any]
    function: SaidFunction[Any]
