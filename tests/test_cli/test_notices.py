"""Files with notices: every encoding that editors save, and what is no text is called by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.cli import texts
from bot.cli.notices import NoticeError, read_notice

TEXT = "关于报送材料的通知\n周五下午三点，请带好材料。€ 𠮷"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_what_editors_save_is_read(tmp_path: Path, encoding: str, line_end: str) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes(TEXT.replace("\n", line_end).encode(encoding))
    assert read_notice(str(file)) == TEXT


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("通知.docx", packed(), "word"),
        ("通知.doc", OLE, "word"),
        ("通知.wps", OLE, "word"),
        ("表.xlsx", packed(), "sheet"),
        ("表.et", OLE, "sheet"),
        ("通知.pdf", b"%PDF-1.7\n\xe2\xe3", "pdf"),
        ("通知.txt", b"%PDF-1.7\n\xe2\xe3", "pdf"),
        ("通知.txt", packed(), "packed"),
        ("通知.md", OLE, "packed"),
        ("图.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("包.rar", b"Rar!\x1a\x07", "archive"),
        ("通知.rtf", b"{\\rtf1\\ansi}", "rtf"),
    ],
)
def test_what_is_no_text_is_named_with_what_to_do(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(NoticeError) as refused:
        read_notice(str(file))
    assert str(refused.value) == texts.CLI_BROADCAST_NO_TEXT.format(file=file, kind=texts.CLI_FILE_KINDS[kind])


@pytest.mark.parametrize("data", [bytes(range(256)), b"\x00\x01\x02", "通知".encode() + b"\x07"])
def test_what_nobody_can_read_is_said(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(data)
    with pytest.raises(NoticeError, match="记事本"):
        read_notice(str(file))


def test_a_text_that_is_called_a_document_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "通知.doc"
    file.write_text(TEXT, encoding="utf-8")
    assert read_notice(str(file)) == TEXT
