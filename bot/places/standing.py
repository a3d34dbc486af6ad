"""Whether a group belongs to us: only one that staff took in receives anything. Pure.

::

    (new) --> waiting --take in--> taken <-- looked through -- kept (was here before anybody was asked)
                 |  ^                |                           |
               refuse '---- returns -+---------------------------'
                 v
              refused --- returns --> waiting

A group *returns* when the bot is added to it again, or speaks to us again after it was believed gone: whoever did that, and
whoever rules that group now, need not be those whom staff knew. Where the one who adds us may take groups in, it is taken in.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Kept in the database: the values never change."""

    WAITING = "waiting"
    KEPT = "kept"
    TAKEN = "taken"
    REFUSED = "refused"


INSIDE = frozenset({Standing.KEPT, Standing.TAKEN})
"""These receive what staff send, have a unit and count in figures."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a group stands now that we are in it; ``news``: not as before; ``greet``: it is to be told that it waits."""

    standing: Standing
    news: bool
    greet: bool


def after_arrival(known: Standing | None, *, active: bool, outside: bool, by_staff: bool, moved: bool = False) -> Standing:
    """Where a group stands when Telegram tells that we are in it.

    ``known``: where it stood (``None``: never heard of), and ``active`` whether we believed to be in it; ``outside``: we came
    in just now; ``by_staff``: let in by somebody who may take groups in; ``moved``: it became a supergroup a moment ago, which
    looks like coming in.
    """
    returns = known is None or not active or (outside and not moved)
    if not returns and known is not None:
        return known
    return Standing.TAKEN if by_staff else Standing.WAITING
