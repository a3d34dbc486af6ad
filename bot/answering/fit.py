"""Labelled questions → fitted numbers. Deterministic: the same data give the same file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.answerer import feature_row, rank
from bot.answering.fitted import Fitted, Linear, Thresholds
from bot.answering.logistic import apply, fit_choice, fit_logistic, sigmoid
from bot.answering.scorer import RANK_FEATURES, Shortlist

RANK_PENALTY = 1.0
DECISION_PENALTY = 2.0
RESPOND_FEATURES = (
    "characters", "sounds", "meaning", "centre", "learned", "learned_meaning", "wording", "nearest", "passage",
    "known", "length", "background", "background_nearest", "chatter", "chatter_meaning", "contrast",
    "asking", "quoting", "courtesy", "marked", "logit", "share", "margin", "agreement", "over_background",
)  # fmt: skip
RIGHT_FEATURES = ("characters", "sounds", "meaning", "learned", "wording", "logit", "share", "share_three", "margin", "agreement", "length")
# Where false answers and false choices should stay on unseen messages; a bit below what is promised, to have something in hand.
FALSE_ANSWERS = 0.015
FALSE_CHOICES = 0.065
FALSE_OVERHEARD = 0.0025


@dataclass(frozen=True, slots=True)
class Example:
    """A scored message: ``right`` marks the rows of the shortlist that answer it (none: it deserves silence)."""

    shortlist: Shortlist
    right: NDArray[np.bool_]
    silent: bool
    addressed: bool


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
    addressed, overheard = thresholds(examples, ranking, respond, right)
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
    return Fitted(ranking, empty, empty, Thresholds(1, 1), Thresholds(1, 1))


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
    """The lowest thresholds that keep false answers and false choices on silent messages within the limits above."""
    silent = [example for example in examples if example.silent]
    ranked = _ranked(silent, ranking)
    responding = sigmoid(apply(respond, np.vstack([feature_row(features, respond.names) for features, _ in ranked])))
    sure = responding * sigmoid(apply(right, np.vstack([feature_row(features, right.names) for features, _ in ranked])))
    answer = max(_quantile(sure, FALSE_ANSWERS), 0.4)
    choose = _quantile(responding, FALSE_ANSWERS + FALSE_CHOICES)
    overheard = _quantile(sure, FALSE_OVERHEARD)
    return Thresholds(round(answer, 4), round(choose, 4)), Thresholds(round(overheard, 4), 2.0)


def _quantile(chances: NDArray[np.float64], above: float) -> float:
    """The value that only a share ``above`` of the chances reaches."""
    return float(np.quantile(chances, 1 - above)) + 1e-4
