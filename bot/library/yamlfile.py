"""Reading YAML with the line of every value, and refusing what an editor cannot have meant.

Anchors, aliases, tags and repeated keys are refused: none of them is needed here, and anchors can make a small
file expand without bound. What was typed and would not be kept is a problem with its line (``yamlread``), told by its cause
(``yamlmend``); what only follows from it is not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bot.library.problems import Problem, why
from bot.library.yamlmend import mend
from bot.library.yamlread import MAX_PROBLEMS, Loc, YamlReading, read
from bot.library.yamlreason import fault_of
from bot.library.yamltext import Slip, lines_of, without_odd

_MAX_LINES = 200_000
"""Ours have a tenth of them in all; with more nobody looks for what was meant."""
__all__ = ["MAX_PROBLEMS", "Document", "Loc", "parse_yaml", "read_yaml"]


@dataclass
class Document:
    """The data of one YAML file, the line of each place in it, and what was wrong with it."""

    file: str
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    text: str = field(default="", repr=False)

    def line(self, loc: Loc) -> int:
        """The line of a place; of the nearest place above it where that one is missing."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 0)

    def written(self, loc: Loc) -> str:
        """What stands in the line of a place."""
        number = self.line(loc)
        return self._source[number - 1] if 0 < number <= len(self._source) else ""

    @cached_property
    def _source(self) -> list[str]:
        return _lines(self.text)

    def report(self, loc: Loc, message: str, entry: str = "", name: str = "") -> None:
        """Note a problem at a place of this document."""
        self.problems.append(Problem(self.file, self.line(loc), entry, name, message))


def read_yaml(path: Path, file: str) -> Document:
    """Read one YAML file; never raises for what is in it: problems are in the document."""
    document = Document(file)
    try:
        data = path.read_bytes()
    except OSError as error:
        document.report((), f"读不了这个文件（{why(error)}）：请检查文件是否存在、有没有读取权限。")
        return document
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        document.report((), f"不是 UTF-8 编码（第 {line} 行就读不出来）：请在编辑器里选“另存为”，编码选 UTF-8。")
        return document
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str, most_nodes: int | None = None) -> Document:
    """Parse YAML text as ``read_yaml`` does; ``most_nodes``: with more it is not looked at any further."""
    text, slips = without_odd(text.removeprefix("\ufeff"))
    reading, fault = _read(text, most_nodes)
    if fault is not None or (reading.glued and reading.complete):
        meant, found = mend(_lines(text))
        if found:
            slips += found
            reading, fault = _read("\n".join(meant), most_nodes)
            fault = None  # more often than not it follows from what was found
    told = _once(slips)
    lines = {slip.line for slip in told}
    others = [*([fault] if fault else []), *(Slip(line, message) for line, message in reading.problems)]
    document = Document(file, reading.data, reading.lines, text=text)
    told += [slip for slip in others if slip.line not in lines]
    told.sort(key=lambda slip: slip.line)
    document.problems = [Problem(file, slip.line, "", "", slip.message) for slip in told[:MAX_PROBLEMS]]
    return document


def _lines(text: str) -> list[str]:
    return lines_of(text) if text.count("\n") + text.count("\r") <= _MAX_LINES else []


def _read(text: str, most_nodes: int | None) -> tuple[YamlReading, Slip | None]:
    try:
        return read(text, most_nodes), None
    except yaml.YAMLError as error:
        return YamlReading(complete=False), Slip(*fault_of(error))


def _once(slips: Iterable[Slip]) -> list[Slip]:
    """The first of each line: the others mostly follow from it."""
    first: dict[int, Slip] = {}
    for slip in slips:
        first.setdefault(slip.line, slip)
    return list(first.values())
