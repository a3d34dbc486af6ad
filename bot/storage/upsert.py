"""``INSERT … ON CONFLICT``, which both databases have and SQLAlchemy spells twice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.engine import Transaction


def insert_into(transaction: Transaction, table: Table) -> Any:
    """An insert that has ``on_conflict_do_nothing`` and ``on_conflict_do_update`` for this database."""
    return postgresql.insert(table) if transaction.dialect.name == "postgresql" else sqlite.insert(table)
