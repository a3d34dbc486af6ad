"""Which documents hold which gram, how often: sorted arrays, looked up by binary search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.grams import GramKind, Grams

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """``vocabulary`` is sorted; gram ``i`` stands in ``documents[starts[i]:starts[i + 1]]``, ``counts`` times each."""

    vocabulary: Grams
    starts: NDArray[np.int64]
    documents: Ints
    counts: Ints
    size: int

    @classmethod
    def build(cls, kind: GramKind, texts: Sequence[str], owners: Sequence[int], size: int) -> Postings:
        """Count the grams of ``texts``, each belonging to the document ``owners`` names, of ``size`` documents."""
        grams, places = kind.of_all(texts)
        documents = np.asarray(owners, dtype=np.int32)[places] if len(owners) else places
        order = np.lexsort((documents, grams))
        grams, documents = grams[order], documents[order]
        fresh = np.ones(len(grams), dtype=bool)
        fresh[1:] = (grams[1:] != grams[:-1]) | (documents[1:] != documents[:-1])
        first = np.flatnonzero(fresh)
        counts = np.diff(np.append(first, len(grams))).astype(np.int32)
        grams, documents = grams[first], documents[first]
        vocabulary, starts = np.unique(grams, return_index=True)
        return cls(vocabulary, np.append(starts, len(grams)).astype(np.int64), documents, counts, size)

    def find(self, grams: Grams) -> NDArray[np.int64]:
        """The numbers of those grams that are in the vocabulary."""
        if not len(self.vocabulary):
            return np.empty(0, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.vocabulary, grams), len(self.vocabulary) - 1)
        found: NDArray[np.int64] = places[self.vocabulary[places] == grams]
        return found

    def frequencies(self) -> NDArray[np.int64]:
        """In how many documents each gram stands."""
        return np.diff(self.starts)

    def gather(self, terms: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Positions of all postings of these terms, and for each the index of its term in ``terms``."""
        lengths = self.starts[terms + 1] - self.starts[terms]
        which = np.repeat(np.arange(len(terms)), lengths)
        offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return self.starts[terms][which] + offsets, which
