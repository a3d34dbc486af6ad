"""An .xlsx that comes in: what is read, and what is refused with its cell."""

from __future__ import annotations

import contextlib
import time
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.features.exchange.caps import MAX_ROWS, MAX_UNPACKED, ExchangeError
from bot.features.exchange.intake import read_upload
from bot.features.exchange.ooxml import MAX_SHEET, MAX_STRINGS
from bot.features.exchange.upload import Upload
from bot.features.exchange.workbook import write_xlsx
from bot.library.models import Library
from tests.test_features.test_exchange.files import cells, lying, xlsx, zipped

HEAD = ("条目编号", "问法")


def read(rows: object, name: str = "问法") -> Upload:
    return read_upload("a.xlsx", xlsx({name: rows}))  # type: ignore[dict-item]


def said(upload: Upload) -> list[str]:
    return [str(fault) for fault in upload.faults]


def test_rows_are_read_by_their_headings_in_any_order() -> None:
    rows = [("备注", " 问法 ", "条目编号"), ("随便写", "能不能先干后报", "p12-1"), ("", "", ""), ("", " 摸着石头过河行吗 ", "p12-3")]
    upload = read(rows)
    assert not upload.faults
    assert [(row.entry_id, row.alias, row.where) for row in upload.aliases] == [
        ("p12-1", "能不能先干后报", "问法!B2"),
        ("p12-3", "摸着石头过河行吗", "问法!B4"),
    ]


@pytest.mark.parametrize(
    ("rows", "where", "says"),
    [
        ([HEAD, ("p12-1", '<c t="str"><f>HYPERLINK("http://x")</f><v>点我</v></c>')], "问法!B2", "公式"),
        ([HEAD, ('<c><f>1+1</f></c>', "甲乙")], "问法!A2", "公式"),
        ([HEAD, ("p12-1", '<c t="e"><v>#REF!</v></c>')], "问法!B2", "出错的值"),
        ([HEAD, ("p12-1", "<c><v>1.5</v></c>")], "问法!B2", "文本"),
        ([HEAD, ("p12-1", '<c t="b"><v>1</v></c>')], "问法!B2", "文本"),
        ([HEAD, ("p12-1", "")], "问法!B2", "“问法”是空的"),
        ([HEAD, ("", "甲乙")], "问法!A2", "“条目编号”是空的"),
        ([("条目编号", "问发"), ("p12-1", "甲乙")], "问法!B1", "不认识“问发”"),
        ([("条目编号", "问发"), ("p12-1", "甲乙")], "问法!1", "没有“问法”"),
        ([("条目编号", "问法", "问法"), ("p12-1", "甲乙", "丙丁")], "问法!C1", "有两个"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(rows: object, where: str, says: str) -> None:
    found = [fault for fault in said(read(rows)) if fault.startswith(where + " ")]
    assert found, said(read(rows))
    assert says in found[0]


def test_an_entry_twice_is_named_with_both_cells() -> None:
    upload = read([("编号", "标题"), ("p12-1", "甲"), ("p12-1", "乙")], "条目")
    assert said(upload) == ["条目!A3 编号 p12-1 写了两次（另一处在 条目!A2）：请合并成一处。"]


def test_only_the_first_faults_are_kept_and_the_others_counted() -> None:
    upload = read([HEAD, *[("p12-1", "<c><f>1</f></c>")] * 5000])
    assert len(upload.faults) == 200
    assert upload.more_faults == 4800


def test_what_we_export_comes_back_without_a_change(library: Library) -> None:
    data = write_xlsx(library, {(library.entries[0].id, library.entries[0].aliases[0])})
    upload = read_upload("知识.xlsx", data)
    assert not upload.faults
    assert [(row.entry_id, row.alias) for row in upload.aliases] == [(e.id, a.strip()) for e in library.entries for a in e.aliases]
    assert [row.id for row in upload.entries] == [entry.id for entry in library.entries]


@pytest.mark.parametrize("alias", ["=1+1", "+8615", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_what_looks_like_a_formula_is_written_as_text_and_read_back(library: Library, alias: str) -> None:
    from dataclasses import replace

    entry = replace(library.entries[0], aliases=(alias,))
    data = write_xlsx(replace(library, entries=(entry,)), set())
    cell = load_workbook(BytesIO(data))["问法"]["C2"]
    assert (cell.data_type, cell.value, cell.number_format, cell.quotePrefix) == ("s", alias, "@", True)
    assert b"<f" not in zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert [row.alias for row in read_upload("a.xlsx", data).aliases] == [alias.strip()]


def refused(name: str, data: bytes) -> str:
    """Refuses quickly, and says why."""
    started = time.monotonic()
    with pytest.raises(ExchangeError) as refusal:
        read_upload(name, data)
    assert time.monotonic() - started < 30
    return str(refusal.value)


def test_a_file_of_20_mb_is_not_even_opened() -> None:
    assert "8 MB" in refused("a.xlsx", b"PK\x03\x04" + bytes(20 * 1024 * 1024))


def test_a_bomb_in_a_sheet_is_not_unpacked() -> None:
    bomb = xlsx({"问法": [HEAD]}, {"xl/worksheets/sheet1.xml": bytes(MAX_SHEET + 1)})
    assert len(bomb) < 2 * 1024 * 1024
    assert refused("a.xlsx", bomb)
    assert "128 MB" in refused("a.xlsx", xlsx({"问法": [HEAD]}, {"xl/worksheets/sheet1.xml": b"<a>" + b" " * MAX_SHEET}))
    assert "24 MB" in refused("a.xlsx", xlsx({"问法": [HEAD]}, {"xl/sharedStrings.xml": b"<sst>" + b" " * MAX_STRINGS}))


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    sheet = {"xl/sharedStrings.xml": b"<sst>" + bytes(2 * MAX_UNPACKED)}
    assert "损坏" in refused("a.xlsx", lying(xlsx({"问法": [HEAD]}, sheet), "xl/sharedStrings.xml", 100))


def test_a_crowd_of_small_cells_is_refused_before_it_fills_the_memory() -> None:
    row = f'<row r="2">{"<c><v>1</v></c>" * 300_000}</row>'
    assert "格子多得不正常" in refused("a.xlsx", xlsx({"问法": cells([HEAD]) + row}))


def test_many_small_parts_are_refused() -> None:
    assert "301" in refused("a.xlsx", xlsx({"问法": [HEAD]}, {f"xl/{n}.bin": b"" for n in range(296)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert "DOCTYPE" in refused("a.xlsx", xlsx({"问法": [HEAD]}, {"xl/sharedStrings.xml": laughs}))


def test_a_declaration_across_two_chunks_is_seen() -> None:
    sheet = b"<?xml version='1.0'?>" + b" " * (64 * 1024 - 25) + b"<!DOCTYPE x><x/>"
    assert "DOCTYPE" in refused("a.xlsx", xlsx({"问法": [HEAD]}, {"xl/worksheets/sheet1.xml": sheet}))


def test_too_many_rows_are_refused() -> None:
    assert str(MAX_ROWS) in refused("a.xlsx", xlsx({"问法": [HEAD, *[("p12-1", "甲乙")] * (MAX_ROWS + 1)]}))


def test_a_row_far_down_costs_nothing() -> None:
    upload = read(cells([HEAD]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert not upload.faults
    assert not upload.aliases


def test_a_row_beyond_any_sheet_is_refused() -> None:
    assert refused("a.xlsx", xlsx({"问法": cells([HEAD]) + '<row r="99999999999"><c r="A9"><v>1</v></c></row>'}))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"", "xlsx"),
        ("a.xlsx", b"PK\x03\x04 cut off", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(512), ".xls"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "只收"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<broken"}), "不是能用的"),
        ("a.xlsx", xlsx({"别的": [HEAD]}), "没有找到名为“问法”的表（现有：别的）"),
        ("a.zip", zipped({"x.txt": b"x"}), "没有 entries"),
    ],
)
def test_what_is_no_workbook_is_told_so(name: str, data: bytes, says: str) -> None:
    assert says in refused(name, data)


def test_a_zip_with_a_password_is_told_so() -> None:
    data = bytearray(xlsx({"问法": [HEAD]}))
    for place in (6, bytes(data).index(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert "密码" in refused("a.xlsx", bytes(data))


@pytest.mark.parametrize("cut", [40, 120, 300])
def test_a_file_with_a_piece_missing_is_refused(cut: int) -> None:
    """The places in its directory are then before its beginning, which ``zipfile`` calls a wrong value."""
    whole = xlsx({"问法": [["条目编号", "问法"], ["p12-3", "没文件能不能先干起来"]]})
    for start in range(50, len(whole) - cut, 97):
        with contextlib.suppress(ExchangeError):
            read_upload("表.xlsx", whole[:start] + whole[start + cut :])
