"""What of an entry goes into a sheet, under which heading. One text each, the same whether it comes from a sheet or from YAML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.library.models import Entry

SHEET_ENTRIES = "条目"
SHEET_ALIASES = "问法"
ID = "编号"
ENTRY_ID = "条目编号"
ENTRY_TITLE = "条目标题"
ALIAS = "问法"
ORIGIN = "来源"
ORIGIN_FILES = "知识文件"
ORIGIN_TAUGHT = "群里教的"


@dataclass(frozen=True, slots=True)
class Column:
    """A field of an entry: ``field`` as in ``Entry``, its heading, its width in a sheet (characters), and its text."""

    field: str
    heading: str
    width: int
    text: Callable[[Entry], str]


def ids(values: Sequence[str]) -> str:
    """A list of ids as one text."""
    return "、".join(values)


def numbers(values: Sequence[int]) -> str:
    """Paragraph numbers as one text."""
    return "、".join(map(str, values))


def lines(values: Sequence[str]) -> str:
    """Several sentences as one text."""
    return "\n".join(values)


COLUMNS: tuple[Column, ...] = (
    Column("part", "部分", 16, lambda entry: entry.part),
    Column("title", "标题", 26, lambda entry: entry.title),
    Column("gist", "一句话", 40, lambda entry: entry.gist),
    Column("place", "段落", 8, lambda entry: numbers(entry.place.paragraphs)),
    Column("passage", "原文", 60, lambda entry: lines(entry.passage)),
    Column("cautions", "请注意", 40, lambda entry: lines(entry.cautions)),
    Column("statutes", "法条", 20, lambda entry: ids([statute.id for statute in entry.statutes])),
    Column("cases", "案例", 16, lambda entry: ids([case.id for case in entry.cases])),
    Column("related", "相关要点", 20, lambda entry: ids(entry.related)),
)
BY_HEADING = {column.heading: column for column in COLUMNS}
HEADINGS = {column.field: column.heading for column in COLUMNS}


def comparable(text: str) -> str:
    """A text without what spreadsheets and editors change by themselves: line ends, spaces around lines."""
    return "\n".join(line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").split("\n")).strip()
