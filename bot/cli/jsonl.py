"""``ask --jsonl``: one question a line in, one result a line out; a bad line spoils only itself."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any, Never

from bot.answering.answer import Answer
from bot.answering.answerer import Answerer, QuestionError
from bot.cli import texts


def answer_lines(answerer: Answerer, lines: Iterable[bytes]) -> Iterator[str]:
    """Answer JSON lines ``{"id", "question", "addressed"}``; blank lines are passed over.

    A line that cannot be answered yields ``{"id", "error"}`` with a sentence that says why.
    """
    for line in lines:
        if line.strip():
            yield json.dumps(_reply(answerer, line), ensure_ascii=False)


def _reply(answerer: Answerer, line: bytes) -> dict[str, Any]:
    try:
        # A bad byte becomes a character that normalising drops, as on Telegram, rather than losing the question.
        # Notepad writes a mark before the first line; NaN and Infinity are not JSON, and would make our answer none either.
        text = line.decode("utf-8", errors="replace").lstrip("\ufeff")
        request = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return {"id": None, "error": texts.JSONL_NOT_JSON.format()}
    if not isinstance(request, dict):
        return {"id": None, "error": texts.JSONL_NOT_JSON.format()}
    id_, question, addressed = request.get("id"), request.get("question"), request.get("addressed", True)
    sound = isinstance(id_, str | int | None) or (isinstance(id_, float) and math.isfinite(id_))
    if not isinstance(question, str) or not isinstance(addressed, bool) or not sound:
        return {"id": id_ if sound else None, "error": texts.JSONL_BAD_FIELDS}
    try:
        return {"id": id_, **as_dict(answerer.answer(question, addressed=addressed))}
    except QuestionError as error:
        return {"id": id_, "error": str(error)}


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def as_dict(answer: Answer) -> dict[str, Any]:
    """An answer as JSON data: outcome and matches, best first."""
    matches = [
        {
            "kind": hit.kind,
            **hit.names,
            "title": hit.title,
            "passage": hit.text,
            "place": hit.place,
            "score": round(hit.score, 1),
        }
        for hit in answer.hits
    ]
    return {"outcome": answer.outcome.value, "matches": matches}
