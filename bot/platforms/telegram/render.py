"""Blocks → Telegram's HTML within its limits.

Text comes in as blocks of plain text, each with at most one tag. Escaping, cutting and closing of tags is
``bot.richtext``'s, so a tag is never cut and a text never too long, whatever people or knowledge put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.richtext import html
from bot.richtext.block import Block
from bot.richtext.length import shorten, units
from bot.richtext.runs import Run, cut, text_of

__all__ = [
    "BUTTON_LIMIT",
    "CAPTION_LIMIT",
    "MESSAGE_LIMIT",
    "TOAST_LIMIT",
    "HtmlMessage",
    "KeyboardButton",
    "KeyboardRow",
    "bare",
    "label",
    "pages",
    "plain",
    "shorten",
    "toast",
    "units",
]

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
BUTTON_LIMIT = 64


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """A button: label and callback data."""

    label: str
    data: str


KeyboardRow = tuple[KeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class HtmlMessage:
    """One message as it is shown: HTML within the limit, and rows of buttons."""

    html: str
    rows: tuple[KeyboardRow, ...] = ()


def bare(markup: str) -> str:
    """HTML of ours without its tags, as plain text again."""
    return text_of(html.parse(markup))


def plain(text: str) -> HtmlMessage:
    """A sentence of ours without buttons."""
    return HtmlMessage(html.escape(shorten(text, MESSAGE_LIMIT)))


def pages(blocks: Iterable[Block], limit: int = MESSAGE_LIMIT) -> list[str]:
    """The blocks as HTML, on as few pages of ``limit`` units as they need; at least one page.

    A block that does not fit on a page of its own is cut at the best place (``bot.richtext.runs.cut``).
    """
    done: list[str] = []
    present, used = "", 0
    for block in (piece for whole in blocks for piece in _pieces(whole, limit)):
        between = "" if not present else "\n\n" if block.gap else "\n"
        size = units(block.text)
        if present and used + len(between) + size > limit:
            done.append(present)
            present, used, between = "", 0, ""
        present += between + html.write((Run(block.text, (block.tag,) if block.tag else ()),))
        used += len(between) + size
    return [*done, present]


def toast(text: str) -> str:
    """A text for ``answerCallbackQuery``, which takes no HTML."""
    return shorten(text, TOAST_LIMIT)


def label(text: str) -> str:
    """A text on a button."""
    return shorten(text, BUTTON_LIMIT)


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """The block, or parts of it that fit."""
    whole = (Run(block.text),)
    for number, part in enumerate(cut(whole, limit) if units(block.text) > limit else (whole,)):
        yield Block(text_of(part), block.tag, block.gap and not number)
