"""Which wordings ask the same? Pure; the misses are grouped with it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

SAME = 0.7
"""Share of common character pairs (Dice) from which two wordings count as one question."""


def cluster(keys: Iterable[str]) -> list[list[str]]:
    """Group normalised wordings; each joins the most similar earlier leader, so give the most frequent ones first.

    Groups come in the order of their leaders.
    """
    wordings = {key: _pairs(key) for key in keys}
    common = Counter(pair for pairs in wordings.values() for pair in pairs)
    groups: list[list[str]] = []
    leaders: list[frozenset[str]] = []
    by_pair: dict[str, list[int]] = {}
    for key, pairs in wordings.items():
        rarest = _telling(pairs, common)
        near = {group for pair in rarest for group in by_pair.get(pair, ())}
        score, nearest = max(((_dice(pairs, leaders[group]), -group) for group in near), default=(0.0, 0))
        if score >= SAME:
            groups[-nearest].append(key)
            continue
        for pair in rarest:
            by_pair.setdefault(pair, []).append(len(groups))
        groups.append([key])
        leaders.append(pairs)
    return groups


def _telling(pairs: frozenset[str], common: Counter[str]) -> list[str]:
    """So many of the rarest pairs that two wordings that are the same must share one of them.

    They share at least ``SAME / (2 - SAME)`` of the pairs of either; whatever is left out here is too little for that. Pairs
    that every question has (怎么, 么办) are thus hardly ever looked at.
    """
    needed = math.ceil(len(pairs) * SAME / (2 - SAME) - 1e-9)
    return sorted(pairs, key=lambda pair: (common[pair], pair))[: len(pairs) - needed + 1]


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1)) or frozenset({key})
