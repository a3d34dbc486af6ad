"""What staff work with: the database, the clock, the settings and the live knowledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.answering.live import LiveKnowledge
from bot.chat.refusals import Refusals
from bot.features.teaching.teaching import Teaching
from bot.outbox.outbox import Outbox
from bot.settings.config import Settings
from bot.storage.engine import Database
from bot.storage.recorder import Recorder
from bot.storage.veil import Veil


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class TelegramDesk:
    """In ``Services`` as ``desk``; ``clock`` gives the moment in UTC, aware.

    ``recorder`` writes behind the answers; ``teaching`` is ``None`` where the knowledge cannot be changed from the chat;
    ``outbox`` sends broadcasts; ``refusals`` are noted, but do not fill the audit log.
    """

    database: Database
    settings: Settings
    knowledge: LiveKnowledge
    clock: Callable[[], datetime] = _now
    recorder: Recorder | None = None
    teaching: Teaching | None = None
    outbox: Outbox | None = None
    refusals: Refusals = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "refusals", Refusals(self.database, self.clock))

    @property
    def veil(self) -> Veil:
        """What finds the rows of a person."""
        return Veil(self.settings.token)
