"""How long a text is, and shorter versions of it. Lengths are UTF-16 units, in which chat platforms count."""

from __future__ import annotations

_ELLIPSIS = "…"


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """The text, or as much of it as fits into ``limit`` units with … at its end."""
    if units(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)] + _ELLIPSIS


def fitting(text: str, limit: int) -> int:
    """The most characters that fit into ``limit`` units."""
    if text.isascii():
        return min(limit, len(text))
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)
