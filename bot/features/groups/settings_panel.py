"""The settings of a group as screens: what is set, and buttons to change it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts
from bot.features.groups.register_panel import unit_words
from bot.features.groups.wishes import MUTABLE
from bot.places.store.groups import Group
from bot.platforms.telegram.render import Block, Button, Row, Screen, label, pages
from bot.platforms.telegram.staff.gate import button_data

_PER_HOUR = ("1", "2", "3", "6", "10", "20")
_DAILY_AT = ("0730", "0800", "0830", "0900", "1200", "1430", "1730", "2000")
_QUIET = ("22000700", "21000800", "12001400", "18000830")
VIEWS = ("ph", "da", "qt", "mu", "un", "th")


@dataclass(frozen=True, slots=True)
class Around:
    """What the panel must know beside the group.

    ``per_hour``: as set for the whole bot; ``hears_all``: whether overhearing can work at all; ``topic``: the forum topic in which the
    panel is shown (``None``: in none); ``forum``: whether the group has topics; ``private``: shown to an owner, outside of the group.
    """

    per_hour: int
    hears_all: bool
    topic: int | None = None
    forum: bool = False
    private: bool = False


def panel(group: Group, around: Around, said: str = "") -> Screen:
    """Everything that is set; ``said``: what was just changed."""
    lines = [f"{name}：{value}" for name, value in _values(group, around)]
    blocks = [Block(texts.SETTINGS_TITLE.format(title=group.title or group.chat_id), "b"), Block("\n".join(lines))]
    if said:
        blocks.append(Block(said if said.endswith("。") else texts.SETTINGS_DONE.format(said=said), gap=True))
    if group.waits:
        blocks.append(Block(texts.SETTINGS_WAITS, gap=True))
    if group.overhear and not around.hears_all:
        blocks.append(Block(texts.OVERHEAR_DEAF, gap=True))
    blocks.append(Block(texts.SETTINGS_HINT_PRIVATE if around.private else texts.SETTINGS_HINT, gap=True))
    overhear, daily = (texts.BUTTON_TURN_OFF, texts.BUTTON_TURN_ON), (texts.BUTTON_TURN_OFF, texts.BUTTON_TURN_ON)
    rows: list[Row] = [
        (
            _button(group, "oh", "0" if group.overhear else "1", overhear[not group.overhear].format(what=texts.SETTING_OVERHEAR)),
            _button(group, "v", "ph", texts.SETTING_PER_HOUR),
        ),
        (
            _button(group, "dy", "0" if group.daily else "1", daily[not group.daily].format(what=texts.SETTING_DAILY)),
            _button(group, "v", "da", texts.SETTING_DAILY_AT),
        ),
        (_button(group, "v", "qt", texts.SETTING_QUIET), _button(group, "v", "mu", texts.SETTING_MUTED)),
        (_button(group, "v", "un", texts.SETTING_UNIT), *([_button(group, "v", "th", texts.SETTING_TOPIC)] if around.forum else [])),
    ]
    if around.private:
        rows.append((Button(texts.BUTTON_TO_GROUP, button_data("gv", group.chat_id)),))
    return Screen(pages(blocks)[0], tuple(rows))


def view(group: Group, around: Around, name: str) -> Screen:
    """The choices for one setting."""
    rows: list[Row] = []
    text = texts.SETTINGS_VIEWS[name].format(command=f"/settings {group.chat_id}" if around.private else "/settings")
    if name == "ph":
        buttons = [_button(group, "ph", value, texts.TIMES.format(number=value)) for value in _PER_HOUR]
        rows = [tuple(buttons[:3]), tuple(buttons[3:]), (_button(group, "ph", "-", texts.PER_HOUR_DEFAULT.format(number=around.per_hour)),)]
    elif name == "da":
        buttons = [_button(group, "da", value, f"{value[:2]}:{value[2:]}") for value in _DAILY_AT]
        rows = [tuple(buttons[:4]), tuple(buttons[4:])]
    elif name == "qt":
        buttons = [_button(group, "qt", value, _span(value)) for value in _QUIET]
        rows = [tuple(buttons[:2]), tuple(buttons[2:]), (_button(group, "qt", "-", texts.QUIET_NONE),)]
    elif name == "mu":
        rows = [
            (_button(group, "mu", f"{int(kind not in group.muted)}{kind.value}", _mute_label(group, kind.value)),) for kind in MUTABLE
        ]
    elif name == "th":
        rows = [(_button(group, "th", "0", texts.BUTTON_TOPIC_NONE),)]
        if around.topic is not None:
            rows.insert(0, (_button(group, "th", "1", texts.BUTTON_TOPIC_HERE),))
    rows.append((_button(group, "v", "-", texts.BUTTON_BACK),))
    return Screen(pages([Block(texts.SETTINGS_TITLE.format(title=group.title or group.chat_id), "b"), Block(text)])[0], tuple(rows))


def which_screen() -> Screen:
    """In a private chat: of which group?"""
    to_groups = Button(texts.BUTTON_TO_GROUPS, button_data("gl", "0:"))
    return Screen(pages([Block(texts.SETTINGS_WHICH)])[0], ((to_groups,),))


def _values(group: Group, around: Around) -> list[tuple[str, str]]:
    number = texts.TIMES.format(number=around.per_hour if group.overheard_per_hour is None else group.overheard_per_hour)
    quiet = texts.SPAN.format(start=group.quiet_from, end=group.quiet_to) if group.quiet_from else texts.QUIET_NONE
    muted = "、".join(texts.KINDS[kind] for kind in sorted(group.muted) if kind in texts.KINDS) or texts.MUTED_NONE
    values = [
        (texts.SETTING_OVERHEAR, texts.STATE_ON if group.overhear else texts.STATE_OFF),
        (texts.SETTING_PER_HOUR, number + (texts.IS_DEFAULT if group.overheard_per_hour is None else "")),
        (texts.SETTING_DAILY, texts.DAILY_ON.format(time=group.daily_at) if group.daily else texts.STATE_OFF),
        (texts.SETTING_QUIET, quiet),
        (texts.SETTING_MUTED, muted),
        (texts.SETTING_UNIT, unit_words(group)),
    ]
    if around.forum or group.notice_thread_id is not None:
        values.append((texts.SETTING_TOPIC, _topic(group, around)))
    return values


def _topic(group: Group, around: Around) -> str:
    if group.notice_thread_id is None:
        return texts.TOPIC_GROUP
    return texts.TOPIC_THIS if group.notice_thread_id == around.topic else texts.TOPIC_OTHER


def _mute_label(group: Group, kind: str) -> str:
    return (texts.SET_UNMUTED if kind in group.muted else texts.SET_MUTED).format(kind=texts.KINDS[kind])


def _span(value: str) -> str:
    return texts.SPAN.format(start=f"{value[:2]}:{value[2:4]}", end=f"{value[4:6]}:{value[6:]}")


def _button(group: Group, key: str, value: str, text: str) -> Button:
    return Button(label(text), button_data("set", f"{group.chat_id}:{key}:{value}"))
