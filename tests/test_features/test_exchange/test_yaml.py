"""YAML that goes out and comes back."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from bot.features.exchange.caps import MAX_ROWS, ExchangeError
from bot.features.exchange.intake import read_upload
from bot.features.exchange.upload import Upload
from bot.features.exchange.yamlout import export_zip, with_aliases
from bot.library.loader import load_library
from bot.library.models import Library
from bot.library.yamlfile import parse_yaml
from tests.conftest import KNOWLEDGE
from tests.test_features.test_exchange.files import zipped

FILE = """# 开头的说明
part: 一
entries:
  - id: a
    title: '甲: 乙'   # 为什么
    aliases:
      - 怎么办
      - '冒号: 要引号'
  - id: b
    aliases:
      - 一句话
      - >-
        跨两行的话
    related: [a]
"""


def files() -> dict[str, str]:
    return {path.relative_to(KNOWLEDGE).as_posix(): path.read_text(encoding="utf-8") for path in KNOWLEDGE.rglob("*.yaml")}


def said(upload: Upload) -> list[str]:
    return [str(fault) for fault in upload.faults]


def test_taught_aliases_are_written_at_the_end_of_their_list_and_nothing_else_changes() -> None:
    written = with_aliases(FILE, {"a": ["能不能先干", "- 短横: 开头"], "b": ["最后"], "c": ["没有这条"]})
    expected = FILE.replace("要引号'\n", "要引号'\n      - 能不能先干\n      - '- 短横: 开头'\n").replace(
        "跨两行的话\n", "跨两行的话\n      - 最后\n"
    )
    assert written == expected


@pytest.mark.parametrize("aliases", ["[一, 二]", "['一',\n      '二']"])
def test_a_list_in_one_line_is_written_anew(aliases: str) -> None:
    text = f"part: 一\nentries:\n  - id: a\n    aliases: {aliases}\n"
    assert parse_yaml(with_aliases(text, {"a": ["三"]}), "").data == {"part": "一", "entries": [{"id": "a", "aliases": ["一", "二", "三"]}]}


def test_a_file_without_a_line_end_is_extended_too() -> None:
    assert with_aliases(FILE.rstrip("\n").replace("    related: [a]", "").rstrip(), {"b": ["最后"]}).endswith("跨两行的话\n      - 最后\n")


ODD = ["是", "123", "2026-01-02", "null", "a: b", "# 井号", "'引号'", '"引"', "*星", "!叹", "@某人", "= 等号", "-", "?"]


@pytest.mark.parametrize("alias", ODD)
def test_any_alias_survives(alias: str) -> None:
    data = parse_yaml(with_aliases(FILE, {"a": [alias]}), "").data
    assert data["entries"][0]["aliases"][-1] == alias


def test_the_exported_files_are_sound_and_hold_what_was_taught(tmp_path: Path, library: Library) -> None:
    more = {"p12-1": ["底线踩一下会怎样", "- 为什么: 不能"], "ov-environment": ["环境怎么来的"]}
    data = export_zip(files() | {"source/speech.txt": (KNOWLEDGE / "source/speech.txt").read_text(encoding="utf-8")}, more)
    assert data == export_zip(files() | {"source/speech.txt": (KNOWLEDGE / "source/speech.txt").read_text(encoding="utf-8")}, more)
    zipfile.ZipFile(BytesIO(data)).extractall(tmp_path)
    exported = load_library(tmp_path / "knowledge")
    assert exported.by_id["p12-1"].aliases == (*library.by_id["p12-1"].aliases, *more["p12-1"])
    assert [entry.id for entry in exported.entries] == [entry.id for entry in library.entries]


def test_what_we_export_comes_back_as_it_is(library: Library) -> None:
    upload = read_upload("知识.zip", export_zip(files(), {}))
    assert not upload.faults
    assert upload.whole
    assert {(row.entry_id, row.alias) for row in upload.aliases} == {(e.id, a) for e in library.entries for a in e.aliases}
    assert "statutes.yaml" in upload.others


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("part: 一\nentries:\n  - id: a\n    title: &x 甲\n    gist: *x\n", "a.yaml:4", "锚点"),
        ("part: 一\nentries: !!python/object/apply:os.system ['true']\n", "a.yaml:2", "标签"),
        ("part: 一\nentries:\n  - id: a\n   title: x\n", "a.yaml:4", "YAML 写法有误"),
        ("- id: a\n", "a.yaml:1", "part"),
        ("part: 一\nentries:\n  - title: 甲\n", "a.yaml:3", "没有编号"),
        ("part: 一\nentries:\n  - id: a\n    titel: 甲\n", "a.yaml:4", "不认识 titel"),
        ("part: 一\nentries:\n  - id: a\n    gist: [甲]\n", "a.yaml:4", "gist 这里应当是一句话"),
        ("part: 一\nentries:\n  - id: a\n    aliases:\n      - 甲乙\n      - 3\n", "a.yaml:6", "加引号"),
        ("part: 一\nentries:\n  - id: a\n  - id: a\n", "a.yaml:4", "另一处在 a.yaml:3"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, where: str, says: str) -> None:
    upload = read_upload("a.yaml", text.encode())
    assert len(upload.faults) == 1
    assert said(upload)[0].startswith(where + " ")
    assert says in said(upload)[0]


def test_another_encoding_is_told() -> None:
    assert "UTF-8" in said(read_upload("a.yaml", "part: 法".encode("gbk")))[0]


def _nest() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    return "\n".join(lines + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)])


@pytest.mark.parametrize(
    "text",
    [
        "part: x\nentries: [&a x" + ",*a" * 500_000 + "]",
        "part: x\nentries:\n - &a x\n" + " - *a\n" * 300_000,
        _nest(),
        "[" * 1_000_000,
        "part: x\nentries: [{id: a, " + ",".join(f"k{n}: 1" for n in range(150_000)) + "}]",
    ],
)
def test_bombs_are_refused_quickly_and_with_few_words(text: str) -> None:
    started = time.monotonic()
    upload = read_upload("bomb.yaml", text.encode())
    assert time.monotonic() - started < 10
    assert 0 < len(upload.faults) <= 200
    assert not upload.aliases


def test_a_million_aliases_are_refused() -> None:
    text = "part: 一\nentries:\n  - id: a\n    aliases:\n" + "      - 甲\n" * 140_000
    (fault,) = read_upload("a.yaml", text.encode()).faults
    assert fault.where.startswith("a.yaml:")
    assert "内容太多" in fault.message


def test_values_are_counted_over_all_files_of_a_zip() -> None:
    text = "part: 一\nentries: []\nmore:\n" + "  - 甲\n" * 30_000
    upload = read_upload("a.zip", zipped({f"entries/{number}.yaml": text.encode() for number in range(5)}))
    assert [fault.message for fault in upload.faults if "内容太多" in fault.message]


def test_a_crowd_of_entries_is_refused() -> None:
    text = "part: 一\nentries:\n" + "".join(f"  - id: a{n}\n" for n in range(30_000))
    with pytest.raises(ExchangeError, match=str(MAX_ROWS)):
        read_upload("a.yaml", text.encode())


def test_a_yaml_bomb_inside_a_zip_is_refused_too() -> None:
    with pytest.raises(ExchangeError, match="24 MB"):
        read_upload("a.zip", zipped({"knowledge/entries/a.yaml": b"a" * (30 * 1024 * 1024)}))


def test_paths_in_a_zip_lead_nowhere() -> None:
    upload = read_upload("a.zip", zipped({"../../entries/a.yaml": FILE.encode(), "__MACOSX/entries/._a.yaml": b"\0"}))
    assert not upload.faults
    assert [row.where for row in upload.entries] == ["entries/a.yaml:4", "entries/a.yaml:9"]
