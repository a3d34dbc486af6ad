"""Kinds of values that a setting may have: how each is read from text, and which sentence tells that it cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from bot.library.folding import unquoted
from bot.library.normalize import clean

# 64-bit, as Telegram's ids.
_LARGEST_ID = 2**63 - 1
_ON = ("on", "1", "yes", "true", "开", "是", "打开", "开启", "启用")
_OFF = ("off", "0", "no", "false", "关", "否", "关闭", "关掉", "停用")


@dataclass(frozen=True, slots=True)
class ValueKind:
    """``reason``: what is said of a value that is none of this kind (a key of ``texts.SETTING_REASONS``). ``unit``: of spans of time."""

    reason: str
    unit: timedelta | None = None

    def counted(self, value: Any) -> Any:
        """A value as people write it: a span as a number of units."""
        return value // self.unit if self.unit and isinstance(value, timedelta) else value


def kind_of(field: FieldInfo) -> ValueKind | None:
    """The kind of a setting; ``None`` for a setting that is taken as it is."""
    return next((one for one in field.metadata if isinstance(one, ValueKind)), None)


def bounds_of(field: FieldInfo) -> dict[str, Any]:
    """``least`` and ``most``, as people write them; nothing for a setting without bounds."""
    kind = kind_of(field)
    least = next((one.ge for one in field.metadata if hasattr(one, "ge")), None)
    most = next((one.le for one in field.metadata if hasattr(one, "le")), None)
    return {} if kind is None or least is None or most is None else {"least": kind.counted(least), "most": kind.counted(most)}


def _read(read: Callable[[str], Any]) -> BeforeValidator:
    """From text; what is a value already stays as it is."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _plain(text: str) -> str:
    """Latin letters and signs, whatever keyboard typed them. Not ``fold``: two dashes in a row are two."""
    return unicodedata.normalize("NFKC", clean(text)).strip()


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # nobody's home
        raise ValueError from error


def _span(unit: timedelta) -> Callable[[str], timedelta]:
    def read(text: str) -> timedelta:
        try:
            return unit * float(unquoted(text))
        except OverflowError as error:
            raise ValueError from error

    return read


def _flag(text: str) -> bool:
    said = unquoted(text).lower()
    if said not in (*_ON, *_OFF):
        raise ValueError
    return said in _ON


def _ids(text: str) -> frozenset[int]:
    parts = [part for part in re.split(r"[,;\s]+", unquoted(text)) if part]
    if not all(part.isascii() and part.isdecimal() and len(part) < 20 and 0 < int(part) <= _LARGEST_ID for part in parts):
        raise ValueError
    return frozenset(map(int, parts))


def _url(text: str) -> str:
    url = _plain(text).rstrip("/")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError
    return url


def _address(text: str) -> str:
    address = _plain(text).strip("[]")
    return str(ip_address("127.0.0.1" if address == "localhost" else address))


def _secret(text: str) -> str:
    secret = _plain(text)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise ValueError
    return secret


def _level(text: str) -> str:
    level = unquoted(text).upper()
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError
    return level


Text = Annotated[str, _read(str.strip)]
Plain = Annotated[str, _read(_plain)]
Folder = Annotated[Path, _read(_path), ValueKind("path")]
Whole = Annotated[int, _read(unquoted), ValueKind("integer")]
Number = Annotated[float, _read(unquoted), ValueKind("number")]
Seconds = Annotated[timedelta, _read(_span(timedelta(seconds=1))), ValueKind("number", timedelta(seconds=1))]
Hours = Annotated[timedelta, _read(_span(timedelta(hours=1))), ValueKind("number", timedelta(hours=1))]
Flag = Annotated[bool, _read(_flag), ValueKind("flag")]
Ids = Annotated[frozenset[int], _read(_ids), ValueKind("ids")]
Url = Annotated[str, _read(_url), ValueKind("url")]
Address = Annotated[str, _read(_address), ValueKind("address")]
Secret = Annotated[str, _read(_secret), ValueKind("secret")]
Level = Annotated[str, _read(_level), ValueKind("level")]
