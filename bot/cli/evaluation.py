"""``evaluate``: measure on the evaluation set, explain one decision."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from bot.answering.answer import Decision
from bot.answering.answerer import Answerer
from bot.answering.building import Progress, build_answerer
from bot.answering.training.evaluate import EvaluationReport, Tally, evaluate, median, quantile
from bot.answering.training.labelled import evaluation_set
from bot.app.sources import sources
from bot.cli import texts
from bot.settings.config import Settings


def run(settings: Settings, preparing: Progress, evaluating: Progress, *, misses: bool) -> int:
    """Evaluate and print; always 0: the figures are for people to judge."""
    answerer = build_answerer(settings, preparing, others=sources(settings))
    messages = evaluation_set()
    answerer.answer(messages[0].question)  # the first answer loads the encoder; it is measured elsewhere
    report = evaluate(lambda question, addressed: answerer.answer(question, addressed=addressed), messages, time.perf_counter, evaluating)
    print(render(report))
    if misses:
        print(render_misses(report))
    return 0


def render(report: EvaluationReport) -> str:
    """All figures as a table people can read."""
    lines = [f"{'voice':<14}{'count':>6}{'first':>8}{'three':>8}{'helped':>8}{'wrong':>8}{'none':>8}"]
    groups = [*sorted(report.voices.items()), ("all addressed", report.addressed)]
    lines += [_row(name, tally) for name, tally in groups if tally.count]
    heard, silence, unasked = report.overheard, report.silence, report.silence_overheard
    pasted, unbidden = report.pasted, report.pasted_overheard
    lines += [
        f"overheard ({heard.count}): right {heard.share(heard.answered_right):.3f}, wrong {heard.share(heard.answered_wrong):.3f}; "
        f"spoken out of turn {unasked.share(unasked.answered_wrong + unasked.chose_wrong):.4f} of {unasked.count}",
        f"silence ({silence.count}): false answers {silence.share(silence.answered_wrong):.4f}, "
        f"false choices {silence.share(silence.chose_wrong):.4f}",
        *_kinds(report.kinds),
        f"long and pasted ({pasted.count}): false answers {pasted.share(pasted.answered_wrong):.4f}, "
        f"false choices {pasted.share(pasted.chose_wrong):.4f}; unasked {unbidden.share(unbidden.answered_wrong):.4f} of {unbidden.count}",
        *_kinds(report.pasted_kinds),
        f"passage of answers: median {median(report.lengths):.0f} characters, longest {max(report.lengths, default=0)}",
        f"time: median {median(report.milliseconds):.2f} ms, p99 {quantile(report.milliseconds, 0.99):.2f} ms",
    ]
    return "\n".join(lines)


def _row(name: str, tally: Tally) -> str:
    shares = (tally.first, tally.in_three, tally.helped, tally.answered_wrong, tally.none)
    return f"{name:<14}{tally.count:>6}" + "".join(f"{tally.share(count):>8.3f}" for count in shares)


def _kinds(kinds: Mapping[str, Tally]) -> Iterator[str]:
    for kind, tally in sorted(kinds.items()):
        yield f"  {kind:<14}{tally.count:>5}  answers {tally.share(tally.answered_wrong):.3f}  choices {tally.share(tally.chose_wrong):.3f}"


def render_misses(report: EvaluationReport) -> str:
    """Each message that was not helped, or should have met silence, with what came instead."""
    lines = []
    for message, answer in report.misses:
        got = " ".join(f"{hit.key}:{hit.score:.0f}" for hit in answer.hits)
        lines.append(f"[{message.voice}] {message.question} → {answer.outcome.value} {got} (right: {' '.join(message.entries) or '-'})")
    return "\n".join(lines)


def explain(settings: Settings, question: str, *, addressed: bool, progress: Progress) -> str:
    """The features that led to the decision on one question."""
    answerer: Answerer = build_answerer(settings, progress, others=sources(settings))
    decision: Decision = answerer.decide(question, addressed=addressed)
    lines = [
        texts.EXPLAIN_OUTCOME.format(outcome=decision.answer.outcome.value, respond=decision.respond, right=decision.right),
        *(f"  {name:<16}{value:>9.4f}" for name, value in sorted(decision.features.items())),
    ]
    for hit in decision.answer.hits:
        lines.append(f"{hit.key} {hit.title}  {hit.score:.1f}")
        lines.append("  " + "  ".join(f"{name} {value:.3f}" for name, value in decision.rows.get(hit.key, {}).items()))
    return "\n".join(lines)
