"""How much of an upload is looked at, and the check that a zip is what it says before anything is unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from bot import texts

MAX_FILE = 2 * 1024 * 1024
"""Bytes of an upload."""
MAX_UNPACKED = 24 * 1024 * 1024
"""Bytes of everything in a zip together."""
MAX_MARKS = 1_000_000
"""Angle brackets in a zip: each tag becomes an object in memory, many times its size. A full sheet of ours has half as many."""
MAX_MEMBERS = 200
MAX_ROWS = 20_000
MAX_NODES = 100_000
"""Values in all YAML files of an upload: ours have a tenth of them, and a million would take half a gigabyte."""
MAX_FAULTS = 200
"""Faults that are reported of one file: whoever made more of them made one mistake many times."""
_CHUNK = 64 * 1024
# Entities can make a small XML large; no spreadsheet program writes any. Also as UTF-16, which XML may be.
_DECLARATION = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)")
_OVERLAP = 32


class ExchangeError(Exception):
    """A file that cannot be used at all; the message says what to do (Chinese)."""


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """A zip whose declared and real sizes are within the caps, without entities in its XML. Raises ``ExchangeError``."""
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
    total = marks = 0
    for member in archive.infolist():
        tail = b""
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                marks += chunk.count(b"<")
                if total > MAX_UNPACKED or marks > MAX_MARKS:
                    raise ExchangeError(texts.IMPORT_BOMB.format(limit=megabytes(MAX_UNPACKED)))
                if _DECLARATION.search(tail + chunk):
                    raise ExchangeError(texts.IMPORT_ENTITIES)
                tail = chunk[-_OVERLAP:]


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")
