"""Reading the audit log: one page of one search, and all of it. What is looked for is noted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.access import Action
from bot.features.reports import audit_words
from bot.places.store import groups
from bot.storage import audit
from bot.storage.acts import Acts, Who
from bot.storage.audit import AuditLine


@dataclass(frozen=True, slots=True)
class Found:
    """Lines, how many there are in all, and the titles of the groups in them."""

    lines: list[AuditLine]
    total: int
    titles: Mapping[int, str]


class AuditLog:
    """Lines are only read here, but for the one that says so."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts

    async def find(self, words: str, *, newest: int, limit: int, page: int = 0) -> Found:
        """``newest``: no line that is younger, 0 for all; raises ``SearchError``."""
        search = audit_words.parse_search(words)
        async with self._acts.reading() as transaction:
            lines, total = await audit.search(
                transaction,
                search.words,
                since=search.since,
                until=search.until,
                meant=search.meant,
                up_to=newest or None,
                without=search.without,
                limit=limit,
                offset=page * limit,
            )
            return Found(lines, total, await groups.titles(transaction, audit_words.group_ids(lines)))

    async def note(self, who: Who, detail: str) -> None:
        """Somebody looked."""
        async with self._acts.writing() as act:
            await act.note(who, Action.AUDIT, detail=detail)
