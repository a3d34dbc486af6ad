"""What the YAML parser means, for people who have never heard of it."""

from __future__ import annotations

import yaml

# What its words contain → what to do about it. The first that fits counts; the words are libyaml's.
_REASONS = (
    ("mapping values are not allowed", "这里多出一个冒号，或者缩进不对；句子里有冒号的，整句用单引号括起来"),
    ("cannot start any token", "值不能用 @、`、% 或制表符（Tab）开头；缩进请用空格，句子请用单引号括起来"),
    ("expected key", "缩进与上一行对不齐，或者单引号括住的句子后面还有字"),
    ("expected '-' indicator", "同一个列表里，每一项前面的“- ”要左边对齐"),
    ("expected ',' or ", "方括号或花括号没有成对"),
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
    opened = "quoted scalar" in context or "flow" in context
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    said = " ".join(str(getattr(error, name, None) or "") for name in ("problem", "reason", "context"))
    why = next((reason for words, reason in _REASONS if words in said), _OTHERWISE)
    return mark.line + 1 if mark else 0, f"YAML 写法有误：{why}。"
