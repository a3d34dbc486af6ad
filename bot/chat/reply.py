"""What a conversation wants done: values, in the order in which they are to happen. Nothing is sent where they are made.

return go(lesson) + show(ask_screen(entry))
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.chat.screen import Screen, screen


@dataclass(frozen=True, slots=True)
class Show:
    """In the message under the pressed button, or as an answer to what was written."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Change:
    """In the message under the pressed button and nowhere else: where it is gone, the button is old."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Say:
    """In a message of its own."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Tell:
    """One line to whoever acts: over the pressed button (``alert``: until they close it), or as an answer."""

    text: str
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """A line over the pressed button; to what was written, nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file, in the chat where this happens."""

    name: str
    content: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ShowPicture:
    """A picture with a screen below it; as ``Show``."""

    picture: bytes
    screen: Screen


@dataclass(frozen=True, slots=True)
class Work:
    """Something that takes a while: ``text`` is shown at once, and becomes what ``job`` shows first."""

    text: str
    job: Callable[[], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Then:
    """Go on with this once everything before it has been shown."""

    job: Callable[[], Awaitable[Reply]]


Part = Show | Change | Say | Tell | Toast | FilePart | ShowPicture | Work | Then


@dataclass(frozen=True, slots=True)
class Go:
    """Keep this state: in the open dialogue, or in a new one that a command begins."""

    state: Any


@dataclass(frozen=True, slots=True)
class Begin:
    """Open another conversation's dialogue with this state; ``name`` is that conversation's."""

    name: str
    state: Any


@dataclass(frozen=True, slots=True)
class End:
    """Close the dialogue, if it is one of these conversations."""

    names: tuple[str, ...]


Step = Go | Begin | End


@dataclass(frozen=True, slots=True)
class Reply:
    """Steps of the dialogue, which are kept before anything is shown, and parts, in order."""

    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = field(default=())

    def __add__(self, other: Reply) -> Reply:
        return Reply(self.parts + other.parts, self.steps + other.steps)


def nothing() -> Reply:
    """Only the waiting on the button ends."""
    return Reply()


def show(shown: Screen | str) -> Reply:
    """See ``Show``."""
    return Reply((Show(_screen(shown)),))


def change(shown: Screen | str) -> Reply:
    """See ``Change``."""
    return Reply((Change(_screen(shown)),))


def say(shown: Screen | str) -> Reply:
    """See ``Say``."""
    return Reply((Say(_screen(shown)),))


def tell(text: str) -> Reply:
    """A line that must be read: why something was not done, or what to do."""
    return Reply((Tell(text, alert=True),))


def done(text: str) -> Reply:
    """A line about something that went well: over a button it goes away by itself."""
    return Reply((Tell(text),))


def toast(text: str) -> Reply:
    """See ``Toast``."""
    return Reply((Toast(text),))


def file(name: str, content: bytes, caption: str = "") -> Reply:
    """See ``FilePart``."""
    return Reply((FilePart(name, content, caption),))


def picture(content: bytes, shown: Screen) -> Reply:
    """See ``ShowPicture``."""
    return Reply((ShowPicture(content, shown),))


def working(text: str, job: Callable[[], Awaitable[Reply]]) -> Reply:
    """See ``Work``."""
    return Reply((Work(text, job),))


def then(job: Callable[[], Awaitable[Reply]]) -> Reply:
    """See ``Then``."""
    return Reply((Then(job),))


def go(state: Any) -> Reply:
    """See ``Go``."""
    return Reply(steps=(Go(state),))


def end(*names: str) -> Reply:
    """Close the dialogue of these conversations; without names, the conversation's own."""
    return Reply(steps=(End(names),))


def _screen(shown: Screen | str) -> Screen:
    return screen(shown) if isinstance(shown, str) else shown
