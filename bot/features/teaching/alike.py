"""Which wordings ask the same? Pure; the misses are grouped with it.

Five thousand wordings are twelve million pairs, and whoever writes them may choose them so that all look nearly alike. So a
product of matrices says first which pairs can be alike at all, and only the nearest of those are compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

SAME = 0.7
"""Share of common character pairs (Dice) from which two wordings count as one question."""
COMPARED = 100
"""Characters of a wording that are looked at: who asks the same begins the same."""
_BUCKETS = 256
_BLOCK = 256
_MOST_COMPARED = 20


def cluster(keys: Iterable[str]) -> list[list[str]]:
    """Group normalised wordings; each joins the most similar earlier leader, so give the most frequent ones first.

    Groups come in the order of their leaders.
    """
    wordings = list(dict.fromkeys(keys))
    pairs = [_pairs(key) for key in wordings]
    vectors = np.array([_vector(one) for one in pairs], dtype=np.float32).reshape(-1, _BUCKETS)
    sizes = np.array([len(one) for one in pairs], dtype=np.float32)
    groups: list[list[str]] = []
    leaders: list[int] = []
    for start in range(0, len(wordings), _BLOCK):
        block = range(start, min(start + _BLOCK, len(wordings)))
        inside = slice(block.start, block.stop)
        # The leaders so far, and behind them all of the block: which of those will lead is not known yet.
        known = len(leaders)
        others = np.concatenate([np.array(leaders, dtype=np.intp), np.arange(block.start, block.stop)])
        room = vectors[inside] @ vectors[others].T - (SAME / 2) * (sizes[inside, None] + sizes[others]) + 1e-3
        led_by = list(range(known))  # the group of each column; of one that leads none, -1
        for row, number in enumerate(block):
            near = [led_by[column] for column in _nearest(room[row, : known + row])]
            score, nearest = max(((_dice(pairs[number], pairs[leaders[group]]), -group) for group in near), default=(0.0, 0))
            if score >= SAME:
                groups[-nearest].append(wordings[number])
                room[:, known + row] = -1
                led_by.append(-1)
                continue
            led_by.append(len(groups))
            groups.append([wordings[number]])
            leaders.append(number)
    return groups


def _nearest(room: np.ndarray) -> list[int]:
    """The columns that may be alike, as many as are worth comparing: those with the most in common."""
    columns = np.flatnonzero(room >= 0)
    if len(columns) > _MOST_COMPARED:
        columns = columns[np.argpartition(-room[columns], _MOST_COMPARED)[:_MOST_COMPARED]]
    found: list[int] = columns.tolist()
    return found


def _vector(pairs: frozenset[str]) -> np.ndarray:
    """How many pairs fall into each bucket. The product of two of them is never less than what both have in common."""
    return np.bincount(np.fromiter(map(hash, pairs), np.int64, len(pairs)) & (_BUCKETS - 1), minlength=_BUCKETS)


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _pairs(key: str) -> frozenset[str]:
    key = key[:COMPARED]
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key})
