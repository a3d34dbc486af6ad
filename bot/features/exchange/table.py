"""Rows with headings → rows of texts by heading, with the name of each cell; the same for workbooks and CSV.

Headings are found below titles, however they were typed; the value of merged cells counts for all their rows; hidden and
filtered rows count as any: whoever filters wants to see less, not to delete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_ROWS, ExchangeError
from bot.features.exchange.cells import LONGEST, Cell, Grid, Merge, Row, column_name
from bot.features.exchange.upload import Upload
from bot.library import columns
from bot.library.folding import fold
from bot.library.normalize import normalize

Texts = dict[str, str]
_HEADING_ROWS = 20
"""Rows among which the headings are looked for: titles and remarks may stand above them."""
_MOST_FILLED = 200_000
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_REASONS = {
    "formula": texts.IMPORT_FORMULA,
    "error": texts.IMPORT_ERROR_VALUE,
    "date": texts.IMPORT_DATE,
    "bool": texts.IMPORT_BOOL,
    "number": texts.IMPORT_NUMBER,
    "long": texts.IMPORT_CELL_TOO_LONG.format(limit=LONGEST),
}


def heading_of(text: str) -> str:
    """The one form of a heading: ``*问法``, ``问法（必填）``, ``问　法`` and ``条目\\n编号`` are what they are without."""
    return normalize(_BRACKETS.sub("", fold(text))) or normalize(text)


class Table:
    """The rows below the headings; what is no text is a fault of its cell."""

    def __init__(self, grid: Grid, upload: Upload, rows: int = MAX_ROWS) -> None:
        self._grid = grid
        self._upload = upload
        self.left = rows
        self.headings: Mapping[str, int] = {}

    def cell(self, heading: str, number: int) -> str:
        """The name of a cell, as people read it."""
        return f"{self._grid.title}!{column_name(self.headings[heading])}{number}"

    def has(self, required: Sequence[str], names: Mapping[str, str]) -> bool:
        """Whether there is a row with all these headings."""
        return any(set(required) <= set(_known(row, names)) for row in self._grid.rows[:_HEADING_ROWS])

    def rows(self, required: Sequence[str], names: Mapping[str, str], lenient: Sequence[str] = ()) -> Iterator[tuple[int, Texts]]:
        """Number and texts of each row that has some; none when the headings are wrong.

        ``names``: what may stand above a column (as ``heading_of`` makes it) → the heading it means. ``lenient``: columns that
        only help the reader, whose formulas count with the value that was seen.
        """
        above = self._grid.rows[:_HEADING_ROWS]
        place = next((place for place, row in enumerate(above) if set(required) <= set(_known(row, names))), None)
        if place is None:
            self._no_headings(required, names)
            return
        if not self._take_headings(self._grid.rows[place], names):
            return
        filled = self._filled(self._grid.rows[place + 1 :])
        for row in filled:
            cells = {heading: row.cells[column] for heading, column in self.headings.items() if column in row.cells}
            if not cells:
                continue
            self.left -= 1
            if self.left < 0:
                raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
            self._upload.hidden += row.hidden
            read = {heading: self._text(heading, row.number, cell, heading in lenient) for heading, cell in cells.items()}
            if None not in read.values():
                yield row.number, {heading: text for heading, text in read.items() if text}

    def empty(self, heading: str, number: int) -> str:
        """What to say of a cell that should not be empty."""
        merge = self._over(self.headings[heading], number)
        if merge is not None:
            return texts.IMPORT_MERGED.format(range=merge, heading=heading)
        return texts.IMPORT_CELL_EMPTY.format(heading=heading)

    def _over(self, column: int, number: int) -> Merge | None:
        return next((each for each in self._grid.merges if each.left <= column <= each.right and each.top <= number <= each.bottom), None)

    def _no_headings(self, required: Sequence[str], names: Mapping[str, str]) -> None:
        title = self._grid.title
        rows = self._grid.rows[:_HEADING_ROWS]
        row = max(rows, key=lambda row: len(_known(row, names)), default=Row(1, {}))
        known = _known(row, names)
        for heading in required:
            if heading not in known:
                self._upload.fault(f"{title}!{row.number}", texts.IMPORT_HEADING_MISSING.format(heading=heading))
        wanted = "、".join(dict.fromkeys(names.values()))
        for column, cell in sorted(row.cells.items()):
            if heading_of(cell.text) not in names:
                where = f"{title}!{column_name(column)}{row.number}"
                shown = " ".join(cell.text.split())[:20]
                self._upload.fault(where, texts.IMPORT_HEADING_UNKNOWN.format(heading=shown, known=wanted))

    def _take_headings(self, row: Row, names: Mapping[str, str]) -> bool:
        headings: dict[str, int] = {}
        for column, cell in sorted(row.cells.items()):
            heading = names.get(heading_of(cell.text))
            if heading is None:
                continue
            if heading in headings:
                where = f"{self._grid.title}!{column_name(column)}{row.number}"
                self._upload.fault(where, texts.IMPORT_HEADING_TWICE.format(heading=heading))
            headings.setdefault(heading, column)
        self.headings = headings
        return True

    def _filled(self, rows: Sequence[Row]) -> list[Row]:
        """The rows, with the value of merged cells in each row that has anything else."""
        columns_wanted = set(self.headings.values())
        places = {row.number: place for place, row in enumerate(rows)}
        filled = list(rows)
        budget = _MOST_FILLED
        for merge in (each for each in self._grid.merges if each.left in columns_wanted and each.bottom > each.top):
            first = places.get(merge.top)
            value = rows[first].cells.get(merge.left) if first is not None else None
            if first is None or value is None:
                continue
            for place in range(first + 1, len(rows)):
                row = filled[place]
                budget -= 1
                if row.number > merge.bottom:
                    break
                if budget < 0:
                    raise ExchangeError(texts.IMPORT_TOO_MANY_CELLS)
                if any(column in columns_wanted for column in row.cells):
                    filled[place] = replace(row, cells={merge.left: value} | row.cells)
        return filled

    def _text(self, heading: str, number: int, cell: Cell, lenient: bool) -> str | None:
        """The text of a cell; ``None`` for what is no text, which is reported."""
        if cell.kind == "text" or (lenient and cell.kind in ("formula", "number", "date")):
            return columns.comparable(cell.text)
        if lenient:
            return ""
        self._upload.fault(self.cell(heading, number), _REASONS[cell.kind])
        return None


def _known(row: Row, names: Mapping[str, str]) -> dict[str, int]:
    return {names[form]: column for column, cell in row.cells.items() if (form := heading_of(cell.text)) in names}
