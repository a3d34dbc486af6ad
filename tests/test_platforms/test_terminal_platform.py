"""The terminal as conversations know it: one reader, numbers that grow, and nobody else within reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.access import SHELL_PERSON, at_shell, may_hold_roles
from bot.chat.actor import Caller, ChatPlace
from bot.chat.platform import NotChecked, PlatformError
from bot.chat.press import Press
from bot.chat.screen import Button, screen
from bot.outbox.content import SendText
from bot.outbox.outcomes import Accepted, Refused
from bot.platforms.terminal import texts
from bot.platforms.terminal.platform import TerminalPlatform
from bot.platforms.terminal.printed import PrintedSender

ELSEWHERE = 7_000_000_001


class Yes(Press, prefix="test-platform"):
    """Yes."""


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def platform(printed: list[str], tmp_path: Path) -> TerminalPlatform:
    return TerminalPlatform(Caller(SHELL_PERSON, "我", ChatPlace(SHELL_PERSON, True)), printed.append, tmp_path, 100)


def test_whoever_sits_at_the_shell_is_a_person_with_a_number_of_their_own() -> None:
    assert may_hold_roles(SHELL_PERSON)
    assert at_shell(SHELL_PERSON)
    assert not at_shell(ELSEWHERE)


async def test_what_is_sent_to_the_reader_is_printed_and_its_numbers_press(platform: TerminalPlatform, printed: list[str]) -> None:
    number = await platform.send(SHELL_PERSON, screen("好吗", [[Button("好", Yes())]]))
    assert printed == ["好吗\n\n[1] 好"]
    assert platform.choice.pressed("1") == Yes().pack()
    assert platform.choice_number == number == 101
    await platform.send(SHELL_PERSON, screen("还有一句"))
    assert platform.choice.pressed("1") == Yes().pack(), "a sentence takes no numbers away"
    assert await platform.edit(SHELL_PERSON, number, screen("改了"))
    assert printed[-1] == "改了", "what is printed stays, so it is said again"
    await platform.delete(SHELL_PERSON, number)
    assert platform.choice.pressed("1") is None
    assert platform.next_number() > number


REACHING: list[Callable[[TerminalPlatform], Awaitable[object]]] = [
    lambda platform: platform.send(ELSEWHERE, screen("喂")),
    lambda platform: platform.edit(ELSEWHERE, 1, screen("喂")),
    lambda platform: platform.delete(ELSEWHERE, 1),
    lambda platform: platform.offer(ELSEWHERE, [("help", "怎么用")]),
    lambda platform: platform.leave(-1001),
]


@pytest.mark.parametrize("reach", REACHING)
async def test_nobody_else_is_reached_and_it_is_said_what_to_do(
    platform: TerminalPlatform, printed: list[str], reach: Callable[[TerminalPlatform], Awaitable[object]]
) -> None:
    with pytest.raises(PlatformError, match="python -m bot run"):
        await reach(platform)
    assert printed == []


async def test_what_only_telegram_knows_is_not_known(platform: TerminalPlatform) -> None:
    with pytest.raises(NotChecked):
        await platform.is_admin(-1001, SHELL_PERSON)
    assert await platform.name_of(SHELL_PERSON) == "我"
    assert await platform.name_of(ELSEWHERE) == ""
    assert await platform.member_name(-1001, ELSEWHERE) == ""
    assert await platform.members(-1001) is None
    assert (await platform.condition()).advice == (texts.TERMINAL_CONDITION,)
    await platform.offer(SHELL_PERSON, [])


async def test_a_preview_is_printed_without_its_formatting_and_nothing_can_be_taken_back(
    platform: TerminalPlatform, printed: list[str]
) -> None:
    sender = PrintedSender(platform)
    assert isinstance(await sender.send(SHELL_PERSON, None, SendText("<b>周五</b>开会 &amp; 学习")), Accepted)
    assert printed == ["周五开会 & 学习"]
    assert isinstance(await sender.delete(SHELL_PERSON, 101), Refused)
