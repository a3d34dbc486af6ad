"""Lists of groups that need a decision: who may decide has buttons, and they say what they are about."""

from __future__ import annotations

import pytest

from bot.access import Role
from bot.chat.press import Press
from bot.chat.screen import Screen
from bot.features.groups import texts
from bot.features.groups.newcomers_screens import Undecided, decision_rows, digest_of, sure_screen, undecided_screen, unit_key
from bot.features.groups.presses import AnswerWish, Decide, DecideAll, How, ListGroups, ListMark, ListUndecided, Together, ViewGroup
from bot.places.standing import Standing
from bot.places.store.group_doors import KEPT, WAITING, WISH
from bot.places.store.groups import Group
from tests.test_features.test_groups.known import group

OWNER, AUDITOR = [Role.OWNER], [Role.AUDITOR]


def new(number: int, **fields: object) -> Group:
    return group(-1000 - number, f"群{number}", standing=Standing.WAITING, **fields)


def listed(about: str, groups: list[Group], total: int | None = None, page: int = 0) -> Undecided:
    return Undecided(about, groups, total or len(groups), page, "1a2b3c4d", {7: "陌生人"})


def presses(shown: Screen) -> list[Press]:
    return [button.press for row in shown.rows for button in row]


def said(shown: Screen) -> str:
    return "\n".join(block.text for block in shown.blocks)


def test_nothing_left_to_decide() -> None:
    shown = undecided_screen(listed(WAITING, []), OWNER, "收下了。")
    assert said(shown) == "收下了。\n" + texts.UNDECIDED_NONE[WAITING]
    assert presses(shown) == [ListGroups(0)]


def test_one_new_group_has_no_number_and_its_two_buttons() -> None:
    shown = undecided_screen(listed(WAITING, [new(1, members=12, added_by=7, unit="龙泉镇")]), OWNER)
    assert "群1　12 人　陌生人加的　以前的单位：龙泉镇" in said(shown)
    assert presses(shown) == [Decide(How.YES_IN_LIST, -1001), Decide(How.NO_IN_LIST, -1001)]


def test_several_are_numbered_decided_together_and_turned() -> None:
    shown = undecided_screen(listed(WAITING, [new(9), new(10)], total=20, page=1), OWNER)
    assert "\n9. 群9\n10. 群10\n" in said(shown)
    together = [DecideAll(Together.TAKE_IN, "1a2b3c4d"), DecideAll(Together.REFUSE, "1a2b3c4d")]
    assert presses(shown)[4:] == [*together, ListUndecided(ListMark.WAITING, 0), ListUndecided(ListMark.WAITING, 2)]


def test_who_only_looks_decides_nothing() -> None:
    shown = undecided_screen(listed(WAITING, [new(1), new(2)]), AUDITOR)
    assert presses(shown) == [ViewGroup(-1001), ViewGroup(-1002)]
    assert decision_rows(new(1), AUDITOR, in_list=False) == []


def test_groups_from_before_are_looked_at_and_kept_together() -> None:
    shown = undecided_screen(listed(KEPT, [group(-1), group(-2)]), OWNER)
    assert presses(shown) == [ViewGroup(-1), ViewGroup(-2), DecideAll(Together.KEEP, "1a2b3c4d", "!")]


def test_a_wish_is_answered_for_the_unit_that_stood_there() -> None:
    wished = group(wished_unit="财政局")
    shown = undecided_screen(listed(WISH, [wished]), OWNER)
    assert "单位：未填　想填的单位：财政局" in said(shown)
    key = unit_key("财政局")
    assert presses(shown) == [AnswerWish(How.YES_IN_LIST, -1001, key), AnswerWish(How.NO_IN_LIST, -1001, key)]
    assert [button.press for button in decision_rows(wished, OWNER, in_list=False)[0]] == [
        AnswerWish(How.YES, -1001, key), AnswerWish(How.NO, -1001, key)
    ]  # fmt: skip


def test_before_many_are_decided_about_they_are_named() -> None:
    groups = [new(number) for number in range(41)]
    shown = sure_screen(Together.REFUSE, groups, digest_of(one.chat_id for one in groups))
    assert "群39" in said(shown)
    assert "群40" not in said(shown)
    assert presses(shown)[1] == ListUndecided(ListMark.WAITING)


@pytest.mark.parametrize(
    ("data", "press"),
    [
        ("s:gn:w:0", ListUndecided(ListMark.WAITING)),
        ("s:gi:yl:-100", Decide(How.YES_IN_LIST, -100)),
        ("s:ga:wy:1a2b3c4d:!", DecideAll(Together.TAKE_IN, "1a2b3c4d", "!")),
        ("s:ga:wn:1a2b3c4d", DecideAll(Together.REFUSE, "1a2b3c4d")),
        ("s:gw:nv:-100:1a2b3c4d", AnswerWish(How.NO, -100, "1a2b3c4d")),
        ("s:gl:0:", ListGroups(0)),
        ("s:gl:2:龙泉", ListGroups(2, "龙泉")),
    ],
)
def test_buttons_in_messages_of_earlier_versions_are_read(data: str, press: Press) -> None:
    assert type(press).read(data) == press
    assert type(press).read(press.pack()) == press
