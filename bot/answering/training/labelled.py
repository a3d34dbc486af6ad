"""Labelled questions and messages from JSON lines: the evaluation set and the fitting set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answering import texts

EVALUATION_FOLDER = Path(__file__).resolve().parents[3] / "tests" / "evaluation"
QUESTIONS = (
    "questions.jsonl", "questions_plain.jsonl", "questions_second.jsonl", "questions_long.jsonl",
    "silence.jsonl", "silence_second.jsonl", "pasted.jsonl", "pasted_second.jsonl",
)  # fmt: skip


class LabelledError(Exception):
    """A labelled file is missing or broken; the message says where (Chinese)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message: ``entries`` hold the ids that truly answer it (empty: it deserves silence), ``voice`` how it is said,
    ``source`` the file it stands in; ``pasted``: a long or copied text, counted apart.
    """

    question: str
    entries: tuple[str, ...]
    voice: str
    addressed: bool
    source: str
    pasted: bool = False


def read_labelled(*paths: Path) -> list[Labelled]:
    """All lines of these files in order; raises ``LabelledError``."""
    return [item for path in paths for item in _read(path)]


def evaluation_set() -> list[Labelled]:
    """The evaluation questions; raises ``LabelledError`` where only the program is installed."""
    return read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))


def _read(path: Path) -> Iterator[Labelled]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LabelledError(texts.EVALUATION_MISSING.format(path=path)) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data: dict[str, Any] = json.loads(line)
            voice = data.get("voice") or data["kind"]
            entries, pasted = tuple(data.get("entries", ())), bool(data.get("pasted"))
            yield Labelled(data["question"], entries, voice, bool(data["addressed"]), path.stem, pasted)
        except (ValueError, KeyError, TypeError) as error:
            raise LabelledError(texts.EVALUATION_BROKEN.format(path=path, line=number, reason=repr(error))) from error
