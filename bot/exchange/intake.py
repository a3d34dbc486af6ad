"""Which kind of file is this? By content first: names lie more often."""

from __future__ import annotations

import zipfile
from io import BytesIO

from bot import texts
from bot.exchange.caps import MAX_FILE, ExchangeError, megabytes
from bot.exchange.spreadsheet import read_xlsx
from bot.exchange.upload import Upload
from bot.exchange.yamlin import read_yaml, read_zip

SUFFIXES = (".xlsx", ".yaml", ".yml", ".zip")
OLD_SUFFIXES = (".xls", ".et")
"""Looked into only to say what is wrong with them."""
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"


def check_size(size: int) -> None:
    """Refuse what is too large, also before it is fetched. Raises ``ExchangeError``."""
    if size > MAX_FILE:
        raise ExchangeError(texts.IMPORT_TOO_LARGE.format(size=megabytes(size), limit=megabytes(MAX_FILE)))


def read_upload(name: str, data: bytes) -> Upload:
    """Read a file that somebody sent. Raises ``ExchangeError`` for what is none of ours."""
    check_size(len(data))
    if data.startswith(_OLD_EXCEL):
        raise ExchangeError(texts.IMPORT_OLD_EXCEL)
    if data.startswith(_ZIP):
        return read_xlsx(data) if _is_workbook(data) else read_zip(data)
    suffix = name[name.rfind(".") :].lower()
    if suffix in (".yaml", ".yml"):
        return read_yaml(name, data)
    raise ExchangeError(texts.IMPORT_NO_WORKBOOK if suffix in (".xlsx", ".zip", *OLD_SUFFIXES) else texts.IMPORT_UNKNOWN_KIND)


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _WORKBOOK in archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error
