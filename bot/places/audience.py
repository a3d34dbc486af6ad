"""To whom: which groups a broadcast reaches, and which are shown apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.library.folding import fold
from bot.places import texts


class Kind(StrEnum):
    """What a broadcast is, for the groups that do not want every kind. Notices of the owner can be marked official."""

    NOTICE = "notice"
    DAILY = "daily"
    STUDY = "study"


class To(StrEnum):
    """The ways to pick groups."""

    ALL = "all"
    UNITS = "units"
    TAGS = "tags"
    PICKED = "picked"


@dataclass(frozen=True, slots=True)
class Audience:
    """All groups, those of some units, those with one of some tags, or some picked by id (as text)."""

    to: To
    names: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """For people."""
        if self.to is To.PICKED:
            return texts.AUDIENCE_PICKED.format(count=len(self.names))
        return texts.AUDIENCE[self.to].format(names="、".join(self.names))


@dataclass(frozen=True, slots=True)
class Recipient:
    """A group as far as an audience asks: ``off`` are the kinds it does not want, ``taken_in`` whether staff made it one of ours."""

    chat_id: int
    title: str
    unit: str = ""
    tags: frozenset[str] = frozenset()
    active: bool = True
    off: frozenset[str] = frozenset()
    taken_in: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets it, and who of the picked does not. ``waiting``: picked one by one, but nobody took them in yet."""

    receivers: tuple[Recipient, ...]
    inactive: tuple[Recipient, ...] = ()
    opted_out: tuple[Recipient, ...] = ()
    unknown: tuple[str, ...] = ()  # units, tags or ids that no group has
    waiting: tuple[Recipient, ...] = ()

    @property
    def left_out(self) -> tuple[Recipient, ...]:
        """Those that were meant and get nothing."""
        return (*self.inactive, *self.opted_out, *self.waiting)


def choose(audience: Audience, groups: Iterable[Recipient], kind: str, *, official: bool) -> Chosen:
    """The groups of an audience, each exactly once in one list. An official notice reaches also those that opted out.

    A group that staff did not take in is in no audience: it has no unit and no tags for us, and "all" are all of ours.
    """
    receivers: list[Recipient] = []
    waiting: list[Recipient] = []
    inactive: list[Recipient] = []
    opted_out: list[Recipient] = []
    wanted = frozenset(map(_key, audience.names))
    seen: set[str] = set()
    for group in groups:
        meant = _names_of(audience.to, group) & wanted
        if audience.to is not To.ALL and not meant:
            continue
        if not group.taken_in and audience.to is not To.PICKED:
            continue
        seen |= meant
        if not group.taken_in:
            waiting.append(group)
        elif not group.active:
            inactive.append(group)
        elif kind in group.off and not official:
            opted_out.append(group)
        else:
            receivers.append(group)
    unknown = tuple(name for name in dict.fromkeys(audience.names) if _key(name) not in seen)
    return Chosen(tuple(receivers), tuple(inactive), tuple(opted_out), unknown, tuple(waiting))


def _key(name: str) -> str:
    """Names that differ only in how they were typed are one."""
    return fold(name).casefold()


def _names_of(to: To, group: Recipient) -> frozenset[str]:
    match to:
        case To.ALL:
            return frozenset()
        case To.UNITS:
            return frozenset({_key(group.unit)})
        case To.TAGS:
            return frozenset(map(_key, group.tags))
        case To.PICKED:
            return frozenset({str(group.chat_id)})


def problem(chosen: Chosen, audience: Audience) -> str | None:
    """Why a broadcast to nobody cannot be released (Chinese); ``None`` when somebody gets it."""
    if chosen.receivers:
        return None
    if chosen.waiting and not chosen.inactive and not chosen.opted_out:
        return texts.AUDIENCE_NOT_TAKEN_IN.format(count=len(chosen.waiting))
    if chosen.left_out:
        return texts.AUDIENCE_NONE_LEFT.format(
            audience=audience.label, inactive=len(chosen.inactive), opted_out=len(chosen.opted_out), waiting=len(chosen.waiting)
        )
    return texts.AUDIENCE_EMPTY.format(audience=audience.label)
