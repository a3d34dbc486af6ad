"""Addresses in running text: where they stand, so that nothing formats them and nothing cuts them in two.

More is taken than a strict reader of addresses would: whatever is taken is only left alone. White space, quotation marks, angle
brackets and the punctuation of Chinese sentences end an address; Chinese hosts and paths are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REST = r"[^\s<>\"`，。；：！？、（）【】《》“”‘’「」『』…\x00]"
_ADDRESS = re.compile(
    rf"(?:[a-zA-Z][a-zA-Z0-9+.-]{{1,20}}://|www\.|(?:mailto|tel|sms|geo|magnet|weixin|data):|(?<![\w@/.-])[\w-]+(?:\.[\w-]+)+(?::\d+)?[/?#]){_REST}+"
)
# What formats the words around an address stands right behind it: **见 https://example.org**
_MARKS = re.compile(r"(?:\*\*|__|~~)+\Z")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses begin and end, in order."""
    for found in _ADDRESS.finditer(text):
        yield found.span()


def ends_in_address(text: str) -> bool:
    """Whether words put right behind would become part of an address."""
    return any(end == len(text) for _, end in spans(text))


def without_marks(address: str) -> str:
    """An address of a Markdown text without what may be formatting behind it."""
    return _MARKS.sub("", address)
