"""The knowledge → an .xlsx with a sheet of aliases and a sheet of entries."""

from __future__ import annotations

from collections.abc import Collection

from bot.library import columns
from bot.library.models import Library
from bot.spreadsheet import Sheet, SheetColumn, write_workbook

_ALIAS_COLUMNS = (
    SheetColumn(columns.ENTRY_ID, 14),
    SheetColumn(columns.ENTRY_TITLE, 28),
    SheetColumn(columns.ALIAS, 60),
    SheetColumn(columns.ORIGIN, 10),
)


def write_xlsx(library: Library, taught: Collection[tuple[str, str]]) -> bytes:
    """The live knowledge; ``taught``: (entry id, alias) of what does not come from the files."""
    aliases = (
        (entry.id, entry.title, alias, columns.ORIGIN_TAUGHT if (entry.id, alias) in taught else columns.ORIGIN_FILES)
        for entry in library.entries
        for alias in entry.aliases
    )
    entries = ((entry.id, *(column.text(entry) for column in columns.COLUMNS)) for entry in library.entries)
    entry_columns = [SheetColumn(columns.ID, 14), *(SheetColumn(column.heading, column.width) for column in columns.COLUMNS)]
    return write_workbook([Sheet(columns.SHEET_ALIASES, _ALIAS_COLUMNS, aliases), Sheet(columns.SHEET_ENTRIES, entry_columns, entries)])
