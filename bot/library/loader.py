"""Folder → ``Library``: read every file, report every problem together, hand out only sound knowledge."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.library.entryfile import file_faults
from bot.library.ledger import check_ledger, register
from bot.library.lint import WrittenEntry, lint
from bot.library.models import Background, Case, Entry, Library, Place, Statute
from bot.library.problems import KnowledgeError, Lost, Problem, why
from bot.library.shapes import BACKGROUND_KINDS, CaseShape, EntryShape, StatuteShape, explain
from bot.library.speech import Speech
from bot.library.yamlfile import Document, Loc, read_yaml
from bot.library.yamlreason import no_list, no_text

SPEECH_FILE = "source/speech.txt"
ENTRIES_FOLDER = "entries"
_Shape = TypeVar("_Shape", EntryShape, StatuteShape, CaseShape)


def load_library(folder: Path) -> Library:
    """Read the knowledge folder.

    Raises ``KnowledgeError`` with all problems found, each naming file, line, entry, field and what to do.
    """
    _must_be_readable(folder)
    return _Load(folder).run()


class FolderError(KnowledgeError):
    """There is no such folder, or nobody lets us in: a slip of the caller, not a fault of the knowledge."""


def _must_be_readable(folder: Path) -> None:
    try:
        for each in (folder, folder / ENTRIES_FOLDER):
            with os.scandir(each) as found:
                next(found, None)
    except FileNotFoundError:
        if not folder.is_dir():
            raise FolderError([Problem(str(folder), 0, "", "", "没有这个知识文件夹：请检查路径，或设置 MINGFA_KNOWLEDGE。")]) from None
    except NotADirectoryError:
        if not folder.is_dir():
            raise FolderError([Problem(str(folder), 0, "", "", "这不是文件夹：请检查路径，或设置 MINGFA_KNOWLEDGE。")]) from None
    except OSError as error:
        message = f"读不了这个知识文件夹（{why(error)}）：请检查权限，或设置 MINGFA_KNOWLEDGE。"
        raise FolderError([Problem(str(error.filename or folder), 0, "", "", message)]) from error


def content_version(folder: Path) -> str:
    """A short fingerprint of every file that makes up the knowledge; raises ``OSError`` for unreadable files."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("*.yaml"), folder / SPEECH_FILE]):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def register_ids(folder: Path) -> int:
    """Bring the ledger of ids up to date with the entry files; returns how many lines changed.

    Raises ``KnowledgeError`` when the entry files or the ledger cannot be read, or the ledger cannot be written.
    """
    _must_be_readable(folder)
    load = _Load(folder)
    speech, sources = load.speech_and_sources()
    if speech is None or load.problems:
        raise KnowledgeError(load.problems)
    return register(folder, speech, sources)


class _Load:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[Problem] = []
        self._slips: set[Problem] = set()
        """What was written so that it is read as something else; the files are read as it was meant."""
        self._slipped: set[tuple[str, int]] = set()
        self._unread: set[str] = set()
        self._lost = {kind: Lost() for kind in ("entries", "statutes", "cases")}

    @property
    def problems(self) -> list[Problem]:
        """What was found so far."""
        return list(self._problems)

    def speech_and_sources(self) -> tuple[Speech | None, list[WrittenEntry]]:
        """The speech and the entries as written."""
        speech = self._speech()
        documents = [self._document(path) for path in self._entry_files()]
        return speech, [source for document in documents for source in self._sources(document)]

    def run(self) -> Library:
        speech, sources = self.speech_and_sources()
        statutes = dict(self._statutes())
        cases = dict(self._cases(statutes))
        background = tuple(self._background())
        if speech is not None:
            self._problems += lint(speech, sources, statutes, cases, background, self._lost)
            self._problems += check_ledger(self._folder, speech, sources, self._lost["entries"])
        if self._problems or speech is None:
            raise KnowledgeError(self._causes())
        entries = tuple(_entry(source, speech, statutes, cases) for source in sources)
        ordered = tuple(sorted(entries, key=lambda entry: _reading_order(entry, speech)))
        return Library(speech, ordered, background, content_version(self._folder), tuple(statutes.values()), tuple(cases.values()))

    def _causes(self) -> list[Problem]:
        """The problems without those that only follow from what was written wrong in the same line."""
        return [each for each in self._problems if each in self._slips or (each.file, each.line) not in self._slipped]

    def _document(self, path: Path) -> Document:
        document = read_yaml(path, path.relative_to(self._folder).as_posix())
        self._problems += document.problems
        self._slips |= set(document.problems)
        self._slipped |= {(problem.file, problem.line) for problem in document.problems}
        self._unread |= {document.file} if document.data is None and document.problems else set()
        document.problems = []
        return document

    def _reported(self, document: Document) -> bool:
        """Whether it has been said already why this file cannot be used."""
        return document.file in self._unread

    def _entry_files(self) -> list[Path]:
        files = sorted((self._folder / ENTRIES_FOLDER).glob("*.yaml"))
        if not files:
            self._lost["entries"].add_file()
            self._problems.append(Problem(ENTRIES_FOLDER, 0, "", "", "没有任何条目文件（entries/*.yaml）：请从版本库恢复。"))
        return files

    def _speech(self) -> Speech | None:
        try:
            return Speech.parse((self._folder / SPEECH_FILE).read_bytes().decode("utf-8-sig"))
        except OSError as error:
            message = f"读不了讲话原文（{why(error)}）：请从版本库恢复这个文件。"
        except UnicodeDecodeError as error:
            message = f"讲话原文不是 UTF-8 编码（第 {error.start} 字节处）：请从版本库恢复，用 UTF-8 保存。"
        except ValueError as error:
            message = f"讲话原文不可用（{error}）：请从版本库恢复，用 UTF-8 保存。"
        self._problems.append(Problem(SPEECH_FILE, 0, "", "", message))
        return None

    def _items(self, document: Document, data: Any, base: Loc, shape: type[_Shape], lost: Lost) -> Iterator[tuple[_Shape, Loc]]:
        """The items of one list, shaped; the faults of the others are reported, and they are lost."""
        if not isinstance(data, list):
            lost.add_file()
            if not self._reported(document):
                self._problems.append(Problem(document.file, document.line(base), "", "", "这里应当是一个列表：每项以“- id: …”开头。"))
            return
        for position, item in enumerate(data):
            loc: Loc = (*base, position)
            name = id_ if isinstance(item, dict) and isinstance(id_ := item.get("id"), str) else ""
            try:
                yield shape.model_validate(item), loc
            except ValidationError as error:
                lost.add(name)
                for inside, message in explain(error, lambda inside, loc=loc: document.written(loc + inside)):  # type: ignore[misc]
                    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in inside)
                    self._problems.append(Problem(document.file, document.line(loc + inside), name, field, message))

    def _sources(self, document: Document) -> Iterator[WrittenEntry]:
        lost = self._lost["entries"]
        faults = list(file_faults(document))
        if faults and not self._reported(document):
            self._problems += faults
        if faults or not isinstance(document.data, dict):
            lost.add_file()
            return
        for shape, loc in self._items(document, document.data["entries"], ("entries",), EntryShape, lost):
            yield WrittenEntry(document, loc, document.data["part"], shape)

    def _unique(self, kind: str, shape: type[_Shape]) -> Iterator[tuple[_Shape, _Reporter]]:
        """Items of a top-level list file with their ids checked; each with a way to report on it."""
        document = self._document(self._folder / f"{kind}.yaml")
        seen: dict[str, int] = {}
        for item, loc in self._items(document, document.data, (), shape, self._lost[kind]):
            report = _Reporter(self._problems, document, loc, item.id)

            if item.id in seen:
                report("id", f"编号在第 {seen[item.id]} 行已经用过：请换一个。")
                continue
            seen[item.id] = document.line(loc)
            yield item, report

    def _statutes(self) -> Iterator[tuple[str, Statute]]:
        for shape, _ in self._unique("statutes", StatuteShape):
            yield shape.id, Statute(**shape.model_dump())

    def _cases(self, statutes: Mapping[str, Statute]) -> Iterator[tuple[str, Case]]:
        for shape, report in self._unique("cases", CaseShape):
            for missing in (basis for basis in shape.basis if basis not in statutes and basis not in self._lost["statutes"]):
                report("basis", f"法条 {missing} 不在 statutes.yaml 里：请补上该条，或改正编号。")
            data = shape.model_dump(exclude={"basis", "unverified"})
            yield shape.id, Case(**data, basis=_pick(shape.basis, statutes), unverified=tuple(shape.unverified))

    def _background(self) -> Iterator[Background]:
        document = self._document(self._folder / "background.yaml")
        if not isinstance(document.data, dict):
            if not self._reported(document):
                self._problems.append(
                    Problem(document.file, 1, "", "", "应当按种类分组：smalltalk、logistics、other_law、other_subject、noise。")
                )
            return
        for kind, messages in document.data.items():
            if kind not in BACKGROUND_KINDS or not isinstance(messages, list):
                known = kind in BACKGROUND_KINDS
                message = no_list(messages) if known else f"不认识的种类：只能是 {'、'.join(BACKGROUND_KINDS)}。"
                self._problems.append(Problem(document.file, document.line((kind,)), "", kind, message))
                continue
            for position, text in enumerate(messages):
                if isinstance(text, str) and text.strip():
                    yield Background(kind, text)
                else:
                    place: Loc = (kind, position)
                    message = no_text(None if isinstance(text, str) else text, document.written(place))
                    self._problems.append(Problem(document.file, document.line(place), "", kind, message))


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Reports problems of one item."""

    problems: list[Problem]
    document: Document
    loc: Loc
    id: str

    def __call__(self, field: str, message: str) -> None:
        self.problems.append(Problem(self.document.file, self.document.line((*self.loc, field)), self.id, field, message))


_Value = TypeVar("_Value")


def _pick(ids: Iterable[str], found: Mapping[str, _Value]) -> tuple[_Value, ...]:
    return tuple(found[id_] for id_ in ids if id_ in found)


def _entry(source: WrittenEntry, speech: Speech, statutes: Mapping[str, Statute], cases: Mapping[str, Case]) -> Entry:
    shape = source.shape
    return Entry(
        id=shape.id,
        title=shape.title,
        gist=shape.gist,
        place=Place(tuple(shape.place), speech.label(shape.place)),
        passage=tuple(shape.passage),
        aliases=tuple(shape.aliases),
        part=source.part,
        cautions=tuple(shape.cautions),
        statutes=_pick(shape.statutes, statutes),
        cases=_pick(shape.cases, cases),
        related=tuple(shape.related),
    )


def _reading_order(entry: Entry, speech: Speech) -> tuple[bool, int, int, str]:
    """Overviews of several paragraphs last, the others as they stand in the speech."""
    first = entry.place.paragraphs[0]
    offset = speech.paragraphs[first].find(entry.passage[0])
    return len(entry.place.paragraphs) > 1, first, offset, entry.id
