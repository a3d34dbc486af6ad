"""Taking back what was sent. Deleting twice does no harm, so a recall is simply tried again when its outcome is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.outbox.outcomes import Accepted, NoReply, NotSent, RateLimited, Reply, ServerError

# Telegram deletes a bot's own messages for everyone only this long.
DELETABLE = timedelta(hours=48)
_TRIES = 8


class Recall(StrEnum):
    """Where the recall of one sent message is; empty when nobody asked for one."""

    NONE = ""
    WANTED = "wanted"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NextRecall:
    """What it becomes; ``due`` when it is to be tried again."""

    state: Recall
    due: datetime | None = None
    reason: str = ""


def next_recall(outcome: Reply, tries: int, now: datetime) -> NextRecall:
    """After one attempt to delete; ``Accepted`` means that the message is gone, also when somebody else deleted it before."""
    match outcome:
        case Accepted():
            return NextRecall(Recall.DONE)
        case RateLimited(seconds):
            return NextRecall(Recall.WANTED, now + timedelta(seconds=max(seconds, 1.0)))
        case NotSent() | ServerError() | NoReply() if tries < _TRIES:
            return NextRecall(Recall.WANTED, now + timedelta(seconds=2 ** min(tries, 7)))
    return NextRecall(Recall.FAILED, reason=str(getattr(outcome, "reason", "") or type(outcome).__name__))
