"""Version numbers of the knowledge: a process compares them with what it has loaded and notices changes within seconds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from bot.storage.engine import Transaction
from bot.storage.tables import knowledge_state
from bot.storage.upsert import insert_into

SUPPLEMENTS = "supplements"
"""What was taught in the chat."""
LIBRARY = "library"
"""The YAML files: raised by /reload, so that the other processes read them again too."""

_PROBE = "probe"


async def versions(transaction: Transaction) -> Mapping[str, int]:
    """The present versions, by name; one read of two rows."""
    rows = await transaction.execute(select(knowledge_state.c.name, knowledge_state.c.version).where(knowledge_state.c.name != _PROBE))
    return {row.name: row.version for row in rows}


async def bump(transaction: Transaction, name: str, now: datetime) -> int:
    """Raise a version, in the transaction of the change itself; returns the new one.

    The row stays locked until the commit: who sees the number sees the change.
    """
    raised = update(knowledge_state).where(knowledge_state.c.name == name)
    raised = raised.values(version=knowledge_state.c.version + 1, changed=now)
    version: int = (await transaction.execute(raised.returning(knowledge_state.c.version))).scalar_one()
    return version


async def probe(transaction: Transaction, now: datetime) -> None:
    """Write a little: what only reads does not notice a full disk, or a database that became read-only."""
    row = insert_into(transaction, knowledge_state).values(name=_PROBE, version=1, changed=now)
    counted = {"version": knowledge_state.c.version + 1, "changed": now}
    await transaction.execute(row.on_conflict_do_update(index_elements=[knowledge_state.c.name], set_=counted))
