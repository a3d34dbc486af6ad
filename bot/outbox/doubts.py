"""Claims whose commit was never confirmed: the database may have kept them, but nothing of them was sent."""

from __future__ import annotations

import logging

from bot.outbox.store.finish import Rules, give_back
from bot.outbox.store.pace import Clock
from bot.storage.engine import Database

_log = logging.getLogger(__name__)


class Doubts:
    """``add`` before a claim, ``discard`` when its commit is confirmed; the marks of what stays are given back by ``clear``."""

    def __init__(self, database: Database, clock: Clock, rules: Rules) -> None:
        self._database, self._clock, self._rules = database, clock, rules
        self._prefixes: set[str] = set()

    def add(self, prefix: str) -> None:
        """A claim with these marks (``Claimer.prefix``) is about to be committed."""
        self._prefixes.add(prefix)

    def discard(self, prefix: str) -> None:
        """It was."""
        self._prefixes.discard(prefix)

    async def clear(self) -> None:
        """Queue again what unconfirmed commits marked as ours. Raises ``DatabaseUnavailable``; the doubts stay then."""
        if not self._prefixes:
            return
        prefixes = frozenset(self._prefixes)
        async with self._database.write() as transaction:
            returned = await give_back(transaction, self._clock, prefixes, self._rules)
        self._prefixes -= prefixes
        if returned:
            _log.info("%d deliveries of a claim that was never confirmed are queued again", returned)
