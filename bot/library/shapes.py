"""The shape of the YAML files, as an editor writes them. Unknown keys are errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from bot.library.yamlread import Loc
from bot.library.yamlreason import no_id, no_list, no_number, no_text

ID_BYTES = 24
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=ID_BYTES)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Optional = Annotated[str, StringConstraints(strip_whitespace=True)]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class EntryShape(_Shape):
    """One entry of ``entries/*.yaml``."""

    id: Id
    title: Annotated[Line, StringConstraints(max_length=30)]
    gist: Annotated[Line, StringConstraints(max_length=80)]
    place: Annotated[list[int], BeforeValidator(_as_list), Field(min_length=1)]
    passage: Annotated[list[Line], BeforeValidator(_as_list), Field(min_length=1)]
    aliases: Annotated[list[Line], Field(min_length=24)]
    cautions: list[Line] = []
    statutes: list[Id] = []
    cases: list[Id] = []
    related: list[Id] = []


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


class StatuteShape(_Shape):
    """One article of ``statutes.yaml``."""

    id: Id
    law: Line
    article: Annotated[int, Field(gt=0)]
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_real_day)]
    gist: Line
    checked: Line
    note: Optional = ""


class CaseShape(_Shape):
    """One case of ``cases.yaml``."""

    id: Id
    title: Line
    kind: Literal["最高人民法院指导性案例", "最高人民法院典型案例", "最高人民法院公报案例", "法院裁判"]
    number: Optional = ""
    court: Optional = ""
    year: Optional = ""
    gist: Line
    lesson: Line
    basis: list[Id] = []
    note: Optional = ""
    status: Literal["已核", "部分核实", "未核"]
    unverified: list[Line] = []


BACKGROUND_KINDS = ("smalltalk", "logistics", "other_law", "other_subject", "noise")
KEYS = frozenset(
    {"part", "entries", *BACKGROUND_KINDS, *EntryShape.model_fields, *StatuteShape.model_fields, *CaseShape.model_fields}
)
"""Every key that stands in a file of ours, except the ids of the ledger."""


_CHOICES = re.compile(r"'([^']*)'")
_MESSAGES = {
    "missing": "缺这一项：请补上。",
    "extra_forbidden": "不认识这个键：请检查拼写，或删掉它。",
    "string_too_short": "不能为空：请填写，或删掉这一行。",
    "too_short": "列表太短：至少要 {min_length} 项，现有 {actual_length} 项。",
    "string_too_long": "太长：最多 {max_length} 个字符。",
    "string_pattern_mismatch": "写法不对：编号只能用小写字母、数字和连字符，日期写成 '2021-01-22'。",
    "literal_error": "只能是 {expected} 之一。",
    "value_error": "没有这一天：请核对日期。",
    "greater_than": "应当大于 {gt}。",
    "model_type": "这里应当是“键: 值”的写法。",
}


def explain(error: ValidationError, written: Callable[[Loc], str]) -> Iterator[tuple[Loc, str]]:
    """Each fault of a shape: its place below the item, and what to do about it (Chinese). ``written``: the line of a place."""
    for fault in error.errors(include_url=False):
        context = dict(fault.get("ctx", {}))
        if "expected" in context:  # pydantic's "'甲', '乙' or '丙'"
            context["expected"] = "、".join(_CHOICES.findall(str(context["expected"])))
        yield fault["loc"], _reason(fault["type"], fault["input"], written(fault["loc"])) or _MESSAGES.get(
            fault["type"], "写法不对：请对照 knowledge/README.md 里的例子。"
        ).format(**context)


def _reason(kind: str, value: Any, line: str) -> str:
    if kind == "string_type" or (kind == "literal_error" and not isinstance(value, str)):
        return no_text(value, line)
    if kind == "int_type":
        return no_number(value)
    if kind == "list_type":
        return no_list(value)
    return no_id(value) if kind == "string_pattern_mismatch" and isinstance(value, str) else ""
