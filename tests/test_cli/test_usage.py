"""The command line as it is pasted from phones and Word, and what is said about a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.main import build_parser, main
from bot.cli.usage import understood, words_of

PARSER = build_parser()
WORDS = words_of(PARSER)


def read(*arguments: str) -> dict[str, object]:
    """What the options say."""
    return {name: value for name, value in vars(PARSER.parse_args(understood(arguments, WORDS))).items() if name != "run"}


PLAIN = ("broadcast", "--file", "a.md", "--to", "标签:乡镇", "--at", "2026-12-01 9:00", "--dry-run")


@pytest.mark.parametrize(
    "typed",
    [
        ("broadcast", "—file", "a.md", "—to", "标签:乡镇", "—at", "2026-12-01 9:00", "—dry-run"),
        ("broadcast", "——file", "a.md", "–to", "标签:乡镇", "－－at", "2026-12-01 9:00", "—dry—run"),
        ("ｂroadcast", "－－ｆｉｌｅ", "a.md", "−−to", "标签:乡镇", "--AT", "2026-12-01 9:00", "-dry-run"),
        ("broadcast", "—file=a.md", "--to＝标签:乡镇", "--at=2026-12-01 9:00", "--dry-run"),
        ("broadcast", "--file", "“a.md”", "--to", "“标签:乡镇”", "--at", "“2026-12-01", "9:00”", "--dry-run"),
        ("broadcast", "--file", "a.md", "--dry-run", "--to", "标签:乡镇", "--at", "2026-12-01", "9:00"),
    ],
)
def test_options_are_understood_however_they_were_typed(typed: tuple[str, ...]) -> None:
    assert read(*typed) == read(*PLAIN)


def test_values_and_questions_stay_as_they_are() -> None:
    assert read("ask", "——这句", "“怎么讲”", "—的")["question"] == ["——这句", "“怎么讲”", "—的"]
    assert read("evaluate", "—explain", "——怎么讲—的")["explain"] == "——怎么讲—的"
    assert read("backup", "我的－备份—1.db")["file"].__fspath__() == "我的－备份—1.db"  # type: ignore[attr-defined]
    assert read("broadcast", "—file", "-", "--to", "all")["file"] == "-"
    assert read("broadcast", "ｓｔａｔｕｓ", "＃３") == read("broadcast", "status", "3")
    assert read("broadcast", "--kind", "学习")["kind"] == "study"


TOKENS = ["ask", "--jsonl", "—to", "--at", "“", "”", "x", "=", "—", "--", "-", "", "－－file=", "--file＝“a"]


@given(st.lists(st.sampled_from(TOKENS), max_size=6))
def test_whatever_is_typed_raises_nothing(tokens: list[str]) -> None:
    understood(tokens, WORDS)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ([], "还缺少 命令"),
        (["backup"], "还缺少 FILE"),
        (["nothing"], "命令 不能是“nothing”，可以是"),
        (["check", "--nothing"], "看不懂 --nothing"),
        (["broadcast", "--file"], "--file 后面要写上内容"),
        (["broadcast", "--kind", "别的"], "--kind 不能是“别的”，可以是"),
        (["broadcast", "status", "三"], "number 不能是“三”"),
        (["check", "--register=1"], "--register 后面不用写内容（“1”）"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(typed: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(typed)
    said = capsys.readouterr().err
    assert (end.value.code, told in said, "--help" in said) == (2, True, True), said
    assert "argument" not in said
    assert "运行 python -m bot" in said


def test_help_has_chinese_headings(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in (["—help"], ["broadcast", "－ｈ"]):
        with pytest.raises(SystemExit):
            main(typed)
        said = capsys.readouterr().out
        assert said.startswith("用法：")
        assert not {"usage:", "options:", "positional arguments:", "show this help"} & set(said.splitlines())
        assert "show this help" not in said
