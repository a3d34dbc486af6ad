"""Labelled questions → fitted numbers. Deterministic: the same data give the same file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.fitted import NEVER, Fitted, Linear, Thresholds
from bot.answering.logistic import apply, fit_choice, fit_logistic, sigmoid
from bot.answering.scorer import RANK_FEATURES, Shortlist
from bot.answering.speech_source import feature_row, rank

RANK_PENALTY = 1.0
DECISION_PENALTY = 2.0
RESPOND_FEATURES = (
    "characters", "sounds", "meaning", "centre", "learned", "learned_meaning", "wording", "nearest", "passage",
    "known", "length", "background", "background_nearest", "chatter", "chatter_meaning", "contrast", "verbatim",
    "asking", "quoting", "courtesy", "marked", "logit", "share", "margin", "agreement", "over_background",
)  # fmt: skip
RIGHT_FEATURES = ("characters", "sounds", "meaning", "learned", "wording", "logit", "share", "share_three", "margin", "agreement", "length")
# Where mistakes should stay on unseen messages. Writers of silent messages are hard in different ways: what is addressed
# keeps these limits for the hardest of them, what is overheard for all of them together.
FALSE_ANSWERS = 0.018
FALSE_CHOICES = 0.14
FALSE_OVERHEARD = 0.008
# Of the real questions. Nobody asked for an answer to what is overheard: there it must be surer.
WRONG_ANSWERS = 0.010
WRONG_OVERHEARD = 0.008


@dataclass(frozen=True, slots=True)
class Example:
    """A scored message: ``right`` marks the rows of the shortlist that answer it (none: it deserves silence); ``writer`` who wrote it.

    ``pasted``: from a long or copied text. The chances learn from it; the limits are about what people type.
    """

    shortlist: Shortlist
    right: NDArray[np.bool_]
    silent: bool
    addressed: bool
    writer: str
    pasted: bool = False


def fit(examples: Sequence[Example], progress: Callable[[str], None] = lambda step: None) -> Fitted:
    """Fit ranking, decision and thresholds."""
    asked = [example for example in examples if example.right.any()]
    progress("rank")
    ranking = fit_choice(
        RANK_FEATURES, [np.asarray(e.shortlist.features, dtype=np.float64) for e in asked], [e.right for e in asked], RANK_PENALTY
    )
    progress("respond")
    respond = fit_respond(examples, ranking)
    progress("right")
    right = fit_right(asked, ranking)
    addressed, overheard = thresholds([example for example in examples if not example.pasted], ranking, respond, right)
    return Fitted(ranking, respond, right, addressed, overheard)


def _ranked(examples: Sequence[Example], ranking: Linear) -> list[tuple[dict[str, float], bool]]:
    """Features of each example, and whether its first candidate is right."""
    draft = _draft(ranking)
    found = []
    for example in examples:
        order, _, features = rank(example.shortlist, draft)
        found.append((features, bool(example.right[order[0]])))
    return found


def _draft(ranking: Linear) -> Fitted:
    empty = Linear((), (), (), ())
    return Fitted(ranking, empty, empty, Thresholds(1, 1, 1), Thresholds(1, 1, 1))


def fit_respond(examples: Sequence[Example], ranking: Linear) -> Linear:
    """The chance that a message is a question that the speech answers; both sides weigh the same."""
    rows = np.vstack([feature_row(features, RESPOND_FEATURES) for features, _ in _ranked(examples, ranking)])
    labels = np.array([0.0 if example.silent else 1.0 for example in examples])
    share = labels.mean()
    weights = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    return fit_logistic(RESPOND_FEATURES, rows, labels, weights, DECISION_PENALTY)


def fit_right(asked: Sequence[Example], ranking: Linear) -> Linear:
    """The chance that the first candidate of a real question is right."""
    ranked = _ranked(asked, ranking)
    rows = np.vstack([feature_row(features, RIGHT_FEATURES) for features, _ in ranked])
    labels = np.array([float(right) for _, right in ranked])
    return fit_logistic(RIGHT_FEATURES, rows, labels, np.ones(len(labels)), DECISION_PENALTY)


def thresholds(examples: Sequence[Example], ranking: Linear, respond: Linear, right: Linear) -> tuple[Thresholds, Thresholds]:
    """The lowest thresholds that keep mistakes within the limits above."""
    ranked = _ranked(examples, ranking)
    responding = sigmoid(apply(respond, np.vstack([feature_row(features, respond.names) for features, _ in ranked])))
    certain = sigmoid(apply(right, np.vstack([feature_row(features, right.names) for features, _ in ranked])))
    silent = np.array([example.silent for example in examples])
    wrong = np.array([not first for _, first in ranked]) & ~silent
    writers = np.array([example.writer for example in examples])

    def least(share: float) -> float:
        return max(_threshold(responding[silent & (writers == writer)], share) for writer in sorted(set(writers[silent])))

    answer = least(FALSE_ANSWERS)
    choose = least(FALSE_ANSWERS + FALSE_CHOICES)
    overheard = _threshold(responding[silent], FALSE_OVERHEARD)

    def sure(respond: float, share: float) -> float:
        return _threshold(np.where(wrong & (responding >= respond), certain, 0.0)[~silent], share)

    return (
        Thresholds(round(answer, 4), round(sure(answer, WRONG_ANSWERS), 4), round(choose, 4)),
        Thresholds(round(overheard, 4), round(sure(overheard, WRONG_OVERHEARD), 4), NEVER),
    )


def _threshold(chances: NDArray[np.float64], share: float) -> float:
    """A threshold that no more than this share of the chances reaches; halfway to the next chance below."""
    ordered = np.sort(chances)[::-1]
    allowed = int(share * len(ordered))
    return float((ordered[allowed] + ordered[max(allowed - 1, 0)]) / 2 if allowed else ordered[0] + 0.25 * (1 - ordered[0]))
