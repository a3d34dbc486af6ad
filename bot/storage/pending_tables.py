"""Two tables for the minutes between a question and its answer. Neither names a chat, a person or a message: see ``veil``."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from bot.storage.columns import UtcDateTime
from bot.storage.tables import metadata

# What is being answered, or was: the mark of a message, made with the key.
answer_marks = Table(
    "answer_marks",
    metadata,
    Column("mark", String(32), primary_key=True),
    Column("state", String(8), nullable=False),  # sending, sent
    Column("expires", UtcDateTime, nullable=False),  # a full hour
    Index(None, "expires"),
)

# Updates that wait for their turn to be answered and that Telegram need not keep for us meanwhile. Sealed with the key; gone when answered.
held_updates = Table(
    "held_updates",
    metadata,
    Column("mark", String(32), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("worker", String(16), nullable=False),  # the process that has it in hand
    Column("lease", UtcDateTime, nullable=False),  # until then, or longer if that process lives
    Index(None, "lease"),
)
