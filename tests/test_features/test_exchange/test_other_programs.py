"""Sheets as other programs write them: only cells and names of sheets matter, and what is in them is read as written or named."""

from __future__ import annotations

import re
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.features.exchange import texts
from bot.features.exchange.caps import ExchangeError
from bot.features.exchange.cells import column_name
from bot.features.exchange.intake import read_upload
from bot.features.exchange.upload import Upload
from bot.spreadsheet import Sheet, SheetColumn, write_workbook
from tests.test_features.test_exchange.files import cells, xlsx, zipped

HEAD = ("条目编号", "问法")
ROWS = [HEAD, ("p12-3", "没文件能不能先干起来")]
_STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(rows: object, more: Mapping[str, bytes] | None = None) -> Upload:
    return read_upload("a.xlsx", xlsx({"问法": rows}, more))  # type: ignore[dict-item]


def asked(upload: Upload) -> list[tuple[str, str, str]]:
    assert not upload.faults, upload.faults
    return [(row.entry_id, row.alias, row.where) for row in upload.aliases]


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def styled() -> bytes:
    """A workbook of openpyxl, with styles, properties and a theme."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问法"
    for row in ROWS:
        sheet.append(row)
    return saved(book)


@pytest.mark.parametrize("part", ["xl/styles.xml", "docProps/core.xml", "docProps/app.xml", "xl/theme/theme1.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "content", [b"<broken", b"", b"\x00\xff", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"<styleSheet><cellXfs><xf/>"]
)
def test_parts_that_nobody_needs_may_be_unsound(part: str, content: bytes) -> None:
    inside = members(styled())
    assert part in inside
    assert asked(read_upload("a.xlsx", zipped(inside | {part: content}))) == [("p12-3", "没文件能不能先干起来", "问法!B2")]


def test_parts_that_nobody_needs_may_be_damaged_or_missing() -> None:
    data = bytearray(styled())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        place = archive.getinfo("xl/styles.xml").header_offset + 60
    data[place : place + 40] = bytes(40)
    assert asked(read_upload("a.xlsx", bytes(data)))
    inside = {name: content for name, content in members(styled()).items() if name.startswith("xl/w") or "haredStrings" in name}
    assert asked(read_upload("a.xlsx", zipped(inside)))


def test_strict_open_xml_is_read() -> None:
    inside = {}
    for name, content in members(styled()).items():
        text = content.decode()
        for usual, strict in _STRICT.items():
            text = text.replace(usual, strict)
        inside[name] = text.encode()
    assert b"purl.oclc.org" in inside["xl/workbook.xml"]
    assert asked(read_upload("a.xlsx", zipped(inside))) == [("p12-3", "没文件能不能先干起来", "问法!B2")]


@pytest.mark.parametrize("change", [lambda name: name.replace("/", "\\"), str.upper, lambda name: "/" + name])
def test_names_of_parts_are_read_however_they_are_written(change: object) -> None:
    inside = {change(name): content for name, content in members(styled()).items()}  # type: ignore[operator]
    assert asked(read_upload("a.xlsx", zipped(inside)))


def test_prefixes_and_utf16_are_read() -> None:
    sheet = members(xlsx({"问法": ROWS}))["xl/worksheets/sheet1.xml"].decode()
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")
    assert asked(read(ROWS, {"xl/worksheets/sheet1.xml": prefixed.encode()}))
    assert asked(read(ROWS, {"xl/worksheets/sheet1.xml": ('<?xml version="1.0" encoding="UTF-16"?>' + sheet).encode("utf-16")}))


@pytest.mark.parametrize(
    ("cell", "alias"),
    [
        ('<c t="inlineStr"><is><r><t>没文件</t></r><r><rPr><b/></rPr><t>能不能 </t></r><r><t>先干</t></r></is></c>', "没文件能不能 先干"),
        ('<c t="inlineStr"><is><t>没文件</t><rPh sb="0" eb="1"><t>méi</t></rPh></is></c>', "没文件"),
        ('<c t="str"><v>没文件</v></c>', "没文件"),
        ('<c t="n"><v>12345</v></c>', "12345"),
        ("<c><v>110.0</v></c>", "110"),
        ('<c t="inlineStr"><is><t>没_x0041_文件_x005F_x0041_</t></is></c>', "没A文件_x0041_"),
        ('<c t="inlineStr"><is><t>a &amp;lt; b &#20013;</t></is></c>', "a &lt; b 中"),
        ('<c t="inlineStr"><is><t><![CDATA[<c r="B2"/>没文件]]></t></is></c>', '<c r="B2"/>没文件'),
    ],
)
def test_each_way_to_write_a_text_is_read(cell: str, alias: str) -> None:
    assert asked(read([HEAD, ("p12-3", cell)])) == [("p12-3", alias, "问法!B2")]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('<c t="d"><v>2026-12-01</v></c>', "是日期"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ("<c><v>1.5</v></c>", "小数"),
        ("<c><v>1E+300</v></c>", "小数或位数太多"),
        ("<c><v>123456789012345678</v></c>", "位数太多"),
        ("<c><v>nan</v></c>", "小数"),
        ("<c><v>abc</v></c>", "出错的值"),
        ('<c t="s"><v>99999</v></c>', "出错的值"),
        ('<c t="s"><v>-1</v></c>', "出错的值"),
        ('<c t="e"><v>#N/A</v></c>', "出错的值"),
        ("<c><f>A1</f></c>", "公式"),
        ('<c><f t="shared" si="0"/><v>1</v></c>', "公式"),
        (f'<c t="inlineStr"><is><t>{"很" * 40_000}</t></is></c>', "字太多"),
    ],
)
def test_what_is_no_text_is_named_with_its_cell_and_its_kind(cell: str, says: str) -> None:
    (fault,) = read([HEAD, ("p12-3", cell)]).faults
    assert fault.where == "问法!B2"
    assert says in fault.message


def test_a_date_is_told_by_its_format() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问法"
    sheet.append(HEAD)
    sheet.append(["p12-3", date(2026, 12, 1)])
    sheet["B3"] = 46000
    sheet["A3"] = "p12-3"
    sheet["B3"].number_format = 'yyyy"年"m"月"d"日"'
    assert [str(fault) for fault in read_upload("a.xlsx", saved(book)).faults] == [
        f"问法!B2 {texts.IMPORT_DATE}",
        f"问法!B3 {texts.IMPORT_DATE}",
    ]


def test_a_formula_beside_the_aliases_is_no_fault() -> None:
    rows = [("条目编号", "条目标题", "问法"), ("p12-3", '<c t="str"><f>VLOOKUP(A2,X,2)</f><v>法无授权不可为</v></c>', "没文件能不能先干")]
    (row,) = read(rows).aliases
    assert (row.entry_id, row.title, row.alias) == ("p12-3", "法无授权不可为", "没文件能不能先干")


def test_lines_of_a_cell_are_aliases_of_their_own_each_with_its_place() -> None:
    rows = [HEAD, ("p12-3", "没文件能不能先干起来\n\n 没权的事硬干会怎样_x000D_\n"), ("p12-3", "只有一句\n")]
    assert asked(read(rows)) == [
        ("p12-3", "没文件能不能先干起来", "问法!B2 第1行"),
        ("p12-3", "没权的事硬干会怎样", "问法!B2 第3行"),
        ("p12-3", "只有一句", "问法!B3"),
    ]


def merged(rows: object, *ranges: str) -> bytes:
    data = members(xlsx({"问法": rows}))  # type: ignore[dict-item]
    name = "xl/worksheets/sheet1.xml"
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    data[name] = data[name].replace(b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode())
    return zipped(data)


def test_the_value_of_merged_cells_counts_for_all_their_rows() -> None:
    head = ("条目编号", "条目标题", "问法")
    rows = [head, ("p12-3", "", "没文件能不能先干起来"), ("", "", "没权的事硬干会怎样"), ("p12-1", "", "还有一句")]
    assert asked(read_upload("a.xlsx", merged(rows, "A2:A3", "D2:D9"))) == [
        ("p12-3", "没文件能不能先干起来", "问法!C2"),
        ("p12-3", "没权的事硬干会怎样", "问法!C3"),
        ("p12-1", "还有一句", "问法!C4"),
    ]


def test_rows_that_are_only_merged_are_no_rows() -> None:
    assert len(read_upload("a.xlsx", merged(ROWS, "A2:A90")).aliases) == 1
    assert not read_upload("a.xlsx", merged(ROWS, "A2:A90")).faults


def test_cells_merged_across_columns_are_told_so() -> None:
    (fault,) = read_upload("a.xlsx", merged([HEAD, ("p12-3", "")], "A2:B2")).faults
    assert str(fault).startswith("问法!B2 A2:B2 是合并单元格")


@pytest.mark.parametrize(
    "head",
    [("*条目编号", "问法（必填）"), ("条目\n编号", "问　法"), (" 條目編號 ", "【问法】"), ("条目编号*", "问法："), ("编号", "问 法")],
)
def test_headings_are_read_however_they_were_typed(head: tuple[str, str]) -> None:
    assert asked(read([head, ROWS[1]])) == [("p12-3", "没文件能不能先干起来", "问法!B2")]


def test_titles_may_stand_above_the_headings() -> None:
    rows = [("普法问答收集表", ""), ("", ""), ("填表人：", "某某"), *ROWS]
    assert asked(read(rows)) == [("p12-3", "没文件能不能先干起来", "问法!B5")]


def test_missing_headings_are_told_in_the_row_where_they_should_be() -> None:
    found = [str(fault) for fault in read([("普法问答收集表", ""), ("条目编号", "问题"), ROWS[1]]).faults]
    assert found[0] == f"问法!2 {texts.IMPORT_HEADING_MISSING.format(heading='问法')}"
    assert found[1].startswith("问法!B2 不认识“问题”")


def test_hidden_rows_columns_and_sheets_count_and_are_counted() -> None:
    row = cells([HEAD, ("p12-3", "没文件能不能先干起来"), ("p12-3", "筛掉的一句")]).replace('<row r="3"', '<row r="3" hidden="1"')
    inside = members(xlsx({"问法": row}))
    inside["xl/workbook.xml"] = inside["xl/workbook.xml"].replace(b"<sheet ", b'<sheet state="hidden" ')
    upload = read_upload("a.xlsx", zipped(inside))
    assert [row.alias for row in upload.aliases] == ["没文件能不能先干起来", "筛掉的一句"]
    assert upload.hidden == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_that_spreadsheets_write(encoding: str, sign: str) -> None:
    text = f'说明{sign}\r\n条目编号{sign}问法\r\np12-3{sign}"没文件{sign}能不能""先干"\r\n\r\nｐ12－1{sign}"一句\n另一句"\r\n'
    assert asked(read_upload("问法.csv", text.encode(encoding))) == [
        ("p12-3", f'没文件{sign}能不能"先干'.strip(), "问法.csv!B3"),
        ("p12-1", "一句", "问法.csv!B5 第1行"),
        ("p12-1", "另一句", "问法.csv!B5 第2行"),
    ]


def test_csv_of_entries_and_csv_without_headings_are_told_apart() -> None:
    assert [row.id for row in read_upload("条目.csv", "编号,标题\np12-3,甲\n".encode()).entries] == ["p12-3"]
    assert "没有“条目编号”" in str(read_upload("a.csv", "p12-3,怎么办\n".encode()).faults[0])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x89PNG\r\n", "image"),
        (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "doc"),
        (zipped({"ppt/presentation.xml": b""}), "ppt"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "ods"),
        (zipped({"Index/Document.iwa": b""}), "numbers"),
        (zipped({"xl/workbook.bin": b""}), "xlsb"),
        (zipped({"问法.xlsx": styled()}), "zipped-sheet"),
        (b"<html><body><table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "xml2003"),
    ],
)
@pytest.mark.parametrize("name", ["问法.xlsx", "问法.zip", "问法.xls", "问法"])
def test_what_it_is_and_what_to_do_is_told_whatever_its_name(name: str, data: bytes, kind: str) -> None:
    with pytest.raises(ExchangeError) as refusal:
        read_upload(name, data)
    assert str(refusal.value) == texts.IMPORT_FOREIGN[kind]


def test_a_large_file_of_another_kind_is_told_by_its_name() -> None:
    with pytest.raises(ExchangeError) as refusal:
        read_upload("通知.pdf", bytes(3_000_000))
    assert str(refusal.value) == texts.IMPORT_FOREIGN["pdf"]


def test_a_zip_of_an_older_windows_tool_is_read() -> None:
    entry = "part: 一\nentries:\n  - id: a\n    aliases:\n      - 怎么办\n".encode()
    name = "知识库\\entries\\一.yaml".encode("gbk")
    as_written = name.decode("cp437")
    raw = zipped({as_written: entry}).replace(as_written.encode(), name)
    upload = read_upload("知识.zip", _fixed(raw, name))
    assert [(row.alias, row.where) for row in upload.aliases] == [("怎么办", "entries/一.yaml:5")]


def _fixed(data: bytes, name: bytes) -> bytes:
    """The zip with the length of its only name and the flag of UTF-8 set right."""
    changed = bytearray(data)
    central = bytes(changed).index(b"PK\x01\x02")
    for flags, length in ((6, 26), (central + 8, central + 28)):
        changed[flags + 1] &= ~0x08
        changed[length : length + 2] = len(name).to_bytes(2, "little")
    end = bytes(changed).index(b"PK\x05\x06")
    changed[end + 12 : end + 16] = (end - central).to_bytes(4, "little")
    changed[end + 16 : end + 20] = central.to_bytes(4, "little")
    return bytes(changed)


def test_yaml_files_packed_without_their_folder_are_read_and_one_that_is_there_twice_is_told() -> None:
    entry = "part: 一\nentries:\n  - id: a\n    aliases:\n      - 怎么办\n".encode()
    assert [row.alias for row in read_upload("a.zip", zipped({"p12.yaml": entry, "statutes.yaml": b"[]"})).aliases] == ["怎么办"]
    with pytest.raises(ExchangeError, match=r"两个 entries/p12\.yaml"):
        read_upload("a.zip", zipped({"a/entries/p12.yaml": entry, "b/entries/p12.yaml": entry}))


# ---- Bombs: what nobody needs costs nothing, what is too much is refused, and neither fills the memory.

XF = b'<styleSheet><cellXfs count="900000">' + b"<xf/>" * 900_000 + b"</cellXfs></styleSheet>"
EMPTY_ROWS = "".join(f'<row r="{n}" spans="1:4" s="1" customFormat="1" ht="15" customHeight="1"/>' for n in range(3, 1_048_577))
EMPTY_CELLS = "".join(f'<c r="{column_name(number)}3" s="1"/>' for number in range(16_384))
SHARED_CELL = '<c t="s"><v>0</v></c>'
SHARED = b"<sst>" + b"<si><t>" + ("很" * 32_000).encode() + b"</t></si></sst>"


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        (ROWS, {"xl/styles.xml": XF}),
        (ROWS, {"xl/styles.xml": b"<styleSheet>" + b" " * 60_000_000}),
        (ROWS, {"xl/media/image1.png": bytes(400 * 1024 * 1024)}),
        (ROWS, {"docProps/custom.xml": b"<a/>" * 5_000_000}),
        (cells(ROWS) + '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576"><v>1</v></c></row>', {}),
        (cells(ROWS) + EMPTY_ROWS, {}),
        (cells(ROWS) + f'<row r="3">{EMPTY_CELLS}</row>' * 20, {}),
    ],
    ids=["xf", "styles", "picture", "properties", "far", "rows", "columns"],
)
def test_what_nobody_needs_costs_nothing(rows: object, more: dict[str, bytes]) -> None:
    data = xlsx({"问法": rows}, more)  # type: ignore[dict-item]
    started = time.process_time()
    assert asked(read_upload("a.xlsx", data)) == [("p12-3", "没文件能不能先干起来", "问法!B2")]
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        (cells([HEAD]) + "".join(f'<row r="{n}">{SHARED_CELL * 9}</row>' for n in range(2, 20_000)), {"xl/sharedStrings.xml": SHARED}),
        (ROWS, {"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 4_000_000 + b"</sst>"}),
        (cells([HEAD]) + "<row><c/></row>" * 1_000_000, {}),
        (cells([HEAD]) + "<row><c><v>1</v></c></row>" * 1_000_000, {}),
    ],
    ids=["shared text", "strings", "rows", "cells"],
)
def test_what_is_too_much_is_refused_in_little_room(rows: object, more: dict[str, bytes]) -> None:
    data = xlsx({"问法": rows}, more)  # type: ignore[dict-item]
    tracemalloc.start()
    try:
        with pytest.raises(ExchangeError):
            read_upload("a.xlsx", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 80_000_000


# ---- Any rows: read as written, or told with their cell.

TEXT = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="\ufffe\uffff"), min_size=0, max_size=12
)
VALUES = st.one_of(
    TEXT,
    TEXT,
    st.sampled_from(["=1+1", "甲\n乙", "_x0041_", "<c/>", "&amp;", "  甲  "]),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(),
)


def meant(value: object) -> list[str]:
    """The lines of a cell as people see them."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        value = int(value)  # a cell knows no difference
    return [line for part in str(value).split("\n") if (line := part.strip())]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p12-3", "ｐ１２－３", "P12-3"]), VALUES), min_size=1, max_size=8))
def test_rows_of_openpyxl_are_read_as_written_or_named(rows: list[tuple[str, object]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问法"
    sheet.append(HEAD)
    for number, (id_, value) in enumerate(rows, 2):
        sheet.cell(number, 1, id_)
        cell = sheet.cell(number, 2)
        if isinstance(value, float) and value != value:
            value = "nan"
        cell.value = value  # type: ignore[assignment]
        if isinstance(value, str) and value.startswith("=") and number % 2:
            cell.data_type = "s"
    upload = read_upload("a.xlsx", saved(book))
    assert [row.entry_id for row in upload.aliases] == ["p12-3"] * len(upload.aliases)
    for number, (_, value) in enumerate(rows, 2):
        read_here = [row.alias for row in upload.aliases if row.where.partition(" ")[0] == f"问法!B{number}"]
        told = [fault for fault in upload.faults if fault.where == f"问法!B{number}"]
        text = value.replace("_x0041_", "A") if isinstance(value, str) else value  # as every spreadsheet reads it
        assert read_here == (meant(text) if not told else []), (value, told)
        assert told or meant(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8), st.integers(0, 3))
def test_rows_of_hand_made_xml_are_read_as_written_or_named(values: list[str], way: int) -> None:
    strings = "".join(f'<si><t xml:space="preserve">{escape(value)}</t></si>' for value in ["p12-3", *values])
    written = cells([HEAD])
    for number, value in enumerate(values, 2):
        where = "" if way == 1 else f' r="B{number}"'
        first = "" if way == 1 else f' r="A{number}"'
        content = (
            f'<c{where} t="s"><v>{number - 1}</v></c>'
            if way < 2
            else f'<c{where} t="str"><v>{escape(value)}</v></c>'
            if way == 2
            else f'<c{where} t="inlineStr"><is><r><t>{escape(value[:2])}</t></r><r><t>{escape(value[2:])}</t></r></is></c>'
        )
        written += f'<row{"" if way == 1 else f""" r="{number}" """}><c{first} t="s"><v>0</v></c>{content}</row>'
    upload = read(written, {"xl/sharedStrings.xml": f"<sst>{strings}</sst>".encode()})
    for number, value in enumerate(values, 2):
        read_here = [row.alias for row in upload.aliases if row.where == f"问法!B{number}"]
        told = [fault for fault in upload.faults if fault.where == f"问法!B{number}"]
        assert read_here == (meant(value) if not told else []), (value, told)
        assert told or meant(value)


def test_what_looks_like_an_escape_is_written_so_that_it_stays() -> None:
    data = write_workbook([Sheet("问法", (SheetColumn("条目编号", 9), SheetColumn("问法", 9)), [("p12-3", "没_x0041_文件")])])
    assert asked(read_upload("a.xlsx", data)) == [("p12-3", "没_x0041_文件", "问法!B2")]
    assert load_workbook(BytesIO(data))["问法"]["B2"].value == "没_x005F_x0041_文件"
