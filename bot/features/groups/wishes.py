"""What a group's admin wants changed: from a button or from one line of words. Pure: what it does to the database is ``settings``'s."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot import texts
from bot.library.folding import fold, fold_name, han_number
from bot.outbox.clock import read_clock
from bot.places.audience import Kind
from bot.places.store.groups import Changes

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


class WishError(Exception):
    """Not understood; the message says how to write it (Chinese)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """``changes`` for the group's row, ``muted`` kinds to turn off or on, ``said`` for the audit log. ``here``: the topic at hand."""

    said: str
    changes: Changes = field(default_factory=lambda: Changes())
    muted: Mapping[str, bool] = field(default_factory=dict)
    here: bool = False


def from_button(key: str, value: str) -> Wish | None:
    """The wish behind a button; ``None`` for a button that we never made."""
    try:
        match key:
            case "oh":
                return overhear(value == "1")
            case "ph":
                return per_hour(None if value == "-" else int(value))
            case "dy":
                return daily(value == "1")
            case "da":
                return daily_at(_clock(f"{value[:2]}:{value[2:]}"))
            case "qt":
                ends = None if value == "-" else (_clock(f"{value[:2]}:{value[2:4]}"), _clock(f"{value[4:6]}:{value[6:]}"))
                return quiet(*(ends or (None, None)))
            case "th":
                return topic(here=value == "1")
            case "mu":
                return mute(Kind(value[1:]), off=value[0] == "1")
    except (ValueError, IndexError, WishError):
        return None
    return None


def from_words(text: str) -> Wish:
    """``旁听 开``, ``今日一条 8:15``, ``免打扰 22:00-7:00``, ``单位 龙泉镇`` …; raises ``WishError``."""
    name, value = _parted(fold(text))
    match texts.SETTING_WORDS.get(name.lower()):
        case "overhear":
            return overhear(_switch(value, name))
        case "per_hour":
            return per_hour(_number(value))
        case "daily":
            return daily(value in _ON) if value in _ON | _OFF else daily_at(_clock(value))
        case "quiet":
            return _quiet(value)
        case "unit":
            return unit(value)
        case "mute" if value in _KINDS:
            return mute(Kind(_KINDS[value]), off=True)
        case "unmute" if value in _KINDS:
            return mute(Kind(_KINDS[value]), off=False)
    raise WishError(texts.SETTINGS_USAGE)


def overhear(on: bool) -> Wish:
    """Listen, and speak when sure; or do not."""
    return Wish(texts.SET_OVERHEAR.format(state=_state(on)), Changes(overhear=on, overhear_paused_until=None))


def per_hour(number: int | None) -> Wish:
    """At most so many unasked answers an hour; ``None``: as for the whole bot."""
    if number is not None and not 0 <= number <= MOST_PER_HOUR:
        raise WishError(texts.PER_HOUR_RANGE.format(most=MOST_PER_HOUR))
    return Wish(texts.SET_PER_HOUR.format(number=texts.AS_DEFAULT if number is None else number), Changes(overheard_per_hour=number))


def daily(on: bool) -> Wish:
    """The daily entry."""
    return Wish(texts.SET_DAILY.format(state=_state(on)), Changes(daily=on))


def daily_at(at: time) -> Wish:
    """The daily entry, and when; asking for a time asks for the entry."""
    return Wish(texts.SET_DAILY_AT.format(time=f"{at:%H:%M}"), Changes(daily=True, daily_at=f"{at:%H:%M}"))


def quiet(start: time | None, end: time | None) -> Wish:
    """Hours without announcements; without ends: none."""
    if start is None or end is None:
        return Wish(texts.SET_QUIET_OFF, Changes(quiet_from=None, quiet_to=None))
    if start == end:
        raise WishError(texts.QUIET_EMPTY)
    span = texts.SPAN.format(start=f"{start:%H:%M}", end=f"{end:%H:%M}")
    return Wish(texts.SET_QUIET.format(span=span), Changes(quiet_from=f"{start:%H:%M}", quiet_to=f"{end:%H:%M}"))


def unit(name: str) -> Wish:
    """The office or township that the group belongs to; empty: none."""
    cleaned = fold_name(name)
    if cleaned in texts.WORDS_NONE:
        cleaned = ""
    if len(cleaned) > LONGEST_UNIT:
        raise WishError(texts.UNIT_TOO_LONG.format(most=LONGEST_UNIT))
    return Wish(texts.SET_UNIT.format(unit=cleaned or texts.NO_UNIT), Changes(unit=cleaned))


def topic(*, here: bool) -> Wish:
    """Notices go into the topic at hand, or into the group itself."""
    if here:
        return Wish(texts.SET_TOPIC_HERE, here=True)
    return Wish(texts.SET_TOPIC_NONE, Changes(notice_thread_id=None))


def mute(kind: Kind, *, off: bool) -> Wish:
    """Announcements of this kind are not wanted, or wanted again."""
    if kind not in MUTABLE:
        raise ValueError(f"{kind} has a switch of its own")
    return Wish((texts.SET_MUTED if off else texts.SET_UNMUTED).format(kind=texts.KINDS[kind]), muted={kind.value: off})


def _parted(line: str) -> tuple[str, str]:
    """The setting and what it shall be: 旁听 开, 旁听:开, 旁听开."""
    name, _, value = line.replace(":", " ", 1).partition(" ") if _COLON.match(line) else line.partition(" ")
    if name.lower() in texts.SETTING_WORDS:
        return name, value.strip(_ENDS)
    glued = max((word for word in texts.SETTING_WORDS if line.startswith(word)), key=len, default="")
    return (glued, line[len(glued) :].strip(_ENDS)) if glued else (name, value)


def _quiet(value: str) -> Wish:
    if value in _OFF:
        return quiet(None, None)
    found = _SPAN.fullmatch(value)
    if found is None:
        raise WishError(texts.QUIET_USAGE)
    return quiet(_clock(found["start"]), _clock(found["end"]))


def _state(on: bool) -> str:
    return texts.STATE_ON if on else texts.STATE_OFF


def _clock(text: str) -> time:
    at = read_clock(text)
    if at is None:
        raise WishError(texts.CLOCK_USAGE.format(text=text[:10]))
    return at


def _switch(value: str, name: str) -> bool:
    if value not in _ON | _OFF:
        raise WishError(texts.SWITCH_USAGE.format(name=name))
    return value in _ON


def _number(value: str) -> int | None:
    if value in texts.WORDS_NONE:
        return None
    found = _PER_HOUR.fullmatch(value)
    number = (int(found[1]) if found[1].isdecimal() else han_number(found[1])) if found else None
    if number is None:
        raise WishError(texts.PER_HOUR_RANGE.format(most=MOST_PER_HOUR))
    return number
