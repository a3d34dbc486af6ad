"""What those who prepare broadcasts need of the worker beside them: its wire, for previews, and a way to wake it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.outbox.sender import Sender


@dataclass(frozen=True, slots=True)
class Outbox:
    """``wake``: something may be due now; without a worker in this process it does nothing."""

    sender: Sender
    wake: Callable[[], None]
