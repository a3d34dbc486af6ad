"""How good the answers are, on labelled messages: figures by voice, and the messages that went wrong."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.answering.answer import Answer, Outcome


class LabelledMessage(Protocol):
    """What evaluation needs of a labelled message; no ``entries`` means that it deserves silence.

    ``pasted``: a long or copied text (a roster, an article, an exam item), counted apart from what people type.
    """

    @property
    def question(self) -> str: ...
    @property
    def entries(self) -> tuple[str, ...]: ...
    @property
    def voice(self) -> str: ...
    @property
    def addressed(self) -> bool: ...
    @property
    def pasted(self) -> bool: ...


@dataclass(slots=True)
class Tally:
    """Counts of one group of messages. Shares are of ``count``; ``helped`` is answered right, or the right one among the choices."""

    count: int = 0
    first: int = 0
    in_three: int = 0
    answered_right: int = 0
    answered_wrong: int = 0
    chose_right: int = 0
    chose_wrong: int = 0
    none: int = 0

    @property
    def helped(self) -> int:
        """Answered right, or the right one is among the choices."""
        return self.answered_right + self.chose_right

    def add(self, answer: Answer, entries: tuple[str, ...]) -> None:
        """Count one answer against the ids that are right."""
        ids = [hit.key for hit in answer.hits]
        self.count += 1
        self.first += bool(ids and ids[0] in entries)
        self.in_three += any(id_ in entries for id_ in ids)
        if answer.outcome is Outcome.ANSWER:
            self.answered_right += ids[0] in entries
            self.answered_wrong += ids[0] not in entries
        elif answer.outcome is Outcome.CHOOSE:
            hit = any(id_ in entries for id_ in ids)
            self.chose_right += hit
            self.chose_wrong += not hit
        else:
            self.none += 1

    def share(self, count: int) -> float:
        """A count as a share of this group; 0 when it is empty."""
        return count / self.count if self.count else 0.0


@dataclass(slots=True)
class EvaluationReport:
    """All tallies, passage lengths (characters) and times (milliseconds) of one evaluation."""

    voices: dict[str, Tally] = field(default_factory=dict)
    addressed: Tally = field(default_factory=Tally)
    overheard: Tally = field(default_factory=Tally)
    silence: Tally = field(default_factory=Tally)
    silence_overheard: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    pasted: Tally = field(default_factory=Tally)
    pasted_overheard: Tally = field(default_factory=Tally)
    pasted_kinds: dict[str, Tally] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    misses: list[tuple[LabelledMessage, Answer]] = field(default_factory=list)


def evaluate(
    ask: Callable[[str, bool], Answer],
    messages: Sequence[LabelledMessage],
    clock: Callable[[], float],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> EvaluationReport:
    """Ask every message and count. Silence messages are asked both addressed and overheard; ``clock`` gives seconds."""
    report = EvaluationReport()
    for done, message in enumerate(messages, 1):
        start = clock()
        answer = ask(message.question, message.addressed)
        report.milliseconds.append((clock() - start) * 1000)
        if message.entries:
            _count_question(report, message, answer)
        else:
            _count_silence(report, message, answer if message.addressed else ask(message.question, True))
            unasked = ask(message.question, False)
            (report.pasted_overheard if message.pasted else report.silence_overheard).add(unasked, ())
        progress(done, len(messages))
    return report


def _count_question(report: EvaluationReport, message: LabelledMessage, answer: Answer) -> None:
    group = report.addressed if message.addressed else report.overheard
    group.add(answer, message.entries)
    report.voices.setdefault(message.voice if message.addressed else "overheard", Tally()).add(answer, message.entries)
    if answer.outcome is Outcome.ANSWER:
        report.lengths.append(len(answer.hits[0].text))
    ids = [hit.key for hit in answer.hits]
    helped = answer.outcome is not Outcome.NONE and any(
        id_ in message.entries for id_ in (ids[:1] if answer.outcome is Outcome.ANSWER else ids)
    )
    if not helped:
        report.misses.append((message, answer))


def _count_silence(report: EvaluationReport, message: LabelledMessage, answer: Answer) -> None:
    (report.pasted if message.pasted else report.silence).add(answer, ())
    (report.pasted_kinds if message.pasted else report.kinds).setdefault(message.voice, Tally()).add(answer, ())
    if answer.outcome is not Outcome.NONE:
        report.misses.append((message, answer))


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def median(values: Sequence[float]) -> float:
    """The median; 0 when there are none."""
    return statistics.median(values) if values else 0.0
