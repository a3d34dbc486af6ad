"""The README's table of settings, made of the fields: ``python -m bot.settings.table README.md`` writes it anew."""

from __future__ import annotations

import ast
import re
import sys
from datetime import timedelta
from inspect import getsource
from itertools import pairwise
from pathlib import Path

from pydantic.fields import FieldInfo

from bot.settings.config import Settings
from bot.settings.kinds import bounds_of, kind_of

_HEAD = "| setting | default | meaning |\n|---|---|---|\n"


def table() -> str:
    """One row a setting."""
    told = _told()
    return _HEAD + "".join(f"| `{field.alias}` | {_default(field)} | {told[name]} |\n" for name, field in Settings.model_fields.items())


def rewritten(readme: str) -> str:
    """A README with the table of now in the place of the one that stands there."""
    return re.sub(re.escape(_HEAD) + r"(?:\|.*\n)*", lambda _: table(), readme)


def _told() -> dict[str, str]:
    """What is written below each field. Read here, not by pydantic: that would parse the source at every start."""
    (fields,) = ast.parse(getsource(Settings)).body
    assert isinstance(fields, ast.ClassDef)
    return {
        field.target.id: " ".join(told.value.value.split())
        for field, told in pairwise(fields.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(told, ast.Expr) and isinstance(told.value, ast.Constant) and isinstance(told.value.value, str)
    }


def _default(field: FieldInfo) -> str:
    """The default, and the bounds where there are some. What depends on the machine is told in words."""
    kind, value = kind_of(field), field.default
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, int | float | str | timedelta) or value == "":
        return ""
    bounds = bounds_of(field)
    shown = kind.counted(value) if kind else value
    return f"{shown:g} ({bounds['least']} to {bounds['most']})" if bounds else f"`{shown}`"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
