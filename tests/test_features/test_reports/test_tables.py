"""Reports and audit lines as workbooks."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from openpyxl import load_workbook

from bot.features.reports import tables
from bot.spreadsheet import write_workbook
from bot.storage.audit import AuditLine
from tests.test_features.test_reports.conftest import MakeReport


def test_the_workbook_has_all_figures(make_report: MakeReport) -> None:
    book = load_workbook(BytesIO(write_workbook(tables.report_sheets(make_report(40, voted=4, helped=3)))))
    assert book.sheetnames == ["概况", "每天", "要点", "单位", "时段"]
    overview = {row[0]: row[1:] for row in book["概况"].iter_rows(values_only=True)}
    assert overview["问题总数"] == (400, None)
    assert overview["没答上"] == (40, 0.1)
    assert overview["其中有帮助的"] == (3, 0.75)
    assert overview["来自：群（超级群）"] == (400, 1)
    days = list(book["每天"].iter_rows(values_only=True))
    assert days[0] == ("日期", "直接答上", "给出几条请选", "没答上", "合计")
    assert days[-1] == ("2026-03-02", 6, 3, 1, 10)
    assert len(days) == 41
    assert list(book["单位"].iter_rows(values_only=True, min_row=2)) == [
        ("司法局", 200, 0.5),
        ("城关镇", 100, 0.25),
        ("未归单位的群和私聊", 100, 0.25),
    ]
    assert list(book["要点"].iter_rows(values_only=True, min_row=2)) == [("p12-3", "法无授权不可为", 5), ("gone-1", "gone-1", 2)]
    assert book["时段"].max_row == 25


def test_a_workbook_without_questions(make_report: MakeReport) -> None:
    book = load_workbook(BytesIO(write_workbook(tables.report_sheets(make_report(7, {})))))
    assert book["单位"].max_row == 1
    assert book["每天"].max_row == 8


def test_audit_lines_are_texts_in_chinas_time() -> None:
    at = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
    line = AuditLine(1, at, 7_000_000_001, "=cmd|' /C calc'!A0", "grant", "user:5", "+auditor", "done")
    book = load_workbook(BytesIO(write_workbook([tables.audit_sheet([line], {})])))
    row = book["操作记录"][2]
    expected = ["2026-03-02 02:30:00", "=cmd|' /C calc'!A0", "7000000001", "授予身份", "用户 5", "+auditor", "完成"]
    assert [cell.value for cell in row] == expected
    assert {cell.data_type for cell in row} == {"s"}
