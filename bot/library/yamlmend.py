"""What an editor meant by lines that YAML cannot read, or reads as something else.

Looked at only when a file cannot be read, or when lines of it ran into one another. Each line is taken for itself: our files
hold ``- sentence``, ``key: value``, ``- key: value``, lists in brackets and whole-line comments, and nothing else. What was meant
is put in place of what was written, so that the rest of the file can be judged as if the slip had been mended: a fault that
only follows from it is never told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.library.shapes import KEYS
from bot.library.yamltext import Slip, odd_space

# What phones, word processors and chats put in front of the items of a list.
_DASHES = "－—–‐‑‒−﹣➖·•・●○◆◇■□▪▫►▶＊*"
_BRACKETS = {"[": "]", "{": "}"}
_MARKS = "@`%&*!]},?"
_BLOCK = re.compile(r"(?:^|[:-] +)[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)(\s*)(:|：)(.?)")
_PLAIN_KEY = re.compile(r"""(?:[^\s'"\[{#&*!|>%@`-]|-(?=\S))[^:]*:(?:\s|$)""")
_TWO_KEYS = re.compile(rf"\s({'|'.join(sorted(KEYS))}):\s")
_MOST = 200
_QUOTE = "整句请用单引号括起来"


@dataclass
class _Mending:
    slips: list[Slip] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    before: str = ""
    """What the line before is: ``item``, ``key`` (with a value), ``open`` (a key without one), or nothing."""
    indent: int = 0
    lists: list[int] = field(default_factory=list)
    """The indentations of the lists that are open, outermost first."""
    block: int = -1
    """The indentation of the line that opened a block of text; -1 outside of one."""
    depth: int = 0
    """Brackets that are open from lines before."""
    quote: str = ""
    """The quote that a line before has left open."""


def mend(lines: list[str]) -> tuple[list[str], list[Slip]]:
    """The lines as they were meant, and each slip with its line. Never more or fewer lines."""
    state = _Mending()
    for number, line in enumerate(lines, 1):
        if len(state.slips) >= _MOST:
            state.written.append(line)
            continue
        written, message = _line(line, state)
        state.written.append(written)
        if message:
            state.slips.append(Slip(number, message))
    return state.written, state.slips


def _line(line: str, state: _Mending) -> tuple[str, str]:
    body = line.lstrip()
    lead = line[: len(line) - len(body)]
    odd = next((name for char in lead if (name := odd_space(char))), "")
    if state.block >= 0:
        if not body or len(lead) > state.block:
            return (line.replace("\t", " "), _indented(odd)) if lead.startswith("\t") else (line, "")
        state.block = -1
    if not body or body.startswith("#"):
        # A line of wide spaces looks empty, and is a sentence to YAML.
        return ("", f"这一行看起来是空的，其实有{odd}：请删掉这一行。") if odd and not body and odd != "制表符（Tab）" else (line, "")
    if state.depth > 0:
        state.depth += _opened(body)
        return line, ""
    if state.quote and not _starts_something(body):
        if body.rstrip().endswith(state.quote):
            state.quote = ""
        return "", ""
    state.quote = ""
    indent = _indent(lead, body, state) if odd else len(lead)
    written, message = _content(body, indent, state)
    if odd:
        message = _indented(odd)
    return (f"{' ' * state.indent}{written}" if written else "", message)


def _indented(odd: str) -> str:
    return f"缩进用了{odd}：请改成普通的半角空格，与上下几行对齐。" if odd else ""


def _indent(lead: str, body: str, state: _Mending) -> int:
    """Where a line belongs whose indentation cannot be counted: beside, or below, the line before."""
    dashed = body[0] == "-" or body[0] in _DASHES
    if state.before == ("item" if dashed else "key"):
        return state.indent
    if state.before == "open":
        return state.indent + 2
    return sum(2 if char in "\t\u3000" else 1 for char in lead)


def _starts_something(body: str) -> bool:
    return body[0] == "-" or body[0] in _DASHES or _KEY.match(body) is not None


def _content(body: str, indent: int, state: _Mending) -> tuple[str, str]:
    """A line without its indentation: as it was meant, and what is wrong. Notes in ``state`` what it was."""
    rest, message = _dashed(body, indent, state)
    if rest is None:
        return _value_of_key("", body, indent, state)
    if state.before == "key" and indent > state.indent:
        return "", message or "这一行会接到上一行后面：上面那个键已经有内容了，下面不能再列“- ”。"
    indent, other = _aligned(indent, state)
    message = message or other
    state.before, state.indent = "item", indent
    key = _KEY.match(rest)
    if key is not None and (key[1] in KEYS or (key[3] == ":" and key[4] in ("", " ", "\t"))):
        written, other = _value_of_key("- ", rest, indent, state)
        return written, message or other
    value, other = _value(rest, state, f"- {rest}", indent)
    return f"- {value}", message or other


def _aligned(indent: int, state: _Mending) -> tuple[int, str]:
    """Where an item belongs: to a list that is open, or to one that the line before opens."""
    if indent in state.lists:
        del state.lists[state.lists.index(indent) + 1 :]
        return indent, ""
    if state.before != "item" and (not state.lists or state.lists[-1] < indent):
        state.lists.append(indent)
        return indent, ""
    if state.before != "item":
        state.lists = [each for each in state.lists if each < indent] or state.lists[:1]
    return state.lists[-1], "这一行的“- ”没有与同一个列表的其他项左边对齐：请对齐。"


def _dashed(body: str, indent: int, state: _Mending) -> tuple[str | None, str]:
    """What follows the dash of an item, and what is wrong with that dash; ``None`` for a line that is no item."""
    first, rest = body[0], body[1:]
    if first == "-":
        if indent == 0 and re.fullmatch(r"---(\s.*)?", body):
            return None, ""
        if not rest or rest[0] == " ":
            return rest.strip(), ""
        if odd := odd_space(rest[0]):
            return rest.strip(), f"“-”后面是{odd}：请改成一个普通的半角空格。"
        return rest.lstrip("-" + _DASHES).strip(), "“-”后面少一个空格：请写成“- ”再写内容。"
    # "* x" and "· x" are lists elsewhere; "*x" is a sentence.
    if first in _DASHES and (first not in "*＊" or rest[:1].isspace()):
        return rest.lstrip("-" + _DASHES).strip(), f"这一行开头的“{first}”不是列表用的横线：请改成半角的“- ”（减号加空格）。"
    return None, ""


def _value_of_key(dash: str, body: str, indent: int, state: _Mending) -> tuple[str, str]:
    """A line ``key: value``; or a line that is neither an item nor a key."""
    key = _KEY.match(body)
    name, message = "", ""
    if key is not None and not (key[3] == ":" and key[4] == "/"):
        name, value = key[1], body[key.start(4) :]
        if key[3] == "：":
            message = f"“{name}”后面用了全角冒号：请改成半角的“: ”（冒号加空格）。"
        elif key[4] and key[4] not in " \t":
            odd = odd_space(key[4])
            message = f"“{name}:”后面是{odd}：请改成普通的半角空格。" if odd else f"“{name}:”后面少一个空格：请写成“{name}: ”再写内容。"
    elif _PLAIN_KEY.match(body) is not None:
        state.before, state.indent = "key", indent
        state.lists = [each for each in state.lists if each <= indent]
        return body, ""
    if not name:
        return _orphan(body, indent, state)
    if not dash and state.before == "key" and indent > state.indent:
        indent, message = state.indent, message or "缩进与上面几行对不齐：同一级的左边要对齐。"
    if not dash:
        state.lists = [each for each in state.lists if each <= indent]
    value = value.strip()
    bare = not value or value.startswith("#")
    state.before, state.indent = "open" if bare and not dash else "key", indent + len(dash)
    written, other = (value, "") if bare else _value(value, state, body, indent)
    state.indent -= len(dash)
    if dash and not bare:
        state.before = ""
    return f"{dash}{name}: {written}".rstrip(), message or other


def _orphan(body: str, indent: int, state: _Mending) -> tuple[str, str]:
    """Words without a dash or a key in front: YAML reads them as the end of the line before."""
    if indent == 0 and body.rstrip() == "...":
        return "", "“...”后面的内容都读不到：请删掉这一行。"
    if indent == 0 and (body[0] == "%" or body.startswith("---")):
        return body, ""
    if state.before == "item":
        value, message = _value(body, state, body, state.indent)
        return f"- {value}", message or "这一行开头没有“- ”，会接到上一句后面：是另一句，请在前面加“- ”；是同一句，请接在上一行里。"
    if state.before == "open":
        state.before, state.indent = "key", indent
        value, message = _value(body, state, body, indent)
        return value, message
    if not state.before:
        state.indent = indent
        return body, ""
    return "", "这一行会接到上一行后面：同一句请写在一行里；另起一项，请写成“键: 内容”。"


def _value(value: str, state: _Mending, line: str, indent: int) -> tuple[str, str]:
    """The value of a line as it was meant: in quotes, where YAML would read something else."""
    first = value[:1]
    if _BLOCK.search(line):
        state.block = indent
        return value, ""
    if first in ("'", '"'):
        return _quoted(value, first, state)
    if first in _BRACKETS:
        return _bracketed(value, first, state)
    if first and first in "|>":
        state.block = indent
        return _in_quotes(value), f"“{first}”后面要换行再写内容；句子以它开头的，{_QUOTE}。"
    if first and first in _MARKS and (first != "?" or value[1:2] in ("", " ")):
        return _in_quotes(value), f"句子不能以“{first}”开头（它在这种文件里另有用处）：{_QUOTE}。"
    if first == "-" and value[1:2] == " " and not line.startswith("-"):
        return _in_quotes(value), "列表的“- ”要另起一行。"
    found = _TWO_KEYS.search(value)
    if found is not None and not line.startswith("- " + value):
        return _in_quotes(value), f"一行里写了两项：请让“{found[1]}”另起一行。"
    if value.endswith(":") or re.search(r":\s", value.split(" #", 1)[0]):
        place = "以冒号结尾" if value.endswith(":") else "有冒号加空格"
        return _in_quotes(value), f"多出一个冒号：句子里{place}，会被当成“键: 内容”。{_QUOTE}，或改用全角冒号“：”。"
    return value, ""


def _quoted(value: str, quote: str, state: _Mending) -> tuple[str, str]:
    end = _closing(value, quote)
    if end < 0:
        state.quote = quote
        return _in_quotes(value), f"引号没有成对：开头有 {quote}，这一行里没有配对的；请补上，或去掉引号，一句写在一行里。"
    after = value[end + 1 :].strip()
    if (after and not after.startswith(("#", ":"))) or value[end + 1 : end + 2] == "#":
        return _in_quotes(value), f"句子以引号开头，引号后面还有字：{_QUOTE}。"
    return value, ""


def _bracketed(value: str, first: str, state: _Mending) -> tuple[str, str]:
    depth = 0
    for place, char in enumerate(value):
        depth += (char in "[{") - (char in "]}")
        if depth == 0:
            after = value[place + 1 :].strip()
            if after and not after.startswith("#"):
                kind = "方括号" if first == "[" else "花括号"
                return _in_quotes(value), f"句子以{kind}开头，{kind}后面还有字：{_QUOTE}。"
            return value, ""
    state.depth = depth
    return value, ""


def _opened(body: str) -> int:
    return sum((char in "[{") - (char in "]}") for char in body)


def _closing(value: str, quote: str) -> int:
    """Where the quote at the start of a value is closed; -1 where it is not."""
    place = 1
    while place < len(value):
        if value[place] == quote:
            if quote == '"' or value[place + 1 : place + 2] != "'":
                return place
            place += 1
        elif quote == '"' and value[place] == "\\":
            place += 1
        place += 1
    return -1


def _in_quotes(value: str) -> str:
    doubled = value.rstrip().replace("'", "''")
    return f"'{doubled}'"
