"""Kernel ridge regression over character grams: learns which wordings tell the classes apart.

BM25 weighs a gram by how rare it is; this weighs it by what it decides. The kernel is the cosine of TF-IDF vectors, so
a score is a weighted vote of the training texts (Saunders, Gammerman and Vovk, 1998). Training solves
(K + λI) A = Y by conjugate gradients without ever building K.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
PENALTY = 1.0
_ROUNDS = 40
_TOLERANCE = 1e-3
# Classes solved together: bounds the memory of one product.
_BLOCK = 16


class TextKernel:
    """TF-IDF cosine between any text and the texts given, by their number."""

    def __init__(self, texts: Sequence[str], grams: Callable[[str], Iterable[str]]) -> None:
        self.size = len(texts)
        self._grams = grams
        self._columns: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, text in enumerate(texts):
            for column, count in self._count(text, grow=True).items():
                rows.append(row)
                columns.append(column)
                counts.append(count)
        row_array, column_array = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
        frequency = np.bincount(column_array, minlength=len(self._columns))
        self._idf = (np.log((1 + self.size) / (1 + frequency)) + 1).astype(np.float32)
        values = (1 + np.log(np.array(counts, dtype=np.float32))) * self._idf[column_array]
        norms = np.sqrt(np.bincount(row_array, weights=values**2, minlength=self.size))
        values = (values / np.maximum(norms, 1e-9)[row_array]).astype(np.float32)
        # By row as they came; by column for the products with the transpose and for scoring.
        self._row_starts = np.searchsorted(row_array, np.arange(self.size + 1))
        self._by_row = (column_array, values)
        order = np.argsort(column_array, kind="stable")
        self._column_starts = np.searchsorted(column_array[order], np.arange(len(self._columns) + 1))
        self._by_column = (row_array[order], values[order])

    def _count(self, text: str, *, grow: bool) -> dict[int, int]:
        counts: dict[int, int] = {}
        for gram in self._grams(text):
            column = self._columns.setdefault(gram, len(self._columns)) if grow else self._columns.get(gram)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        return counts

    def similarities(self, text: str) -> Floats:
        """The cosine with every text, 0–1."""
        counts = self._count(text, grow=False)
        if not counts:
            return np.zeros(self.size, dtype=np.float32)
        columns = np.fromiter(counts, dtype=np.int32)
        weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self._idf[columns]
        unknown = len(set(self._grams(text))) - len(counts)
        rare = math.log(1 + self.size) + 1
        norm = math.sqrt(float((weights**2).sum()) + unknown * rare**2)
        starts, ends = self._column_starts[columns], self._column_starts[columns + 1]
        rows = np.concatenate([self._by_column[0][a:b] for a, b in zip(starts, ends, strict=True)])
        values = np.concatenate([self._by_column[1][a:b] * w for a, b, w in zip(starts, ends, weights, strict=True)])
        return (np.bincount(rows, weights=values, minlength=self.size) / norm).astype(np.float32)

    def apply(self, vectors: Floats) -> Floats:
        """K · vectors for vectors of shape (texts, n)."""
        rows, values = self._by_column
        by_gram = np.add.reduceat(vectors[rows] * values[:, None], self._column_starts[:-1], axis=0)
        columns, values = self._by_row
        product = np.zeros_like(vectors)
        filled = self._row_starts[:-1] < self._row_starts[1:]
        product[filled] = np.add.reduceat(by_gram[columns] * values[:, None], self._row_starts[:-1][filled], axis=0)
        return product


def train(kernel: TextKernel, targets: Floats, progress: Callable[[int, int], None] = lambda done, total: None) -> Floats:
    """The votes (texts, classes) of each training text for each class, for ±1 targets of the same shape."""
    votes = np.zeros_like(targets)
    classes = targets.shape[1]
    for start in range(0, classes, _BLOCK):
        votes[:, start : start + _BLOCK] = _solve(kernel, targets[:, start : start + _BLOCK])
        progress(min(start + _BLOCK, classes), classes)
    return votes


def _solve(kernel: TextKernel, targets: Floats) -> Floats:
    """Conjugate gradients for each column; they share the products."""
    solution = np.zeros_like(targets)
    residual = targets.copy()
    direction = residual.copy()
    size = (residual**2).sum(axis=0)
    goal = _TOLERANCE**2 * np.maximum(size, 1e-12)
    for _ in range(_ROUNDS):
        product = kernel.apply(direction) + PENALTY * direction
        step = size / np.maximum((direction * product).sum(axis=0), 1e-20)
        solution += step * direction
        residual -= step * product
        after = (residual**2).sum(axis=0)
        if np.all(after < goal):
            break
        direction = residual + (after / np.maximum(size, 1e-20)) * direction
        size = after
    return solution


def ridge(vectors: Floats, targets: Floats, penalty: float) -> Floats:
    """Plain ridge regression: weights (dimensions, classes) from unit vectors (texts, dimensions)."""
    gram = vectors.T.astype(np.float64) @ vectors + penalty * np.eye(vectors.shape[1])
    return np.linalg.solve(gram, vectors.T.astype(np.float64) @ targets).astype(np.float32)
