"""How much of an upload is looked at, and the check that a zip is what it says before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from bot.features.exchange import texts

MAX_FILE = 2 * 1024 * 1024
"""Bytes of an upload."""
MAX_WORKBOOK = 8 * 1024 * 1024
"""Bytes of a workbook: a million empty rows with a format are three of them, and cost nothing to read."""
MAX_UNPACKED = 24 * 1024 * 1024
"""Bytes of everything in a zip together."""
MAX_MEMBERS = 200
MAX_ROWS = 20_000
MAX_CHARACTERS = 8_000_000
"""Characters in the cells of a sheet: a text that a million cells share is written once in the file."""
MAX_NODES = 100_000
"""Values in all YAML files of an upload: ours have a tenth of them, and a million would take half a gigabyte."""
MAX_FAULTS = 200
"""Faults that are reported of one file: whoever made more of them made one mistake many times."""
_CHUNK = 64 * 1024


class ExchangeError(Exception):
    """A file that cannot be used at all; the message says what to do (Chinese)."""


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip whose declared and real sizes are within the caps. Raises ``ExchangeError``."""
    if len(data) > MAX_FILE:
        raise ExchangeError(texts.IMPORT_TOO_LARGE.format(size=megabytes(len(data)), limit=megabytes(MAX_FILE)))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            try:
                _check_declared(archive)
                _check_real(archive)
            except ValueError as error:  # a part that begins before the file does: bytes are missing
                raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, UnicodeError) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that we do not know.
        raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error


def _check_declared(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ExchangeError(texts.IMPORT_TOO_MANY_PARTS.format(count=len(members), limit=MAX_MEMBERS))
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ExchangeError(texts.IMPORT_BOMB.format(limit=megabytes(MAX_UNPACKED)))
    if any(member.flag_bits & 1 for member in members):
        raise ExchangeError(texts.IMPORT_ENCRYPTED)


def _check_real(archive: zipfile.ZipFile) -> None:
    """Unpack once, keeping nothing: what a zip declares about itself may be a lie."""
    total = 0
    for member in archive.infolist():
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                if total > MAX_UNPACKED:
                    raise ExchangeError(texts.IMPORT_BOMB.format(limit=megabytes(MAX_UNPACKED)))


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")
