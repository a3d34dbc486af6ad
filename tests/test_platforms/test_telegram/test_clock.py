"""A machine whose clock is wrong, or is set while the bot runs: Telegram's messages are as old as Telegram says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.telegram import texts
from bot.platforms.telegram.clock import ServerClock, in_words
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, Start

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
HEADER = "Fri, 27 Nov 2026 12:00:00 GMT"


class Machine:
    """A wall clock that can be set, and one that only counts."""

    def __init__(self, wall: datetime) -> None:
        self.wall, self.seconds = wall, 1000.0

    def passes(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds

    def clock(self) -> ServerClock:
        return ServerClock(lambda: self.wall, lambda: self.seconds)


@pytest.mark.parametrize("minutes", [11, -11, 60 * 24 * 400])
async def test_a_question_is_answered_whatever_this_machine_believes(
    api: BotApi, start: Start, log: pytest.LogCaptureFixture, minutes: int
) -> None:
    api.world.clock.advance(-60 * minutes)
    async with start() as bot:
        wang = api.person()
        wang.says(ASKS)
        assert (await api.next_message(wang)).covered("blockquote")
        fast = bot.services.clock.fast
        assert fast is not None
        assert abs(fast - timedelta(minutes=minutes)) < timedelta(seconds=10)
        wang.says("法无禁止即可为是什么意思")
        await api.next_message(wang)
    assert len([record for record in log.records if "这台电脑的时间" in record.getMessage()]) == 1


@pytest.mark.parametrize("hours", [0, 3, -3])
async def test_what_is_too_old_for_telegram_is_too_old_for_us(api: BotApi, start: Start, hours: int) -> None:
    api.world.clock.advance(3600 * hours)
    wang = api.person()
    wang.says("谁执法谁普法怎么落实")
    api.world.clock.advance(700)
    wang.says(ASKS)
    async with start():
        await api.next_message(wang)
    assert len(api.messages(wang)) == 1


def test_a_clock_that_is_set_while_we_run_changes_nothing() -> None:
    machine = Machine(NOON)
    clock = machine.clock()
    clock.hear(HEADER)
    machine.passes(10)
    machine.wall += timedelta(hours=5)
    assert clock.now() == NOON + timedelta(seconds=10)
    assert clock.fast == timedelta(hours=5)
    machine.wall -= timedelta(days=1)
    assert clock.now() == NOON + timedelta(seconds=10)


def test_it_is_told_when_it_is_wrong_and_when_it_is_right_again(caplog: pytest.LogCaptureFixture) -> None:
    machine = Machine(NOON + timedelta(minutes=11))
    clock = machine.clock()
    for _ in range(3):
        clock.hear(HEADER)
    machine.wall = NOON
    for _ in range(3):
        clock.hear(HEADER)
    assert [record.getMessage() for record in caplog.records] == [
        texts.CLOCK_WRONG.format(how="快了 11 分钟，请校准"),
        texts.CLOCK_RIGHT,
    ]


@pytest.mark.parametrize("header", [None, "", "yesterday", "Fri, 99 Nov 2026 12:00:00 GMT", "0", "Fri, 27 Nov 99999 12:00:00 GMT"])
def test_a_date_that_is_none_says_nothing(header: str | None) -> None:
    machine = Machine(NOON)
    clock = machine.clock()
    clock.hear(header)
    assert clock.now() == NOON
    assert clock.fast is None


@pytest.mark.parametrize(
    ("fast", "words"),
    [
        (None, "还没"),
        (timedelta(seconds=20), "准"),
        (timedelta(seconds=45), "快了 45 秒"),
        (-timedelta(minutes=10), "慢了 10 分钟"),
        (timedelta(hours=8), "快了 8 小时"),
    ],
)
def test_the_difference_in_words(fast: timedelta | None, words: str) -> None:
    assert in_words(fast).startswith(words)
