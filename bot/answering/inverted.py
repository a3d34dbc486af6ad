"""An inverted index with BM25 weights over the pooled text of each document.

Okapi BM25 (Robertson and Zaragoza, 2009) with the whole text of an entry as one document: pooling an entry's aliases
finds more than the best single alias does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from bot.answering.grams import GramKind, Grams
from bot.answering.postings import Floats, Postings

K1 = 1.2
B = 0.75


class InvertedIndex:
    """Gram → (documents, weights), documents numbered from 0 in the order given."""

    def __init__(self, documents: Sequence[Sequence[str]], kind: GramKind) -> None:
        """Index documents made of several normalised texts each; a text given twice counts twice."""
        self.size = len(documents)
        self._kind = kind
        owners = [number for number, texts in enumerate(documents) for _ in texts]
        self._postings = postings = Postings.build(kind, list(chain.from_iterable(documents)), owners, self.size)
        frequencies = postings.frequencies()
        self._idf = np.log(1 + (self.size - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)
        lengths = np.bincount(postings.documents, weights=postings.counts, minlength=self.size)
        norms = K1 * (1 - B + B * lengths / max(float(lengths.mean()) if self.size else 1.0, 1e-9))
        weights = postings.counts * (K1 + 1) / (postings.counts + norms[postings.documents])
        self._weights = (weights * np.repeat(self._idf, frequencies)).astype(np.float32)
        self._rarest = math.log(1 + (self.size + 0.5) / 0.5)

    def scores(self, grams: Grams, budget: int) -> tuple[Floats, float]:
        """BM25 of every document, and the share of the grams that are known at all.

        The scores are divided by what a document holding every gram would get about, so that questions of different
        length compare. The rarest grams are read first and about ``budget`` postings at most: with few documents the
        result is exact; with very many, grams that stand in nearly all of them are left out, which changes little
        because their weights are close to nothing.
        """
        terms = self._postings.find(grams)
        scale = float(self._idf[terms].sum()) + self._rarest * (len(grams) - len(terms)) + 1.0
        frequencies = self._postings.starts[terms + 1] - self._postings.starts[terms]
        order = np.argsort(frequencies, kind="stable")
        within = np.cumsum(frequencies[order]) <= budget
        within[:1] = True
        positions, _ = self._postings.gather(terms[order][within])
        sums = np.bincount(self._postings.documents[positions], weights=self._weights[positions], minlength=self.size)
        return (sums / scale).astype(np.float32), len(terms) / max(len(grams), 1)
