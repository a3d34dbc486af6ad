"""What would change if it were taught? The evaluation questions, asked before and after."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.answering.answer import Answer, Outcome
from bot.answering.answerer import Answerer
from bot.answering.training.evaluate import LabelledMessage
from bot.features.teaching.aside import aside
from bot.library.models import Library

_KEPT = 4


class Grade(IntEnum):
    """How well a message was dealt with; more is better."""

    WRONG = 0
    WRONG_CHOICE = 1
    LEFT_ALONE = 2
    RIGHT_CHOICE = 3
    RIGHT = 4


def grade(message: LabelledMessage, answer: Answer) -> Grade:
    """The grade of one answer; for a message that deserves silence, silence is right."""
    if answer.outcome is Outcome.NONE:
        return Grade.LEFT_ALONE if message.entries else Grade.RIGHT
    ids = [hit.key for hit in answer.hits]
    if answer.outcome is Outcome.CHOOSE:
        return Grade.RIGHT_CHOICE if not set(ids).isdisjoint(message.entries) else Grade.WRONG_CHOICE
    return Grade.RIGHT if ids[0] in message.entries else Grade.WRONG


@dataclass(frozen=True, slots=True)
class Shift:
    """One evaluation message whose grade changes."""

    question: str
    silent: bool
    before: Grade
    after: Grade


@dataclass(frozen=True, slots=True)
class TrialEffect:
    """Messages that fare better and worse (the greatest change first), and how many were asked."""

    better: tuple[Shift, ...]
    worse: tuple[Shift, ...]
    asked: int


def effect(messages: Sequence[LabelledMessage], before: Sequence[Grade], after: Sequence[Grade]) -> TrialEffect:
    """Compare two rounds over the same messages."""
    shifts = [
        Shift(message.question, not message.entries, old, new)
        for message, old, new in zip(messages, before, after, strict=True)
        if old is not new
    ]
    shifts.sort(key=lambda shift: -abs(shift.after - shift.before))
    return TrialEffect(
        tuple(shift for shift in shifts if shift.after > shift.before),
        tuple(shift for shift in shifts if shift.after < shift.before),
        len(messages),
    )


class Trial:
    """Tries changes, one at a time, in a thread. Grades are kept by version: what was tried is often what is in use next."""

    def __init__(self, build: Callable[[Library], Answerer], messages: Callable[[], Sequence[LabelledMessage]]) -> None:
        """``messages`` reads the evaluation set; its ``LabelledError`` says that there is none."""
        self._build = build
        self._read = messages
        self._messages: Sequence[LabelledMessage] | None = None
        self._graded: dict[str, list[Grade]] = {}
        self._turn = asyncio.Lock()

    async def run(self, present: Answerer, library: Library) -> TrialEffect:
        """The effect of going from ``present`` to ``library``. Raises ``LabelledError`` where there are no evaluation questions."""
        async with self._turn:
            return await aside(lambda: self._run(present, library))

    def _run(self, present: Answerer, library: Library) -> TrialEffect:
        if self._messages is None:
            self._messages = self._read()
        before = self._grades(present.library.version, lambda: present)
        after = self._grades(library.version, lambda: self._build(library))
        return effect(self._messages, before, after)

    def _grades(self, version: str, make: Callable[[], Answerer]) -> list[Grade]:
        known = self._graded.pop(version, None)
        grades = self._ask(make()) if known is None else known
        self._graded[version] = grades
        for oldest in list(self._graded)[:-_KEPT]:
            del self._graded[oldest]
        return grades

    def _ask(self, answerer: Answerer) -> list[Grade]:
        grades = []
        for message in self._messages or ():
            grades.append(grade(message, answerer.answer(message.question, addressed=message.addressed)))
            time.sleep(0)  # lets a waiting answer have the interpreter
        return grades
