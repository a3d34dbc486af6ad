"""Question → candidates with named features. Several scorers look at the same question and disagree usefully."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bot.answering.embedding import Encoder, principal_axes
from bot.answering.grams import CHARACTERS, SOUNDS
from bot.answering.inverted import InvertedIndex
from bot.answering.kernel import Contrast, TextKernel, ridge
from bot.answering.learning import TOGETHER, Memo, learn, targets, top
from bot.answering.postings import Floats
from bot.answering.questionform import form_features
from bot.library.models import Entry, Library
from bot.library.normalize import normalize

# Postings read for one question and index at most: built-in knowledge never reaches it.
POSTINGS_BUDGET = 20_000
# Candidates each cheap scorer may put forward for the costly ones to see.
SHORTLIST = 6
# The title counts like this many aliases; passage and gist like one each.
TITLE_TIMES = 3
# Best of so many similarities are averaged: one lucky alias is not enough, a whole entry is too much.
NEAREST = 3
KEYWORD_LENGTH = 6
# Wordings of one entry that are compared letter by letter: the nearest one is among those that share most grams.
COMPARED = 8
MEANING_PENALTY = 1.0
# Of 512: what the rest adds to a similarity is below its noise.
AXES = 192
# Classes whose targets are laid out at once: bounds the memory.
CLASSES_AT_ONCE = 128


class RankFeatures(NamedTuple):
    """What is known of a candidate, in the order of the columns; the fitted numbers go by these names."""

    characters: float
    sounds: float
    meaning: float
    centre: float
    learned: float
    learned_meaning: float
    wording: float
    nearest: float
    passage: float


RANK_FEATURES = RankFeatures._fields


def no_memo(kind: str, key: Sequence[str], compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Computes every time."""
    return compute()


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Candidates of one question: entry numbers, their features (rows) by ``RANK_FEATURES``, and features of the question itself."""

    entries: NDArray[np.int64]
    features: Floats
    question: dict[str, float]


class Scorer:
    """Everything that is built once from a library; then ``shortlist`` is pure."""

    def __init__(self, library: Library, encoder: Encoder, memo: Memo = no_memo, together: int = TOGETHER) -> None:
        """``together``: above so many wordings they are not learned all together (see ``learning``)."""
        self.library = library
        self._encoder = encoder
        entries = library.entries
        self._aliases = [_wordings(entry) for entry in entries]
        background = [text for text in dict.fromkeys(normalize(message.text) for message in library.background) if text]
        passages = [normalize(entry.title + entry.text) for entry in entries]
        self._source = "\n".join(normalize(text) for entry in entries for text in (entry.title, *entry.passage))
        pools = [_pool(entry, aliases) for entry, aliases in zip(entries, self._aliases, strict=True)]
        self._characters = InvertedIndex(pools, CHARACTERS)
        self._sounds = InvertedIndex(pools, SOUNDS)
        self._passages = InvertedIndex([[text] for text in passages], CHARACTERS)
        texts = [text for aliases in self._aliases for text in aliases]
        self._bounds = np.cumsum([0, *map(len, self._aliases)])
        # Before the encoder, whose model stays in memory: building takes more of it than is kept.
        self._kernel = TextKernel([*texts, *background], CHARACTERS)
        self._contrast = Contrast(self._kernel, len(texts))
        vectors = encoder.encode([*texts, *background])
        self._axes = principal_axes(vectors, AXES)
        vectors = vectors @ self._axes
        self._vectors, self._background = vectors[: len(texts)], vectors[len(texts) :]
        self._centres = _centres(self._vectors, self._bounds)
        key = [*texts, "", *background, *(str(bound) for bound in self._bounds)]
        self._votes = learn(self._kernel, self._bounds, key, memo, together)
        # The last class is background: what learning tells apart from questions.
        classes = range(0, len(self._bounds), CLASSES_AT_ONCE)
        blocks = (targets(self._bounds, len(vectors), first, min(first + CLASSES_AT_ONCE, len(self._bounds))) for first in classes)
        self._directions = ridge(vectors, blocks, MEANING_PENALTY)

    def shortlist(self, said: str) -> Shortlist:
        """Candidates for a simplified question (``normalize.simplify``), in no particular order."""
        question = normalize(said)
        vector = self._encoder.encode([question])[0] @ self._axes
        grams = CHARACTERS.of(question)
        characters, known = self._characters.scores(grams, POSTINGS_BUDGET)
        sounding, _ = self._sounds.scores(SOUNDS.of(question), POSTINGS_BUDGET)
        passages, _ = self._passages.scores(grams, POSTINGS_BUDGET)
        similar = self._kernel.similarities(grams)
        centres = self._centres @ vector
        learned_meaning = vector @ self._directions
        forward = np.unique(np.concatenate([top(scores, SHORTLIST) for scores in (characters, sounding, centres)]))
        chosen, learned, chatter = self._votes.judge(similar, forward)
        rows = np.empty((len(chosen), len(RANK_FEATURES)), dtype=np.float32)
        for row, number in enumerate(chosen):
            first, last = self._bounds[number], self._bounds[number + 1]
            like = similar[first:last]
            rows[row] = RankFeatures(
                characters=characters[number],
                sounds=sounding[number],
                meaning=_mean_of_best(self._vectors[first:last] @ vector),
                centre=centres[number],
                learned=learned[row],
                learned_meaning=learned_meaning[number],
                wording=max((fuzz.ratio(question, self._aliases[number][place]) for place in top(like, COMPARED)), default=0.0) / 100,
                nearest=_mean_of_best(like),
                passage=passages[number],
            )
        verbatim = len(question) > 1 and question in self._source
        of_question = {
            "known": known,
            "length": float(np.log1p(len(question))),
            "background": _mean_of_best(self._background @ vector),
            "background_nearest": _mean_of_best(similar[len(self._vectors) :]),
            "chatter": chatter,
            "chatter_meaning": float(learned_meaning[-1]),
            "verbatim": float(verbatim),
            # A bare word of the speech, said to the bot, is a look-up: it deserves at least a choice.
            "keyword": float(verbatim and len(question) <= KEYWORD_LENGTH),
            "contrast": self._contrast.score(grams),
            **form_features(said),
        }
        return Shortlist(chosen, rows, of_question)


def _wordings(entry: Entry) -> list[str]:
    """The aliases and the title, gist and excerpts: all that a question may resemble."""
    texts = (*entry.aliases, entry.title, entry.gist, *entry.passage)
    return list(dict.fromkeys(filter(None, map(normalize, texts))))


def _pool(entry: Entry, wordings: Sequence[str]) -> list[str]:
    return [*wordings, *[normalize(entry.title)] * (TITLE_TIMES - 1)]


def _centres(vectors: Floats, bounds: NDArray[np.int64]) -> Floats:
    means = [vectors[a:b].mean(axis=0) for a, b in pairwise(bounds)]
    centres = np.stack(means) if means else np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return np.asarray(centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _mean_of_best(similarities: Floats) -> float:
    if len(similarities) == 0:
        return 0.0
    count = min(NEAREST, len(similarities))
    return float(np.partition(similarities, -count)[-count:].sum()) / count
