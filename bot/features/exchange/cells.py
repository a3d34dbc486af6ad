"""The cells of one sheet of a workbook as texts, and what each of them is: read as a stream, only what is not empty is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_CHARACTERS, MAX_ROWS, ExchangeError
from bot.features.exchange.ooxml import MAX_SHEET, MAX_STRINGS, Attributes, PackageParts, parse, parsed

MAX_COLUMNS = 256
"""Columns that are looked at."""
LONGEST = 32_767
"""Characters of a cell: no spreadsheet has more."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_MERGED = 50_000
_ABOVE = 50
"""Rows that may stand above and below what counts: titles, remarks."""
# Rows and cells that hold nothing but a format: there can be millions of them.
_EMPTY = re.compile(rb'<(?:c|row)\s(?:[^<>]*?\s)?r="[A-Z0-9]+"[^<>]*/>')
_TAIL = 1024 * 1024
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is in a cell; ``kind``: text, number, formula, error, bool, date, long."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Merge:
    """A range of merged cells; columns from 0, rows from 1."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        return f"{column_name(self.left)}{self.top}:{column_name(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty; its cells by column (from 0)."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@dataclass
class Grid:
    """The rows of a table that are not empty, whatever kind of file it is from."""

    title: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def column_name(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shared_strings(parts: PackageParts, name: str) -> list[str]:
    """The texts that cells refer to by number: runs joined, without what is said of their pronunciation."""
    found: list[str] = []
    gatherer = _Gatherer()

    def start(tag: str, _: Attributes) -> None:
        gatherer.start(tag)

    def end(tag: str) -> None:
        gatherer.end(tag)
        if tag == "si":
            found.append(gatherer.take())

    if name:
        parse(parts.chunks(name, MAX_STRINGS), start, end, gatherer.text)
    return found


def read_grid(parts: PackageParts, part: str, title: str, strings: Sequence[str], dates: frozenset[int]) -> Grid:
    """The rows of a sheet that are not empty. Raises ``ExchangeError`` for what is broken or too much."""
    reader = _SheetReader(title, strings, dates)
    for _ in parsed(_without_empty(parts.chunks(part, MAX_SHEET)), reader.start, reader.end, reader.text):
        pass
    return reader.grid


class _Gatherer:
    """The text of a ``<si>`` or ``<is>``."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._spoken = self._open = False

    def start(self, tag: str) -> None:
        if tag == "rPh":
            self._spoken = True
        self._open = tag == "t" and not self._spoken

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._spoken = False
        self._open = False

    def text(self, piece: str) -> None:
        if self._open and self._length <= LONGEST * 8:
            self._pieces.append(piece)
            self._length += len(piece)

    def take(self) -> str:
        taken = _ESCAPED.sub(_unescaped, "".join(self._pieces))
        self._pieces.clear()
        self._length = 0
        return taken


class _SheetReader:
    def __init__(self, title: str, strings: Sequence[str], dates: frozenset[int]) -> None:
        self.grid = Grid(title)
        self._strings = strings
        self._dates = dates
        self._left = MAX_CHARACTERS
        self._row = 0
        self._column = -1
        self._hidden = False
        self._cells: dict[int, Cell] = {}
        self._kind = self._style = ""
        self._formula = self._in_value = False
        self._value: list[str] = []
        self._length = 0
        self._inline = _Gatherer()

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "v":
            self._in_value = True
        elif tag == "f":
            self._formula = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self._inline.start(tag)

    def end(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        else:
            self._inline.end(tag)

    def text(self, piece: str) -> None:
        if self._in_value:
            if self._length <= LONGEST:
                self._value.append(piece)
                self._length += len(piece)
        else:
            self._inline.text(piece)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        if number and not re.fullmatch("[0-9]+", number):
            raise ExchangeError(texts.IMPORT_NO_WORKBOOK)
        self._row = int(number[:9]) if number else self._row + 1
        if not 0 < self._row <= _LAST_ROW:
            raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
        self._column = -1
        self._hidden = attributes.get("hidden") in ("1", "true")
        self._cells = {}

    def _end_row(self) -> None:
        if self._cells:
            if len(self.grid.rows) >= MAX_ROWS + _ABOVE:
                raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
            self.grid.rows.append(Row(self._row, self._cells, self._hidden))

    def _start_cell(self, attributes: Attributes) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column(found[1]) if found else self._column + 1
        if self._column >= _LAST_COLUMN:
            raise ExchangeError(texts.IMPORT_TOO_MANY_CELLS)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._formula = False

    def _end_cell(self) -> None:
        value, self._value, self._length = "".join(self._value), [], 0
        inline = self._inline.take()
        if self._column >= MAX_COLUMNS:
            return
        cell = self._cell(value, inline)
        if cell is None or (cell.kind == "text" and not cell.text.strip()):
            return
        self._left -= len(cell.text)
        if self._left < 0:
            raise ExchangeError(texts.IMPORT_TOO_MUCH_TEXT)
        self._cells[self._column] = cell

    def _cell(self, value: str, inline: str) -> Cell | None:
        if self._formula:
            return Cell(value[:LONGEST], "formula")
        if self._kind == "s":
            number = value.strip()
            if not re.fullmatch("[0-9]{1,7}", number):
                return None if not number else Cell("", "error")
            return _text(self._strings[int(number)]) if int(number) < len(self._strings) else Cell("", "error")
        if self._kind == "inlineStr":
            return _text(inline)
        if self._kind == "str":
            return _text(_ESCAPED.sub(_unescaped, value))
        value = value.strip()
        if not value:
            return None
        if self._kind in ("b", "e", "d"):
            return Cell(value[:40], {"b": "bool", "e": "error", "d": "date"}[self._kind])
        if self._style.isdecimal() and len(self._style) < 8 and int(self._style) in self._dates:
            return Cell(value[:40], "date")
        return _number(value)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if one and other:
            if len(self.grid.merges) >= _MOST_MERGED:
                raise ExchangeError(texts.IMPORT_TOO_MANY_CELLS)
            self.grid.merges.append(Merge(_column(one[1]), int(one[2]), _column(other[1]), int(other[2])))


def _text(text: str) -> Cell:
    return Cell(text) if len(text) <= LONGEST else Cell(text[:40], "long")


def _number(value: str) -> Cell:
    """A number as a text, if it is a whole one of which a spreadsheet keeps every digit."""
    try:
        number = float(value)
    except ValueError:
        return Cell(value[:40], "error")
    whole = number == number and abs(number) < 10**15 and number == int(number)
    return Cell(str(int(number))) if whole else Cell(value[:40], "number")


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)


def _without_empty(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A sheet without rows and cells that hold nothing, thrown out before anybody looks at them one by one."""
    tail, plain = b"", True
    for chunk in chunks:
        data = tail + chunk
        cut = data.rfind(b"<")
        if cut < 0 or len(data) - cut > _TAIL:
            cut = len(data)
        head, tail = data[:cut], data[cut:]
        plain = plain and b"<![CDATA[" not in head and b"<![CDATA[" not in tail  # what looks like a cell may be text there
        yield _EMPTY.sub(b"", head) if plain else head
    yield tail
