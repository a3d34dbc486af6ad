"""Reading YAML with the line of every value, and refusing what an editor cannot have meant.

Anchors, aliases, tags and repeated keys are refused: none of them is needed here, and anchors can make a small
file expand without bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.library.problems import Problem, why
from bot.library.yamlreason import fault_of

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML without libyaml: same result, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}
_BRACKET = re.compile(r"[\[\]{}]")
_LINE_START = re.compile(r"^[ ?-]+", re.MULTILINE)
MAX_DEPTH = 50
MAX_PROBLEMS = 200
"""Of what no file of ours has at all, anchors and tags: whoever has more of them has sent something else."""
_MARKS = re.compile(r"[&*!]")
_SEPARATORS = re.compile(r"[,\n\[\]{}:]")
_NO_ANCHORS = "用了锚点（&、*）：这里不需要，请直接写出内容；以 * 开头的句子请加单引号。"
_NO_TAGS = "用了标签 {tag}：这里只能写文字、数字和列表，请删掉标签。"
Loc = tuple[str | int, ...]


@dataclass
class Document:
    """The data of one YAML file, the line of each place in it, and what was wrong with it."""

    file: str
    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, loc: Loc) -> int:
        """The line of a place; of the nearest place above it where that one is missing."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 0)

    def report(self, loc: Loc, message: str, entry: str = "", name: str = "") -> None:
        """Note a problem at a place of this document."""
        self.problems.append(Problem(self.file, self.line(loc), entry, name, message))


def read_yaml(path: Path, file: str) -> Document:
    """Read one YAML file; never raises for what is in it: problems are in the document."""
    document = Document(file)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        document.report((), f"读不了这个文件（{why(error)}）：请检查文件是否存在、有没有读取权限。")
        return document
    except UnicodeDecodeError as error:
        document.report((), f"不是 UTF-8 编码（第 {error.start} 字节处）：请用 UTF-8 另存。")
        return document
    return parse_yaml(text, file)


def parse_yaml(text: str, file: str, most_nodes: int | None = None) -> Document:
    """Parse YAML text as ``read_yaml`` does; ``most_nodes``: with more it is not looked at any further."""
    document = Document(file)
    try:
        if _wants_scanning(text, most_nodes) and _scan(text, document, most_nodes):
            return document
        if _may_nest_deeper_than(text, MAX_DEPTH) and _nests_deeper_than(text, MAX_DEPTH):
            document.report((), "YAML 嵌套太深：请去掉多余的层级。")
            return document
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        line, fault = fault_of(error)
        document.problems.append(Problem(file, line, "", "", fault))
        return document
    if node is not None:
        document.data = _Builder(document).build(node, ())
    return document


def _wants_scanning(text: str, most_nodes: int | None) -> bool:
    """A cheap upper bound: marks of anchors and tags, and what must stand between two nodes."""
    if len(_MARKS.findall(text)) > MAX_PROBLEMS:
        return True
    return most_nodes is not None and len(text) > most_nodes and len(_SEPARATORS.findall(text)) > most_nodes


def _scan(text: str, document: Document, most_nodes: int | None) -> bool:
    """Read the parser's events, which take little room, and stop when there are too many; returns whether there were."""
    nodes = 0
    for event in yaml.parse(text, Loader=_Loader):
        if not isinstance(event, yaml.NodeEvent):
            continue
        nodes += 1
        line = event.start_mark.line + 1 if event.start_mark else 0
        if most_nodes is not None and nodes > most_nodes:
            document.problems.append(Problem(document.file, line, "", "", f"内容太多（超过 {most_nodes} 项）：请分成几个文件。"))
            return True
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            document.problems.append(Problem(document.file, line, "", "", _NO_ANCHORS))
        elif tag not in (None, "!") and tag not in _PLAIN_TAGS:
            document.problems.append(Problem(document.file, line, "", "", _NO_TAGS.format(tag=tag)))
        if len(document.problems) >= MAX_PROBLEMS:
            return True
    document.problems.clear()  # the builder finds them again, with more to say
    return False


def _may_nest_deeper_than(text: str, depth: int) -> bool:
    """A cheap upper bound: open brackets anywhere, and what can open block levels at the start of a line."""
    open_brackets = deepest = 0
    for bracket in _BRACKET.findall(text):
        open_brackets += 1 if bracket in "[{" else -1
        deepest = max(deepest, open_brackets)
    return deepest + max((len(start) for start in _LINE_START.findall(text)), default=0) > depth


def _nests_deeper_than(text: str, depth: int) -> bool:
    """The exact answer, from the parser's events: the composer itself would run out of stack and take us with it."""
    level = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
            if level > depth:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
    return False


class _Builder:
    """Turns composed nodes into plain data, noting lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._scalars = _Loader("")
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, loc: Loc) -> Any:
        self._document.lines[loc] = node.start_mark.line + 1
        if not isinstance(node, yaml.ScalarNode) or node.value:
            # The composer hands out the same node again for every *alias of an &anchor.
            if id(node) in self._seen:
                self._document.report(loc, _NO_ANCHORS)
                return None
            self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self._document.report(loc, _NO_TAGS.format(tag=node.tag))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*loc, position)) for position, child in enumerate(node.value)]
        try:
            return self._scalars.construct_object(node)
        except ValueError:
            return node.value

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                self._document.lines[(*loc, key)] = key_node.start_mark.line + 1
                self._document.report((*loc, key), f"键“{key}”写了两次：请合并成一个。")
            found[key] = self.build(value_node, (*loc, key))
            self._document.lines[(*loc, key)] = key_node.start_mark.line + 1
        return found
