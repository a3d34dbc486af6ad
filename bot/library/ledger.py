"""The ledger of ids: every id ever given and the sentences its entry holds.

It keeps two promises that the entry files alone cannot keep: an id is never used again, and an entry that
disappears is missed, with the sentences it held, even when another entry quotes them too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.library.lint import WrittenEntry
from bot.library.problems import KnowledgeError, Problem, why
from bot.library.speech import Speech
from bot.library.yamlfile import read_yaml

LEDGER_FILE = "ids.yaml"
RETIRED = "retired"
_HEADER = """# 每个用过的编号，和它的条目收录的句子（段.句）。由 python -m bot check --register 维护。
# 不要删行：编号永不重复使用。要废除一个条目，把它的句子改成 retired。
"""


def held_sentences(speech: Speech, place: Sequence[int], passage: Sequence[str]) -> list[str]:
    """The sentences that a passage touches, as paragraph.sentence numbers, both from 1."""
    found: list[str] = []
    for number in (n for n in place if n in speech.paragraphs):
        text = speech.paragraphs[number]
        spans = [(text.find(excerpt), len(excerpt)) for excerpt in passage if excerpt in text]
        for position, (start, sentence) in enumerate(speech.sentences(number), 1):
            if any(at < start + len(sentence) and start < at + length for at, length in spans):
                found.append(f"{number}.{position}")
    return found


def check_ledger(folder: Path, speech: Speech, sources: Sequence[WrittenEntry], lost: Container[str] = ()) -> Iterator[Problem]:
    """Entries that are missing, not registered, retired, or changed since they were registered. ``lost`` ones are not missing."""
    path = folder / LEDGER_FILE
    if not path.exists():
        yield Problem(LEDGER_FILE, 0, "", "", "没有编号登记簿：请从版本库恢复，或运行 python -m bot check --register。")
        return
    document = read_yaml(path, LEDGER_FILE)
    yield from document.problems
    if not isinstance(document.data, dict):
        if not document.problems:
            yield Problem(LEDGER_FILE, 0, "", "", "编号登记簿是空的：请从版本库恢复，或运行 python -m bot check --register。")
        return
    present = {source.shape.id: source for source in sources}
    for id_, held in document.data.items():
        source = present.get(id_)
        line = document.line((id_,))
        if held == RETIRED:
            if source is not None:
                yield source.problem("id", f"编号 {id_} 已废除，不能再用：请换一个。")
        elif source is None and id_ in lost:
            continue
        elif source is None:
            sentences = "".join(f"“{sentence}”" for sentence in _texts(speech, held))
            yield Problem(
                LEDGER_FILE,
                line,
                id_,
                "",
                f"条目 {id_} 不见了，它收录的句子没有自己的条目了：{sentences}。"
                f"请恢复这个条目；确实要废除，把这一行改成 {id_}: {RETIRED}。",
            )
        elif held != held_sentences(speech, source.shape.place, source.shape.passage):
            yield source.problem("passage", "收录的句子与登记的不同：如果是有意改的，请运行 python -m bot check --register。")
    for id_ in present.keys() - document.data.keys():
        yield present[id_].problem("id", f"新编号 {id_} 还没登记：请运行 python -m bot check --register。")


def _texts(speech: Speech, held: Any) -> Iterator[str]:
    wanted = set(held) if isinstance(held, list) else set()
    for number in speech.paragraphs:
        for position, (_, sentence) in enumerate(speech.sentences(number), 1):
            if f"{number}.{position}" in wanted:
                yield sentence


def register(folder: Path, speech: Speech, sources: Sequence[WrittenEntry]) -> int:
    """Write the present entries into the ledger, keeping every line of entries that are gone; returns how many changed.

    Raises ``KnowledgeError`` when it cannot be read (writing it anew would forget the retired ids) or written.
    """
    path = folder / LEDGER_FILE
    document = read_yaml(path, LEDGER_FILE) if path.exists() else None
    if document is not None and document.problems:
        raise KnowledgeError(document.problems)
    before: Mapping[str, Any] = document.data if document is not None and isinstance(document.data, dict) else {}
    after = dict(before)
    for source in sources:
        if before.get(source.shape.id) != RETIRED:
            after[source.shape.id] = held_sentences(speech, source.shape.place, source.shape.passage)
    lines = [
        f"{id_}: {held if isinstance(held, str) else '[' + ', '.join(repr(item) for item in held) + ']'}\n"
        for id_, held in sorted(after.items())
    ]
    try:
        path.write_text(_HEADER + "".join(lines), encoding="utf-8")
    except OSError as error:
        raise KnowledgeError([Problem(LEDGER_FILE, 0, "", "", f"写不了编号登记簿（{why(error)}）：请检查权限。")]) from error
    return sum(before.get(id_) != held for id_, held in after.items())
