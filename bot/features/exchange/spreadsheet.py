"""A workbook or a CSV file → ``Upload``. Formulas are refused, never evaluated; columns are found by their headings, in any order."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_ROWS, ExchangeError
from bot.features.exchange.cells import MAX_COLUMNS, Cell, Grid, Row, read_grid, shared_strings
from bot.features.exchange.ooxml import date_styles, opened_workbook, sheets
from bot.features.exchange.table import Table, heading_of
from bot.features.exchange.upload import AliasRow, EntryRow, Upload
from bot.library import columns
from bot.library.folding import fold

_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = (",", "\t", ";", "，", "|")


def _named(headings: Sequence[str], also: Mapping[str, str]) -> dict[str, str]:
    """What may stand above a column → the heading that it means."""
    return {heading_of(heading): heading for heading in headings} | {heading_of(other): heading for other, heading in also.items()}


_ALIAS_NAMES = _named(
    [columns.ENTRY_ID, columns.ALIAS, columns.ENTRY_TITLE, columns.ORIGIN], {columns.ID: columns.ENTRY_ID, "标题": columns.ENTRY_TITLE}
)
_ENTRY_NAMES = _named([columns.ID, *columns.BY_HEADING], {columns.ENTRY_ID: columns.ID, columns.ENTRY_TITLE: "标题"})


def read_xlsx(data: bytes) -> Upload:
    """The entries and aliases of a workbook. Raises ``ExchangeError`` for what is no workbook or too large; the rest is in ``faults``."""
    upload = Upload()
    with opened_workbook(data) as parts:
        found, strings_part = sheets(parts)
        wanted = {heading_of(name): name for name in (columns.SHEET_ENTRIES, columns.SHEET_ALIASES)}
        named = {wanted[form]: sheet for sheet in reversed(found) if (form := heading_of(sheet.title)) in wanted}
        if not named:
            names = "、".join(sheet.title for sheet in found)[:80]
            raise ExchangeError(texts.IMPORT_NO_SHEET.format(wanted=columns.SHEET_ALIASES, found=names))
        strings = shared_strings(parts, strings_part)
        dates = date_styles(parts)
        left = MAX_ROWS
        if (sheet := named.get(columns.SHEET_ENTRIES)) is not None:
            left = _entries(Table(read_grid(parts, sheet.part, sheet.title, strings, dates), upload, left), upload)
        if (sheet := named.get(columns.SHEET_ALIASES)) is not None:
            _aliases(Table(read_grid(parts, sheet.part, sheet.title, strings, dates), upload, left), upload)
    return upload


def read_csv(name: str, data: bytes) -> Upload:
    """A sheet saved as CSV, with commas or tabs, in UTF-8, UTF-16 or GBK: of aliases, or of entries, as its headings say."""
    grid = Grid(name)
    try:
        text = _decoded(data)
        for number, values in enumerate(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)), 1):
            cells = {column: Cell(value) for column, value in enumerate(values[:MAX_COLUMNS]) if value.strip()}
            if cells:
                grid.rows.append(Row(number, cells))
            if len(grid.rows) > MAX_ROWS:
                raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
    except (csv.Error, UnicodeError) as error:
        raise ExchangeError(texts.IMPORT_BROKEN_CSV) from error
    upload = Upload()
    table = Table(grid, upload)
    if not table.has([columns.ALIAS], _ALIAS_NAMES) and table.has([columns.ID], _ENTRY_NAMES):
        _entries(table, upload)
    else:
        _aliases(table, upload)
    return upload


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16").replace("\x00", "")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise ExchangeError(texts.IMPORT_BROKEN_CSV)


def _delimiter(text: str) -> str:
    """What stands between the headings."""
    head = "\n".join(text.split("\n", 20)[:20])
    return max(_DELIMITERS, key=lambda sign: head.count(sign) if sign != "，" else head.count(sign) / 100)


def _aliases(table: Table, upload: Upload) -> None:
    lenient = [columns.ENTRY_TITLE, columns.ORIGIN]
    by_title = table.has([columns.ENTRY_TITLE, columns.ALIAS], _ALIAS_NAMES) and not table.has([columns.ENTRY_ID], _ALIAS_NAMES)
    key = columns.ENTRY_TITLE if by_title else columns.ENTRY_ID
    for number, row in table.rows([key, columns.ALIAS], _ALIAS_NAMES, lenient):
        entry_id, title = fold(row.get(columns.ENTRY_ID, "")).lower(), row.get(columns.ENTRY_TITLE, "")
        said = [(line, text) for line, text in enumerate(row.get(columns.ALIAS, "").split("\n"), 1) if text]
        if not entry_id and not title and not said:
            continue  # only its origin is left
        if not entry_id and not title:
            upload.fault(table.cell(key, number), table.empty(key, number))
        if not said:
            upload.fault(table.cell(columns.ALIAS, number), table.empty(columns.ALIAS, number))
        if not said or not (entry_id or title):
            continue
        where = table.cell(columns.ALIAS, number)
        id_where = table.cell(columns.ENTRY_ID if entry_id else columns.ENTRY_TITLE, number)
        for line, alias in said:
            place = where if len(said) == 1 else texts.IMPORT_CELL_LINE.format(where=where, line=line)
            upload.aliases.append(AliasRow(entry_id, alias, place, id_where, " ".join(title.split())))
        if len(upload.aliases) > MAX_ROWS:
            raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
        if entry_id:
            upload.lists.add(entry_id)


def _entries(table: Table, upload: Upload) -> int:
    for number, row in table.rows([columns.ID], _ENTRY_NAMES):
        id_, where = fold(row.get(columns.ID, "")).lower(), table.cell(columns.ID, number)
        if not id_:
            upload.fault(where, table.empty(columns.ID, number))
            continue
        if upload.places.setdefault(id_, where) != where:
            upload.fault(where, texts.IMPORT_TWICE.format(id=id_, where=upload.places[id_]))
            continue
        given = {column.field: row.get(column.heading, "") for column in columns.COLUMNS if column.heading in table.headings}
        upload.entries.append(EntryRow(id_, given, where))
    return table.left
