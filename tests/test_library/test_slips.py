"""What an editor typed and nobody would keep: told with its line, by its cause, and nothing that only follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.features.exchange.intake import read_upload
from bot.features.exchange.yamlout import with_aliases
from bot.library.loader import load_library
from bot.library.problems import KnowledgeError, Problem
from bot.library.yamlfile import parse_yaml
from tests.knowledge import small_folder

BOUNDARIES = "entries/p12-boundaries.yaml"
PLACE = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_folder(tmp_path_factory.mktemp("slips") / "knowledge", whole={Path(BOUNDARIES).name})


@pytest.fixture
def written(folder: Path) -> Iterator[Path]:
    """The file of entries that a test may spoil."""
    path = folder / BOUNDARIES
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def checked(folder: Path, file: str = BOUNDARIES) -> list[tuple[int, str]]:
    """Line and words of every problem; all of them must be of the spoiled file."""
    problems: tuple[Problem, ...] = ()
    try:
        load_library(folder)
    except KnowledgeError as error:
        problems = error.problems
    assert {problem.file for problem in problems} <= {file}
    return [(problem.line, problem.message) for problem in problems]


def spoil(path: Path, line: str) -> int:
    """Put a line among the aliases; returns its number."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[PLACE - 1].startswith("      - ")
    lines.insert(PLACE, line)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    return PLACE + 1


ALIASES = [
    ("      - |\n        没发话的事\n        咱能自己做主不", "写了几行"),
    ("      - >-\n        没发话的事\n        咱能自己做主不", "写了几行"),
    ('      - "没发话的事\\n咱能自己做主不"', "断成两行"),
    ("      - 第二季度 #普法日 活动咋报名", "“#”后面的字会丢"),
    ("      - #普法日 活动咋报名", "“#”后面的字会丢"),
    ("      - '普法日'#活动咋报名", "“#”后面的字会丢"),
    ("      没发话的事咱能自己做主不", "没有“- ”"),
    ("        没发话的事咱能自己做主不", "没有“- ”"),
    ("      1、没发话的事咱能自己做主不", "没有“- ”"),
    ("      -没发话的事咱能自己做主不", "少一个空格"),
    ("      －没发话的事咱能自己做主不", "“－”不是列表用的横线"),
    ("      － 没发话的事咱能自己做主不", "“－”不是列表用的横线"),
    ("      · 没发话的事咱能自己做主不", "“·”不是列表用的横线"),
    ("      — 没发话的事咱能自己做主不", "“—”不是列表用的横线"),
    ("      • 没发话的事咱能自己做主不", "“•”不是列表用的横线"),
    ("      -　没发话的事咱能自己做主不", "全角空格"),
    ("      -\t没发话的事咱能自己做主不", "制表符"),
    ("　　- 没发话的事咱能自己做主不", "缩进用了全角空格"),
    ("　　　- 没发话的事咱能自己做主不", "缩进用了全角空格"),
    ("\u00a0\u00a0- 没发话的事咱能自己做主不", "缩进用了不间断空格"),
    ("\u2003\u2003- 没发话的事咱能自己做主不", "缩进用了特殊空格（U+2003）"),
    ("\t- 没发话的事咱能自己做主不", "缩进用了制表符"),
    ("       - 没发话的事咱能自己做主不", "对齐"),
    ("     - 没发话的事咱能自己做主不", "对齐"),
    ("      - 没发话的事\u2028咱能自己做主不", "分行符"),
    ("      - 没发话的事\u2029咱能自己做主不", "分段符"),
    ("      - 没发话的事\x85咱能自己做主不", "换行符"),
    ("      - 没发话的事\x08咱能自己做主不", "控制字符"),
    ("      - 没发话的事\u200b咱能自己做主不", "零宽字符"),
    ("      # 说明\u2028没发话的事", "分行符"),
    ('      - "以权压法"是什么意思', "单引号"),
    ("      - '没发话'的事咱能做主不", "单引号"),
    ("      - '没发话'、'没文件'的事咱能做主不", "单引号"),
    ("      - [群里问]没发话的事咱能做主不", "以方括号开头"),
    ("      - [群里问]", "以方括号开头"),
    ("      - {没发话}的事", "以花括号开头"),
    ("      - {没发话}", "以花括号开头"),
    ("      - *没发话的事", "单引号"),
    ("      - &没发话的事", "单引号"),
    ("      - &a 没发话的事", "单引号"),
    ("      - !没发话的事", "单引号"),
    ("      - !a 没发话的事", "单引号"),
    ("      - @所有人 没发话的事", "单引号"),
    ("      - `没发话的事", "单引号"),
    ("      - %没发话的事", "单引号"),
    ("      - | 没发话的事", "单引号"),
    ("      - > 没发话的事", "单引号"),
    ("      - ? 没发话的事", "单引号"),
    ("      - '没发话的事", "引号没有成对"),
    ('      - "没发话的事', "引号没有成对"),
    ("      - 请问一下:", "以冒号结尾"),
    ("      - 请问: 没发话的事", "冒号加空格"),
    ("      - 请问: 没发话: 的事", "冒号"),
    ("      - - 没发话的事", "多写了一个"),
    ("      - 2026-12-01", "会被读成日期"),
    ("      - 110", "会被读成数字"),
    ("      - 0x1f", "会被读成数字"),
    ("      - 1:30", "会被读成数字"),
    ("      - 1.5", "会被读成小数"),
    ("      - .inf", "会被读成小数"),
    ("      - yes", "会被读成“是/否”值"),
    ("      - ~", "会被读成空"),
    ("      - null", "会被读成空"),
    ("      -", "是空的"),
    ("      - =", "会被读成特殊符号"),
    ("　　", "看起来是空的"),
    ("...", "读不到"),
]


@pytest.mark.parametrize(("line", "says"), ALIASES)
def test_a_line_among_the_aliases_is_told_with_its_number_and_what_to_do(folder: Path, written: Path, line: str, says: str) -> None:
    number = spoil(written, line)
    found = checked(folder)
    assert [place for place, _ in found] == [number], found
    assert says in found[0][1]


@pytest.mark.parametrize(("line", "says"), ALIASES)
def test_an_import_tells_the_same(written: Path, line: str, says: str) -> None:
    number = spoil(written, line)
    faults = read_upload("p12.yaml", written.read_bytes()).faults
    assert [fault.where for fault in faults] == [f"p12.yaml:{number}"], faults
    assert says in faults[0].message


@pytest.mark.parametrize(
    "line",
    [
        "      # 整行的说明不碍事",
        "# 整行的说明不碍事",
        "",
        "      - '#普法日 这天咋报名'",
        "      - 普法日#这天咋报名",
        "      - 普法日＃这天咋报名",
        "      - '没发话'   # 引号后面的说明",
        "      - 请问：没发话的事",
        "      - https://www.example.gov.cn/a?b=c:d#e",
        "      - 【群里问】没发话的事",
        "      - “没发话”的事咱能做主不",
        "      - 没发话的事　咱能做主不",
        "      - 没发话的事，咱能-做主-不",
        "      - '110'",
        "      - '''没发话''的事'",
        '      - "没发话的事"',
        "      - -没发话的事",
    ],
)
def test_what_loses_nothing_is_left_alone(folder: Path, written: Path, line: str) -> None:
    spoil(written, line)
    assert checked(folder) == []


@pytest.mark.parametrize("first", ["      -没发话的事", "      － 没发话的事", "      · 没发话的事", "　　- 没发话的事"])
def test_the_first_item_of_a_list_is_told_with_its_own_line(folder: Path, written: Path, first: str) -> None:
    lines = written.read_text(encoding="utf-8").split("\n")
    number = lines.index("    aliases:") + 2
    written.write_text("\n".join([*lines[: number - 1], first, *lines[number - 1 :]]), encoding="utf-8")
    assert [line for line, _ in checked(folder)] == [number]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("    gist: 当领导的", "    gist：当领导的", "全角冒号"),
        ("    gist: 当领导的", "    gist:当领导的", "少一个空格"),
        ("    gist: 当领导的", "    gist:　当领导的", "全角空格"),
        ("    gist: 当领导的", "    gist: 说明: 当领导的", "多出一个冒号"),
        ("    gist: 当领导的", "    gist: '当领导的", "引号没有成对"),
        ("    gist: 当领导的", '    gist: "当"领导的', "单引号"),
        ("    gist: 当领导的", "    gist: 又 gist: 当领导的", "另起一行"),
        ("    gist: 当领导的", "     gist: 当领导的", "对不齐"),
        ("    title: 法律底线不可逾越、不可触碰", "    title: 法律底线 #重点", "“#”后面的字会丢"),
        ("    place: 12", "    place: 0x" + "f" * 5000, "应当是整数"),
        ("    place: 12", "    place: 0b" + "1" * 20000, "应当是整数"),
        ("    place: 12", "    place: 1" + ":1" * 9000, "应当是整数"),
        ("    place: 12", "    place: " + "9" * 5000, "应当是整数"),
        ("    place: 12", "    place: 9999999999", "应当是整数"),
        ("    place: 12", "    place: .inf", "应当是整数"),
        ("    place: 12", "    place: .nan", "应当是整数"),
        ("    place: 12", "    place: 1e400", "应当是整数"),
        ("    place: 12", "    place: 2026-99-99", "应当是整数"),
        ("    place: 12", "    place: 0001-01-01T00:00:00+23:59", "应当是整数"),
        ("    place: 12", "    place: 012", "应当是整数"),
        ("    place: 12", "    place: 12，17", "[12, 17]"),
        ("    place: 12", "    place: 12 # 第十二段", "“#”后面的字会丢"),
        ("    statutes: [xianfa-5, gwy-14]", "    statutes: [xianfa-5，gwy-14]", "半角逗号"),
        ("    statutes: [xianfa-5, gwy-14]", "    statutes: [xianfa-5 gwy-14]", "半角逗号"),
        ("    statutes: [xianfa-5, gwy-14]", "    statutes: xianfa-5, gwy-14", "方括号"),
        ("    statutes: [xianfa-5, gwy-14]", "    statutes: [xianfa－5, gwy-14]", "请写成 xianfa-5"),
        ("    statutes: [xianfa-5, gwy-14]", "    statutes: [xianfa-5, gwy-14", "成对"),
        ("part: 措施三：法律边界", "part：措施三：法律边界", "全角冒号"),
        ("part: 措施三：法律边界", "part: 措施三：法律边界\nnote: 甲", "不认识这个键"),
    ],
)
def test_a_field_is_told_with_its_line_and_what_to_do(folder: Path, written: Path, before: str, after: str, says: str) -> None:
    text = written.read_text(encoding="utf-8")
    assert before in text
    number = text[: text.index(before)].count("\n") + 1 + after.count("\n")
    written.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = checked(folder)
    assert [line for line, _ in found] == [number], found
    assert says in found[0][1]
    assert any(fault.where == f"a.yaml:{number}" for fault in read_upload("a.yaml", written.read_bytes()).faults) or "，" in after or (
        "xianfa－5" in after or "xianfa-5 gwy" in after
    )


def test_several_slips_are_told_together(folder: Path, written: Path) -> None:
    numbers = [spoil(written, line) for line in ("      - '没发话'的事", "　　- 没文件的事", "      -没人管的事", "      - 甲乙 #丙丁")]
    assert [line for line, _ in checked(folder)] == sorted(number + place for place, number in enumerate(numbers))


def test_the_line_of_what_cannot_be_decoded_is_told(folder: Path, written: Path) -> None:
    written.write_bytes(written.read_bytes().replace("当领导的".encode(), "当领导的".encode("gbk"), 1))
    ((line, message),) = checked(folder)
    assert "第 5 行" in message, line


# ---- What is written is what is read, or a problem with its place.

TRICKY = st.text(
    alphabet=st.sampled_from(list("甲乙丙问a1-:：#'\"[]{}&*!|>%@`,?~= \t　\u00a0\u2028\x85\x07\u200b－·—、，。（)\\/")),
    min_size=1,
    max_size=12,
)
WORDS = st.one_of(
    TRICKY, st.sampled_from(["yes", "null", "12", "1.5", "2026-01-02", "0x1f", "---", "...", "a: b", "- 甲", "<<", "=", "甲"])
)
LEADS = st.sampled_from(["      - ", "      ", "      -", "　　- ", "    - ", "        "])
# What stays of a wording that is taught (see ``clean``).
TAUGHT = WORDS.map(lambda word: " ".join(re.sub("[\u2028\x85\x07\u200b]", "", word).split())).filter(bool)
HEAD = "part: 一\nentries:\n  - id: a\n    title: 甲\n    aliases:\n      - 头一句\n"
TAIL = "      - 末一句\n    related: [a]\n  - id: b\n    aliases:\n      - 还有一句\n"


def quoted(line: str) -> str | None:
    """What a line means that is one quoted text and nothing else; a comment behind it is allowed."""
    body = line.strip(" ").split(" #", 1)[0].strip(" ")
    if len(body) > 1 and body[0] == body[-1] == "'" and "'" not in body[1:-1].replace("''", ""):
        return body[1:-1].replace("''", "'")
    return body[1:-1] if len(body) > 1 and body[0] == body[-1] == '"' and not set('"\\') & set(body[1:-1]) else None


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), LEADS, st.integers(0, 4))
@example(["''甲'#乙"], "      - ", 0)
@example(["|", "1"], "        ", 1)
def test_what_is_written_is_what_is_read_or_a_problem_with_its_line(words: list[str], lead: str, where: int) -> None:
    lines = ["      - " + word for word in words]
    if where < len(lines):
        lines[where] = lead + words[where]
    upload = read_upload("a.yaml", (HEAD + "\n".join(lines) + "\n" + TAIL).encode())
    told = {int(fault.where.partition(":")[2]) for fault in upload.faults}
    read = {row.where: row.alias for row in upload.aliases}
    if not told:
        assert [row.alias for row in upload.aliases if row.entry_id == "b"] == ["还有一句"]
        assert read["a.yaml:6"] == "头一句"
    assert told <= set(range(6, 8 + len(lines)))
    for number, line in enumerate(lines, 7):
        body = line.lstrip().removeprefix("- ").strip()
        if number in told or not line.strip() or line.lstrip(" ").startswith("#"):
            continue
        if told and f"a.yaml:{number}" not in read:
            continue  # where something else is wrong, not everything is read
        if f"a.yaml:{number}" not in read and lines[number - 8].strip() in ("- |", "- >"):
            continue  # one line of text below its sign: it is read with the sign's line
        opened = body in ("|", ">") and number - 6 < len(lines) and f"a.yaml:{number + 1}" not in read
        meant = lines[number - 6].strip() if opened else quoted(body)
        assert read[f"a.yaml:{number}"] == (body if meant is None else meant.strip())


@settings(max_examples=300, deadline=None)
@given(st.lists(TAUGHT, min_size=1, max_size=5))
def test_what_was_taught_goes_out_and_comes_back_as_it_was(words: list[str]) -> None:
    text = with_aliases(HEAD + TAIL, {"a": words, "b": words})
    assert text.startswith(HEAD)
    document = parse_yaml(text, "a.yaml")
    assert not document.problems
    assert [entry["aliases"] for entry in document.data["entries"]] == [["头一句", "末一句", *words], ["还有一句", *words]]
    upload = read_upload("a.yaml", text.encode())
    assert not upload.faults
    assert [row.alias for row in upload.aliases if row.entry_id == "a"] == ["头一句", "末一句", *words]


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("statutes.yaml", "article: 34\n", "article: 第34条\n", "请写成 34"),
        ("statutes.yaml", "version: '2021-08-20'", "version: '2021-13-20'", "没有这一天"),
        ("cases.yaml", "status: 已核\n", "status: 待核\n", "只能是 已核、部分核实、未核 之一"),
        ("background.yaml", "- '早上好'\n", "- |\n    早上好\n    大家好\n", "写了几行"),
    ],
)
def test_other_files_are_told_the_same_way(folder: Path, file: str, before: str, after: str, says: str) -> None:
    path = folder / file
    sound = path.read_bytes()
    text = sound.decode()
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    try:
        ((line, message),) = checked(folder, file)
    finally:
        path.write_bytes(sound)
    assert line == text[: text.index(before)].count("\n") + 1
    assert says in message
