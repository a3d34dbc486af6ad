"""Lists that staff work through: page by page, a numbered button an item, and the way to the other list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.chat.press import Press
from bot.chat.screen import Block, Button, Row, Screen, paging, screen

PER_PAGE = 5
LONGEST = 120
"""Characters of an item that its line shows."""
_LAST_PAGE = 99_999
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``number`` counts from 0; ``total``: items on all pages; ``others``: how many stand on the other list."""

    items: Sequence[T]
    number: int
    total: int
    others: int = 0

    def turns(self, to: Callable[[int], Press]) -> Row:
        """The buttons to the pages before and after it."""
        return paging(self.number, (self.number + 1) * PER_PAGE < self.total, to)


async def page_at(number: int, fetch: Callable[[int, int], Awaitable[tuple[Sequence[T], int]]]) -> Page[T]:
    """This page, or the last one where there are fewer by now; ``fetch`` takes limit and offset, and gives the total too."""
    number = max(0, min(number, _LAST_PAGE))
    items, total = await fetch(PER_PAGE, number * PER_PAGE)
    if not items and number:
        return await page_at((total - 1) // PER_PAGE if total else 0, fetch)
    return Page(items, number, total)


def list_screen(
    head: str, lines: Sequence[tuple[int, str]], view: Callable[[int], Press], hint: str, rows: Sequence[Sequence[Button]]
) -> Screen:
    """Numbers and lines of the items; ``view`` makes the press that shows one, ``rows`` stand below."""
    numbers = [Button(f"#{number}", view(number)) for number, _ in lines]
    blocks = [Block(head, "b" if lines else ""), *(Block(line, gap=True) for _, line in lines)]
    return screen([*blocks, *([Block(hint, gap=True)] if lines else [])], [numbers, *rows])
