"""An upload against the live knowledge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.exchange.intake import read_upload
from bot.features.exchange.plan import MAX_ADDITIONS, ImportPlan, plan
from bot.features.exchange.workbook import write_xlsx
from bot.library.models import Library
from bot.library.supplementing import Taught, Wordings, supplement
from tests.test_features.test_exchange.files import Rows, xlsx

HEAD = ("条目编号", "问法")
TAUGHT = (Taught("村里能不能自己定规矩罚钱", "p12-1", 1), Taught("没有文件能不能先收费", "p12-3", 2))


@pytest.fixture(scope="module")
def wordings(library: Library) -> Wordings:
    return Wordings(library)


@pytest.fixture(scope="module")
def live(library: Library, wordings: Wordings) -> Library:
    return supplement(library, wordings, TAUGHT).library


def planned(rows: Rows, live: Library, wordings: Wordings, sheet: str = "问法") -> ImportPlan:
    return plan(read_upload("a.xlsx", xlsx({sheet: rows})), live, wordings, TAUGHT)


def test_the_exported_workbook_changes_nothing(live: Library, wordings: Wordings) -> None:
    found = plan(read_upload("a.xlsx", write_xlsx(live, set())), live, wordings, TAUGHT)
    assert not found.faults
    assert (found.add, found.withdraw, found.only_in_files) == ([], [], False)
    assert found.unchanged == sum(len(entry.aliases) for entry in live.entries)


def test_new_aliases_are_added_and_known_ones_left(live: Library, wordings: Wordings) -> None:
    known = live.by_id["p12-1"].aliases[0]
    found = planned([HEAD, ("p12-1", "镇里自己立的规矩算数吗"), ("p12-1", known), ("p12-1", TAUGHT[0].alias + "？")], live, wordings)
    assert [(row.entry_id, row.alias) for row in found.add] == [("p12-1", "镇里自己立的规矩算数吗")]
    assert (found.unchanged, found.faults) == (2, [])


def test_taught_aliases_that_are_missing_are_taken_back_and_those_of_the_files_only_named(live: Library, wordings: Wordings) -> None:
    entry = live.by_id["p12-1"]
    gone = entry.aliases[3]
    rows = [HEAD, *[("p12-1", alias) for alias in entry.aliases if alias not in (gone, TAUGHT[0].alias)]]
    found = planned(rows, live, wordings)
    assert found.withdraw == [TAUGHT[0]]
    assert [(entry.id, alias) for entry, alias in found.in_files] == [("p12-1", gone)]
    assert found.only_in_files


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("p12-1", "。。。"), "没有文字"),
        (("p12-1", "啊"), "太短"),
        (("p12-1", "很" * 201), "太长"),
        (("p12-1", TAUGHT[1].alias), "已经是 p12-3 的问法"),
        (("p12-1", "早上好"), "background.yaml"),
    ],
)
def test_what_cannot_be_an_alias_is_named_with_its_cell(row: tuple[str, str], says: str, live: Library, wordings: Wordings) -> None:
    found = planned([HEAD, row], live, wordings)
    assert not found.add
    assert [str(fault).split(" ")[0] for fault in found.faults] == ["问法!B2"]
    assert says in found.faults[0].message


@pytest.mark.parametrize(
    ("row", "says"),
    [(("p12-99", "随便问问看"), "没有编号 p12-99"), (("p121", "随便问问看"), "是不是 p12-1"), (("p12-1、p12-3", "随便问"), "没有编号")],
)
def test_a_wrong_id_is_named_with_its_own_cell(row: tuple[str, str], says: str, live: Library, wordings: Wordings) -> None:
    found = planned([HEAD, row], live, wordings)
    assert not found.add
    assert [fault.where for fault in found.faults] == ["问法!A2"]
    assert says in found.faults[0].message


@pytest.mark.parametrize("written", ["ｐ１２－１", "P12-1", "p12—1", " p12‑1 ", "p12－１"])
def test_an_id_is_read_however_it_was_typed(written: str, live: Library, wordings: Wordings) -> None:
    found = planned([HEAD, (written, "随便问问看")], live, wordings)
    assert [(row.entry_id, row.alias) for row in found.add] == [("p12-1", "随便问问看")]


def test_a_row_without_an_id_finds_its_entry_by_the_title(live: Library, wordings: Wordings) -> None:
    title = live.by_id["p12-1"].title
    for head, rows in (
        (("条目编号", "条目标题", "问法"), [("", title, "随便问问看")]),
        (("条目标题", "问法"), [(f" {title}。", "随便问问看")]),
    ):
        found = planned([head, *rows], live, wordings)
        assert not found.faults
        assert [(row.entry_id, row.alias) for row in found.add] == [("p12-1", "随便问问看")]


def test_a_title_that_is_none_is_named_with_its_cell(live: Library, wordings: Wordings) -> None:
    title = live.by_id["p12-1"].title
    found = planned([("条目编号", "条目标题", "问法"), ("", title + "吗", "随便问问看")], live, wordings)
    assert [fault.where for fault in found.faults] == ["问法!B2"]
    assert "是不是 " + title in found.faults[0].message


def test_an_id_that_was_counted_up_by_dragging_is_noticed(live: Library, wordings: Wordings) -> None:
    title = live.by_id["p12-1"].title
    rows = [("条目编号", "条目标题", "问法"), ("p12-1", title, "随便问问看"), ("p12-2", title, "再随便问问看")]
    found = planned(rows, live, wordings)
    assert [fault.where for fault in found.faults] == ["问法!A3"]
    assert "不是同一条" in found.faults[0].message


def test_taught_aliases_of_an_entry_named_by_its_title_can_be_taken_back(live: Library, wordings: Wordings) -> None:
    entry = live.by_id["p12-1"]
    rows = [("条目标题", "问法"), *[(entry.title, alias) for alias in entry.aliases if alias != TAUGHT[0].alias]]
    assert planned(rows, live, wordings).withdraw == [TAUGHT[0]]


def test_a_wording_for_two_entries_is_a_fault_and_twice_for_one_is_not(live: Library, wordings: Wordings) -> None:
    rows = [HEAD, ("p12-1", "随便问问看"), ("p12-1", "随便问问看？"), ("p12-3", "随便 问问看")]
    found = planned(rows, live, wordings)
    assert len(found.add) == 1
    assert [str(fault) for fault in found.faults] == ["问法!B4 “随便 问问看”在 问法!B2 已写给 p12-1：一句话只能问一条，请删掉一处。"]


def test_changed_texts_and_new_entries_are_shown_but_belong_into_the_files(live: Library, wordings: Wordings) -> None:
    entry = live.by_id["p12-1"]
    rows = [("编号", "标题", "原文"), ("p12-1", entry.title + "！", "\r\n".join(entry.passage)), ("p99-1", "新条目", "")]
    found = planned(rows, live, wordings, "条目")
    assert [(edit.heading, edit.after) for edit in found.edits] == [("标题", entry.title + "！")]
    assert [row.id for row in found.new_entries] == ["p99-1"]
    assert not found.add
    assert found.only_in_files


def test_too_many_at_once_are_refused(live: Library, wordings: Wordings) -> None:
    rows = [HEAD, *[("p12-1", f"第{number}种问法是什么") for number in range(MAX_ADDITIONS + 1)]]
    assert str(MAX_ADDITIONS) in planned(rows, live, wordings).faults[0].message


def test_entries_and_files_that_are_missing_or_changed_in_a_whole_folder_are_shown(live: Library, wordings: Wordings) -> None:
    upload = read_upload("a.xlsx", write_xlsx(replace(live, entries=live.entries[1:]), set()))
    upload.whole, upload.others = True, {"cases.yaml": b"new", "statutes.yaml": b"same"}
    found = plan(upload, live, wordings, TAUGHT, {"cases.yaml": b"old", "statutes.yaml": b"same"})
    assert found.gone_entries == [live.entries[0]]
    assert found.other_files == ["cases.yaml"]
