"""The YAML files with what was taught written into them, ready to be committed: comments, order and quoting stay as they are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import yaml

from bot.library.yamlfile import parse_yaml
from bot.library.yamlread import Misread
from bot.library.yamltext import pieces_of

_ITEM = re.compile(r"^(?P<indent> *)- ")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def export_zip(files: Mapping[str, str], more: Mapping[str, Sequence[str]]) -> bytes:
    """All knowledge files by path in the folder, with more aliases by entry id. The same content gives the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            member = zipfile.ZipInfo(f"knowledge/{path}", _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, with_aliases(text, more) if path.startswith("entries/") else text)
    return out.getvalue()


def with_aliases(text: str, more: Mapping[str, Sequence[str]]) -> str:
    """The text of one file of entries, with more aliases at the end of each entry's list."""
    document = parse_yaml(text, "")
    entries = document.data.get("entries") if isinstance(document.data, dict) else None
    wanted = [
        (position, entry["aliases"], more[entry["id"]])
        for position, entry in enumerate(entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and more.get(entry.get("id", "")) and entry.get("aliases")
    ]
    if not wanted:
        return text
    lines = pieces_of(text)
    # From the end, so that the numbers of earlier lines stay right.
    for position, aliases, new in reversed(wanted):
        number = document.line(("entries", position, "aliases", len(aliases) - 1))
        _insert(lines, number - 1, new)
    written = "".join(lines)
    expected = _expected(document.data, wanted)
    # A list that is not written one alias a line cannot be extended by lines: then the file loses its comments.
    return written if parse_yaml(written, "").data == expected else _dump(expected)


def _insert(lines: list[str], last: int, new: Sequence[str]) -> None:
    """After the item that begins at line ``last`` (from 0), and what of it stands on further lines."""
    found = _ITEM.match(lines[last])
    if found is None:
        return
    indent = found["indent"]
    end = last + 1
    while end < len(lines) and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip(" ")) > len(indent):
        end += 1
    if not lines[end - 1].endswith(("\n", "\r")):
        lines[end - 1] += "\n"
    lines[end:end] = [f"{indent}- {_scalar(alias)}\n" for alias in new]


def _expected(data: dict[str, Any], wanted: Iterable[tuple[int, list[Any], Sequence[str]]]) -> dict[str, Any]:
    entries = list(data["entries"])
    for position, aliases, new in wanted:
        entries[position] = {**entries[position], "aliases": [*aliases, *new]}
    return {**data, "entries": entries}


def _scalar(text: str) -> str:
    """A text as YAML writes it on one line."""
    return str(yaml.safe_dump(text, allow_unicode=True, width=float("inf"))).removesuffix("...\n").rstrip("\n")


def _dump(data: dict[str, Any]) -> str:
    # Never folded: a sentence on two lines is read as one with a space in it, and refused.
    return str(yaml.safe_dump(_texts(data), allow_unicode=True, sort_keys=False, width=float("inf")))


def _texts(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _texts(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(value) for value in data]
    return data.text if isinstance(data, Misread) else data
