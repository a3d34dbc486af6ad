"""How this process is: since when it runs, and the last things that went wrong."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime

_KEPT = 5
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """One line of the log, which never holds people's words."""

    at: datetime
    line: str


class Vitals(logging.Handler):
    """A log handler that keeps the last warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._started = time.monotonic()
        self.troubles: deque[Trouble] = deque(maxlen=_KEPT)

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        try:
            line = f"{record.name} {record.getMessage()}"
        except Exception:  # as every handler: a line whose arguments do not fit must not stop the work that it tells of
            self.handleError(record)
            return
        self.troubles.append(Trouble(datetime.fromtimestamp(record.created, UTC), line[:_LONGEST]))
