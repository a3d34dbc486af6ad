"""The one place that escapes text and knows Telegram's limits of it.

Text comes in as blocks of plain text, each with at most one tag. Escaping, splitting and closing of tags happen here, so
a tag is never cut and a text never too long, whatever people or knowledge put in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.richtext.length import pieces, shorten, units

__all__ = [
    "BUTTON_LIMIT",
    "CAPTION_LIMIT",
    "MESSAGE_LIMIT",
    "TOAST_LIMIT",
    "Block",
    "Button",
    "Row",
    "Screen",
    "bare",
    "escape",
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
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])")
_TAG = re.compile(r"</?[a-z]+>")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of plain text; ``tag`` is ``b``, ``blockquote`` or empty. ``gap``: an empty line before it."""

    text: str
    tag: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button: label and callback data."""

    label: str
    data: str


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message as it is shown: HTML within the limit, and rows of buttons."""

    html: str
    rows: tuple[Row, ...] = ()


def escape(text: str) -> str:
    """Plain text as HTML; half a surrogate pair, which nothing can send, becomes a question mark."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=False)


def bare(markup: str) -> str:
    """HTML of ours without its tags, as plain text again."""
    return html.unescape(_TAG.sub("", markup))


def plain(text: str) -> Screen:
    """A sentence of ours without buttons."""
    return Screen(escape(shorten(text, MESSAGE_LIMIT)))


def pages(blocks: Iterable[Block], limit: int = MESSAGE_LIMIT) -> list[str]:
    """The blocks as HTML, on as few pages of ``limit`` units as they need; at least one page.

    A block that does not fit on a page of its own is split at sentence ends, or anywhere if a sentence is too long.
    """
    done: list[str] = []
    present, used = "", 0
    for block in (piece for whole in blocks for piece in _pieces(whole, limit)):
        between = "" if not present else "\n\n" if block.gap else "\n"
        size = units(block.text)
        if present and used + len(between) + size > limit:
            done.append(present)
            present, used, between = "", 0, ""
        text = escape(block.text)
        present += between + (f"<{block.tag}>{text}</{block.tag}>" if block.tag else text)
        used += len(between) + size
    return [*done, present]


def toast(text: str) -> str:
    """A text for ``answerCallbackQuery``, which takes no HTML."""
    return shorten(text, TOAST_LIMIT)


def label(text: str) -> str:
    """A text on a button."""
    return shorten(text, BUTTON_LIMIT)


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    if units(block.text) <= limit:
        yield block
        return
    present, gap = "", block.gap
    for part in _small_parts(_SENTENCE_END.split(block.text), limit):
        if present and units(present) + units(part) > limit:
            yield Block(present.strip("\n"), block.tag, gap)
            present, gap = "", False
        present += part
    if present.strip():
        yield Block(present.strip("\n"), block.tag, gap)


def _small_parts(sentences: Sequence[str], limit: int) -> Iterator[str]:
    for sentence in sentences:
        yield from [sentence] if units(sentence) <= limit else pieces(sentence, limit)
