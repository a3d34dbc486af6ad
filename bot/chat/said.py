"""What somebody wrote or sent, as far as conversations want to know it; made by the platform."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Said:
    """``text``: the words, without a command; empty for what has none. ``whole``: all of them, as they were written.

    ``about``: whose message was replied to or, in a private chat, forwarded; ``None``: neither was done. ``source``: the
    platform's own message, for the few features that read more of it (a broadcast of a photo).
    """

    text: str = ""
    whole: str = ""
    file: File | None = None
    about: Person | Nobody | None = None
    source: object = None
