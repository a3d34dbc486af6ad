"""What is shown, piece by piece: plain text that may be bold or a quotation. How it looks is the platform's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tag = Literal["", "b", "blockquote"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of plain text: as it is, bold, or a quotation. ``gap``: an empty line before it."""

    text: str
    tag: Tag = ""
    gap: bool = False
