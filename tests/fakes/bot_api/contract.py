"""A second opinion on what the bot sends: every call is checked against aiogram's models of the Bot API.

aiogram is a development dependency only. Its models accept unknown fields, so those are looked for here.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from .record import Call


def _unknown(value: Any, where: str) -> list[str]:
    """Fields that the models do not have, at any depth."""
    if isinstance(value, BaseModel):
        found = [f"{where}.{name}" for name in value.model_extra or {}]
        for name in type(value).model_fields:
            found += _unknown(getattr(value, name), f"{where}.{name}")
        return found
    if isinstance(value, list | tuple):
        return [name for i, item in enumerate(value) for name in _unknown(item, f"{where}[{i}]")]
    return []


def problems(call: Call) -> list[str]:
    """What is wrong with the parameters of a call; nothing when all is well."""
    # Takes three seconds and more: whoever only collects tests, or starts processes that run them, need not wait for it.
    from aiogram import methods
    from aiogram.types import BufferedInputFile

    model = getattr(methods, call.method[0].upper() + call.method[1:], None)
    if model is None:
        return [f"no such method: {call.method}"]
    params = dict(call.params)
    for name in call.files:
        if name in model.model_fields:
            params[name] = BufferedInputFile(b"", "file")
    try:
        return _unknown(model.model_validate(params), call.method)
    except ValidationError as error:
        return [f"{call.method}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]


def assert_valid(call: Call) -> None:
    """Fail with every problem of a call."""
    found = problems(call)
    assert not found, f"{call}\n  " + "\n  ".join(found)
