"""What is learned from the wordings of all classes: votes of texts, by the kernel of their grams. A class is an entry, or background.

So many texts as the built-in knowledge has are learned together, which is exact. More are learned class by class, each beside the
classes that are nearest to it: what tells a class apart is decided against those that sound like it; of the others it is enough to
know that they are others. The vote of a text for a class then has two parts. One is the same for all classes (it is none of them:
target −1) and learned from all texts; the other (it is this one after all: +2, or is not: 0) from a neighbourhood of the class.
With everything in the neighbourhood the sum is what learning together gives. Time and memory grow with classes times the size of
a neighbourhood, not with classes times texts.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answering.kernel import TextKernel
from bot.answering.postings import Floats, Ints

# Up to so many texts are learned together. What decides was fitted there, and beside is nearly the same, not quite.
TOGETHER = 20_000
# Texts that a class is learned from, about as many as all were when the decision was fitted; this share of them is background.
NEIGHBOURHOOD = 13_000
BACKGROUND = 0.375
# All neighbourhoods together: bounds time (minutes) and memory (8 bytes each) when there are thousands of entries.
VOTES = 12_000_000
# Candidates that learning may put forward where it knows the scores of all.
_FORWARD = 6

Numbers = NDArray[np.int64]


class Memo(Protocol):
    """Keeps arrays that are costly to compute: ``key`` texts name what they depend on."""

    def __call__(self, kind: str, key: Sequence[str], compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]: ...


class Votes(Protocol):
    """What was learned, ready to be asked."""

    def judge(self, similar: Floats, forward: Numbers) -> tuple[Numbers, Floats, float]:
        """For a text with these similarities to all texts: the candidates ``forward`` and those that learning adds to them (sorted),
        the learned score of each, and that of the background."""
        ...


def learn(kernel: TextKernel, bounds: Numbers, key: Sequence[str], memo: Memo, together: int = TOGETHER) -> Votes:
    """Learn from the texts of a kernel, or take from the memo what was learned; ``key`` names the texts.

    Class ``i`` has the texts from ``bounds[i]`` to ``bounds[i + 1]``; those after the last are background.
    """
    if int(bounds[-1]) <= together:
        return _Together(memo("votes", key, lambda: kernel.train(targets(bounds, kernel.size, 0, len(bounds)))))
    near = neighbourhoods(kernel, bounds, min(NEIGHBOURHOOD, VOTES // (len(bounds) - 1)))
    # Rounding may choose otherwise on another machine: what was learned belongs to these very neighbourhoods.
    chosen = [hashlib.sha256(texts.tobytes()).hexdigest() for texts in near]
    return _Beside(memo("votes", [*key, "", *chosen], lambda: train_beside(kernel, bounds, near)), near, kernel.size)


def targets(bounds: Numbers, size: int, first: int, last: int) -> Floats:
    """±1 for each text (rows) and the classes from ``first`` to ``last`` (columns); the class after all entries is background."""
    ends = [*bounds, size]
    found = np.full((size, last - first), -1.0, dtype=np.float32)
    for number in range(first, last):
        found[ends[number] : ends[number + 1], number - first] = 1.0
    return found


def neighbourhoods(kernel: TextKernel, bounds: Numbers, size: int) -> list[Ints]:
    """For each class, the texts (by number) it is learned from, about ``size``: its own, those of the nearest classes, and background."""
    of_class = [np.arange(first, last, dtype=np.int32) for first, last in pairwise(bounds)]
    background = np.arange(bounds[-1], kernel.size, dtype=np.int32)
    background = background[:: max(1, math.ceil(len(background) / max(size * BACKGROUND, 1)))]
    counts = np.diff(bounds)
    found = []
    for number, likeness in enumerate(kernel.likeness(bounds)):
        likeness[number] = np.inf
        nearest = np.argsort(-likeness, kind="stable")
        enough = int(np.searchsorted(np.cumsum(counts[nearest]), size - len(background))) + 1
        found.append(np.concatenate([*(of_class[one] for one in np.sort(nearest[:enough])), background]))
    return found


def train_beside(kernel: TextKernel, bounds: Numbers, near: Sequence[Ints]) -> Floats:
    """The votes one after the other: of every text for no class, of every text for background, of each neighbourhood for its class."""
    rows = kernel.by_text()
    everything = rows.part(np.arange(kernel.size, dtype=np.int32))
    background = targets(bounds, kernel.size, len(bounds) - 1, len(bounds))[:, 0]
    votes = [everything.solve(np.full(kernel.size, -1.0, dtype=np.float32)), everything.solve(background)]
    for (first, last), texts in zip(pairwise(bounds), near, strict=True):
        own = (first <= texts) & (texts < last)
        votes.append(rows.part(texts).solve(np.where(own, np.float32(2.0), np.float32(0.0))))
    return np.concatenate(votes)


def top(scores: Floats, count: int) -> Numbers:
    """Where the highest scores stand, in no particular order."""
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count)[:count]


class _Together:
    """Votes of every text (rows) for every class (columns)."""

    def __init__(self, votes: Floats) -> None:
        self._votes = votes

    def judge(self, similar: Floats, forward: Numbers) -> tuple[Numbers, Floats, float]:
        """See ``Votes``."""
        scores = similar @ self._votes
        chosen = np.unique(np.concatenate([forward, top(scores[:-1], _FORWARD)]))
        return chosen, scores[chosen], float(scores[-1])


class _Beside:
    """Votes of neighbourhoods. Asked for all classes they would take longest of all, so they only judge what others put forward."""

    def __init__(self, votes: Floats, near: Sequence[Ints], size: int) -> None:
        self._none, self._background = votes[:size], votes[size : 2 * size]
        self._near = near
        self._votes = np.split(votes[2 * size :], np.cumsum([len(texts) for texts in near])[:-1])

    def judge(self, similar: Floats, forward: Numbers) -> tuple[Numbers, Floats, float]:
        """See ``Votes``."""
        none = similar @ self._none
        scores = [none + similar[self._near[number]] @ self._votes[number] for number in forward]
        return forward, np.array(scores, dtype=np.float32), float(similar @ self._background)
