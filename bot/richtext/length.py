"""How long a text is, and shorter versions of it. Lengths are UTF-16 units, in which chat platforms count."""

from __future__ import annotations

from collections.abc import Iterator

_ELLIPSIS = "…"


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """The text, or as much of it as fits into ``limit`` units with … at its end."""
    if units(text) <= limit:
        return text
    return next(pieces(text, limit - 1)) + _ELLIPSIS


def pieces(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most ``limit`` units, never through a character; at least one, which may be empty."""
    start = used = 0
    for position, char in enumerate(text):
        size = 2 if char > "\uffff" else 1
        if used + size > limit:
            yield text[start:position]
            start, used = position, 0
        used += size
    yield text[start:]
