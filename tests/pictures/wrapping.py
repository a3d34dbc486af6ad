"""A message's text with its entities → lines of styled runs that fit a width, broken as Chinese is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.features.reports.canvas import width

# May not begin a line: it hangs over the end of the line before.
_HANGS = frozenset("，。、；：！？”’）》」】…—%")
# A Latin word or a number stays together; everything else may be broken after each character.
_UNIT = re.compile(r"[!-~]+|.", re.DOTALL)
THUMBS = frozenset("👍👎")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style: ``bold``, ``blockquote``, ``link`` or several."""

    text: str
    styles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is drawn; ``quoted`` lines stand behind a bar."""

    runs: tuple[Run, ...]
    quoted: bool


def wrap(text: str, entities: Sequence[dict[str, Any]], size: int, most: float) -> list[Line]:
    """All lines, each at most ``most`` pixels wide (and a hanging mark)."""
    found = []
    for characters in _paragraphs(text, entities):
        quoted = any("blockquote" in styles for _, styles in characters)
        for line in _lines(characters, size, most - (24 if quoted else 0)):
            found.append(Line(tuple(_runs(line)), quoted))
    return found


def run_width(text: str, size: int) -> float:
    """As drawn, with room for thumbs, which no text font has."""
    return width(text, size) + sum(char in THUMBS for char in text) * size * 1.1


Styled = tuple[str, frozenset[str]]


def _paragraphs(text: str, entities: Sequence[dict[str, Any]]) -> Iterator[list[Styled]]:
    spans = []
    for entity in entities:
        kind = entity["type"] if entity["type"] in ("bold", "blockquote") else "link"
        spans.append((entity["offset"], entity["offset"] + entity["length"], kind))
    place = 0
    paragraph: list[Styled] = []
    for char in text:
        if char == "\n":
            yield paragraph
            paragraph = []
        else:
            paragraph.append((char, frozenset(kind for first, last, kind in spans if first <= place < last)))
        place += len(char.encode("utf-16-le")) // 2
    yield paragraph


def _lines(characters: list[Styled], size: int, most: float) -> Iterator[list[Styled]]:
    present: list[Styled] = []
    used = 0.0
    place = 0
    for unit in _UNIT.findall("".join(char for char, _ in characters)):
        wide = run_width(unit, size)
        if present and used + wide > most and unit not in _HANGS:
            yield present
            present, used = [], 0.0
        present += characters[place : place + len(unit)]
        used += wide
        place += len(unit)
    yield present


def _runs(line: list[Styled]) -> Iterator[Run]:
    text = ""
    for number, (char, styles) in enumerate(line):
        text += char
        if number + 1 == len(line) or line[number + 1][1] != styles:
            yield Run(text, styles)
            text = ""
