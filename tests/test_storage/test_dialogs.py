"""Open dialogues: which one is whose, for how long, and which one gives way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.dialogs import Dialogs, Spot
from bot.storage.engine import Database

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTES, WEEKS = timedelta(minutes=30), timedelta(weeks=3)


class Now:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def dialogs(database: Database, now: Now) -> Dialogs:
    return Dialogs(database, now)


async def test_one_that_takes_minutes_gives_way_to_the_next(dialogs: Dialogs) -> None:
    await dialogs.begin(Spot(5, 5, 10), "teach", {"entry": "p1-1"}, MINUTES)
    await dialogs.begin(Spot(5, 5, 11), "grant", {}, MINUTES)
    assert await dialogs.present(Spot(5, 5, 12), "teach") == (None, False)
    found, is_open = await dialogs.latest(Spot(5, 5))
    assert found is not None
    assert (found.name, found.since, is_open) == ("grant", 11, True)


async def test_one_that_lasts_for_weeks_stays_beside_it(dialogs: Dialogs, now: Now) -> None:
    await dialogs.begin(Spot(5, 5, 10), "exam", {"item": 3}, WEEKS)
    await dialogs.begin(Spot(5, 5, 20), "teach", {"entry": "p1-1"}, MINUTES)
    latest, _ = await dialogs.latest(Spot(5, 5))
    assert latest is not None
    assert latest.name == "teach"
    exam, _ = await dialogs.present(Spot(5, 5, 21), "exam")
    assert exam is not None
    assert exam.data == {"item": 3}
    assert await dialogs.end(Spot(5, 5, 22), "teach")
    now.at += timedelta(days=20)
    latest, is_open = await dialogs.latest(Spot(5, 5))
    assert latest is not None
    assert (latest.name, is_open) == ("exam", True)


async def test_it_is_over_after_its_time_and_touching_it_gives_it_anew(dialogs: Dialogs, now: Now) -> None:
    await dialogs.begin(Spot(5, 5, 10), "teach", {"n": 1}, MINUTES)
    now.at += timedelta(minutes=29)
    assert await dialogs.step(Spot(5, 5, 11), "teach", {"n": 2}, MINUTES)
    now.at += timedelta(minutes=29)
    found, is_open = await dialogs.present(Spot(5, 5, 12), "teach")
    assert found is not None
    assert (found.data, found.since, is_open) == ({"n": 2}, 10, True)
    now.at += timedelta(minutes=2)
    assert await dialogs.present(Spot(5, 5, 12), "teach") == (None, False)
    assert not await dialogs.step(Spot(5, 5, 13), "teach", {"n": 3}, MINUTES)
    assert (await dialogs.latest(Spot(5, 5)))[1] is False
    assert not await dialogs.leave(Spot(5, 5))
    assert await dialogs.latest(Spot(5, 5)) == (None, False)


async def test_a_button_that_is_older_than_the_dialogue_is_not_its_own(dialogs: Dialogs) -> None:
    await dialogs.begin(Spot(5, 5, 10), "teach", {}, MINUTES)
    await dialogs.begin(Spot(5, 5, 30), "teach", {}, MINUTES)
    assert await dialogs.present(Spot(5, 5, 11), "teach") == (None, True)
    assert not await dialogs.step(Spot(5, 5, 11), "teach", {"n": 1}, MINUTES)
    assert not await dialogs.end(Spot(5, 5, 11), "teach")
    assert (await dialogs.present(Spot(5, 5, 31), "teach"))[0] is not None


async def test_of_two_people_in_one_chat_each_has_their_own(dialogs: Dialogs) -> None:
    await dialogs.begin(Spot(-7, 1, 10), "teach", {"whose": 1}, MINUTES)
    await dialogs.begin(Spot(-7, 2, 11), "teach", {"whose": 2}, MINUTES)
    assert await dialogs.leave(Spot(-7, 1))
    found, _ = await dialogs.present(Spot(-7, 2, 12), "teach")
    assert found is not None
    assert found.data == {"whose": 2}
