"""Drawing with Pillow in a font of our own (``fonts``, see NOTICES.md): Chinese looks the same on a machine without Chinese fonts.

Everything is drawn twice as large and made small at the end, which gives smooth edges. Lengths are pixels of the finished picture.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

_FONT = Path(__file__).with_name("fonts") / "NotoSansSC-Regular.otf"
_TWICE = 2
# Strokes this part of the size thicker make the regular weight a bold one.
_BOLDER = 0.022
# Controls, marks that join emoji, halves of pairs, private and unassigned ones: they have no shape of their own.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NOBODYS = "\U0010fffd"
_SMALL = 24
Anchor = Literal["lm", "mm", "rm", "la", "ls"]


class Canvas:
    """A picture under way."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * _TWICE, height * _TWICE), background)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, radius: float = 0) -> None:
        """A filled rectangle, perhaps with round corners; one without area is left out."""
        if right <= left or bottom <= top:
            return
        edges = (left * _TWICE, top * _TWICE, right * _TWICE - 1, bottom * _TWICE - 1)
        self._draw.rounded_rectangle(edges, min(radius, (right - left) / 2, (bottom - top) / 2) * _TWICE, fill=fill)

    def line(self, left: float, right: float, y: float, fill: str) -> None:
        """A hairline."""
        self._draw.line((left * _TWICE, y * _TWICE, right * _TWICE, y * _TWICE), fill=fill, width=_TWICE)

    def text(self, x: float, y: float, text: str, size: int, fill: str, anchor: Anchor = "lm", bold: bool = False) -> None:
        """One line of text; ``anchor`` as in Pillow: left, middle or right of ``x``, middle, ascender or baseline at ``y``."""
        stroke = size * _TWICE * _BOLDER if bold else 0
        place = (x * _TWICE, y * _TWICE)
        self._draw.text(place, drawable(text), font=font(size * _TWICE), fill=fill, anchor=anchor, stroke_width=stroke, stroke_fill=fill)

    def png(self) -> bytes:
        """The finished picture."""
        # Half the size by averages of four pixels; a palette would save bytes and spoil the edges of letters.
        out = BytesIO()
        self._image.reduce(_TWICE).save(out, "PNG", optimize=True)
        return out.getvalue()


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans SC (SIL Open Font License), read when it is first needed."""
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, size: int) -> float:
    """How wide a text is, in pixels."""
    return font(size).getlength(drawable(text))


def fit(text: str, size: int, most: float) -> str:
    """The text, or as much of it as is at most ``most`` pixels wide, with … at its end."""
    text = drawable(text).strip()
    if width(text, size) <= most:
        return text
    while text and width(text + "…", size) > most:
        text = text[:-1]
    return text + "…"


def drawable(text: str) -> str:
    """The text without what the font has no shape for (emoji, for one): it would be drawn as a box."""
    return "".join(char for char in text if _has_shape(char))


@lru_cache(maxsize=10_000)
def _has_shape(char: str) -> bool:
    if unicodedata.category(char) in _SHAPELESS:
        return False
    return bytes(font(_SMALL).getmask(char)) != bytes(font(_SMALL).getmask(_NOBODYS))
