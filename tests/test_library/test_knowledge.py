"""The built-in knowledge, and what the check says when somebody breaks it."""

from __future__ import annotations

import os
import re
import shutil
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.answering import entry_card
from bot.answering import texts as answering_texts
from bot.cli.checking import check
from bot.library.ledger import check_ledger
from bot.library.lint import WrittenEntry, lint
from bot.library.loader import FolderError, _Load, load_library, register_ids
from bot.library.models import Case, Library
from bot.library.problems import KnowledgeError, Problem
from bot.library.speech import Speech
from tests.conftest import KNOWLEDGE
from tests.knowledge import small_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the knowledge to break."""
    return small_folder(tmp_path / "knowledge")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[Speech, list[WrittenEntry]]:
    speech, sources = _Load(small_folder(tmp_path_factory.mktemp("read") / "knowledge")).speech_and_sources()
    assert speech is not None
    return speech, sources


def test_the_knowledge_keeps_its_measures(library: Library) -> None:
    lengths = [sum(map(len, entry.passage)) for entry in library.entries]
    assert len(library.entries) >= 70
    assert min(lengths) >= 20
    assert max(lengths) <= 200
    assert statistics.median(lengths) <= 110
    assert min(len(entry.aliases) for entry in library.entries) >= 24
    assert len(library.background) >= 500
    assert all(entry.gist and entry.place.label for entry in library.entries)


def test_every_passage_is_verbatim(library: Library) -> None:
    for entry in library.entries:
        for excerpt in entry.passage:
            assert any(excerpt in library.speech.paragraphs[number] for number in entry.place.paragraphs), entry.id


def test_nothing_unchecked_is_handed_to_readers(library: Library) -> None:
    shown = [text for s in library.statutes for text in (s.gist, s.note)] + [
        text for c in library.cases for text in (c.gist, c.lesson, c.court, c.year, c.note)
    ]
    assert not [text for text in shown if "未核" in text]


# What an item of ``unverified`` forbids on the card: a word that would state it as fact.
UNVERIFIED: dict[str, Callable[[Case, str], bool]] = {
    "审理法院": lambda case, _: bool(case.court),
    "终审法院": lambda case, _: bool(case.court) and not case.court.endswith("（一审）"),
    "裁判年份": lambda case, _: bool(case.year),
    "发布日期": lambda case, _: "发布" in case.year,
    "裁判结果": lambda case, _: any(word in case.gist + case.lesson for word in ("判决", "支持", "胜诉", "驳回", "撤销")),
    "裁判要点原文": lambda case, _: case.status != "部分核实" or "裁判要点" in case.gist,
    "再审案号": lambda _, shown: "行申" in shown,
    "公报期次": lambda _, shown: "公报" in shown,
    "所属批次": lambda _, shown: "批典型案例" in shown or "第二批" in shown,
}


def test_what_is_unverified_of_a_case_is_not_stated(library: Library) -> None:
    for case in library.cases:
        blocks = [block.text for block in entry_card.case_blocks(case)]
        shown = "\n".join(blocks)
        for item in case.unverified:
            name = re.split(r"[(（]", item)[0]
            assert name in UNVERIFIED, f"{case.id}: say here what would state “{item}” as fact"
            assert not UNVERIFIED[name](case, shown), f"{case.id}: {item}"
        assert (answering_texts.REMARKS.format(remarks=answering_texts.PARTLY_CHECKED) in blocks) == (case.status == "部分核实"), case.id


def test_no_card_says_more_than_was_checked(library: Library) -> None:
    """A text checked only up to a day says so on every card; nothing is marked as unchecked and shown all the same."""
    for entry in library.entries:
        lines = entry_card.statute_lines(entry.statutes)
        assert not [line for line in (*lines, *entry.cautions, entry.gist) if "未核" in line], entry.id
        for statute in entry.statutes:
            if statute.checked != "已核":
                assert any(statute.law in line and statute.checked in line for line in lines), (entry.id, statute.id)
        for law in {statute.law for statute in entry.statutes}:
            of_law = [line for line in lines if line.startswith(f"《{law}》")]
            remarks = [part for line in of_law for part in re.split("[；（）]", line.partition("：")[2])[1:] if part]
            assert len(remarks) == len(set(remarks)), f"{entry.id}: a remark about {law} is said twice"


def test_a_card_is_short_enough_for_a_phone(library: Library) -> None:
    """The few articles and cases that matter, so that people read them: 1 to 4, or one for each of the five points of a list."""
    for entry in library.entries:
        assert len(entry.statutes) <= (5 if entry.id in ("p10-4", "ov-meanings") else 4), entry.id
        assert len(entry.cases) <= 2, entry.id
        assert len(entry.cautions) <= 3, entry.id
        assert all(len(caution) <= 70 for caution in entry.cautions), entry.id


def test_removing_any_one_entry_names_the_sentences_it_held(read: tuple[Speech, list[WrittenEntry]]) -> None:
    speech, sources = read
    for gone in sources:
        left = [source for source in sources if source is not gone]
        problems = [*lint(speech, left, {}, {}, []), *check_ledger(KNOWLEDGE, speech, left)]
        named = [problem for problem in problems if "句" in problem.message and "“" in problem.message]
        assert any(excerpt[:8] in problem.message.replace("”“", "") for problem in named for excerpt in gone.shape.passage), gone.shape.id


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load_library(folder)
    return list(caught.value.problems)


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


BOUNDARIES = "entries/p12-boundaries.yaml"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (edit(BOUNDARIES, "要做到法无授权不可为,找准", "要做到法无授权不可做,找准"), "一字不差"),
        (edit(BOUNDARIES, "id: p12-3", "id: p12-4"), "编号已在"),
        (edit(BOUNDARIES, "id: p12-3", "id: an-id-that-is-far-too-long"), "最多 24"),
        (edit(BOUNDARIES, "    gist:", "    gost:"), "不认识这个键"),
        (edit(BOUNDARIES, "    gist:", "    gost:"), "缺这一项"),
        (edit(BOUNDARIES, "related: [", "related: [p99-9, "), "编号 p99-9 不在"),
        (edit(BOUNDARIES, "statutes: [", "statutes: [nothing-1, "), "编号 nothing-1 不在"),
        (edit(BOUNDARIES, "place: 12", "place: 13"), "这句在第 12 段"),
        (edit(BOUNDARIES, "place: 12", "place: 99"), "没有第 99 段"),
        (edit("statutes.yaml", "article: ", "article: 第"), "应当是整数"),
        (edit("background.yaml", "smalltalk:", "gossip:"), "不认识的种类"),
        (edit("ids.yaml", "p12-3: ", "p12-3: retired\n# "), "已废除"),
        (edit("ids.yaml", "p12-3: ", "p12-300: "), "还没登记"),
    ],
)
def test_each_slip_is_named_with_file_line_and_what_to_do(folder: Path, change: Callable[[Path], None], says: str) -> None:
    change(folder)
    matching = [problem for problem in problems_of(folder) if says in problem.message]
    assert matching
    assert matching[0].file.endswith((".yaml", ".txt"))
    assert matching[0].line > 0


def test_an_alias_owned_twice_is_found_after_normalising(folder: Path) -> None:
    alias = load_library(folder).by_id["p12-3"].aliases[0]
    path = folder / "entries/p17-responsibility.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("    aliases:\n", f"    aliases:\n      - '  {alias}！！'\n", 1), encoding="utf-8"
    )
    assert any("已属于" in problem.message and "p12-3" in problem.message for problem in problems_of(folder))


def test_all_problems_of_a_load_are_told_together(folder: Path) -> None:
    edit(BOUNDARIES, "place: 12", "place: 99")(folder)
    edit("entries/p02-opening.yaml", "    gist:", "    gost:")(folder)
    (folder / "cases.yaml").write_text("- id: [", encoding="utf-8")
    assert {problem.file for problem in problems_of(folder)} >= {BOUNDARIES, "entries/p02-opening.yaml", "cases.yaml"}


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (BOUNDARIES, b"entries: [\n\t"),
        (BOUNDARIES, "part: 乡镇".encode("gb18030")),
        (BOUNDARIES, b""),
        ("statutes.yaml", b""),
        ("cases.yaml", b"\x00"),
        ("background.yaml", b""),
        ("ids.yaml", b"a: [\n"),
        ("source/speech.txt", "[01] 好".encode("utf-16")),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_nothing_that_only_follows_from_it(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    assert {problem.file for problem in problems_of(folder)} == {file}


def test_an_entry_that_cannot_be_used_hides_no_other_fault(folder: Path) -> None:
    edit(BOUNDARIES, "    gist:", "    gost:")(folder)
    edit("entries/p17-responsibility.yaml", "related: [", "related: [p99-9, ")(folder)
    found = problems_of(folder)
    assert {problem.field for problem in found} == {"gist", "gost", "related"}
    assert [problem.message for problem in found if problem.field == "related"] == ["编号 p99-9 不在任何条目文件里：请改正，或删掉这一项。"]


@pytest.fixture
def without_rights() -> Iterator[None]:
    """Run as somebody who may not read what others closed: root may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_folder_nobody_lets_us_into_is_told_apart_from_faulty_knowledge(folder: Path, request: pytest.FixtureRequest) -> None:
    folder.chmod(0)
    request.getfixturevalue("without_rights")
    with pytest.raises(FolderError, match="没有读取权限"):
        load_library(folder)
    with pytest.raises(FolderError, match="没有读取权限"):
        register_ids(folder)
    assert check(folder, register=True) == 2


def test_a_broken_ledger_is_not_written_anew(folder: Path) -> None:
    (folder / "ids.yaml").write_text("gone-1: retired\n p12-3: [", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        register_ids(folder)
    assert "gone-1: retired" in (folder / "ids.yaml").read_text(encoding="utf-8")


def test_a_missing_folder_and_missing_files_are_told(tmp_path: Path, folder: Path) -> None:
    assert "没有这个知识文件夹" in problems_of(tmp_path / "nowhere")[0].message
    (folder / "source/speech.txt").unlink()
    assert any("讲话原文" in problem.message for problem in problems_of(folder))


def test_registering_a_new_entry_makes_the_check_clean_and_keeps_removed_ids(folder: Path) -> None:
    edit("ids.yaml", "p12-3: ", "p12-300: ")(folder)
    assert register_ids(folder) == 1
    ledger = (folder / "ids.yaml").read_text(encoding="utf-8")
    assert "p12-3:" in ledger
    assert "p12-300:" in ledger
    assert [problem.entry for problem in problems_of(folder)] == ["p12-300"]


def test_the_version_changes_with_the_content_only(folder: Path, tmp_path: Path) -> None:
    version = load_library(folder).version
    assert load_library(Path(shutil.copytree(folder, tmp_path / "copy"))).version == version
    edit("statutes.yaml", "gist: ", "gist: 又")(folder)
    assert load_library(folder).version != version
