"""YAML → plain data, from the parser's events, one after another: nothing is built that nobody wants, and other threads get a turn.

What is written is compared with what is read: words that YAML would drop (comments behind a sentence, anchors, tags) are problems
of their line, and the value is what was written. Plain values become text, whole numbers (as people write them) or nothing;
what YAML takes for a date, a truth value or a number of another kind becomes ``Misread``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.library.yamltext import odd_space

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML without libyaml: same result, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Loc = tuple[str | int, ...]
MAX_DEPTH = 50
MAX_PROBLEMS = 200
"""Whoever has more of them has sent something else, or made one mistake many times."""
_NO_ANCHORS = "用了锚点（&、*）：这里不需要，请直接写出内容；以 & 或 * 开头的句子，整句请用单引号括起来。"
_NO_TAGS = "用了标签 {tag}：这里只能写文字、数字和列表，请删掉标签；以 ! 开头的句子，整句请用单引号括起来。"
_CUT_OFF = "“#”后面的字会丢（“#{lost}”）：是内容，整句请用单引号括起来；是说明，请另起一行写。"
_GLUED = "这一句写成了几行，会连成一句：请写在一行里；是几句，每句前面各写一个“- ”。"
_BLOCK = "“|”或“>”下面写了几行，会连成一句：请写在一行里；是几句，每句前面各写一个“- ”。"
_BREAK = "双引号里的“\\n”会断成两行：请写在一行里；是几句，每句前面各写一个“- ”。"
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}
_COMMENT = re.compile(r"([ \t]*)#([^\r\n]*)")
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,8}")
_KINDS = {
    "int": "数字",
    "float": "小数",
    "bool": "“是/否”值",
    "timestamp": "日期",
    "merge": "特殊符号",
    "value": "特殊符号",
}
_ITEMS_LIKE = re.compile(r"[-－—–‐‑‒−﹣➖·•・●○◆◇■□▪▫►▶＊]")


@dataclass(frozen=True, slots=True)
class Misread:
    """A plain value that YAML takes for something else than the text that was written."""

    text: str
    kind: str

    def __str__(self) -> str:
        return self.text


@dataclass
class YamlReading:
    """What was read: data, the line of each place, problems as (line, place, message), and whether lines ran into one another."""

    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    glued: bool = False
    complete: bool = True


@dataclass
class _Frame:
    """A list or mapping that is being read."""

    container: dict[str, Any] | list[Any]
    loc: Loc
    key: str | None = None

    def put(self, value: Any) -> None:
        if isinstance(self.container, list):
            self.container.append(value)
        else:
            self.container[self.key or ""] = value
            self.key = None


def read(text: str, most_nodes: int | None) -> YamlReading:
    """Read a text. Raises ``yaml.YAMLError`` for what is no YAML."""
    reader = _Reader(text)
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if most_nodes is not None and nodes > most_nodes:
                reader.stop(event, f"内容太多（超过 {most_nodes} 项）：请分成几个文件。")
                break
        if not reader.take(event):
            break
    return reader.reading


class _Reader:
    def __init__(self, text: str) -> None:
        self._source = text
        self._stack: list[_Frame] = []
        self._anchors: set[str] = set()
        self._documents = 0
        self.reading = YamlReading()

    def stop(self, event: Any, message: str) -> None:
        """Look no further."""
        self._problem(event, message)
        self.reading.complete = False
        self.reading.data = None

    def take(self, event: Any) -> bool:
        """Whether to go on after this event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self.stop(event, "文件里只能有一份内容：请删掉中间的“---”。")
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:  # else it has been said already
                self._problem(event, _NO_ANCHORS)
            self._value(event, lambda: f"*{event.anchor}")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        if len(self.reading.problems) >= MAX_PROBLEMS:
            self.reading.complete = False
            self.reading.data = None
        return self.reading.complete

    def _problem(self, event: Any, message: str, after: int = 0) -> None:
        if len(self.reading.problems) < MAX_PROBLEMS:
            self.reading.problems.append((event.start_mark.line + 1 + after, message))

    def _open(self, event: Any) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self.stop(event, "YAML 嵌套太深：请去掉多余的层级。")
            return
        self._properties(event)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self.stop(event, "这一行的写法读不懂：以“?”或括号开头的句子，整句请用单引号括起来。")
            return
        container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        loc = self._value(event, lambda: container)
        self._stack.append(_Frame(container, loc))

    def _properties(self, event: Any) -> bool:
        """Anchors and tags: neither is needed here, and anchors can make a small file expand without bound."""
        if event.anchor is not None:
            self._anchors.add(event.anchor)
            self._problem(event, _NO_ANCHORS)
        # "!" alone and the plain tags change nothing but the look.
        if event.tag is not None and (event.tag not in _PLAIN_TAGS or isinstance(event, yaml.ScalarEvent)):
            self._problem(event, _NO_TAGS.format(tag=event.tag[:40]))
        return event.anchor is not None or event.tag is not None

    def _scalar(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is None:
            self._key(event, frame, frame.container)
            return
        self._value(event, lambda: self._text(event))

    def _key(self, event: Any, frame: _Frame, container: dict[str, Any]) -> None:
        frame.key = str(event.value)
        self._properties(event)
        if frame.key in container:
            self._problem(event, f"键“{frame.key}”写了两次：请合并成一个。")
        self.reading.lines[(*frame.loc, frame.key)] = event.start_mark.line + 1

    def _value(self, event: Any, made: Callable[[], Any]) -> Loc:
        """Put a value where it belongs; returns its place."""
        value = made()
        if not self._stack:
            self.reading.data = value
            self.reading.lines[()] = event.start_mark.line + 1
            return ()
        frame = self._stack[-1]
        if isinstance(frame.container, list):
            loc: Loc = (*frame.loc, len(frame.container))
            self.reading.lines[loc] = event.start_mark.line + 1
        else:
            loc = (*frame.loc, frame.key or "")
        frame.put(value)
        return loc

    def _text(self, event: Any) -> Any:
        """The value of a scalar, compared with what stands in the file."""
        first, last, value = event.start_mark, event.end_mark, event.value
        if event.style in ("|", ">"):
            self._properties(event)
            if "\n" in self._source[first.index : last.index].strip().partition("\n")[2].strip():
                self._problem(event, _BLOCK)
            return value
        if first.line != last.line:
            self.reading.glued = True
            self._properties(event)
            self._problem(event, _GLUED)
            return value
        if self._properties(event):
            return self._source[first.index : last.index].strip()
        lost = _COMMENT.match(self._source, last.index)
        if lost is not None and (event.style == "" or not lost[1]):
            self._problem(event, _CUT_OFF.format(lost=lost[2].strip()[:8]))
            return value + lost[0].rstrip()
        if event.style in ("'", '"'):
            if "\n" in value.strip():
                self._problem(event, _BREAK)
            return value
        if value and self._begins_its_line(first.index) and (_ITEMS_LIKE.match(value) or odd_space(value[0])):
            self.reading.glued = True  # an item of a list whose dash is none
        return _resolved(value)

    def _begins_its_line(self, index: int) -> bool:
        while index > 0 and self._source[index - 1] == " ":
            index -= 1
        return index == 0 or self._source[index - 1] in "\r\n"


def _resolved(value: str) -> Any:
    if _INTEGER.fullmatch(value):
        return int(value)
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1], ()):
        if pattern.match(value):
            kind = tag.rpartition(":")[2]
            return None if kind == "null" else Misread(value, _KINDS.get(kind, "别的内容"))
    return value
