"""What somebody wrote or sent, as far as conversations want to know it; made by the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.richtext.runs import Run


class Nobody(StrEnum):
    """Why nobody in particular is meant by a reply or a forwarded message."""

    HIDDEN = "hidden"
    NO_PERSON = "no_person"


@dataclass(frozen=True, slots=True)
class Person:
    """One person; ``name`` may be empty when only the id is known."""

    user_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was sent; ``ref`` is what the platform fetches it by. ``size`` in bytes, 0 where it is not told."""

    name: str
    size: int
    ref: str


@dataclass(frozen=True, slots=True)
class Media:
    """What was sent that is no text: ``kind`` and ``values`` are what this platform says the same again with.

    ``opening``: the words on it; ``refusal``: why it cannot be said again, for whoever sent it.
    """

    kind: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    opening: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A message as it stands, for whoever wants to say the same again. ``media``: ``None`` for a text.

    ``runs``: its words, or those below what was sent; ``formatted``: the writer formatted some of them. ``album``: what it is a part
    of; ``key``: chat, number and a sign of what it says, which changes when that does; ``at``: when it was sent.
    """

    runs: tuple[Run, ...]
    formatted: bool = False
    media: Media | None = None
    album: str = ""
    forwarded: bool = False
    at: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """``text``: the words, without a command; empty for what has none. ``whole``: all of them, as they were written.

    ``about``: whose message was replied to or, in a private chat, forwarded; ``None``: neither was done. ``original``: the whole
    message, where the platform knows more of it than words.
    """

    text: str = ""
    whole: str = ""
    file: File | None = None
    about: Person | Nobody | None = None
    original: Original | None = None
