"""An act of somebody, its check and its audit line: one transaction. What services write with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.storage import audit
from bot.storage.engine import Database, Transaction


class Who(Protocol):
    """Who acts, as the audit log names them."""

    @property
    def user_id(self) -> int:
        """Their number."""

    @property
    def name(self) -> str:
        """What they are called now."""


@dataclass(frozen=True, slots=True)
class Acting:
    """One act under way: ``now`` is its moment, for everything that is kept of it."""

    transaction: Transaction
    now: datetime

    async def note(self, who: Who, action: str, target: str = "", detail: str = "", result: str = "done") -> None:
        """Its audit line. ``target`` names its kind, as in ``group:-100123`` or ``user:5``."""
        await audit.append(
            self.transaction,
            now=self.now,
            actor_id=who.user_id,
            actor_name=who.name,
            action=action,
            target=target,
            detail=detail,
            result=result,
        )


class Acts:
    """``clock``: the moment, in UTC, aware. Both methods raise ``DatabaseUnavailable``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database, self.clock = database, clock

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Acting]:
        """A transaction that is committed at the end of the block."""
        async with self.database.write() as transaction:
            yield Acting(transaction, self.clock())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads."""
        async with self.database.read() as transaction:
            yield transaction
