"""What must hold across entries: verbatim passages, full coverage, one owner for each alias, no dangling id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.library.models import Background, Case, Statute
from bot.library.normalize import normalize
from bot.library.problems import Lost, Problem
from bot.library.shapes import EntryShape
from bot.library.speech import Speech
from bot.library.yamlfile import Document, Loc

PASSAGE_LENGTH = range(20, 201)
# Greeting and the three headings need no entry of their own.
COVERED_PARAGRAPHS = (2, *range(4, 9), *range(10, 14), *range(15, 19))


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry as written, with where it stands."""

    document: Document
    loc: Loc
    part: str
    shape: EntryShape

    def problem(self, field: str, message: str, position: int | None = None) -> Problem:
        """A problem in one field of this entry, or in one item of it."""
        loc = (*self.loc, field) if position is None else (*self.loc, field, position)
        return Problem(self.document.file, self.document.line(loc), self.shape.id, field, message)


def lint(
    speech: Speech,
    sources: Sequence[WrittenEntry],
    statutes: Mapping[str, Statute],
    cases: Mapping[str, Case],
    background: Sequence[Background],
    lost: Mapping[str, Lost] | None = None,
) -> list[Problem]:
    """Every problem across the entries; an empty list when the knowledge is sound.

    ``lost`` names, by kind, what could not be read: that others refer to it, or that its sentences are held by nobody,
    is no fault of theirs and would only hide the cause.
    """
    lost = lost or {}
    return [
        *_repeated_ids(sources),
        *_passages(speech, sources),
        *([] if lost.get("entries") else _uncovered(speech, sources)),
        *_aliases(sources, background),
        *_dangling(sources, statutes, cases, lost),
    ]


def _repeated_ids(sources: Sequence[WrittenEntry]) -> Iterator[Problem]:
    seen: dict[str, WrittenEntry] = {}
    for source in sources:
        first = seen.setdefault(source.shape.id, source)
        if first is not source:
            where = f"{first.document.file}:{first.document.line(first.loc)}"
            yield source.problem("id", f"编号已在 {where} 用过：编号不能重复，也不能再用删掉的编号，请换一个。")


def _passages(speech: Speech, sources: Sequence[WrittenEntry]) -> Iterator[Problem]:
    for source in sources:
        places = source.shape.place
        for number in (n for n in places if n not in speech.paragraphs):
            yield source.problem("place", f"讲话没有第 {number} 段：请写方括号里的段号。")
        length = sum(map(len, source.shape.passage))
        if length not in PASSAGE_LENGTH:
            yield source.problem("passage", f"原文 {length} 字：应在 20 到 200 字之间，请增删整句。")
        used: set[int] = set()
        for position, excerpt in enumerate(source.shape.passage):
            inside = {n for n in places if n in speech.paragraphs and excerpt in speech.paragraphs[n]}
            used |= inside
            if not inside:
                elsewhere = [n for n, text in speech.paragraphs.items() if excerpt in text]
                hint = (
                    f"这句在第 {elsewhere[0]} 段，请改 place"
                    if elsewhere
                    else "与讲话一字不差才行，请从 source/speech.txt 复制，星号和标点都要保留"
                )
                yield source.problem("passage", f"不是这些段落里的原文：{hint}。", position)
        for number in (n for n in places if n in speech.paragraphs and n not in used):
            yield source.problem("place", f"写了第 {number} 段，但没有一段原文出自那里：请删掉这个段号。")


def _uncovered(speech: Speech, sources: Sequence[WrittenEntry]) -> Iterator[Problem]:
    """Every sentence must be covered, each character of it (closing punctuation apart), by some passage."""
    for number in (n for n in COVERED_PARAGRAPHS if n in speech.paragraphs):
        text = speech.paragraphs[number]
        covered = bytearray(len(text))
        for excerpt in (e for source in sources for e in source.shape.passage):
            start = text.find(excerpt)
            while start >= 0:
                covered[start : start + len(excerpt)] = b"\x01" * len(excerpt)
                start = text.find(excerpt, start + 1)
        for start, sentence in speech.sentences(number):
            if any(char.isalnum() and not covered[start + i] for i, char in enumerate(sentence)):
                yield Problem(
                    "source/speech.txt",
                    0,
                    "",
                    f"第{number}段",
                    f"没有条目收录这一句（或只收录了一部分）：“{sentence}”。请加一个条目，或把它放进相邻条目的 passage。",
                )


def _aliases(sources: Sequence[WrittenEntry], background: Iterable[Background]) -> Iterator[Problem]:
    chatter = {normalize(message.text) for message in background}
    owners: dict[str, tuple[WrittenEntry, int]] = {}
    for source in sources:
        for position, alias in enumerate(source.shape.aliases):
            key = normalize(alias)
            if not key:
                yield source.problem("aliases", f"问法“{alias}”没有文字：请删掉。", position)
                continue
            if key in chatter:
                yield source.problem("aliases", f"问法“{alias}”也在 background.yaml 里：请从一处删掉。", position)
            first, first_position = owners.setdefault(key, (source, position))
            if (first, first_position) != (source, position):
                where = f"{first.document.file}:{first.document.line((*first.loc, 'aliases', first_position))}"
                yield source.problem("aliases", f"问法“{alias}”已属于 {first.shape.id}（{where}）：请删掉其中一个。", position)


def _dangling(
    sources: Sequence[WrittenEntry], statutes: Collection[str], cases: Collection[str], lost: Mapping[str, Lost]
) -> Iterator[Problem]:
    ids = {source.shape.id for source in sources}
    known = (
        ("statutes", statutes, " statutes.yaml ", lost.get("statutes", ())),
        ("cases", cases, " cases.yaml ", lost.get("cases", ())),
        ("related", ids, "任何条目文件", lost.get("entries", ())),
    )
    for source in sources:
        for field, found, file, unread in known:
            for position, id_ in enumerate(getattr(source.shape, field)):
                if id_ not in found and id_ not in unread:
                    yield source.problem(field, f"编号 {id_} 不在{file}里：请改正，或删掉这一项。", position)
                elif field == "related" and id_ == source.shape.id:
                    yield source.problem(field, "相关要点写了自己：请删掉这一项。", position)
