"""One line about a group → what is wanted; what cannot be done is said."""

from __future__ import annotations

import pytest

from bot.features.groups import texts
from bot.features.groups.orders import Order, as_kept, objection, parse_order, tags_in, unit_in
from tests.test_features.test_groups.known import group


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("", Order()),
        ("+示范 -试点", Order(("示范",), ("试点",))),
        ("＋示范＋重点", Order(("示范", "重点"))),
        ("+ #示范，-试点。", Order(("示范",), ("试点",))),
        ("单位 龙泉镇", Order(unit="龙泉镇")),
        ("单位：无", Order(unit="")),
        ("退出。", Order(leave=True)),
        ("收下", Order(take_in=True)),
    ],
)
def test_a_line(line: str, order: Order) -> None:
    assert parse_order(line) == order


@pytest.mark.parametrize("line", ["示范", "+", "+示范 单位", "单位"])
def test_what_is_no_order(line: str) -> None:
    assert parse_order(line) is None


def test_answers_to_a_question() -> None:
    assert tags_in("示范 #重点，+试点") == Order(("示范", "重点", "试点"))
    assert unit_in("龙泉镇") == Order(unit="龙泉镇")
    assert unit_in("无") == Order(unit="")


def test_a_tag_is_the_same_however_it_is_typed() -> None:
    known = group(tags=("A区",))
    assert as_kept(known, Order(("ａ区",), ("a区",))) == Order(("A区",), ("A区",))


@pytest.mark.parametrize(
    ("order", "wrong"),
    [
        (Order(("示范",), unit="龙泉镇"), ""),
        (Order(unit="长" * 41), texts.UNIT_TOO_LONG.format(most=40)),
        (Order(("怎么加？",)), texts.NOT_A_NAME.format(name="怎么加？")),
        (Order(unit="这是哪里。"), texts.NOT_A_NAME.format(name="这是哪里。")),
        (Order(("长" * 65,)), texts.TAG_TOO_LONG.format(most=64)),
        (Order(tuple(map(str, range(21)))), texts.TOO_MANY_TAGS.format(most=20)),
    ],
)
def test_what_cannot_be_done_is_said(order: Order, wrong: str) -> None:
    assert objection(group(), order) == wrong


def test_room_for_a_tag_is_made_by_taking_one_away() -> None:
    full = group(tags=tuple(map(str, range(20))))
    assert objection(full, Order(("新",))) == texts.TOO_MANY_TAGS.format(most=20)
    assert objection(full, Order(("新",), ("0",))) == ""
