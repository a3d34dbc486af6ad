"""A setting is a row: its line, its buttons and its column mean the same."""

from __future__ import annotations

import pytest

from bot.chat.conversation import Objection
from bot.features.groups import texts
from bot.features.groups.presses import Choose
from bot.features.groups.settings_table import BY_KEY, CHOICES, MOST_PER_HOUR, SETTINGS, Around, from_words, switch
from bot.places.store.groups import CHOSEN_BY_PEOPLE
from bot.storage.tables import groups
from tests.test_features.test_groups.known import group

AROUND = Around(6, hears_all=True)
FORUM = Around(6, hears_all=True, topic=7, forum=True)


def test_keys_words_and_codes_stand_once() -> None:
    assert len(BY_KEY) == len(SETTINGS)
    words = [word for row in SETTINGS for word in row.words]
    assert len(set(words)) == len(words)
    assert len(CHOICES) == sum(len(row.choices) for row in SETTINGS)


def test_every_wish_is_about_columns_that_there_are() -> None:
    columns = {name for choice in CHOICES.values() for name in choice.change.columns}
    assert columns - {"notice_thread_id"} <= set(CHOSEN_BY_PEOPLE) <= set(groups.columns.keys())


@pytest.mark.parametrize(
    ("key", "code", "line"),
    [
        ("oh", "1", "旁听 开"),
        ("oh", "0", "旁听 关"),
        ("ph", "3", "次数 3"),
        ("ph", "-", "次数 默认"),
        ("dy", "0", "今日一条 关"),
        ("da", "0730", "今日一条 7:30"),
        ("qt", "22000700", "免打扰 22:00-7:00"),
        ("qt", "-", "免打扰 关"),
        ("mu", "1study", "不收 学习"),
        ("mu", "0notice", "收 通知"),
    ],
)
def test_a_button_means_what_one_could_write(key: str, code: str, line: str) -> None:
    """The codes are on buttons in groups since the first version: they never change."""
    assert CHOICES[key, code].change == from_words(line)
    assert Choose.read(f"s:set:-100:{key}:{code}") == Choose(-100, key, code)


@pytest.mark.parametrize(
    ("key", "code"), [("ph", "100"), ("da", "9999"), ("mu", "1daily"), ("mu", "1"), ("oh", "2"), ("x", "1"), ("un", "1")]
)
def test_what_we_never_put_on_a_button_is_nothing(key: str, code: str) -> None:
    assert (key, code) not in CHOICES


def test_bounds() -> None:
    assert from_words(f"次数 {MOST_PER_HOUR}").columns == {"overheard_per_hour": MOST_PER_HOUR}
    assert from_words("次数 0").columns == {"overheard_per_hour": 0}
    with pytest.raises(Objection, match=str(MOST_PER_HOUR)):
        from_words(f"次数 {MOST_PER_HOUR + 1}")
    with pytest.raises(Objection):
        from_words("单位 " + "长" * 41)


def test_listening_again_ends_a_pause() -> None:
    assert from_words("旁听 开").columns == {"overhear": True, "overhear_paused_until": None}


def test_values_in_words() -> None:
    shown = {row.key: row.shown(group(), AROUND) for row in SETTINGS}
    assert shown | {
        "oh": "关", "ph": "6 次/小时（默认）", "dy": "关", "da": "", "qt": "没有", "mu": "没有，都收", "un": "未填", "th": ""
    } == shown  # fmt: skip
    chosen = group(
        overhear=True, overheard_per_hour=3, daily=True, quiet_from="22:00", quiet_to="07:00", muted=frozenset({"study", "notice"}),
        unit="龙泉镇", wished_unit="财政局", notice_thread_id=7,
    )  # fmt: skip
    shown = {row.key: row.shown(chosen, FORUM) for row in SETTINGS}
    assert shown | {
        "oh": "开", "ph": "3 次/小时", "dy": "每天 08:30", "da": "", "qt": "22:00—07:00", "mu": "通知、学习资料",
        "un": "龙泉镇（想改为 财政局，等确认）", "th": "这个话题",
    } == shown  # fmt: skip


def test_a_switch_is_one_line() -> None:
    """Its name, its column: words, buttons and how it is shown follow."""
    row = switch("zz", "试用", "daily")
    assert row.read("开", "试用").columns == {"daily": True}
    assert row.read("关闭", "试用").said == "试用：关"
    with pytest.raises(Objection, match="试用 开"):
        row.read("也许", "试用")
    assert [choice.label for choice in row.choices if choice.fits(group(daily=True), AROUND)] == ["关闭试用"]
    assert (row.words, row.shown(group(), AROUND)) == (("试用",), texts.STATE_OFF)
