"""What the second's budget gave to people."""

from __future__ import annotations

from bot.delivery.traffic import Traffic


def test_a_second_later_it_is_forgotten() -> None:
    now = 0.0
    traffic = Traffic(lambda: now)
    traffic.note()
    now = 0.5
    traffic.note()
    assert traffic.count() == 2
    now = 1.0
    assert traffic.count() == 1
    now = 1.6
    assert traffic.count() == 0
