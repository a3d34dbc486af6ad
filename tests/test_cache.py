"""The cache: right when it is there, harmless when it is broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.cache import ArrayCache, Floats


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
    assert len(list(tmp_path.glob("*.npz"))) == 3
    assert not list(tmp_path.glob("*.tmp"))
