"""Reading a notice from a file: what editors on Chinese Windows save is read, what is no text is named, with what to do."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path

from bot.cli import texts

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BY_NAME = {
    ".doc": "word", ".docx": "word", ".wps": "word", ".odt": "word", ".pdf": "pdf", ".rtf": "rtf", ".xls": "sheet", ".xlsx": "sheet",
    ".et": "sheet", ".ods": "sheet", ".ppt": "slides", ".pptx": "slides", ".dps": "slides", ".zip": "archive", ".rar": "archive",
    ".7z": "archive", ".ofd": "ofd",
}  # fmt: skip


class NoticeError(Exception):
    """The file holds no text that could be sent; the message is Chinese and says what to do."""


def read_notice(file: str) -> str:
    """The text of a file; ``-`` is standard input."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise NoticeError(texts.CLI_BROADCAST_NO_FILE.format(file=file, reason=error.strerror)) from error
    kind = _kind(file, data)
    if kind is not None:
        raise NoticeError(texts.CLI_BROADCAST_NO_TEXT.format(file=file, kind=texts.CLI_FILE_KINDS[kind]))
    text = _decoded(data)
    if text is None:
        raise NoticeError(texts.CLI_BROADCAST_UNREADABLE.format(file=file))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _kind(file: str, data: bytes) -> str | None:
    """What it is, if it is no text: by its first bytes, since names can be wrong; the name only tells kinds apart."""
    named = _BY_NAME.get(Path(file).suffix.lower())
    if data.startswith((_ZIP, _OLE)):
        return named or "packed"
    by_bytes = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
    return by_bytes or (named if b"\0" in data[:4096] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None)


def _decoded(data: bytes) -> str | None:
    """UTF-8, with a mark of its own also UTF-16, else GB18030, which is what Chinese Windows calls ANSI; ``None``: none of them."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # No text holds these: it is something else that happens to decode.
        return None if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text) else text
    return None
