"""One log line an update: numbers, outcome, entry, score, milliseconds. Never the words of anybody, nor who a person is."""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar

from telegram import Update

from bot.logs import cause, somebody

__all__ = ["Trace", "begin", "cause", "fault", "note"]

_log = logging.getLogger("bot.updates")
_KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member", "poll_answer", "poll")
_LONGEST_FIELD = 400


class Trace:
    """What is known about the update in hand; ``note`` adds to it, ``close`` writes the line."""

    __slots__ = ("_level", "_notes", "_start", "_update")

    def __init__(self, update: Update) -> None:
        self._update = update
        self._start = time.perf_counter()
        self._notes: dict[str, object] = {}
        self._level = logging.INFO

    def note(self, /, **notes: object) -> None:
        """Add fields: ids, names of outcomes, numbers. Never text that a person wrote."""
        self._notes.update(notes)

    def fault(self, /, **notes: object) -> None:
        """As ``note``, and the line becomes an error."""
        self._level = logging.ERROR
        self.note(**notes)

    def refuse(self, reason: str) -> None:
        """The update was dropped: its line is for those who look closely."""
        self._level = logging.DEBUG
        self.note(refused=reason)

    def close(self) -> None:
        """Write the line."""
        if not _log.isEnabledFor(self._level):
            return
        update = self._update
        kind = next((name for name in _KINDS if getattr(update, name, None) is not None), "other")
        chat, user = update.effective_chat, update.effective_user
        fields: dict[str, object] = {"update": update.update_id, "kind": kind}
        if chat is not None and chat.id < 0:
            fields["chat"] = chat.id
        if user is not None:
            fields["who"] = somebody(user.id)
        fields |= self._notes
        fields["ms"] = f"{1000 * (time.perf_counter() - self._start):.1f}"
        _log.log(self._level, " ".join(f"{name}={_plain(value)}" for name, value in fields.items()))


def _plain(value: object) -> str:
    """On one line, whatever a server calls an id."""
    text = str(value)[:_LONGEST_FIELD]
    return text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin(update: Update) -> Trace:
    """Start the trace of the update that this task handles."""
    trace = Trace(update)
    _current.set(trace)
    return trace


def note(**notes: object) -> None:
    """Add to the line of the update in hand; without one (a job) it is not wanted."""
    trace = _current.get()
    if trace is not None:
        trace.note(**notes)


def fault(**notes: object) -> None:
    """Add to the line of the update in hand and make it an error; without one (a job) it is a line of its own."""
    trace = _current.get()
    if trace is not None:
        trace.fault(**notes)
    else:
        _log.error(" ".join(f"{name}={_plain(value)}" for name, value in notes.items()))
