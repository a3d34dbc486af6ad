"""Screens where there are no buttons."""

from __future__ import annotations

import pytest

from bot.chat.numbered import Numbered, numbered, picked
from bot.chat.press import Press
from bot.chat.screen import Block, Button, Turning, screen


class Take(Press, prefix="test-numbered"):
    """Take one of them."""

    number: int


ROWS = [[Button("甲", Take(1)), Button("乙", Take(2))], [], [Button("丙", Take(3))]]


def test_buttons_are_numbered_through_all_rows_below_the_text() -> None:
    shown = numbered(screen([Block("名单", "b"), Block("甲、乙、丙"), Block("请选", gap=True)], ROWS))
    assert shown.text == "名单\n甲、乙、丙\n\n请选\n\n[1] 甲　　[2] 乙\n[3] 丙"
    assert [Take.read(data) for data in shown.presses] == [Take(1), Take(2), Take(3)]


def test_a_screen_without_buttons_is_its_text() -> None:
    assert numbered(screen("好的。")) == Numbered("好的。")


def test_what_has_parts_elsewhere_is_whole_here() -> None:
    blocks = [Block("很长的一段。" * 2000), Block("结尾")]
    shown = numbered(screen(blocks, turning=Turning(0, Take)))
    assert shown.text.endswith("\n结尾")
    assert len(shown.text) > 10_000
    assert shown.presses == ()


@pytest.mark.parametrize(("said", "number"), [("2", 2), ("②", 2), ("第二个", 2), ("选3", 3), ("３。", 3)])
def test_a_number_presses(said: str, number: int) -> None:
    assert numbered(screen("选", ROWS)).pressed(said) == Take(number).pack()


@pytest.mark.parametrize("said", ["0", "4", "7000000001", "2026-12-01", "二月", "第一个问题是什么", ""])
def test_anything_else_does_not(said: str) -> None:
    assert numbered(screen("选", ROWS)).pressed(said) is None


def test_long_numbers_are_no_choice() -> None:
    assert picked("999") == 999
    assert picked("1000") is None
