"""The tables of broadcasts. One row of ``deliveries`` is one API call to one chat; ``outbox.states`` says how it moves.

A delivery is open exactly when it is queued or waiting. ``due_at`` is set for an open one that may go, and null for one that
waits for an earlier part of its message; an index on it therefore holds only what is still to be sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    SmallInteger,
    String,
    Table,
    Text,
    select,
    update,
)
from sqlalchemy import text as sql

from bot.outbox.outcomes import Cause
from bot.outbox.states import OPEN, State
from bot.storage.columns import BigId, UtcDateTime
from bot.storage.engine import Transaction
from bot.storage.tables import FORGET, metadata

AnyRow = Row[*tuple[Any, ...]]
_BROADCAST = BigInteger().with_variant(Integer, "sqlite")
_NOT_TWIN = sql("NOT twin")
BUSY = sql("deliveries.state IN ('sending', 'waiting')")
"""As text, not with bound values: only so do both databases see that the index serves."""
_BUSY = sql("state IN ('sending', 'waiting')")
RECALLING = sql("deliveries.recall = 'wanted'")
_RECALLING = sql("recall = 'wanted'")

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("official", Boolean, nullable=False),
    Column("content", Text, nullable=False),  # broadcasting.content.dump
    Column("digest", String(64), nullable=False),
    Column("opening", Text, nullable=False),
    Column("parts", SmallInteger, nullable=False),  # how many calls the content is
    Column("audience_to", String(16), nullable=False),
    Column("audience_names", Text, nullable=False),  # JSON list
    Column("state", String(16), nullable=False),
    Column("state_cause", String(16), nullable=False, server_default=""),  # why it is paused
    Column("start_at", UtcDateTime),  # null: as soon as it is released
    Column("series_id", _BROADCAST, ForeignKey("broadcasts.id", ondelete="CASCADE")),  # the repeating one that this is a run of
    Column("planned_at", UtcDateTime),  # the run's time
    Column("prepared_by", BigInteger),
    Column("prepared_at", UtcDateTime, nullable=False),
    Column("released_by", BigInteger),
    Column("released_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("refusals", Integer, nullable=False, server_default=sql("0")),  # 400s in a row
    Column("announced", Boolean, nullable=False, server_default=sql("false")),  # its end was news once
    Column("untold", Boolean, nullable=False, server_default=sql("false")),  # ... and its announcers have not heard it yet
    Index(None, "state"),
    # A schedule fires once for each of its times, whoever asks and however often.
    Index("uq_broadcasts_run", "series_id", "planned_at", unique=True),
    sqlite_autoincrement=True,
)

schedules = Table(
    "schedules",
    metadata,
    Column("broadcast_id", _BROADCAST, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("cron", Text, nullable=False),  # empty: the daily entry, at each group's own time
    Column("working_days_only", Boolean, nullable=False),
    Column("max_age_minutes", Integer, nullable=False),
    Column("next_at", UtcDateTime),  # null: never again
    Column("computed_at", UtcDateTime, nullable=False),
    Column("skipped", Integer, nullable=False, server_default=sql("0")),  # runs that were missed for good
    Column("skipped_at", UtcDateTime),
)

# How much a delivery knows of its message: when two groups become one, the one that knows more is kept.
_RANKS = {State.SENT: 5, State.UNCERTAIN: 4, State.SENDING: 3, State.QUEUED: 2, State.WAITING: 2}


async def follow_deliveries(transaction: Transaction, old: int, new: int, now: datetime) -> None:
    """Move deliveries to the new chat id. A broadcast that both chats were to get reaches the one group once."""
    columns = (deliveries.c.id, deliveries.c.broadcast_id, deliveries.c.chat_id, deliveries.c.state)
    rows = (await transaction.execute(select(*columns).where(deliveries.c.chat_id.in_([old, new]), ~deliveries.c.twin))).all()
    sides: dict[int, tuple[list[AnyRow], list[AnyRow]]] = {}
    for row in rows:
        sides.setdefault(row.broadcast_id, ([], []))[row.chat_id == new].append(row)
    twins = [row.id for before, after in sides.values() if before and after for row in (after if _rank(before) > _rank(after) else before)]
    lost = deliveries.c.id.in_(twins)
    await transaction.execute(update(deliveries).where(lost).values(twin=True))
    gone = {"state": State.CANCELLED, "cause": Cause.TWICE, "due_at": None, "changed_at": now}
    await transaction.execute(update(deliveries).where(lost, deliveries.c.state.in_(OPEN)).values(gone))
    # Message ids of the old chat mean other messages in the new one.
    await transaction.execute(update(deliveries).where(deliveries.c.chat_id == old).values(chat_id=new, message_id=None))


def _rank(rows: Iterable[AnyRow]) -> int:
    return max(_RANKS.get(State(row.state), 0) for row in rows)


deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("broadcast_id", _BROADCAST, ForeignKey("broadcasts.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", UtcDateTime),
    Column("cause", String(16), nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("tries", Integer, nullable=False, server_default=sql("0")),
    Column("claim", String(64)),  # worker and a random word: who may finish it
    Column("lease_until", UtcDateTime),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("message_id", BigInteger),
    # One of two that met when their groups became one; it keeps its past and never sends again.
    Column("twin", Boolean, nullable=False, server_default=sql("false")),
    Column("recall", String(8), nullable=False, server_default=""),
    Column("recall_due", UtcDateTime),
    Column("recall_tries", Integer, nullable=False, server_default=sql("0")),
    Column("recall_reason", Text, nullable=False, server_default=""),
    Index("uq_deliveries_once", "broadcast_id", "part", "chat_id", unique=True, sqlite_where=_NOT_TWIN, postgresql_where=_NOT_TWIN),
    Index(None, "broadcast_id", "due_at", "id"),
    Index(None, "broadcast_id", "state"),
    Index(None, "chat_id"),
    Index("ix_deliveries_busy", "state", "lease_until", sqlite_where=_BUSY, postgresql_where=_BUSY),
    Index("ix_deliveries_recall", "recall_due", sqlite_where=_RECALLING, postgresql_where=_RECALLING),
    info={"chat": follow_deliveries},
    sqlite_autoincrement=True,
)

# Every request that left in the last minute, also those that were refused: the budget that all processes share.
send_starts = Table(
    "send_starts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
    info={"chat": FORGET},
)

# One row: broadcasting.pacing.Pace.
send_pace = Table(
    "send_pace",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("rate", Float),
    Column("rate_at", UtcDateTime),
    Column("held_at", UtcDateTime),
    Column("held_until", UtcDateTime),
    Column("limited_chat", BigInteger),
    Column("limited_at", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default=sql("0")),
)

# The messages that a broadcast's content was taken from (see broadcast_sources). The chats are private: persons, of the staff.
broadcast_sources = Table(
    "broadcast_sources",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("broadcast_id", _BROADCAST, ForeignKey("broadcasts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True),
    Column("digest", String(64), nullable=False),
    info={"chat": FORGET},
)
