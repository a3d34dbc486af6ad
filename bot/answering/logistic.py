"""Fitting two small models with numpy: logistic regression, and the conditional logit that ranks candidates.

Both are convex with an L2 penalty, so Newton's method reaches the same numbers every time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.fitted import Linear

Doubles = NDArray[np.float64]
_STEPS = 60
_TOLERANCE = 1e-9


def apply(linear: Linear, features: NDArray[np.floating]) -> Doubles:
    """The weighted sum for each row of features (columns in the order of ``linear.names``)."""
    seen = np.asarray(features, dtype=np.float64)
    if linear.lows:
        seen = np.clip(seen, np.array(linear.lows), np.array(linear.highs))
    values = (seen - np.array(linear.means)) / np.array(linear.scales)
    return np.asarray(linear.bias + values @ np.array(linear.weights), dtype=np.float64)


def sigmoid(values: NDArray[np.floating]) -> Doubles:
    """Log-odds → chance."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -40, 40))), dtype=np.float64)


def softmax(values: NDArray[np.floating]) -> Doubles:
    """Scores of alternatives → chances that sum to 1."""
    powers = np.exp(values - values.max())
    return np.asarray(powers / powers.sum(), dtype=np.float64)


def fit_logistic(names: Sequence[str], features: Doubles, labels: Doubles, weights: Doubles, penalty: float) -> Linear:
    """Weighted logistic regression; ``labels`` are 0 or 1, the bias is not penalised. It holds for the range of ``features``."""
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    rows = np.hstack([np.ones((len(features), 1)), (features - means) / scales])
    ridge = np.diag([1e-9] + [penalty] * features.shape[1])
    beta = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chances = sigmoid(rows @ beta)
        gradient = rows.T @ (weights * (chances - labels)) + ridge @ beta
        curvature = (rows * (weights * chances * (1 - chances))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if float(np.abs(step).max()) < _TOLERANCE:
            break
    bounds = (features.min(axis=0), features.max(axis=0))
    return _linear(names, beta[1:], means, scales, float(beta[0]), bounds)


def fit_choice(names: Sequence[str], groups: Sequence[Doubles], right: Sequence[NDArray[np.bool_]], penalty: float) -> Linear:
    """Conditional logit (McFadden, 1974): in each group of candidates (rows), some are right; maximise their joint chance."""
    stacked = np.vstack(groups)
    means, scales = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    scaled = [(group - means) / scales for group in groups]
    count = stacked.shape[1]
    beta = np.zeros(count)

    def loss(beta: Doubles) -> float:
        total = 0.5 * penalty * float(beta @ beta)
        for group, good in zip(scaled, right, strict=True):
            total -= float(np.log(softmax(group @ beta)[good].sum() + 1e-300))
        return total

    current = loss(beta)
    for _ in range(_STEPS):
        gradient, curvature = penalty * beta, penalty * np.eye(count)
        for group, good in zip(scaled, right, strict=True):
            chances = softmax(group @ beta)
            chosen = np.where(good, chances, 0.0) / chances[good].sum()
            gradient += group.T @ (chances - chosen)
            centred = group - chances @ group
            curvature += (centred * chances[:, None]).T @ centred
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while size > 1e-4 and (after := loss(beta - size * step)) > current:
            size /= 2
        if size <= 1e-4:
            break
        beta = beta - size * step
        if current - after < _TOLERANCE:
            break
        current = after
    return _linear(names, beta, means, scales, 0.0)


def _linear(
    names: Sequence[str], weights: Doubles, means: Doubles, scales: Doubles, bias: float, bounds: tuple[Doubles, Doubles] | None = None
) -> Linear:
    def rounded(values: Doubles) -> tuple[float, ...]:
        return tuple(round(float(value), 6) for value in values)

    lows, highs = bounds or (np.empty(0), np.empty(0))
    return Linear(tuple(names), rounded(weights), rounded(means), rounded(scales), round(bias, 6), rounded(lows), rounded(highs))
