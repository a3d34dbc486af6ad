"""Text in workbooks stays text."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.spreadsheet import Sheet, SheetColumn, write_workbook


def _written(*rows: Sequence[object], formats: Sequence[str] = ()) -> tuple[bytes, list[Any]]:
    columns = [SheetColumn(f"列{number}", 12, (formats or ["General"] * 99)[number]) for number in range(len(rows[0]))]
    content = write_workbook([Sheet("表", columns, rows)])
    return content, [list(row) for row in load_workbook(BytesIO(content))["表"].iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.com","点这里")',
        "+86 10",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_what_looks_like_a_formula_is_a_text_and_stays_one_when_it_is_edited(text: str) -> None:
    content, ((cell,),) = _written([text])
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix
    assert cell.number_format == "@"
    assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["#N/A", "司法局", "1e5", "TRUE", "a=b", "第一行\n第二行", "2026-03-02"])
def test_other_texts_are_written_as_they_are(text: str) -> None:
    _, ((cell,),) = _written([text])
    assert (cell.data_type, cell.value) == ("s", text)


def test_numbers_are_numbers_but_ids_keep_all_their_digits() -> None:
    _, ((count, share, identity, nothing, flag, endless),) = _written(
        [12, 0.5, 7_000_000_001_234_567, None, True, float("inf")], formats=["#,##0", "0.0%", "#,##0", "General", "General", "General"]
    )
    assert (count.value, count.number_format) == (12, "#,##0")
    assert (share.value, share.number_format) == (0.5, "0.0%")
    assert (identity.value, identity.data_type) == ("7000000001234567", "s")
    assert nothing.value is None
    assert (flag.value, endless.value) == ("True", "inf")


def test_nothing_that_somebody_calls_themselves_breaks_the_file() -> None:
    _, ((control, half, long),) = _written(["a\x00b\x1f", "\ud800名", "长" * 40_000])
    assert control.value == "ab"
    assert half.value == "?名"
    assert len(long.value) == 32_767


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    columns = [SheetColumn("甲", 5), SheetColumn("乙", 6)]
    content = write_workbook([Sheet("一", [SheetColumn("单位", 30)], []), Sheet("二", columns, [["a", 1]])])
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["一", "二"]
    assert book["一"].freeze_panes == "A2"
    assert book["二"].auto_filter.ref == "A1:B1"
    assert [cell.value for cell in book["二"][1]] == ["甲", "乙"]
    assert book["一"].column_dimensions["A"].width == 30
