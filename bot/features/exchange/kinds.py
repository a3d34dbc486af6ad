"""Which kind of file is this? By content first: names lie more often."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "gzip"),
    (b"\xfd7zXZ", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"RIFF", "image"),
    (b"{\\rtf", "doc"),
    (b"SQLite format 3", "other"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
# Names of streams in an OLE file, which stand in it in UTF-16.
_STREAMS = {"EncryptedPackage": "encrypted", "WordDocument": "doc", "PowerPoint Document": "ppt", "Workbook": "xls", "Book": "xls"}
_MEMBERS = (
    (re.compile(r"(?:.*/)?workbook\.bin"), "xlsb"),
    (re.compile(r"word/.*"), "doc"),
    (re.compile(r"ppt/.*"), "ppt"),
    (re.compile(r"xl/.*|(?:.*/)?workbook\.xml"), "xlsx"),
    (re.compile(r"index/.*\.iwa|index\.zip"), "numbers"),
    (re.compile(r"content\.xml"), "ods"),
    (re.compile(r"doc\.kml|androidmanifest\.xml|ofd\.xml"), "other"),
    (re.compile(r".*\.(?:xlsx|xls|et|csv)"), "zipped-sheet"),
)
_SUFFIXES = {
    "pdf": "pdf",
    "rar": "rar",
    "7z": "7z",
    "gz": "gzip",
    "tgz": "gzip",
    "doc": "doc",
    "docx": "doc",
    "wps": "doc",
    "ppt": "ppt",
    "pptx": "ppt",
    "ods": "ods",
    "numbers": "numbers",
    "xlsb": "xlsb",
    "xls": "xls",
    "et": "xls",
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "heic"), "image"),
    **dict.fromkeys(("mp4", "mov", "avi", "mp3", "m4a", "ogg", "apk", "exe"), "other"),
}


def kind_of(data: bytes) -> str:
    """The kind of what is in a file, as in ``texts.IMPORT_FOREIGN``; or ``xlsx``, ``zip``, ``text``; empty for what nobody knows.

    Raises ``zipfile.BadZipFile`` and its like for a broken zip.
    """
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in data), "xls")
    if data.startswith(_ZIPS):
        return _zip(data)
    return _text(data)


def kind_by_name(name: str) -> str:
    """The kind that a name promises, where it is none of ours; else empty."""
    return _SUFFIXES.get(suffix_of(name).lstrip("."), "")


def suffix_of(name: str) -> str:
    """The end of a name, with its dot, in lower case; empty for a name without one."""
    stem, dot, end = name.strip().rpartition(".")
    return f".{end.lower()}" if dot and stem else ""


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a file in a zip: older Windows tools write ``\\`` and GBK, and say neither."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = member.filename
    return name.replace("\\", "/").lstrip("/")


def _zip(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [member_name(member).lower() for member in archive.infolist()]
    if any(name.endswith((".yaml", ".yml")) for name in names):
        return "zip"
    return next((kind for pattern, kind in _MEMBERS if any(pattern.fullmatch(name) for name in names)), "zip")


def _text(data: bytes) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xml2003"
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")) or b"<html" in head:
        return "html"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return "" if b"\x00" in data[:4096] else "text"
