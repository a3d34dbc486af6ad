"""What the YAML parser means, for people who have never heard of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from bot.library.folding import fold
from bot.library.yamlread import Misread

# What its words contain → what to do about it. The first that fits counts; the words are libyaml's.
_REASONS = (
    ("mapping values are not allowed", "这里多出一个冒号，或者缩进不对；句子里有冒号的，整句用单引号括起来"),
    ("cannot start any token", "值不能用 @、`、% 或制表符（Tab）开头；缩进请用空格，句子请用单引号括起来"),
    ("expected key", "缩进与上面几行对不齐：同一级的左边要对齐"),
    ("expected '-' indicator", "同一个列表里，每一项前面的“- ”要左边对齐"),
    ("expected ',' or ", "方括号或花括号没有成对；以括号开头的句子，整句请用单引号括起来"),
    ("could not find expected ':'", "这一行缺少冒号，或者缩进不对"),
    ("unexpected end of stream", "引号没有成对"),
    ("unknown escape character", "双引号里不能有“\\”，请改用单引号"),
    ("control characters are not allowed", "有看不见的控制字符，请删掉后重新输入"),
    ("block sequence entries are not allowed", "“- ”要另起一行"),
    ("undefined alias", "句子以 * 开头，请用单引号括起来"),
    ("anchor", "句子以 & 开头，请用单引号括起来"),
    ("comment or line break", "“|”或“>”后面要换行再写内容；句子以它们开头的，请用单引号括起来"),
    ("tab character", "缩进里有制表符（Tab），请改成空格"),
    ("another document", "文件里只能有一份内容，请删掉中间的“---”"),
    ("tag", "句子以 ! 开头，请用单引号括起来"),
)
_OTHERWISE = "多半是缩进、冒号或引号的问题；含冒号的句子请用单引号括起来"


def fault_of(error: yaml.YAMLError) -> tuple[int, str]:
    """The line (0: unknown), and a sentence that says what is wrong and what to do."""
    context = str(getattr(error, "context", None) or "")
    # A quote or bracket that is never closed is noticed at the end of the file, but opened elsewhere.
    # So is a line without a colon: noticed at the next colon, or at the end.
    opened = any(words in context for words in ("quoted scalar", "flow", "simple key"))
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    said = " ".join(str(getattr(error, name, None) or "") for name in ("problem", "reason", "context"))
    why = next((reason for words, reason in _REASONS if words in said), _OTHERWISE)
    return mark.line + 1 if mark else 0, f"YAML 写法有误：{why}。"


def no_text(value: Any, written: str) -> str:
    """Why a value is no text, and what to do: ``written`` is the line in which it stands."""
    content = written.strip().removeprefix("-").strip()
    if value is None:
        word = content.rpartition(" ")[2]
        return f"“{word}”会被读成空：请用单引号括起来。" if word in ("~", "null", "Null", "NULL") else "是空的：请填写，或删掉这一行。"
    if isinstance(value, Misread):
        return f"“{_short(value.text)}”会被读成{value.kind}，应当是文字：请加引号（单引号括起来）。"
    if isinstance(value, int):
        return f"“{value}”会被读成数字，应当是文字：请加引号（单引号括起来）。"
    if isinstance(value, dict):
        return _mapping(content)
    if content.startswith("-"):
        return "多写了一个“- ”：请删掉一个。"
    return "这里应当是一句话，不是列表：以方括号开头的句子，整句请用单引号括起来；多缩进了的请对齐。"


def _mapping(content: str) -> str:
    if content.startswith("{"):
        return "以花括号开头的句子会被读成别的：整句请用单引号括起来。"
    if content.startswith("? "):
        return "以问号加空格开头的句子会被读成别的：整句请用单引号括起来。"
    if content.endswith(":"):
        return "以冒号结尾的句子会被读成“键: 内容”：整句请用单引号括起来，或改用全角冒号“：”。"
    return "句子里有冒号加空格，会被读成“键: 内容”：整句请用单引号括起来，或改用全角冒号“：”。"


def no_number(value: Any) -> str:
    """Why a value is no whole number, and what to do."""
    if value is None:
        return "是空的：应当是整数，如 12。"
    text = value.text if isinstance(value, Misread) else value if isinstance(value, str) else ""
    if len([part for part in fold(text).replace(",", " ").replace("-", " ").split() if part.isdigit()]) > 1:
        return f"“{_short(text)}”应当是整数：几个数写成 [12, 17]，用半角逗号隔开。"
    number = re.fullmatch(r"\D*(\d{1,4})\D*", fold(text), re.ASCII)
    return f"{f'“{_short(text)}”' if text else ''}应当是整数：请写成 {int(number[1]) if number else 12}，只写数字，不加引号。"


def no_list(value: Any) -> str:
    """Why a value is no list, and what to do."""
    if value is None:
        return "应当是列表，现在是空的：每行以“- ”开头；没有内容就写 []。"
    if isinstance(value, str) and "," in fold(value):
        return "应当是列表：写成 [甲, 乙]，两边有方括号，中间用半角逗号；或每行以“- ”开头。"
    return "应当是列表：每行以“- ”开头。"


def no_id(value: str) -> str:
    """Why a text is no id, and what to do; empty where nothing better can be said."""
    folded = fold(value)
    parts: Sequence[str] = [part for part in folded.replace(",", " ").split() if part]
    if len(parts) > 1:
        return f"“{_short(value)}”里是几个编号：请用半角逗号隔开，写成 [{', '.join(parts)[:40]}]。"
    if folded.lower() != value:
        return f"“{_short(value)}”用了全角字符或大写字母：请写成 {_short(folded.lower())}。"
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"
