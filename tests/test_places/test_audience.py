"""Who gets it, and who is shown apart."""

from __future__ import annotations

import pytest

from bot.places.audience import Audience, Recipient, To, choose, problem

HALL = Recipient(-1, "政务大厅", "司法局", frozenset({"局机关"}))
TOWN = Recipient(-2, "东乡工作群", "东乡", frozenset({"乡镇", "试点"}))
LEFT = Recipient(-3, "西乡工作群", "西乡", frozenset({"乡镇"}), active=False)
DEAF = Recipient(-4, "南乡工作群", "南乡", frozenset({"乡镇"}), off=frozenset({"daily"}))
ALL = [HALL, TOWN, LEFT, DEAF]


@pytest.mark.parametrize(
    ("audience", "receivers", "inactive", "unknown"),
    [
        (Audience(To.ALL), [HALL, TOWN, DEAF], [LEFT], ()),
        (Audience(To.UNITS, ("东乡", "北乡")), [TOWN], [], ("北乡",)),
        (Audience(To.TAGS, ("乡镇",)), [TOWN, DEAF], [LEFT], ()),
        (Audience(To.TAGS, ("乡镇", "试点")), [TOWN, DEAF], [LEFT], ()),
        (Audience(To.PICKED, ("-1", "-3", "-9")), [HALL], [LEFT], ("-9",)),
        (Audience(To.UNITS, ()), [], [], ()),
    ],
)
def test_ways_to_pick_groups(audience: Audience, receivers: list[Recipient], inactive: list[Recipient], unknown: tuple[str, ...]) -> None:
    chosen = choose(audience, ALL, "notice", official=False)
    assert list(chosen.receivers) == receivers
    assert list(chosen.inactive) == inactive
    assert chosen.opted_out == ()
    assert chosen.unknown == unknown


def test_a_group_can_turn_a_kind_off_but_not_official_notices() -> None:
    assert choose(Audience(To.ALL), ALL, "daily", official=False).opted_out == (DEAF,)
    assert DEAF in choose(Audience(To.ALL), ALL, "daily", official=True).receivers


@pytest.mark.parametrize(
    ("audience", "kind", "word"),
    [
        (Audience(To.UNITS, ("北乡",)), "notice", "一个群也没有"),
        (Audience(To.UNITS, ("西乡", "南乡")), "daily", "1 个群里机器人已不在，1 个群不接收"),
        (Audience(To.PICKED, ()), "notice", "一个群也没有"),
    ],
)
def test_an_empty_audience_is_said_in_words(audience: Audience, kind: str, word: str) -> None:
    found = problem(choose(audience, ALL, kind, official=False), audience)
    assert found is not None
    assert word in found


def test_an_audience_with_anybody_in_it_is_no_problem() -> None:
    assert problem(choose(Audience(To.ALL), ALL, "notice", official=False), Audience(To.ALL)) is None
