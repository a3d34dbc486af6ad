"""What a button means, as a value: typed, packed into what a platform carries (64 bytes of ASCII at most), read strictly.

    class Keep(Press, prefix="tk"):
        live: bool
        shown: str

is a frozen dataclass; ``Keep(True, "1f").pack()`` is ``s:tk:1:1f``. Fields are ``int``, ``bool``, ``str`` (at most one with colons in
it: the last), enums of strings, and any of these ``| None``. Fields at the end that have their default are left out, and may be
missing when a button is read: so a button that gets a field stays readable. What nobody packed is read as ``None``.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, ClassVar, Self, dataclass_transform

MOST_BYTES = 64
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,18})", re.ASCII)
_LARGEST = 2**63 - 1


class Unreadable(ValueError):
    """This is no value of the field."""


@dataclass_transform(frozen_default=True)
class Press:
    """A button's meaning; see the module. ``root``: what stands before the prefix, empty for what everybody may press."""

    prefix: ClassVar[str]
    head: ClassVar[str]
    kinds: ClassVar[dict[str, type[Press]]] = {}
    """Every kind of button, by its ``head``."""

    def __init_subclass__(cls, prefix: str, root: str = "s", **more: Any) -> None:
        super().__init_subclass__(**more)
        dataclasses.dataclass(frozen=True)(cls)
        cls.prefix, cls.head = prefix, f"{root}:{prefix}" if root else prefix
        known = Press.kinds.get(cls.head)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two kinds of buttons begin with {cls.head}: {known.__qualname__}, {cls.__qualname__}")
        Press.kinds[cls.head] = cls

    def pack(self) -> str:
        """What the button carries; ``ValueError`` for what is too long, or would be read as something else."""
        values = [(field, getattr(self, field.name)) for field in _fields(type(self))]
        while values and values[-1][0].default is not dataclasses.MISSING and values[-1][1] == values[-1][0].default:
            values.pop()
        data = ":".join([self.head, *(_written(value) for _, value in values)])
        if len(data.encode()) > MOST_BYTES or type(self).read(data) != self:
            raise ValueError(f"not for a button: {data!r}")
        return data

    @classmethod
    def read(cls, data: str) -> Self | None:
        """What ``pack`` wrote, with this head; ``None`` for anything else."""
        if data != cls.head and not data.startswith(f"{cls.head}:"):
            return None
        fields, codecs = _fields(cls), _codecs(cls)
        rest = data[len(cls.head) + 1 :]
        parts = rest.split(":", len(fields) - 1) if fields and data != cls.head else []
        if not fields and rest:
            return None
        if parts == [""] and fields[0].default is not dataclasses.MISSING:
            parts = []
        if any(field.default is dataclasses.MISSING for field in fields[len(parts) :]):
            return None
        try:
            return cls(**{field.name: codecs[field.name](part) for field, part in zip(fields, parts, strict=False)})
        except Unreadable:
            return None


def kind_of(data: str) -> type[Press] | None:
    """Which kind of button carries this, whether or not the rest of it can be read."""
    root, _, rest = data.partition(":")
    return Press.kinds.get(f"{root}:{rest.partition(':')[0]}") or Press.kinds.get(root)


def _fields(kind: type[Press]) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)  # type: ignore[arg-type]  # subclasses are dataclasses, see __init_subclass__


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


_known: dict[type[Press], dict[str, Callable[[str], Any]]] = {}


def _codecs(kind: type[Press]) -> dict[str, Callable[[str], Any]]:
    if kind not in _known:
        hints = typing.get_type_hints(kind)
        _known[kind] = {field.name: _codec(hints[field.name], last=last) for field, last in _with_last(_fields(kind))}
    return _known[kind]


def _with_last(fields: tuple[dataclasses.Field[Any], ...]) -> Iterator[tuple[dataclasses.Field[Any], bool]]:
    for field in fields:
        yield field, field is fields[-1]


def _codec(hint: Any, *, last: bool) -> Callable[[str], Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = [one for one in typing.get_args(hint) if one is not types.NoneType]
        read = _codec(inner, last=last)
        return lambda part: None if part == "" else read(part)
    if hint is bool:
        return _flag
    if hint is int:
        return _number
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda part: _member(hint, part)
    if hint is str:
        return str if last else _word
    raise TypeError(f"{hint} cannot stand on a button")


def _flag(part: str) -> bool:
    if part not in ("0", "1"):
        raise Unreadable
    return part == "1"


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part) or abs(int(part)) > _LARGEST:
        raise Unreadable
    return int(part)


def _member(kind: type[StrEnum], part: str) -> StrEnum:
    try:
        return kind(part)
    except ValueError as error:
        raise Unreadable from error


def _word(part: str) -> str:
    if ":" in part:
        raise Unreadable
    return part
