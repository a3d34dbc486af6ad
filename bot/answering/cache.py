"""A folder of arrays that are costly to compute. Losing or breaking it costs time, never an answer."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.embedding import DIMENSIONS, Encoder

_log = logging.getLogger(__name__)
_BATCH = 128
# Arrays of each kind kept, by last use: a few versions of the knowledge, so that going back and forth costs nothing.
_KEPT = 6

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]


class ArrayCache:
    """Arrays by kind and the content they depend on, in half precision (a cosine changes by less than 0.001)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, kind: str, key: Sequence[str], compute: Callable[[], Floats]) -> Floats:
        """The stored array, or the computed one, which is then stored if that is possible."""
        path = self._path(kind, key)
        found = self._load(path)
        if found is None:
            halves = compute().astype(np.float16)
            self._store(path, kind, halves)
            found = halves.astype(np.float32)
        return found

    def find(self, kind: str, key: Sequence[str]) -> Floats | None:
        """The stored array, if it is there and whole."""
        return self._load(self._path(kind, key))

    def _path(self, kind: str, key: Sequence[str]) -> Path:
        return self._folder / f"{kind}-{_digest(key)}.npz"

    def _load(self, path: Path) -> Floats | None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                found = stored["values"].astype(np.float32)
                intact = stored["sum"] == _checksum(stored["values"])
            with contextlib.suppress(OSError):  # a cache that is read-only is still good to read
                os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            _log.info("cache file %s is unreadable, computing again: %s", path.name, error)
            return None
        return found if intact else None

    def _store(self, path: Path, kind: str, halves: Halves) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, values=halves, sum=_checksum(halves))
                os.replace(temporary, path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            newest_first = sorted(self._folder.glob(f"{kind}-*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
            for old in newest_first[_KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            _log.info("cache folder %s cannot be used, going on without: %s", self._folder, error)


class CachedEncoder:
    """An encoder that keeps the vectors of long lists in files; the next list is often a variant of the last, and takes from it."""

    def __init__(self, encoder: Encoder, cache: ArrayCache, progress: Callable[[int, int], None] = lambda done, total: None) -> None:
        self._encoder = encoder
        self._cache = cache
        self._progress = progress
        self._last: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The wrapped encoder's name: the vectors are the same."""
        return self._encoder.name

    def encode(self, texts: Sequence[str]) -> Floats:
        """See ``Encoder``; lists of one batch or less are not worth a file."""
        if len(texts) <= _BATCH:
            return self._encoder.encode(texts)
        vectors = self._cache("vectors", self._key(texts), lambda: self._compute(texts))
        self._last = texts
        return vectors

    def _key(self, texts: Sequence[str]) -> Sequence[str]:
        return [self.name, *texts]

    def _compute(self, texts: Sequence[str]) -> Floats:
        last = self._last  # once: another thread may replace it
        kept = self._cache.find("vectors", self._key(last)) if last else None
        known: Mapping[str, int] = {text: number for number, text in enumerate(last)} if kept is not None else {}
        places = [known.get(text) for text in texts]
        new = [number for number, place in enumerate(places) if place is None]
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for number, place in enumerate(places):
            if place is not None and kept is not None:
                vectors[number] = kept[place]
        for start in range(0, len(new), _BATCH):
            numbers = new[start : start + _BATCH]
            vectors[numbers] = self._encoder.encode([texts[number] for number in numbers])
            self._progress(min(start + _BATCH, len(new)), len(new))
        return vectors


def _digest(key: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in key:
        digest.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    return digest.hexdigest()[:24]


def _checksum(values: NDArray[np.float16]) -> NDArray[np.str_]:
    return np.array(hashlib.sha256(np.ascontiguousarray(values).data).hexdigest())
