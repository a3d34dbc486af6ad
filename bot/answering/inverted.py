"""An inverted index with BM25 weights over the pooled text of each document.

Okapi BM25 (Robertson and Zaragoza, 2009) with the whole text of an entry as one document: pooling an entry's aliases
finds more than the best single alias does.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Grams = Callable[[str], Iterable[str]]

K1 = 1.2
B = 0.75


class InvertedIndex:
    """Term → (documents, weights). ``size`` documents, numbered from 0 in the order given."""

    def __init__(self, documents: Sequence[Sequence[str]], grams: Grams) -> None:
        """Index documents made of several normalised texts each; a text given twice counts twice."""
        self.size = len(documents)
        self._grams = grams
        counts: list[Counter[str]] = []
        for document in documents:
            counts.append(Counter(gram for text in document for gram in grams(text)))
        lengths = np.array([sum(counter.values()) for counter in counts], dtype=np.float32)
        norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if self.size else 1.0, 1e-9))
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, counter in enumerate(counts):
            for term, count in counter.items():
                postings.setdefault(term, []).append((number, count * (K1 + 1) / (count + float(norms[number]))))
        self._postings: dict[str, tuple[Ints, Floats]] = {}
        self.idf: dict[str, float] = {}
        for term, pairs in postings.items():
            self.idf[term] = math.log(1 + (self.size - len(pairs) + 0.5) / (len(pairs) + 0.5))
            weights = np.array([weight for _, weight in pairs], dtype=np.float32) * self.idf[term]
            self._postings[term] = (np.array([number for number, _ in pairs], dtype=np.int32), weights.astype(np.float32))
        self.rarest = math.log(1 + (self.size + 0.5) / 0.5)

    def terms(self, text: str) -> list[str]:
        """The grams of a text, once each, in order."""
        return list(dict.fromkeys(self._grams(text)))

    def scores(self, terms: Sequence[str], budget: int) -> Floats:
        """BM25 of every document, from the rarest terms first, reading about ``budget`` postings at most.

        With few documents the budget is never reached and the result is exact; with very many, terms that stand in
        nearly all of them are left out, which changes little because their weights are close to nothing.
        """
        found = sorted((self._postings[term] for term in terms if term in self._postings), key=lambda posting: len(posting[0]))
        taken: list[tuple[Ints, Floats]] = []
        read = 0
        for posting in found:
            if taken and read + len(posting[0]) > budget:
                break
            read += len(posting[0])
            taken.append(posting)
        if not taken:
            return np.zeros(self.size, dtype=np.float32)
        documents = np.concatenate([documents for documents, _ in taken])
        weights = np.concatenate([weights for _, weights in taken])
        return np.bincount(documents, weights=weights, minlength=self.size).astype(np.float32)

    def scale(self, terms: Sequence[str]) -> float:
        """What a document holding every term would score about: makes questions of different length comparable."""
        return sum(self.idf.get(term, self.rarest) for term in terms) + 1.0
