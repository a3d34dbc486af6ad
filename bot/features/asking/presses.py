"""What the buttons of cards, choices and the contents mean. ``key`` is a hit's; a plain id is an entry of the speech.

They carry what they carried before there was a chat layer, ``verb:subject:page:mark``: buttons under old messages still work.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.press import Press


class Mark(StrEnum):
    """Where a card came from: it keeps this through its views."""

    NONE = ""
    OVERHEARD = "o"
    TOPICS = "t"


@dataclass(frozen=True)
class OnHit:
    """``page`` counts from 0."""

    key: str
    page: int = 0
    mark: Mark = Mark.NONE


@dataclass(frozen=True)
class _OnNothing:
    nothing: str = ""
    page: int = 0
    mark: Mark = Mark.NONE


class Open(OnHit, Press, prefix="card", root=""):
    """The card of this hit."""


class Pick(OnHit, Press, prefix="pick", root=""):
    """It is what was meant."""


class Neither(_OnNothing, Press, prefix="neither", root=""):
    """None of these was meant."""


class Look(Press, prefix="view", root=""):
    """One of the views that its card names."""

    key: str
    view: str
    page: int = 0
    mark: Mark = Mark.NONE


class Up(OnHit, Press, prefix="up", root=""):
    """It helped."""


class Down(OnHit, Press, prefix="down", root=""):
    """It did not."""


class Hush(OnHit, Press, prefix="hush", root=""):
    """No answers that nobody asked for."""


class Contents(_OnNothing, Press, prefix="parts", root=""):
    """The parts of the speech."""


class Part(OnHit, Press, prefix="part", root=""):
    """What is in one part; ``key``: its number, or an entry in it."""


class OldLook(OnHit, Press, prefix="whole", root=""):
    """``Look`` before other sources had views of their own: the kind of button was the view's name."""


class OldLaw(OldLook, prefix="law", root=""):
    """As above."""


class OldCases(OldLook, prefix="cases", root=""):
    """As above."""


class OldRelated(OldLook, prefix="related", root=""):
    """As above."""


OLD_LOOKS = (OldLook, OldLaw, OldCases, OldRelated)
