"""An .xlsx → ``Upload``. Formulas are refused, never evaluated; columns are found by their headings, in any order."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from bot import texts
from bot.exchange import columns
from bot.exchange.caps import MAX_ROWS, ExchangeError, opened
from bot.exchange.upload import AliasRow, EntryRow, Upload

_MAX_COLUMNS = 40
_LAST_ROW = 1_048_576
Row = dict[str, str]


def read_xlsx(data: bytes) -> Upload:
    """The entries and aliases of a workbook. Raises ``ExchangeError`` for what is no workbook or too large; the rest is in ``faults``."""
    with opened(data):
        pass
    upload = Upload()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on fonts and dates
            book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False, rich_text=False)
            try:
                _read(book, upload)
            finally:
                book.close()
    except ExchangeError:
        raise
    except Exception as error:
        # Somebody else's XML: openpyxl meets broken files with errors of every kind.
        raise ExchangeError(texts.IMPORT_NO_WORKBOOK) from error
    return upload


def _read(book: Any, upload: Upload) -> None:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if columns.SHEET_ALIASES not in sheets and columns.SHEET_ENTRIES not in sheets:
        found = "、".join(sheets)[:80]
        raise ExchangeError(texts.IMPORT_NO_SHEET.format(wanted=columns.SHEET_ALIASES, found=found))
    left = MAX_ROWS
    if columns.SHEET_ENTRIES in sheets:
        left = _entries(_Sheet(sheets[columns.SHEET_ENTRIES], upload, left), upload)
    if columns.SHEET_ALIASES in sheets:
        _aliases(_Sheet(sheets[columns.SHEET_ALIASES], upload, left), upload)


def _aliases(sheet: _Sheet, upload: Upload) -> None:
    for number, row in sheet.rows([columns.ENTRY_ID, columns.ALIAS], [columns.ENTRY_TITLE, columns.ORIGIN]):
        entry_id, alias = row.get(columns.ENTRY_ID, ""), row.get(columns.ALIAS, "")
        for heading, value in ((columns.ENTRY_ID, entry_id), (columns.ALIAS, alias)):
            if not value:
                upload.fault(sheet.cell(heading, number), texts.IMPORT_CELL_EMPTY.format(heading=heading))
        if entry_id and alias:
            upload.aliases.append(AliasRow(entry_id, alias, sheet.cell(columns.ALIAS, number)))
            upload.lists.add(entry_id)


def _entries(sheet: _Sheet, upload: Upload) -> int:
    for number, row in sheet.rows([columns.ID], list(columns.BY_HEADING)):
        id_, where = row.get(columns.ID, ""), sheet.cell(columns.ID, number)
        if not id_:
            upload.fault(where, texts.IMPORT_CELL_EMPTY.format(heading=columns.ID))
            continue
        if upload.places.setdefault(id_, where) != where:
            upload.fault(where, texts.IMPORT_TWICE.format(id=id_, where=upload.places[id_]))
            continue
        given = {column.field: row.get(column.heading, "") for column in columns.COLUMNS if column.heading in sheet.headings}
        upload.entries.append(EntryRow(id_, given, where))
    return sheet.left


class _Sheet:
    """Rows of texts by heading; what is no text is a fault of its cell."""

    def __init__(self, sheet: Any, upload: Upload, rows: int) -> None:
        sheet.reset_dimensions()  # what a file says about its size need not be so
        self._sheet = sheet
        self._upload = upload
        self.left = rows
        self.headings: Mapping[str, int] = {}

    def cell(self, heading: str, number: int) -> str:
        """The name of a cell, as people read it."""
        return f"{self._sheet.title}!{get_column_letter(self.headings[heading] + 1)}{number}"

    def rows(self, required: Sequence[str], optional: Sequence[str]) -> Iterator[tuple[int, Row]]:
        """Number and texts of each row that is not empty; none when the headings are wrong."""
        for number, cells in enumerate(self._sheet.iter_rows(max_col=_MAX_COLUMNS), 1):
            if number > _LAST_ROW:
                raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
            if number == 1:
                if not self._read_headings(cells, required, optional):
                    return
                continue
            if all(cell.value is None for cell in cells):
                continue
            self.left -= 1
            if self.left < 0:
                raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
            row = {heading: self._text(cells[place], self.cell(heading, number)) for heading, place in self.headings.items()}
            if any(text is None for text in row.values()):
                continue
            yield number, {heading: text for heading, text in row.items() if text}

    def _read_headings(self, cells: Sequence[Any], required: Sequence[str], optional: Sequence[str]) -> bool:
        headings: dict[str, int] = {}
        strange = []
        for place, cell in enumerate(cells):
            heading = cell.value.strip() if isinstance(cell.value, str) else cell.value
            where = f"{self._sheet.title}!{get_column_letter(place + 1)}1"
            if heading in headings:
                self._upload.fault(where, texts.IMPORT_HEADING_TWICE.format(heading=heading))
            elif heading in required or heading in optional:
                headings[heading] = place
            elif heading not in (None, ""):
                strange.append((where, str(heading)[:20]))
        missing = [heading for heading in required if heading not in headings]
        self.headings = headings
        for heading in missing:
            self._upload.fault(f"{self._sheet.title}!1", texts.IMPORT_HEADING_MISSING.format(heading=heading))
        for where, heading in strange:
            if missing:
                self._upload.fault(where, texts.IMPORT_HEADING_UNKNOWN.format(heading=heading, known="、".join([*required, *optional])))
        return not missing

    def _text(self, cell: Any, where: str) -> str | None:
        """The text of a cell, empty for an empty one; ``None`` for what is no text, which is reported."""
        if cell.value is None:
            return ""
        if cell.data_type == "f":
            self._upload.fault(where, texts.IMPORT_FORMULA)
        elif cell.data_type == "e":
            self._upload.fault(where, texts.IMPORT_ERROR_VALUE)
        elif isinstance(cell.value, str):
            return columns.comparable(cell.value)
        elif type(cell.value) is int:
            return str(cell.value)
        else:
            self._upload.fault(where, texts.IMPORT_NO_TEXT)
        return None
