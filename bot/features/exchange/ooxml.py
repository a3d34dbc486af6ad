"""The parts of a workbook that hold cells, and nothing else: styles, properties, themes and pictures are never opened.

(Of the styles only which numbers are dates, and only of styles that are sound and of a usual size.) Each part has a cap of its
own and is read as a stream, so that neither a bomb nor a broken part that nobody needs costs anything. Namespaces are not looked
at, so that "Strict Open XML" is read as any other.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_MEMBERS, ExchangeError, megabytes
from bot.features.exchange.kinds import member_name

MAX_INDEX = 1024 * 1024
"""Bytes of what says which sheets there are."""
MAX_STRINGS = 24 * 1024 * 1024
MAX_SHEET = 128 * 1024 * 1024
"""Bytes of a sheet: a million empty rows with a format are nine tenths of it, and are skipped as they come."""
MAX_STYLES = 4 * 1024 * 1024
MAX_FORMATS = 65_536
"""A spreadsheet has no more."""
MAX_ELEMENTS = 1_000_000
"""Tags that are looked at in a part: a full sheet of ours has half of them."""
_CHUNK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
# The dates of East Asian versions, which are in no list.
_DATE_FORMATS = frozenset({*range(27, 37), *range(50, 59), *(id_ for id_, code in BUILTIN_FORMATS.items() if is_date_format(code))})

Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name, and where it is in the file."""

    title: str
    part: str


class Enough(Exception):
    """A reader has seen all that it wants."""


class PackageParts:
    """The parts of a workbook by name, however its program wrote the names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {member_name(member).casefold(): member for member in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def names(self) -> list[str]:
        """All parts, in the order of the file."""
        return list(self._members)

    def chunks(self, name: str, limit: int) -> Iterator[bytes]:
        """A part piece by piece. Raises ``ExchangeError`` when it is broken or larger than ``limit``."""
        total = 0
        try:
            with self._archive.open(self._members[name.casefold()]) as file:
                while chunk := file.read(_CHUNK):
                    total += len(chunk)
                    if total > limit:
                        raise ExchangeError(texts.IMPORT_BOMB.format(limit=megabytes(limit)))
                    yield chunk
        except _BROKEN as error:
            raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error


@contextmanager
def opened_workbook(data: bytes) -> Iterator[PackageParts]:
    """The parts of a workbook. Raises ``ExchangeError`` for what is no sound zip, or encrypted."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise ExchangeError(texts.IMPORT_BROKEN_ZIP) from error
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise ExchangeError(texts.IMPORT_TOO_MANY_PARTS.format(count=len(members), limit=MAX_MEMBERS))
        if any(member.flag_bits & 1 for member in members):
            raise ExchangeError(texts.IMPORT_ENCRYPTED)
        yield PackageParts(archive)


def parse(chunks: Iterator[bytes], start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> None:
    """Hand the tags and texts of a part to a reader, by their local names. Raises ``ExchangeError`` for what is no XML."""
    for _ in parsed(chunks, start, end, text):
        pass


def parsed(chunks: Iterator[bytes], start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> Iterator[None]:
    """As ``parse``, with a pause after each piece."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    seen = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        if seen > MAX_ELEMENTS:
            raise ExchangeError(texts.IMPORT_TOO_MANY_CELLS)
        start(name.rpartition(" ")[2], attributes)

    def doctype(*_: object) -> None:
        # Entities can make a small file large; no spreadsheet program writes any.
        raise ExchangeError(texts.IMPORT_ENTITIES)

    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = doctype
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except Enough:
        yield
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ExchangeError(texts.IMPORT_NO_WORKBOOK) from error


def sheets(parts: PackageParts) -> tuple[list[SheetPart], str]:
    """The sheets in their order, and the part with the shared strings (empty if there is none)."""
    workbook = next((target for kind, target in _relations(parts, "_rels/.rels", "").values() if kind == "officeDocument"), "")
    if workbook not in parts:
        workbook = next((name for name in parts.names() if posixpath.basename(name) == "workbook.xml"), "")
    if not workbook:
        raise ExchangeError(texts.IMPORT_NO_WORKBOOK)
    folder, name = posixpath.split(workbook)
    relations = _relations(parts, f"{folder}/_rels/{name}.rels", folder)
    found: list[SheetPart] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            id_ = next((value for key, value in attributes.items() if key.rpartition(" ")[2] == "id" and " " in key), "")
            kind, target = relations.get(id_, ("worksheet", f"{folder}/worksheets/sheet{len(found) + 1}.xml"))
            if kind == "worksheet" and target in parts:
                found.append(SheetPart(attributes.get("name", ""), target))

    parse(parts.chunks(workbook, MAX_INDEX), start)
    strings = next((target for kind, target in relations.values() if kind == "sharedStrings"), f"{folder}/sharedStrings.xml")
    return found, strings if strings in parts else ""


def _relations(parts: PackageParts, name: str, folder: str) -> dict[str, tuple[str, str]]:
    """Kind and part of each relation by its id; none where they cannot be read, since parts have usual names too."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    if name in parts:
        try:
            parse(parts.chunks(name, MAX_INDEX), start)
        except ExchangeError as error:
            if str(error) == texts.IMPORT_ENTITIES:
                raise
    return found


def date_styles(parts: PackageParts) -> frozenset[int]:
    """Which styles show a number as a date; none where the styles are unsound or beyond measure."""
    name = next((name for name in parts.names() if posixpath.basename(name) == "styles.xml"), "")
    codes: dict[str, str] = {}
    formats: list[str] = []
    inside = False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal inside
        if tag == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            formats.append(attributes.get("numFmtId", "0")[:8])
        if len(codes) + len(formats) > MAX_FORMATS:
            raise ExchangeError(texts.IMPORT_TOO_MANY_CELLS)

    def end(tag: str) -> None:
        if tag == "cellXfs":
            raise Enough

    try:
        if name:
            parse(parts.chunks(name, MAX_STYLES), start, end)
    except ExchangeError:
        return frozenset()
    return frozenset(number for number, format_ in enumerate(formats) if _is_date(format_, codes))


def _is_date(format_: str, codes: Mapping[str, str]) -> bool:
    if format_ in codes:
        return bool(is_date_format(codes[format_]))
    return bool(re.fullmatch("[0-9]+", format_)) and int(format_) in _DATE_FORMATS
