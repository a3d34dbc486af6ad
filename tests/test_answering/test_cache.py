"""The cache: right when it is there, harmless when it is broken."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.answering.cache import ArrayCache, CachedEncoder, Floats
from bot.answering.embedding import DIMENSIONS


class Work:
    """Counts how often something was computed."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Floats:
        self.done += 1
        return np.full((3, 2), self.done, dtype=np.float32)


def test_a_stored_array_comes_back_without_computing(tmp_path: Path) -> None:
    work, cache = Work(), ArrayCache(tmp_path)
    first = cache("vectors", ["甲"], work)
    again = ArrayCache(tmp_path)("vectors", ["甲"], work)
    assert work.done == 1
    np.testing.assert_array_equal(first, again)


def test_another_content_is_another_array(tmp_path: Path) -> None:
    work, cache = Work(), ArrayCache(tmp_path)
    cache("vectors", ["甲"], work)
    cache("vectors", ["甲", ""], work)
    cache("votes", ["甲"], work)
    assert work.done == 3


@pytest.mark.parametrize(
    "harm", [lambda data: b"", lambda data: b"nonsense", lambda data: data[: len(data) // 2], lambda data: data[:-90] + b"\0" * 90]
)
def test_a_broken_file_is_computed_again(tmp_path: Path, harm: object) -> None:
    work, cache = Work(), ArrayCache(tmp_path)
    cache("vectors", ["甲"], work)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(harm(file.read_bytes()))  # type: ignore[operator]
    assert cache("vectors", ["甲"], work)[0, 0] == 2


def test_old_arrays_are_cleared_away(tmp_path: Path) -> None:
    cache = ArrayCache(tmp_path)
    for number in range(9):
        cache("vectors", [str(number)], Work())
    assert len(list(tmp_path.glob("*.npz"))) == 6
    assert not list(tmp_path.glob("*.tmp"))


def test_what_is_still_used_is_not_cleared_away(tmp_path: Path) -> None:
    work, cache = Work(), ArrayCache(tmp_path)
    for number in range(9):
        cache("vectors", ["base"], work)
        cache("vectors", [str(number)], Work())
        for age, file in enumerate(sorted(tmp_path.glob("*.npz"), key=lambda file: file.stat().st_mtime_ns)):
            os.utime(file, (1_000_000 + 10 * number + age,) * 2)  # clocks of file systems are coarse
    assert work.done == 1


class Counting:
    """An encoder that counts the texts it is given."""

    name = "counting"

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts += len(texts)
        return np.array([[len(text)] * DIMENSIONS for text in texts], dtype=np.float32)


def test_a_list_that_differs_little_is_mostly_known(tmp_path: Path) -> None:
    counting = Counting()
    encoder = CachedEncoder(counting, ArrayCache(tmp_path))
    texts = ["法" * number for number in range(200)]
    encoder.encode(texts)
    changed = ["治" * 300, *texts[:100], *texts[150:], "新"]
    vectors = encoder.encode(changed)
    assert counting.texts == 202
    assert [vector[0] for vector in vectors] == [len(text) for text in changed]
