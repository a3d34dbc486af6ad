"""A file that somebody sent → ``Upload``, or why not: what it is, and what to do."""

from __future__ import annotations

import zipfile

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_FILE, MAX_WORKBOOK, ExchangeError, megabytes
from bot.features.exchange.kinds import kind_by_name, kind_of, suffix_of
from bot.features.exchange.spreadsheet import read_csv, read_xlsx
from bot.features.exchange.upload import Upload
from bot.features.exchange.yamlin import read_yaml, read_zip

SUFFIXES = (".xlsx", ".xlsm", ".yaml", ".yml", ".zip", ".csv")
"""What is read. Anything else is looked into only to say what it is."""
_WORKBOOKS = (".xlsx", ".xlsm")
_SHEETS = (".xlsx", ".xlsm", ".zip", ".xls", ".et")


def check_size(size: int, name: str = "") -> None:
    """Refuse what is too large, also before it is fetched. Raises ``ExchangeError``."""
    limit = MAX_WORKBOOK if suffix_of(name) in _WORKBOOKS else MAX_FILE
    if size > limit:
        kind = kind_by_name(name)
        if kind in texts.IMPORT_FOREIGN:
            raise ExchangeError(texts.IMPORT_FOREIGN[kind])
        raise ExchangeError(texts.IMPORT_TOO_LARGE.format(size=megabytes(size), limit=megabytes(limit)))


def read_upload(name: str, data: bytes) -> Upload:
    """Read a file that somebody sent. Raises ``ExchangeError`` for what is none of ours."""
    check_size(len(data), name)
    try:
        kind = kind_of(data)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error
    suffix = suffix_of(name)
    if kind == "xlsx":
        return read_xlsx(data)
    if kind == "zip":
        return read_zip(data)
    if suffix in (".yaml", ".yml") and kind in ("text", ""):
        return read_yaml(name, data)
    if suffix in (".csv", ".tsv", ".txt") and kind == "text":
        return read_csv(name, data)
    if kind in texts.IMPORT_FOREIGN:
        raise ExchangeError(texts.IMPORT_FOREIGN[kind])
    if not data:
        raise ExchangeError(texts.IMPORT_EMPTY)
    raise ExchangeError(texts.IMPORT_NO_WORKBOOK if suffix in _SHEETS else texts.IMPORT_UNKNOWN_KIND)
