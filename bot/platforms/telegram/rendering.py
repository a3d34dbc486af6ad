"""A screen of blocks → what Telegram shows: HTML pages within its limit, and rows of buttons."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.screen import Block, Row, Screen, paging
from bot.platforms.telegram import render, texts

# Room for the sign that something is missing.
_ROOM = 100


@dataclass(frozen=True, slots=True)
class Rendered:
    """``pages`` belong below each other; ``rows`` stand under the last one."""

    pages: tuple[str, ...]
    rows: tuple[render.KeyboardRow, ...]

    @property
    def screens(self) -> tuple[render.HtmlMessage, ...]:
        """Message by message."""
        last = len(self.pages) - 1
        return tuple(render.HtmlMessage(page, self.rows if number == last else ()) for number, page in enumerate(self.pages))


def whole(screen: Screen, limit: int = render.MESSAGE_LIMIT) -> Rendered:
    """All of it, in as many messages as it needs; with ``turning``, the part that is wanted, with buttons to the others."""
    if screen.turning is not None:
        return Rendered(*_part(screen, limit))
    return Rendered(tuple(render.pages(screen.blocks, limit)), _rows(screen))


def one(screen: Screen, limit: int = render.MESSAGE_LIMIT) -> render.HtmlMessage:
    """In one message, whatever happens: what has no room is said to be missing."""
    rendered = whole(screen, limit)
    if len(rendered.pages) == 1:
        return rendered.screens[0]
    sign = Block(texts.SCREEN_CUT, gap=True)
    first = render.pages(screen.blocks, limit - _ROOM)[0]
    return render.HtmlMessage(f"{first}\n\n{render.pages([sign])[0]}", rendered.rows)


def _part(screen: Screen, limit: int) -> tuple[tuple[str, ...], tuple[render.KeyboardRow, ...]]:
    turning = screen.turning
    if turning is None:
        raise TypeError("nothing to turn to")
    pages = render.pages(screen.blocks, limit)
    present = max(0, min(turning.present, len(pages) - 1))
    turns = paging(present, present + 1 < len(pages), turning.to)
    return (pages[present],), ((_row(turns),) if turns else ()) + _rows(screen)


def _rows(screen: Screen) -> tuple[render.KeyboardRow, ...]:
    return tuple(_row(row) for row in screen.rows)


def _row(row: Row) -> render.KeyboardRow:
    return tuple(render.KeyboardButton(render.label(button.label), button.press.pack()) for button in row)
