"""Tables → .xlsx in which every text stays a text: nothing in it is ever run, whatever it begins with."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

_LONGEST = 32_767
_BIGGEST = 10**15
_HEAD = PatternFill("solid", fgColor="DDE7F0")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
# Spreadsheets read _x0041_ as an A.
_ESCAPE = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
_TEXT_FORMAT = "@"
# What a spreadsheet takes for the start of a formula when a text is typed again; the full-width forms count in East Asian settings.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` in characters; ``format`` as spreadsheets write it, for the column's numbers."""

    heading: str
    width: int
    format: str = "General"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``title``: at most 31 characters, none of ``[]:*?/\\``."""

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[object]]


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as a file: headings stay in sight, and each column can be filtered. Takes a second for 100,000 cells."""
    book = Workbook(write_only=True)
    for table in sheets:
        sheet: Any = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(table.columns, 1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.append(list(_head(sheet, table.columns)))
        for row in table.rows:
            sheet.append([safe_cell(sheet, value, column.format) for value, column in zip(row, table.columns, strict=True)])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}1"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(sheet: Any, value: object, number_format: str = "General") -> Any:
    """A cell of a write-only sheet: numbers as numbers, all else as text.

    openpyxl would make a formula of a text that begins with =, and Excel of one that is edited: both are told that it is a text.
    Numbers with more digits than a spreadsheet keeps (Telegram's ids) are texts too.
    """
    cell: Any = WriteOnlyCell(sheet)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) < _BIGGEST:
        cell.value, cell.number_format, cell.alignment = value, number_format, _TOP
        return cell
    text = "" if value is None else str(value)
    text = ILLEGAL_CHARACTERS_RE.sub("", text.encode("utf-8", "replace").decode("utf-8"))[:_LONGEST]
    if text:
        text = _ESCAPE.sub("_x005F_x", text)
        cell.value = text
        cell.data_type = "s"
    cell.number_format = _TEXT_FORMAT
    cell.alignment = _WRAP
    if text.startswith(_DANGEROUS):
        cell.quotePrefix = True
    return cell


def _head(sheet: Any, columns: Sequence[SheetColumn]) -> Iterator[Any]:
    for column in columns:
        cell = safe_cell(sheet, column.heading)
        cell.font, cell.fill = _BOLD, _HEAD
        yield cell
