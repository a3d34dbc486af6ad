"""What people are shown of a hit, of whatever source. No platform: the conversation lays it out, a platform shows it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.hit import Hit
from bot.richtext.block import Block


@dataclass(frozen=True, slots=True)
class ViewName:
    """What more there is to see: ``name`` is for buttons' data (a few letters), ``label`` is read on them.

    ``count``: how many things are in it. ``apart``: too long to be shown below the card where everything is shown at once.
    """

    name: str
    label: str
    count: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """``key``: of the hit; ``plain``: what it says, in our words; ``quotes``: in its own, verbatim, and ``place``: where.

    ``notes`` are what it rests on, ``cautions`` what a reader must know before acting on it.
    """

    key: str
    title: str
    plain: str
    quotes: tuple[str, ...]
    place: str
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    views: tuple[ViewName, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One of them, opened. ``heading`` is empty where the blocks have their own; ``others`` are hits to go on to."""

    heading: str
    blocks: tuple[Block, ...]
    others: tuple[Hit, ...] = ()
