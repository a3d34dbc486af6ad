"""What no knowledge file may hold anywhere: characters that nobody sees and that YAML takes for ends of lines, or for nothing.

They are told with their true line and read as spaces, so that everything after them keeps its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_LINE_END = re.compile("\r\n|\n|\r")
_PIECE = re.compile("[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")
_NAMES = {"\u2028": "分行符", "\u2029": "分段符", "\x85": "换行符", "\u00ad": "连字符", "\ufeff": "文件标记"}
_MOST = 200
ODD_SPACES = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\u00a0": "不间断空格"}


@dataclass(frozen=True, slots=True)
class Slip:
    """Something an editor cannot have meant, in a line (from 1), and what to do about it (Chinese)."""

    line: int
    message: str


def lines_of(text: str) -> list[str]:
    """The lines as editors, git and YAML all count them: only line feeds and carriage returns end one."""
    return _LINE_END.split(text)


def pieces_of(text: str) -> list[str]:
    """The lines with their ends."""
    return _PIECE.findall(text)


def without_odd(text: str) -> tuple[str, list[Slip]]:
    """The text with a space for each character that it may not hold, and a slip for each line with such."""
    if _ODD.search(text) is None:
        return text, []
    slips = []
    for number, line in enumerate(lines_of(text), 1):
        found = _ODD.search(line)
        if found is not None:
            after = line[: found.start()].strip().removeprefix("- ")[-8:]
            where = f"“{after}”后面" if after else "行首"
            slips.append(Slip(number, f"{where}有看不见的{_name(found[0])}：请删掉它，或把这一行重新输入一遍。"))
            if len(slips) >= _MOST:
                break
    return _ODD.sub(" ", text), slips


def odd_space(char: str) -> str:
    """The name of white space that YAML does not take for a space; empty for anything else."""
    if char == " " or not (char.isspace() or char == "\u3164"):
        return ""
    return ODD_SPACES.get(char, f"特殊空格（U+{ord(char):04X}）")


def _name(char: str) -> str:
    kind = _NAMES.get(char) or ("零宽字符" if char > "\x9f" else "控制字符")
    return f"{kind}（U+{ord(char):04X}，多半是从聊天或网页里复制来的）"
