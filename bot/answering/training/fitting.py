"""``evaluate --fit``: fit the decision from messages whose own writer the scorer has not seen.

What the fitting set holds stands in the knowledge too, as aliases and background, since more wordings find more. A scorer that
knew the very message it is asked would look better than it is, so each writer's messages are scored by a scorer built without
any of that writer's (leave one group out: Stone, 1974, by writer instead of by message).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from bot.answering.asked import asked, names_in
from bot.answering.building import FITTED_FILE, Progress, build_encoder, no_progress
from bot.answering.cache import ArrayCache
from bot.answering.embedding import Encoder
from bot.answering.fitted import Fitted
from bot.answering.scorer import Scorer
from bot.answering.training.fit import Example, fit
from bot.answering.training.labelled import EVALUATION_FOLDER, Labelled, read_labelled
from bot.library.loader import load_library
from bot.library.models import Library
from bot.library.normalize import normalize, simplify
from bot.settings.config import Settings

FIT_PATTERN = "fit_*.jsonl"


def fit_file(settings: Settings, progress: Progress = no_progress) -> None:
    """Fit all numbers and write the data file."""
    FITTED_FILE.write_text(refit(settings, load_library(settings.knowledge), progress).dump(), encoding="utf-8")


def refit(settings: Settings, library: Library, progress: Progress = no_progress) -> Fitted:
    """The numbers that the fitting set gives with this library."""
    encoder = _Remembering(build_encoder(settings, progress))
    # What answering will use, so that its vectors and votes are in the cache: every smaller library is a part of it.
    Scorer(library, encoder, ArrayCache(settings.cache))
    found: list[Example] = []
    for messages in by_writer(read_labelled(*sorted(EVALUATION_FOLDER.glob(FIT_PATTERN)))).values():
        found += scored(without(library, messages), messages, encoder)
    return fit(found)


def by_writer(messages: Iterable[Labelled]) -> Mapping[str, list[Labelled]]:
    """Messages by who wrote them: the last part of the file's name (``fit_questions_a``, ``fit_silence_a``)."""
    ordered = sorted(messages, key=_writer)
    return {writer: list(group) for writer, group in groupby(ordered, key=_writer)}


def without(library: Library, messages: Collection[Labelled]) -> Library:
    """The library without the wordings of these messages."""
    gone = {normalize(message.question) for message in messages}
    entries = tuple(replace(e, aliases=tuple(alias for alias in e.aliases if normalize(alias) not in gone)) for e in library.entries)
    background = tuple(message for message in library.background if normalize(message.text) not in gone)
    return replace(library, entries=entries, background=background)


def scored(library: Library, messages: Sequence[Labelled], encoder: Encoder) -> list[Example]:
    """Labelled messages as a scorer of this library sees them."""
    scorer, names = Scorer(library, encoder), names_in(library)
    found = []
    for message in messages:
        said = simplify(message.question)
        if not normalize(said):
            continue  # the answerer says none without scoring
        for part in asked(said, addressed=message.addressed, known=names):
            shortlist = scorer.shortlist(part)
            right = np.array([library.entries[number].id in message.entries for number in shortlist.entries])
            found.append(Example(shortlist, right, not message.entries, message.addressed, _writer(message), message.pasted))
    return found


class _Remembering:
    """An encoder that computes the vector of a text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


def _writer(message: Labelled) -> str:
    return message.source.rpartition("_")[2]
