"""The settings as screens: everything that is set, and a way to each."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.chat.press import Press
from bot.chat.screen import Screen
from bot.features.groups import texts
from bot.features.groups.presses import VIEW, Choose, ViewGroup
from bot.features.groups.settings_screens import panel, view, which_screen
from bot.features.groups.settings_table import CHOICES, SETTINGS, Around
from bot.places.standing import Standing
from tests.test_features.test_groups.known import group

HERE = Around(6, hears_all=True)
FORUM = Around(6, hears_all=True, topic=7, forum=True)
PRIVATE = Around(6, hears_all=True, private=True)
GROUP = group()


def labels(shown: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in shown.rows]


def said(shown: Screen) -> str:
    return "\n".join(block.text for block in shown.blocks)


def presses(shown: Screen) -> list[Press]:
    return [button.press for row in shown.rows for button in row]


def test_the_panel_says_what_is_set_and_leads_to_each_setting() -> None:
    shown = panel(GROUP, HERE)
    assert labels(shown) == [["打开旁听", "主动回答"], ["打开今日一条", "今日一条的时间"], ["免打扰", "不收的消息"], ["单位"]]
    assert labels(panel(GROUP, FORUM))[-1] == ["单位", "通知话题"]
    assert labels(panel(GROUP, PRIVATE))[-1] == [texts.BUTTON_TO_GROUP]
    assert presses(panel(GROUP, PRIVATE))[-1] == ViewGroup(GROUP.chat_id)
    for row in SETTINGS:
        value = row.shown(GROUP, HERE)
        assert not value or f"{row.name}：{value}" in said(shown)


def test_what_was_done_and_what_to_know_stand_below() -> None:
    assert texts.SETTINGS_DONE.format(said="旁听：开") in said(panel(GROUP, HERE, "旁听：开"))
    assert "已请人确认。" in said(panel(GROUP, HERE, "已请人确认。"))
    assert texts.SETTINGS_WAITS in said(panel(group(standing=Standing.WAITING), HERE))
    deaf = Around(6, hears_all=False)
    assert texts.OVERHEAR_DEAF in said(panel(group(overhear=True), deaf))
    assert texts.OVERHEAR_DEAF not in said(panel(GROUP, deaf))


@pytest.mark.parametrize("key", [row.key for row in SETTINGS if not row.switch])
def test_each_setting_has_a_screen_whose_buttons_are_of_the_table(key: str) -> None:
    for around in (HERE, FORUM, PRIVATE):
        shown = view(GROUP, around, key)
        *choices, back = presses(shown)
        assert back == Choose(GROUP.chat_id, VIEW, "-")
        for press in choices:
            assert isinstance(press, Choose)
            assert (press.key, press.value) in CHOICES
            assert Choose.read(press.pack()) == press
        assert ("/settings -1001" in said(shown)) == (around is PRIVATE and "{command}" in texts.SETTINGS_VIEWS[key])


def test_choices_stand_in_rows_and_only_those_that_fit() -> None:
    assert [len(row) for row in labels(view(GROUP, HERE, "ph"))] == [3, 3, 1, 1]
    assert texts.PER_HOUR_DEFAULT.format(number=6) in labels(view(GROUP, HERE, "ph"))[2]
    assert labels(view(group(muted=frozenset({"study"})), HERE, "mu"))[:2] == [["不收通知"], ["重新收学习资料"]]
    assert labels(view(GROUP, HERE, "th")) == [[texts.BUTTON_TOPIC_NONE], [common_texts.BUTTON_BACK]]
    assert labels(view(GROUP, FORUM, "th"))[0] == [texts.BUTTON_TOPIC_HERE]


@pytest.mark.parametrize("key", ["-", "", "oh", "什么"])
def test_without_such_a_screen_it_is_the_panel(key: str) -> None:
    assert view(GROUP, HERE, key) == panel(GROUP, HERE)


def test_in_private_it_asks_of_which_group() -> None:
    assert labels(which_screen()) == [[texts.BUTTON_TO_GROUPS]]
