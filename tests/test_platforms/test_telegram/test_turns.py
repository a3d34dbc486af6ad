"""The line of answers: by chat, for the whole bot, oldest first; a 429 gives nobody up, and what comes too late is counted."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.outbox.traffic import Traffic
from bot.platforms.telegram.turns import Line, Stopping, TooLate
from bot.platforms.telegram.wire.processor import ChatLanes
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, Running, Start

PERSON, OTHER, GROUP = 7, 8, -100


@dataclass
class Street:
    """A line whose clock only moves when it is told to."""

    now: float = 1000.0
    left: list[tuple[int, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line = Line(Traffic(now=lambda: self.now), lambda: self.now)
        self.tasks: list[asyncio.Task[None]] = []

    def ask(self, chat: int, since: float | None = None, deadline: float = 1e9) -> asyncio.Task[None]:
        async def send() -> None:
            async with self.line.turn(chat, self.now if since is None else since, deadline):
                self.left.append((chat, self.now - 1000.0))

        self.tasks.append(task := asyncio.create_task(send()))
        return task

    async def until(self, seconds: float) -> None:
        """Let time pass in small steps."""
        while self.now < 1000.0 + seconds:
            await self._settle()
            self.now += 0.02
        await self._settle()

    async def _settle(self) -> None:
        for _ in range(5):
            self.line._advance()
            await asyncio.sleep(0)


@pytest.fixture
def street() -> Street:
    return Street()


async def test_one_chat_gets_a_few_at_once_and_then_one_a_second(street: Street) -> None:
    for _ in range(6):
        street.ask(PERSON)
    await street.until(0.5)
    assert len(street.left) == 3
    await street.until(2.2)
    assert len(street.left) == 5
    await street.until(3.3)
    assert len(street.left) == 6


async def test_the_twenty_first_of_a_minute_in_one_group_waits_for_the_next(street: Street) -> None:
    for _ in range(25):
        street.ask(GROUP)
    await street.until(60)
    assert len(street.left) == 20
    await street.until(70)
    assert len(street.left) == 25
    assert min(at for _, at in street.left[20:]) >= 60


async def test_a_full_group_holds_nobody_else(street: Street) -> None:
    for _ in range(30):
        street.ask(GROUP)
    street.ask(PERSON)
    await street.until(0.5)
    assert PERSON in [chat for chat, _ in street.left]


async def test_the_whole_bot_keeps_its_second_and_the_oldest_goes_first(street: Street) -> None:
    for number in range(90):
        street.ask(1 + number, since=1000.0 - number)  # the last to come has waited longest
    await street.until(0.98)
    assert 25 <= len(street.left) <= 28
    order = [chat for chat, _ in street.left]
    assert order[3:] == sorted(order[3:], reverse=True)  # the first ones found nobody waiting
    await street.until(4)
    assert len(street.left) == 90


async def test_a_429_holds_its_chat_and_costs_nobody_the_answer(street: Street) -> None:
    street.line.refused(PERSON, 7)
    street.ask(PERSON)
    street.ask(OTHER)
    await street.until(6.9)
    assert [chat for chat, _ in street.left] == [OTHER]
    await street.until(7.3)
    assert [chat for chat, _ in street.left] == [OTHER, PERSON]


async def test_several_chats_refused_mean_the_bot(street: Street) -> None:
    street.line.refused(PERSON, 2)
    street.line.refused(OTHER, 2)
    street.ask(9)
    await street.until(0.3)
    assert street.left == []  # by the clock on the wall, which this test does not move


async def test_what_would_come_too_late_is_dropped_at_once_and_counted(street: Street) -> None:
    street.line.refused(PERSON, 10_072)
    told = street.ask(PERSON, deadline=1600.0)
    patient = [street.ask(GROUP, deadline=1030.0) for _ in range(21)]
    await street.until(0.1)
    with pytest.raises(TooLate):
        await told
    assert street.line.too_late == 1
    await street.until(31)
    with pytest.raises(TooLate):
        await patient[20]
    assert len([task for task in patient if task.done() and task.exception() is None]) == 20
    assert street.line.too_late == 2


async def test_the_end_of_the_process_is_told_to_all_who_wait(street: Street) -> None:
    street.line.refused(PERSON, 5)
    waiting = street.ask(PERSON)
    await street.until(0.1)
    street.line.close()
    with pytest.raises(Stopping):
        await waiting
    with pytest.raises(Stopping):
        await street.ask(OTHER)


async def test_who_gives_up_leaves_no_hole(street: Street) -> None:
    street.line.refused(PERSON, 1)
    gone = street.ask(PERSON)
    await street.until(0.1)
    gone.cancel()
    await street.until(0.2)
    assert len(street.line) == 0
    for number in range(20):
        street.ask(20 + number)
    await street.until(1)
    assert len(street.left) == 20


async def test_many_429s_in_a_row_give_nobody_up(api: BotApi, bot: Running) -> None:
    wang = api.person()
    api.faults.refuse(429, retry_after=1, method="sendMessage", times=6)
    wang.says(ASKS)
    assert (await api.next_message(wang, timeout=30)).text
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1


async def test_twenty_five_at_once_in_a_group_through_telegrams_limits(api: BotApi, start: Start) -> None:
    """Faster than the clock: the fake's minute is over when it is told so, and then the rest comes."""
    api.world.limits.enabled = True
    group = api.group("工作群")
    people = [api.person(f"第{number}人") for number in range(5)]
    async with start(messages_per_second=28) as bot:
        for number in range(8):
            people[number % 5].command("ask", ASKS, group)
        for _ in range(8):
            await api.next_message(group, timeout=20)
        assert api.world.limits.refused == 0
        await api.quiet(bot.application)
    assert len(api.messages(group)) == 8


async def test_who_has_waited_long_is_told_what_it_answers(api: BotApi, bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = api.person()
    said = wang.says(ASKS)
    quick = await api.next_message(wang)
    assert quick.reply_to is None
    monkeypatch.setattr("bot.platforms.telegram.asking.LONG_AGO", 0.0)
    said = wang.says(ASKS + "？")
    late = await api.next_message(wang)
    assert late.reply_to is said


async def test_a_server_that_knows_no_replies_gets_the_late_answer_without(
    api: BotApi, bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.telegram.asking.LONG_AGO", 0.0)
    api.faults.refuse(400, "Bad Request: can't parse reply parameters", method="sendMessage", when=lambda c: "reply_parameters" in c.params)
    wang = api.person()
    wang.says(ASKS)
    late = await api.next_message(wang)
    assert late.reply_to is None


async def test_a_question_too_old_when_its_turn_comes_is_dropped_and_counted(
    api: BotApi, start: Start, log: pytest.LogCaptureFixture
) -> None:
    async with start(max_age=timedelta(seconds=3)) as bot:
        wang = api.person()
        api.faults.refuse(429, retry_after=60, method="sendMessage", chat=wang.id)
        wang.says(ASKS)
        wang.says(ASKS + "？")
        await api.quiet(bot.application)
        assert api.messages(wang) == []
        lanes = bot.application.update_processor
        assert isinstance(lanes, ChatLanes)
        assert bot.services.line.too_late + lanes.dropped == 2
        assert not [record for record in log.records if record.levelno >= logging.ERROR]


async def test_a_button_in_a_group_does_not_wait_behind_its_questions(api: BotApi, bot: Running) -> None:
    wang, li = api.person("小王"), api.person("小李")
    group = api.group("工作群", wang, li)
    wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    gate = asyncio.Event()
    api.faults.delay(gate=gate, method="sendMessage", chat=group.id)
    wang.command("ask", ASKS, group)
    await api.world.bell.until(lambda: any(call.method == "sendMessage" for call in api.world.record.in_flight), 20)
    toast = await li.presses(card, card.button_texts[0], timeout=3)
    assert toast is not None
    gate.set()
    await api.next_message(group)
