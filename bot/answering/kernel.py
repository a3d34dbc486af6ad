"""Kernel ridge regression over character grams: learns which wordings tell the classes apart.

BM25 weighs a gram by how rare it is; this weighs it by what it decides. The kernel is the cosine of IDF vectors, so
a score is a weighted vote of the training texts (Saunders, Gammerman and Vovk, 1998). Training solves
(K + λI) A = Y by conjugate gradients without ever building K.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.grams import GramKind, Grams
from bot.answering.postings import Floats, Ints, Postings

PENALTY = 1.0
_ROUNDS = 40
_TOLERANCE = 3e-3
# Classes solved together: bounds the memory of one product.
_BLOCK = 4
# How alike classes are is measured on so many sums of grams; those that share one hardly disturb it.
_BUCKETS = 1024
_AT_ONCE = 256


class TextKernel:
    """Cosine of IDF vectors between any text and the texts given, by their number."""

    def __init__(self, texts: Sequence[str], kind: GramKind) -> None:
        self.size = len(texts)
        self._postings = postings = Postings.build(kind, texts, range(self.size), self.size)
        self._idf = (np.log((1 + self.size) / (1 + postings.frequencies())) + 1).astype(np.float32)
        values = np.repeat(self._idf, postings.frequencies())
        norms = np.sqrt(np.bincount(postings.documents, weights=values**2, minlength=self.size))
        self._values = (values / np.maximum(norms, 1e-9)[postings.documents]).astype(np.float32)

    def counts(self, first: int) -> tuple[Grams, Floats, Floats]:
        """The vocabulary, and in how many of the first ``first`` texts and of the others each gram stands."""
        early = self._postings.documents < first
        terms = np.repeat(np.arange(len(self._postings.vocabulary)), self._postings.frequencies())
        before = np.bincount(terms[early], minlength=len(self._postings.vocabulary)).astype(np.float32)
        return self._postings.vocabulary, before, self._postings.frequencies().astype(np.float32) - before

    def similarities(self, grams: Grams) -> Floats:
        """The cosine of a text, given by its grams, with every text: 0–1."""
        terms = self._postings.find(grams)
        weights = self._idf[terms]
        rare = math.log(1 + self.size) + 1
        norm = math.sqrt(float((weights**2).sum()) + (len(grams) - len(terms)) * rare**2)
        positions, which = self._postings.gather(terms)
        votes = self._values[positions] * weights[which]
        return (np.bincount(self._postings.documents[positions], weights=votes, minlength=self.size) / max(norm, 1e-9)).astype(np.float32)

    def likeness(self, bounds: NDArray[np.int64]) -> Iterator[Floats]:
        """For each class (its texts lie between two ``bounds``), how alike all are to it: cosines of what sets them apart from the mean."""
        classes = len(bounds) - 1
        owners = np.repeat(np.arange(classes + 1), np.diff([*bounds, self.size]))[self._postings.documents]
        terms = np.repeat(np.arange(len(self._postings.vocabulary)), self._postings.frequencies())
        places, size = owners * _BUCKETS + terms % _BUCKETS, (classes + 1) * _BUCKETS
        sums = np.bincount(places, weights=self._values, minlength=size).reshape(-1, _BUCKETS)[:classes].astype(np.float32)
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        sums -= sums.mean(axis=0)
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        for start in range(0, classes, _AT_ONCE):
            yield from sums[start : start + _AT_ONCE] @ sums.T

    def by_text(self) -> KernelRows:
        """The same, sorted by text, for learning from some of them."""
        postings = self._postings
        order = np.argsort(postings.documents, kind="stable")
        terms = np.repeat(np.arange(len(postings.vocabulary), dtype=np.int32), postings.frequencies())[order]
        return KernelRows(np.append(0, np.cumsum(np.bincount(postings.documents, minlength=self.size))), terms, self._values[order])

    def train(self, targets: Floats, progress: Callable[[int, int], None] = lambda done, total: None) -> Floats:
        """The votes (texts, classes) of each training text for each class, for ±1 targets of the same shape."""
        multiply = self._multiplier()
        votes = np.zeros_like(targets)
        classes = targets.shape[1]
        for start in range(0, classes, _BLOCK):
            votes[:, start : start + _BLOCK] = _solve(multiply, targets[:, start : start + _BLOCK])
            progress(min(start + _BLOCK, classes), classes)
        return votes

    def _multiplier(self) -> Callable[[Floats], Floats]:
        """K · vectors for vectors of shape (texts, n)."""
        postings, values = self._postings, self._values
        terms = np.repeat(np.arange(len(postings.vocabulary), dtype=np.int32), postings.frequencies())
        order = np.argsort(postings.documents, kind="stable")
        row_terms, row_values = terms[order], values[order]
        row_starts = np.searchsorted(postings.documents[order], np.arange(self.size + 1))
        filled = row_starts[:-1] < row_starts[1:]

        def multiply(vectors: Floats) -> Floats:
            # In place: these two are the largest arrays of a start with an empty cache.
            weighted = vectors[postings.documents]
            weighted *= values[:, None]
            by_gram = np.add.reduceat(weighted, postings.starts[:-1], axis=0)
            del weighted
            votes = by_gram[row_terms]
            votes *= row_values[:, None]
            product = np.zeros_like(vectors)
            product[filled] = np.add.reduceat(votes, row_starts[:-1][filled], axis=0)
            return product

        return multiply


class KernelRows:
    """Grams and their values, text after text."""

    def __init__(self, starts: NDArray[np.int64], terms: Ints, values: Floats) -> None:
        self._starts, self._terms, self._values = starts, terms, values

    def part(self, texts: NDArray[np.integer]) -> PartialKernel:
        """The kernel between some of the texts, by their numbers."""
        lengths = self._starts[texts + 1] - self._starts[texts]
        rows = np.repeat(np.arange(len(texts)), lengths)
        places = np.arange(len(rows)) + np.repeat(self._starts[texts] - np.cumsum(lengths) + lengths, lengths)
        return PartialKernel(rows, self._terms[places], self._values[places], len(texts))


class PartialKernel:
    """The kernel between some texts, one column at a time: sums along one line of numbers are several times faster than in blocks."""

    def __init__(self, rows: NDArray[np.int64], terms: Ints, values: Floats, size: int) -> None:
        times = np.bincount(terms)
        shared = times[terms] > 1
        # A gram of one text alone makes that text like itself and like no other.
        self._alone = np.bincount(rows[~shared], weights=values[~shared] ** 2, minlength=size).astype(np.float32)
        rows, terms, self._row_values = rows[shared], terms[shared], values[shared]
        self._filled, self._row_starts = np.unique(rows, return_index=True)
        self._row_terms = (np.cumsum(times > 1) - 1)[terms]
        order = np.argsort(self._row_terms, kind="stable")
        self._rows, self._values = rows[order], self._row_values[order]
        self._starts = np.unique(self._row_terms[order], return_index=True)[1]

    def solve(self, targets: Floats) -> Floats:
        """The votes of these texts for one class."""
        return _solve(self._multiply, targets)

    def _multiply(self, vector: Floats) -> Floats:
        product = self._alone * vector
        if len(self._starts):
            by_gram = np.add.reduceat(vector[self._rows] * self._values, self._starts)
            product[self._filled] += np.add.reduceat(by_gram[self._row_terms] * self._row_values, self._row_starts)
        return product


def _solve(multiply: Callable[[Floats], Floats], targets: Floats) -> Floats:
    """Conjugate gradients for each column; they share the products."""
    solution = np.zeros_like(targets)
    residual = targets.copy()
    direction = residual.copy()
    size = (residual**2).sum(axis=0)
    goal = _TOLERANCE**2 * np.maximum(size, 1e-12)
    for _ in range(_ROUNDS):
        product = multiply(direction) + PENALTY * direction
        step = size / np.maximum((direction * product).sum(axis=0), 1e-20)
        solution += step * direction
        residual -= step * product
        after = (residual**2).sum(axis=0)
        if np.all(after < goal):
            break
        direction = residual + (after / np.maximum(size, 1e-20)) * direction
        size = after
    return solution


class Contrast:
    """How much more a text sounds like some texts than like others: mean log-odds of its grams (naive Bayes)."""

    def __init__(self, kernel: TextKernel, first: int) -> None:
        """Contrast the first ``first`` texts of a kernel with the others."""
        self._vocabulary, asked, chatted = kernel.counts(first)
        totals = (first + 2.0, kernel.size - first + 2.0)
        self._odds = (np.log((asked + 0.5) / totals[0]) - np.log((chatted + 0.5) / totals[1])).astype(np.float32)

    def score(self, grams: Grams) -> float:
        """Mean log-odds of a text's grams, shrunk towards 0 for short texts."""
        if not len(self._vocabulary):
            return 0.0
        places = np.minimum(np.searchsorted(self._vocabulary, grams), len(self._vocabulary) - 1)
        known = self._vocabulary[places] == grams
        return float(self._odds[places[known]].sum()) / (len(grams) + 5.0)


def ridge(vectors: Floats, targets: Iterable[Floats], penalty: float) -> Floats:
    """Plain ridge regression: weights (dimensions, classes) from unit vectors (texts, dimensions) and targets of some classes at a time."""
    gram = (vectors.T @ vectors).astype(np.float64) + penalty * np.eye(vectors.shape[1])
    sums = np.hstack([vectors.T @ some for some in targets])
    return np.linalg.solve(gram, sums.astype(np.float64)).astype(np.float32)
