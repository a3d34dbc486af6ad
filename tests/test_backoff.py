"""Pauses between tries."""

from __future__ import annotations

from bot.backoff import Backoff


def test_pauses_grow_to_the_longest_and_no_further() -> None:
    assert [Backoff(1.0, 30.0).after(failures) for failures in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert Backoff(0.1, 2.0).after(10**9) == 2.0
    assert Backoff(0.3, 3.0, factor=3).after(2) == 0.3 * 3
