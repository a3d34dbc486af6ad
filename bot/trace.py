"""What is noted of the update in hand: numbers, outcome, entry, score. Never the words of anybody, nor who a person is.

A platform begins a trace for each update and writes its line when it is done; every room below may add to it.
"""

from __future__ import annotations

import logging
import time
from contextvars import ContextVar

from bot.logs import cause

__all__ = ["Trace", "begin", "cause", "fault", "note"]

_log = logging.getLogger("bot.updates")
_LONGEST_FIELD = 400


class Trace:
    """What is known about the update in hand; ``note`` adds to it, ``close`` writes the line. ``fields``: what it begins with."""

    __slots__ = ("_fields", "_level", "_notes", "_start")

    def __init__(self, **fields: object) -> None:
        self._fields = fields
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
        if _log.isEnabledFor(self._level):
            ms = f"{1000 * (time.perf_counter() - self._start):.1f}"
            _log.log(self._level, _line(self._fields | self._notes | {"ms": ms}))


def _line(fields: dict[str, object]) -> str:
    return " ".join(f"{name}={_plain(value)}" for name, value in fields.items())


def _plain(value: object) -> str:
    """On one line, whatever a server calls an id."""
    text = str(value)[:_LONGEST_FIELD]
    return text if text.isprintable() else "".join(char if char.isprintable() else "?" for char in text)


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin(trace: Trace) -> Trace:
    """This task handles this update from now on."""
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
        _log.error(_line(notes))
