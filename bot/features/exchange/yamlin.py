"""YAML files sent back → ``Upload``: one file of entries, or a zip as ``/export`` made it.

What the loader would say about a file is said by /reload; here only what is needed for comparing is asked for.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from bot.features.exchange import texts
from bot.features.exchange.caps import MAX_FILE, MAX_NODES, MAX_ROWS, ExchangeError, megabytes, opened
from bot.features.exchange.kinds import member_name
from bot.features.exchange.upload import AliasRow, EntryRow, Upload
from bot.library import columns
from bot.library.entryfile import file_faults
from bot.library.yamlfile import Document, Loc, parse_yaml
from bot.library.yamlreason import no_list, no_number, no_text

_FOLDER = "entries"
_OTHERS = ("statutes", "cases", "background", "ids")
_WHOLE = "statutes.yaml"
"""Stands beside the entries when somebody sends the whole knowledge."""


def read_yaml(name: str, data: bytes) -> Upload:
    """One file of entries. Raises ``ExchangeError`` for what is too large or no text; the rest is in ``faults``."""
    if len(data) > MAX_FILE:
        raise ExchangeError(texts.IMPORT_TOO_LARGE.format(size=megabytes(len(data)), limit=megabytes(MAX_FILE)))
    upload = Upload()
    _file(PurePosixPath(name).name, data, upload)
    return upload


def read_zip(data: bytes) -> Upload:
    """All files of entries in a zip; other YAML files are kept as they are in ``others``. Raises as ``read_yaml``."""
    upload = Upload()
    with opened(data) as archive:
        files: dict[str, zipfile.ZipInfo] = {}
        for member in archive.infolist():
            name = member_name(member)
            if not _is_yaml(name):
                continue
            if files.setdefault(_inner(name), member) is not member:
                raise ExchangeError(texts.IMPORT_FILE_TWICE.format(name=_inner(name)))
        entries = {name: member for name, member in files.items() if PurePosixPath(name).parent.name == _FOLDER}
        if not entries:  # somebody packed the files and not their folder
            entries = {name: member for name, member in files.items() if PurePosixPath(name).stem not in _OTHERS}
        if not entries:
            raise ExchangeError(texts.IMPORT_NO_YAML_IN_ZIP)
        for name, member in sorted(entries.items()):
            _file(name, archive.read(member), upload)
            if upload.more_faults:
                break  # nobody reads more of them
        upload.others = {name: archive.read(member) for name, member in files.items() if name not in entries}
    upload.whole = _WHOLE in upload.others and not upload.faults
    return upload


def _is_yaml(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() in (".yaml", ".yml") and "__MACOSX" not in path.parts and not path.name.startswith(".")


def _inner(name: str) -> str:
    """A path as it is inside the knowledge folder, wherever that is in the zip."""
    path = PurePosixPath(name)
    return f"{_FOLDER}/{path.name}" if path.parent.name == _FOLDER else path.name


def _file(name: str, data: bytes, upload: Upload) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        upload.fault(name, texts.IMPORT_NOT_UTF8)
        return
    document = parse_yaml(text, name, max(0, MAX_NODES - upload.nodes))
    upload.nodes += len(document.lines)
    for problem in document.problems:
        upload.fault(f"{name}:{problem.line}", problem.message)
    faults = [] if document.data is None and document.problems else list(file_faults(document))
    for problem in faults:
        upload.fault(f"{name}:{problem.line}", problem.message)
    content = document.data
    if faults or not isinstance(content, dict):
        return
    if len(upload.entries) + len(content["entries"]) > MAX_ROWS:
        raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
    for position, item in enumerate(content["entries"]):
        _entry(item, content["part"], document, ("entries", position), upload)


def _entry(item: Any, part: str, document: Document, loc: Loc, upload: Upload) -> None:
    told = {problem.line for problem in document.problems}

    def fault(place: Loc, message: str) -> None:
        line = document.line((*loc, *place))
        if line not in told:  # else it only follows from what was said of the line
            upload.fault(f"{document.file}:{line}", message)

    if not isinstance(item, dict):
        fault((), texts.IMPORT_NO_ENTRY)
        return
    id_ = item.get("id")
    if not isinstance(id_, str) or not id_:
        fault(("id",), no_text(id_, document.written((*loc, "id"))) if id_ is not None else texts.IMPORT_NO_ID)
        return
    where = f"{document.file}:{document.line((*loc, 'id'))}"
    if upload.places.setdefault(id_, where) != where:
        fault(("id",), texts.IMPORT_TWICE.format(id=id_, where=upload.places[id_]))
        return
    given = {"part": columns.comparable(part)}
    for field, value in item.items():
        if field in _READERS:
            text = _READERS[field](value)
            if text is None:
                fault((field,), f"{field} {_why_wrong(field, value, document.written((*loc, field)))}")
            else:
                given[field] = text
        elif field not in ("id", "aliases"):
            fault((field,), texts.IMPORT_FIELD_UNKNOWN.format(field=field))
    upload.entries.append(EntryRow(id_, given, where))
    _aliases(id_, item.get("aliases", []), fault, document, loc, upload)


def _aliases(id_: str, values: Any, fault: Callable[[Loc, str], None], document: Document, loc: Loc, upload: Upload) -> None:
    if not isinstance(values, list):
        fault(("aliases",), f"aliases {no_list(values)}")
        return
    if len(upload.aliases) + len(values) > MAX_ROWS:
        raise ExchangeError(texts.IMPORT_TOO_MANY_ROWS.format(limit=MAX_ROWS))
    upload.lists.add(id_)
    for position, alias in enumerate(values):
        place: Loc = ("aliases", position)
        if isinstance(alias, str) and alias.strip():
            upload.aliases.append(AliasRow(id_, alias.strip(), f"{document.file}:{document.line((*loc, *place))}"))
        else:
            fault(place, texts.IMPORT_ALIAS_NO_TEXT.format(why=no_text(alias or None, document.written((*loc, *place)))))


def _why_wrong(field: str, value: Any, written: str) -> str:
    kind = int if field == "place" else str
    wrong = next((item for item in value if type(item) is not kind), value) if isinstance(value, list) else value
    if field == "place":
        return no_number(wrong)
    if field in ("statutes", "cases", "related") and not isinstance(value, list):
        return no_list(value)
    return no_text(wrong, written)


def _text(value: Any) -> str | None:
    return columns.comparable(value) if isinstance(value, str) else None


def _texts(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    return columns.lines([columns.comparable(item) for item in values]) if all(isinstance(item, str) for item in values) else None


def _ids(value: Any) -> str | None:
    return columns.ids(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _numbers(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    return columns.numbers(values) if all(type(item) is int for item in values) else None


_READERS: Mapping[str, Callable[[Any], str | None]] = {
    "title": _text,
    "gist": _text,
    "place": _numbers,
    "passage": _texts,
    "cautions": _texts,
    "statutes": _ids,
    "cases": _ids,
    "related": _ids,
}
