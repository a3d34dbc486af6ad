"""What people see, before any platform: blocks of plain text and rows of buttons. Nothing here is HTML, and nothing is cut.

A platform renders it: escapes, splits what is longer than one of its messages, numbers the rows where it has no buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.chat import texts
from bot.chat.press import Press
from bot.richtext.block import Block as Block

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Button:
    """A button; a label that is too long for a platform is shortened there."""

    label: str
    press: Press


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Turning:
    """How to get to another part of a text that is longer than one message: ``present`` counts from 0, ``to`` makes the press."""

    present: int
    to: Callable[[int], Press]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message as it is meant.

    With ``turning`` a text that is too long is shown part by part, with buttons between them. Without it the rest follows in
    messages of its own; where that cannot be (in a message that is changed), what is missing is said.
    """

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...] = ()
    turning: Turning | None = None


def screen(blocks: Iterable[Block] | str, rows: Iterable[Sequence[Button]] = (), turning: Turning | None = None) -> Screen:
    """A screen; a text alone is one block, rows without buttons fall away."""
    shown = (Block(blocks),) if isinstance(blocks, str) else tuple(blocks)
    return Screen(shown, tuple(tuple(row) for row in rows if row), turning)


def in_rows(buttons: Sequence[Button], width: int) -> list[Sequence[Button]]:
    """Buttons in rows of so many."""
    return [buttons[start : start + width] for start in range(0, len(buttons), width)]


def paging(page: int, has_later: bool, to: Callable[[int], Press]) -> Row:
    """Earlier and later, as far as there are any: the one pager of lists. ``page`` counts from 0."""
    earlier = [Button(texts.BUTTON_EARLIER, to(page - 1))] if page > 0 else []
    later = [Button(texts.BUTTON_LATER, to(page + 1))] if has_later else []
    return (*earlier, *later)


def page_of(items: Sequence[T], page: int, per_page: int) -> tuple[Sequence[T], int, bool]:
    """The items of a page, the page that it is (the last one, where there are fewer by now), and whether a later one exists."""
    page = max(0, min(page, (len(items) - 1) // per_page))
    start = page * per_page
    return items[start : start + per_page], page, start + per_page < len(items)
