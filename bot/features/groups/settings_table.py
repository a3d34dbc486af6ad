"""The settings of a group, a row each: what people write, within which bounds, its buttons, its column, how it is shown. Pure.

A line of /settings and a button mean the same ``SettingChange``; what that does to the database is ``settings``'s. A new setting
is a row of ``SETTINGS``, a column (marked ``CHOSEN`` in ``storage.tables``) with its migration, and its sentences in ``texts``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from bot import texts as common_texts
from bot.chat.conversation import Objection
from bot.features.groups import texts
from bot.features.groups.words import unit_words
from bot.library.folding import fold, fold_name, han_number
from bot.outbox.clock import read_clock
from bot.places import texts as places_texts
from bot.places.audience import Kind
from bot.places.store.groups import Group

MOST_PER_HOUR = 60
LONGEST_UNIT = 40
# The daily entry has a switch of its own.
MUTABLE = (Kind.NOTICE, Kind.STUDY)
_ON, _OFF = frozenset(texts.WORDS_ON), frozenset(texts.WORDS_OFF)
_SPAN = re.compile(r"(?:从\s*)?(?P<start>[^-~到至]+?)\s*(?:[-~]+|到|至)\s*(?:次日|第二天)?\s*(?P<end>[^-~到至]+)")
_PER_HOUR = re.compile(r"(?:每小时)?(\d{1,3}|[零一二两三四五六七八九十]{1,3})\s*次?(?:[/每]\s*小时)?", re.ASCII)
_COLON = re.compile(r"\w+ ?:")
_ENDS = " .。!,;:"
_KINDS = {name: kind for kind, names in texts.KIND_WORDS.items() for name in names}


@dataclass(frozen=True, slots=True)
class SettingChange:
    """``columns`` for the group's row, ``muted`` kinds to turn off or on, ``said`` for the audit log. ``here``: the topic at hand."""

    said: str
    columns: Mapping[str, Any] = field(default_factory=dict)
    muted: Mapping[str, bool] = field(default_factory=dict)
    here: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What is shown beside the group.

    ``per_hour``: as set for the whole bot; ``hears_all``: whether overhearing can work at all; ``topic``: the forum topic in which the
    panel is shown (``None``: in none); ``forum``: whether the group has topics; ``private``: shown to an owner, outside of the group.
    """

    per_hour: int
    hears_all: bool
    topic: int | None = None
    forum: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it carries, says (``number``: as set for the whole bot) and asks for; ``fits``: whether it is offered now."""

    code: str
    label: str
    change: SettingChange
    fits: Callable[[Group, Around], bool] = lambda group, around: True


@dataclass(frozen=True, slots=True)
class Setting:
    """``key``: on buttons, for ever; ``read``: what follows one of the ``words``, and that word → the change; raises ``Objection``.

    ``shown``: its value in words, empty where there is nothing to say; ``choices``: buttons, ``width`` in a row, on a screen of their
    own or, of a ``switch``, on the panel; ``offered``: whether it has a button there at all.
    """

    key: str
    name: str
    shown: Callable[[Group, Around], str]
    words: tuple[str, ...] = ()
    read: Callable[[str, str], SettingChange] = lambda value, word: _not_understood()
    choices: tuple[Choice, ...] = ()
    width: int = 1
    switch: bool = False
    offered: Callable[[Around], bool] = lambda around: True


def switch(
    key: str,
    name: str,
    column: str,
    *,
    also: Mapping[str, Any] | None = None,
    shown: Callable[[Group, Around], str] | None = None,
    otherwise: Callable[[str, str], SettingChange] | None = None,
) -> Setting:
    """On or off. ``also``: what either sets besides; ``otherwise`` reads what is neither."""

    def change(on: bool) -> SettingChange:
        return SettingChange(f"{name}：{_state(on)}", {column: on, **(also or {})})

    def read(value: str, word: str) -> SettingChange:
        if value in _ON | _OFF:
            return change(value in _ON)
        if otherwise is None:
            raise Objection(texts.SWITCH_USAGE.format(name=word))
        return otherwise(value, word)

    turn_on = Choice("1", texts.BUTTON_TURN_ON.format(what=name), change(True), lambda group, _: not group.chosen[column])
    turn_off = Choice("0", texts.BUTTON_TURN_OFF.format(what=name), change(False), lambda group, _: bool(group.chosen[column]))
    of_group = shown or (lambda group, _: _state(group.chosen[column]))
    return Setting(key, name, of_group, (name,), read, (turn_on, turn_off), switch=True)


def from_words(text: str) -> SettingChange:
    """``旁听 开``, ``今日一条 8:15``, ``免打扰 22:00-7:00``, ``单位 龙泉镇`` …; raises ``Objection``."""
    name, value = _parted(fold(text))
    row = _BY_WORD.get(name.lower())
    return row.read(value, name.lower()) if row is not None else _not_understood()


def topic(*, here: bool) -> SettingChange:
    """Notices go into the topic at hand, or into the group itself."""
    return SettingChange(texts.SET_TOPIC_HERE, here=True) if here else SettingChange(texts.SET_TOPIC_NONE, {"notice_thread_id": None})


def _parted(line: str) -> tuple[str, str]:
    """The setting and what it shall be: 旁听 开, 旁听:开, 旁听开."""
    name, _, value = line.replace(":", " ", 1).partition(" ") if _COLON.match(line) else line.partition(" ")
    if name.lower() in _BY_WORD:
        return name, value.strip(_ENDS)
    glued = max((word for word in _BY_WORD if line.startswith(word)), key=len, default="")
    return (glued, line[len(glued) :].strip(_ENDS)) if glued else (name, value)


def _not_understood() -> SettingChange:
    raise Objection(texts.SETTINGS_USAGE)


def _state(on: bool) -> str:
    return texts.STATE_ON if on else texts.STATE_OFF


def _clock(text: str) -> time:
    at = read_clock(text)
    if at is None:
        raise Objection(texts.CLOCK_USAGE.format(text=text[:10]))
    return at


def _per_hour(number: int | None) -> SettingChange:
    """At most so many unasked answers an hour; ``None``: as for the whole bot."""
    if number is not None and not 0 <= number <= MOST_PER_HOUR:
        raise Objection(texts.PER_HOUR_RANGE.format(most=MOST_PER_HOUR))
    return SettingChange(texts.SET_PER_HOUR.format(number=texts.AS_DEFAULT if number is None else number), {"overheard_per_hour": number})


def _read_per_hour(value: str, _: str) -> SettingChange:
    if value in texts.WORDS_NONE:
        return _per_hour(None)
    found = _PER_HOUR.fullmatch(value)
    number = (int(found[1]) if found[1].isdecimal() else han_number(found[1])) if found else None
    return _per_hour(-1 if number is None else number)


def _per_hour_shown(group: Group, around: Around) -> str:
    number = group.overheard_per_hour
    return texts.TIMES.format(number=around.per_hour) + texts.IS_DEFAULT if number is None else texts.TIMES.format(number=number)


def _daily_at(text: str, _: str = "") -> SettingChange:
    """The daily entry, and when; asking for a time asks for the entry."""
    at = f"{_clock(text):%H:%M}"
    return SettingChange(texts.SET_DAILY_AT.format(time=at), {"daily": True, "daily_at": at})


def daily_shown(group: Group, _: Around | None = None) -> str:
    """Whether it comes, and when."""
    return texts.DAILY_ON.format(time=group.daily_at) if group.daily else texts.STATE_OFF


def _read_quiet(value: str, _: str) -> SettingChange:
    """Hours without announcements, or none."""
    if value in _OFF:
        return SettingChange(texts.SET_QUIET_OFF, {"quiet_from": None, "quiet_to": None})
    found = _SPAN.fullmatch(value)
    if found is None:
        raise Objection(texts.QUIET_USAGE)
    start, end = (f"{_clock(found[name]):%H:%M}" for name in ("start", "end"))
    if start == end:
        raise Objection(texts.QUIET_EMPTY)
    return SettingChange(texts.SET_QUIET.format(span=texts.SPAN.format(start=start, end=end)), {"quiet_from": start, "quiet_to": end})


def _quiet_shown(group: Group, _: Around) -> str:
    return texts.SPAN.format(start=group.quiet_from, end=group.quiet_to) if group.quiet_from else texts.QUIET_NONE


def _quiet_choice(start: str, end: str) -> Choice:
    code = f"{start}{end}".replace(":", "")
    return Choice(code, texts.SPAN.format(start=start, end=end), _read_quiet(f"{start}-{end}", ""))


def _mute(kind: Kind, *, off: bool) -> SettingChange:
    """Announcements of this kind are not wanted, or wanted again."""
    return SettingChange((texts.SET_MUTED if off else texts.SET_UNMUTED).format(kind=common_texts.KINDS[kind]), muted={kind.value: off})


def _mute_choice(kind: Kind, *, off: bool) -> Choice:
    change = _mute(kind, off=off)
    return Choice(f"{int(off)}{kind.value}", change.said, change, lambda group, _: (kind in group.muted) != off)


def _read_mute(value: str, word: str) -> SettingChange:
    return _mute(Kind(_KINDS[value]), off=word in texts.WORDS_MUTE) if value in _KINDS else _not_understood()


def _muted_shown(group: Group, _: Around) -> str:
    return "、".join(common_texts.KINDS[kind] for kind in sorted(group.muted) if kind in common_texts.KINDS) or texts.MUTED_NONE


def _read_unit(value: str, _: str) -> SettingChange:
    """The office or township that the group belongs to; empty: none."""
    name = fold_name(value)
    name = "" if name in texts.WORDS_NONE else name
    if len(name) > LONGEST_UNIT:
        raise Objection(texts.UNIT_TOO_LONG.format(most=LONGEST_UNIT))
    return SettingChange(texts.SET_UNIT.format(unit=name or places_texts.NO_UNIT), {"unit": name})


def _topic_shown(group: Group, around: Around) -> str:
    if group.notice_thread_id is None:
        return texts.TOPIC_GROUP if around.forum else ""
    return texts.TOPIC_THIS if group.notice_thread_id == around.topic else texts.TOPIC_OTHER


_PER_HOURS = (1, 2, 3, 6, 10, 20)
_CLOCKS = ("07:30", "08:00", "08:30", "09:00", "12:00", "14:30", "17:30", "20:00")
_SPANS = (("22:00", "07:00"), ("21:00", "08:00"), ("12:00", "14:00"), ("18:00", "08:30"))

SETTINGS: tuple[Setting, ...] = (
    switch("oh", texts.SETTING_OVERHEAR, "overhear", also={"overhear_paused_until": None}),
    Setting(
        "ph", texts.SETTING_PER_HOUR, _per_hour_shown, texts.WORDS_PER_HOUR, _read_per_hour, width=3,
        choices=(
            *(Choice(str(number), texts.TIMES.format(number=number), _per_hour(number)) for number in _PER_HOURS),
            Choice("-", texts.PER_HOUR_DEFAULT, _per_hour(None)),
        ),
    ),
    switch("dy", texts.SETTING_DAILY, "daily", shown=daily_shown, otherwise=_daily_at),
    Setting(
        "da", texts.SETTING_DAILY_AT, lambda *_: "", width=4,
        choices=tuple(Choice(at.replace(":", ""), at, _daily_at(at)) for at in _CLOCKS),
    ),
    Setting(
        "qt", texts.SETTING_QUIET, _quiet_shown, (texts.SETTING_QUIET,), _read_quiet, width=2,
        choices=(*(_quiet_choice(*ends) for ends in _SPANS), Choice("-", texts.QUIET_NONE, _read_quiet(texts.STATE_OFF, ""))),
    ),
    Setting(
        "mu", texts.SETTING_MUTED, _muted_shown, texts.WORDS_MUTE + texts.WORDS_UNMUTE, _read_mute,
        choices=tuple(_mute_choice(kind, off=off) for kind in MUTABLE for off in (True, False)),
    ),
    Setting("un", texts.SETTING_UNIT, lambda group, _: unit_words(group), (texts.SETTING_UNIT,), _read_unit),
    Setting(
        "th", texts.SETTING_TOPIC, _topic_shown, offered=lambda around: around.forum,
        choices=(
            Choice("1", texts.BUTTON_TOPIC_HERE, topic(here=True), lambda _, around: around.topic is not None),
            Choice("0", texts.BUTTON_TOPIC_NONE, topic(here=False)),
        ),
    ),
)  # fmt: skip
BY_KEY = {row.key: row for row in SETTINGS}
CHOICES = {(row.key, choice.code): choice for row in SETTINGS for choice in row.choices}
_BY_WORD = {word: row for row in SETTINGS for word in row.words}
