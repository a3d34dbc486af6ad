"""YAML as editors write it, and what is refused."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from bot.library.yamlfile import MAX_PROBLEMS, parse_yaml, read_yaml


def test_data_comes_with_the_line_of_every_place() -> None:
    document = parse_yaml("part: 一\nentries:\n  - id: a\n    aliases:\n      - 甲\n      - 乙\n", "x.yaml")
    assert document.data == {"part": "一", "entries": [{"id": "a", "aliases": ["甲", "乙"]}]}
    assert document.line(("entries", 0, "aliases", 1)) == 6
    assert document.line(("entries", 0, "missing")) == 3
    assert not document.problems


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\na: 2\n", 2, "写了两次"),
        ("a: &x [1]\nb: *x\n", 1, "锚点"),
        ("a: !!python/object:os.system 1\n", 1, "标签"),
        ("a: [1, 2\n", 1, "YAML 写法有误"),
        ("a: b: c\n", 1, "多出一个冒号"),
        ("a: '******强调\n", 1, "引号没有成对"),
    ],
)
def test_what_an_editor_cannot_have_meant_is_named_with_its_line(text: str, line: int, says: str) -> None:
    problems = parse_yaml(text, "x.yaml").problems
    assert [problem.line for problem in problems] == [line]
    assert says in problems[0].message


def test_a_nest_of_anchors_is_refused_without_expanding() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert any("锚点" in problem.message for problem in parse_yaml("\n".join(lines), "bomb.yaml").problems)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [&x x" + ",*x" * 300_000 + "]", "锚点"),
        ("a:\n" + "- !t x\n" * 300_000, "标签 !t"),
        ("a: [" + "x," * 300_000 + "]", "内容太多（超过 1000 项）"),
    ],
)
def test_the_rest_of_a_bomb_is_not_looked_at(text: str, says: str) -> None:
    tracemalloc.start()
    problems = parse_yaml(text, "bomb.yaml", 1000).problems
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert says in problems[0].message
    assert len(problems) <= MAX_PROBLEMS
    assert peak < 8_000_000  # all of its nodes would be some 100 MB


def test_marks_that_are_only_text_cost_nothing_but_a_look() -> None:
    text = "a:\n" + "- 表彰!*&，好\n" * 300
    document = parse_yaml(text, "x.yaml", 1000)
    assert not document.problems
    assert len(document.data["a"]) == 300


def test_deep_nesting_is_refused() -> None:
    assert parse_yaml("[" * 100_000, "deep.yaml").problems


def test_wrong_encoding_and_missing_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes("标题: 法".encode("gbk"))
    assert "UTF-8" in read_yaml(path, "gbk.yaml").problems[0].message
    assert "读不了" in read_yaml(tmp_path / "none.yaml", "none.yaml").problems[0].message


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a: b: c", 1, "多出一个冒号"),
        ("a: @x", 1, "单引号"),
        ("a:\n\t- b", 2, "Tab"),
        ("a:\n  - b\n c: d", 3, "对不齐"),
        ("a: 'x' y", 1, "后面还有字"),
        ("- a\nb: c", 2, "左边对齐"),
        ("a: [1, 2", 1, "成对"),
        ('a: "x', 1, "引号没有成对"),
        ('a: "\\q"', 1, "改用单引号"),
        ("a: \x07", 1, "控制字符"),
        ("a: - b", 1, "另起一行"),
        ("a: >x\n b", 1, "换行"),
        ("a: !<x", 1, "!"),
        ("a: |\n\tb", 2, "Tab"),
        ("---\na\n---\nb", 3, "---"),
        ("%a\nb", 1, "多半是"),
    ],
)
def test_a_fault_is_told_in_chinese_with_what_to_do(text: str, line: int, hint: str) -> None:
    (problem,) = parse_yaml(text, "a.yaml").problems
    assert problem.line == line
    assert hint in problem.message
    assert "expected" not in problem.message
