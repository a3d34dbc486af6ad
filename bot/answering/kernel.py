"""Kernel ridge regression over character grams: learns which wordings tell the classes apart.

BM25 weighs a gram by how rare it is; this weighs it by what it decides. The kernel is the cosine of IDF vectors, so
a score is a weighted vote of the training texts (Saunders, Gammerman and Vovk, 1998). Training solves
(K + λI) A = Y by conjugate gradients without ever building K.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from bot.answering.grams import GramKind, Grams
from bot.answering.postings import Floats, Postings

PENALTY = 1.0
_ROUNDS = 40
_TOLERANCE = 3e-3
# Classes solved together: bounds the memory of one product.
_BLOCK = 4


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


def ridge(vectors: Floats, targets: Floats, penalty: float) -> Floats:
    """Plain ridge regression: weights (dimensions, classes) from unit vectors (texts, dimensions)."""
    gram = (vectors.T @ vectors).astype(np.float64) + penalty * np.eye(vectors.shape[1])
    return np.linalg.solve(gram, (vectors.T @ targets).astype(np.float64)).astype(np.float32)
