"""What the second's budget gave to people, and what is left for broadcasts."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from bot.outbox.traffic import Traffic
from bot.settings.config import MESSAGES_PER_SECOND
from tests.benchmarks.busy import most_in_a_second


def test_a_second_later_it_is_forgotten() -> None:
    now = 0.0
    traffic = Traffic(now=lambda: now)
    traffic.note()
    now = 0.5
    traffic.note()
    assert traffic.count() == 2
    now = 1.0
    assert traffic.count() == 1
    now = 1.6
    assert traffic.count() == 0


def test_who_waits_for_an_answer_counts_as_one_who_gets_it() -> None:
    traffic = Traffic(now=lambda: 0.0)
    traffic.people_wait = lambda: 7
    assert traffic.count() == 7


def test_what_had_to_wait_once_more_counts_when_it_leaves() -> None:
    now = 0.0
    traffic = Traffic(now=lambda: now)
    departure = traffic.note()
    now = 0.9
    traffic.leaves(departure)
    now = 1.5
    assert traffic.count() == 1


@pytest.mark.parametrize("people", [0, 3, 60])
async def test_no_second_sees_more_than_was_promised(people: int) -> None:
    """Whatever comes together: 25 of broadcasts, 28 of everything, people first, and yet a broadcast goes on."""
    traffic = Traffic()
    left: dict[str, list[float]] = {"people": [], "broadcasts": []}
    waiting = people
    traffic.people_wait = lambda: waiting

    async def answers() -> None:
        nonlocal waiting
        while waiting:
            if wait := traffic.free_for_people():
                await asyncio.sleep(wait)
                continue
            traffic.note()
            left["people"].append(monotonic())
            waiting -= 1

    async def one() -> None:
        await traffic.for_broadcast(25)
        left["broadcasts"].append(monotonic())

    began = monotonic()
    await asyncio.gather(answers(), *(one() for _ in range(30)))
    assert len(left["people"]) == people
    assert len(left["broadcasts"]) == 30
    assert most_in_a_second(left["broadcasts"]) <= 25
    assert most_in_a_second([*left["people"], *left["broadcasts"]]) <= MESSAGES_PER_SECOND
    # In threes, spread over the second: what is on the wire when a process dies is what nobody knows the end of.
    assert all(later - earlier > 0.09 for earlier, later in zip(left["people"], left["people"][3:], strict=False))
    if people == 60:
        assert sum(at < began + 1.5 for at in left["people"]) > 25
        assert sum(at < began + 1.5 for at in left["broadcasts"]) >= 2


async def test_without_limits_nobody_waits() -> None:
    traffic = Traffic(0)
    began = monotonic()
    for _ in range(200):
        traffic.note()
        await traffic.for_broadcast(25)
    assert traffic.free_for_people() == 0
    assert monotonic() - began < 0.5
