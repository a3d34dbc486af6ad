"""Who waits for what is being sent: the update in hand, for those who send without knowing of updates."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from telegram import Update

# Who has waited longer may have scrolled on: the answer says to what it is one.
LONG_AGO = 30.0


@dataclass(slots=True)
class InHand:
    """One update. ``since`` and ``deadline`` by ``time.monotonic``; ``message_id`` is what can be replied to.

    ``message`` tells it from all other messages, ``marked``: its answer is on its way,
    ``settled``: or there. ``unasked``: nobody waits for one.
    ``over``: it has been handled; what a task of it still sends is nobody's answer. ``abandoned``: this process ends before it could be
    answered; the next one shall.
    """

    chat_id: int | None
    message_id: int | None
    since: float
    deadline: float
    message: str = ""
    unasked: bool = False
    marked: bool = False
    settled: bool = False
    over: bool = False
    abandoned: bool = False

    @property
    def is_late(self) -> bool:
        """Whether an answer would help nobody any more."""
        return monotonic() > self.deadline

    @property
    def waits_long(self) -> bool:
        """Whether an answer needs to say what it answers."""
        return monotonic() - self.since > LONG_AGO


_current: ContextVar[InHand | None] = ContextVar("asking", default=None)


def arrived(update: Update, max_age: timedelta, at: datetime) -> InHand:
    """An update that came just now, ``at`` by the server's clock; what it says may be older."""
    message = update.message or update.edited_message
    now, longest = monotonic(), max_age.total_seconds()
    if message is None:
        return InHand(update.effective_chat.id if update.effective_chat else None, None, now, now + longest)
    written = message.edit_date or message.date
    # Nobody has waited less than no time, or longer than we would answer.
    age = min(max((at - written).total_seconds(), 0.0), longest)
    # No part of it alone tells: on another server, or for a bot made anew, numbers begin again; and what is changed within its
    # second keeps its time.
    identity = f"{message.chat.id}|{message.message_id}|{written.timestamp():.0f}|{update.update_id}"
    return InHand(message.chat.id, message.message_id, now - age, now - age + longest, identity)


def begin(asking: InHand) -> None:
    """From here on this task handles it."""
    _current.set(asking)


def current() -> InHand | None:
    """The update that this task handles, if it does."""
    asking = _current.get()
    return None if asking is None or asking.over else asking
