"""Lists page by page, and texts that are longer than one message."""

from __future__ import annotations

import pytest

from bot.chat.press import Press
from bot.chat.screen import Block, Button, Turning, in_rows, page_of, paging, screen
from bot.platforms.telegram import rendering


class Turn(Press, prefix="tt"):
    page: int


LONG = [Block(f"第{number}段。" + "字" * 990) for number in range(10)]


def test_a_pager_has_the_ways_that_there_are() -> None:
    assert [button.press for button in paging(0, True, Turn)] == [Turn(1)]
    assert [button.press for button in paging(3, True, Turn)] == [Turn(2), Turn(4)]
    assert [button.press for button in paging(3, False, Turn)] == [Turn(2)]
    assert paging(0, False, Turn) == ()


@pytest.mark.parametrize(
    ("page", "shown", "present", "later"), [(0, [0, 1], 0, True), (2, [4], 2, False), (9, [4], 2, False), (-1, [0, 1], 0, True)]
)
def test_a_page_that_is_gone_is_the_last_one(page: int, shown: list[int], present: int, later: bool) -> None:
    items, at, more = page_of(range(5), page, 2)
    assert (list(items), at, more) == (shown, present, later)
    assert page_of([], 3, 2) == ([], 0, False)


def test_nothing_of_a_long_screen_is_lost() -> None:
    rendered = rendering.whole(screen(LONG, [[Button("好", Turn(0))]]))
    assert len(rendered.pages) == 3
    assert all(f"第{number}段" in "".join(rendered.pages) for number in range(10))
    assert [bool(one.rows) for one in rendered.screens] == [False, False, True]


def test_in_one_message_it_is_said_that_something_is_missing() -> None:
    shown = rendering.one(screen(LONG))
    assert "只显示了前面一部分" in shown.html
    assert len(shown.html) <= 4096
    assert "只显示" not in rendering.one(screen("短")).html


def test_a_text_that_turns_is_shown_part_by_part() -> None:
    parts = [rendering.whole(screen(LONG, turning=Turning(page, Turn))) for page in range(3)]
    assert [len(part.pages) for part in parts] == [1, 1, 1]
    assert all(f"第{number}段" in "".join(part.pages[0] for part in parts) for number in range(10))
    assert [[button.data for row in part.rows for button in row] for part in parts] == [["s:tt:1"], ["s:tt:0", "s:tt:2"], ["s:tt:1"]]


def test_buttons_in_rows() -> None:
    buttons = [Button(str(number), Turn(number)) for number in range(5)]
    assert [[button.label for button in row] for row in in_rows(buttons, 2)] == [["0", "1"], ["2", "3"], ["4"]]
    assert in_rows([], 2) == []
