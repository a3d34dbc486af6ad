"""How many questions there were and how they ended: by day, unit, entry. No person, no chat, no words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select, update

from bot.storage.engine import Transaction
from bot.storage.tables import question_log
from bot.storage.upsert import insert_into
from bot.storage.veil import random_id
from bot.when import CHINA


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures of some days; ``by_day`` has outcomes of each day; units and entries come busiest first.

    ``voted`` questions got a 👍 or 👎, ``helped`` of these more 👍 than 👎.
    """

    total: int
    by_outcome: Mapping[str, int]
    by_day: Mapping[date, Mapping[str, int]]
    by_hour: Mapping[int, int]
    by_unit: Mapping[str, int]
    by_entry: Mapping[str, int]
    by_kind: Mapping[str, int]
    voted: int
    helped: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One question to be counted. ``id``: the row that counted it before its edit, if there is one (see ``Veil.counted``)."""

    at: datetime
    unit: str
    chat_kind: str
    outcome: str
    entry_id: str | None
    id: int = field(default_factory=random_id)

    @property
    def values(self) -> dict[str, Any]:
        """The row."""
        local = self.at.astimezone(CHINA)
        named = {"unit": self.unit, "chat_kind": self.chat_kind, "outcome": self.outcome, "entry_id": self.entry_id}
        return {"id": self.id, "day": local.date(), "hour": local.hour, **named}


async def record(transaction: Transaction, *, at: datetime, unit: str, chat_kind: str, outcome: str, entry_id: str | None) -> int:
    """Count one question; returns the row's id, to which votes are added."""
    counted = Counted(at, unit, chat_kind, outcome, entry_id)
    await record_all(transaction, [counted])
    return counted.id


async def record_all(transaction: Transaction, counted: Collection[Counted]) -> None:
    """Count questions. One that was counted before ends otherwise now; thumbs for what it got before count no more."""
    if not counted:
        return
    added = insert_into(transaction, question_log)
    fresh = {"outcome": added.excluded.outcome, "entry_id": added.excluded.entry_id, "ups": 0, "downs": 0}
    await transaction.execute(added.on_conflict_do_update(index_elements=["id"], set_=fresh), [one.values for one in counted])


async def ended(transaction: Transaction, log_id: int) -> tuple[str, str | None]:
    """How a question ended, and with which entry; an empty outcome for one that was not counted."""
    row = (await transaction.execute(select(question_log.c.outcome, question_log.c.entry_id).where(question_log.c.id == log_id))).first()
    return ("", None) if row is None else (row.outcome, row.entry_id)


async def pick(transaction: Transaction, log_id: int, entry_id: str) -> None:
    """Somebody picked this entry from a choice; the last pick counts."""
    await transaction.execute(update(question_log).where(question_log.c.id == log_id).values(entry_id=entry_id))


async def stats(transaction: Transaction, first: date, last: date, *, top: int = 20) -> Stats:
    """Figures from ``first`` to ``last`` (both included, Asia/Shanghai); ``top`` units and entries."""
    within = question_log.c.day.between(first, last)

    async def count(*columns: Any, limit: int | None = None) -> list[Any]:
        number = func.count()
        query = select(*columns, number).where(within, *(column.is_not(None) for column in columns)).group_by(*columns)
        return [tuple(row) for row in await transaction.execute(query.order_by(number.desc(), *columns).limit(limit))]

    by_day: dict[date, dict[str, int]] = {}
    for day, outcome, number in sorted(await count(question_log.c.day, question_log.c.outcome)):
        by_day.setdefault(day, {})[outcome] = number
    by_outcome: dict[str, int] = {}
    for outcomes in by_day.values():
        for outcome, number in outcomes.items():
            by_outcome[outcome] = by_outcome.get(outcome, 0) + number
    voted = func.coalesce(func.sum(case((question_log.c.ups + question_log.c.downs > 0, 1), else_=0)), 0)
    helped = func.coalesce(func.sum(case((question_log.c.ups > question_log.c.downs, 1), else_=0)), 0)
    votes = (await transaction.execute(select(voted, helped).where(within))).one()
    busiest_units = [row for row in await count(question_log.c.unit, limit=top + 1) if row[0]][:top]
    return Stats(
        total=sum(by_outcome.values()),
        by_outcome=by_outcome,
        by_day=by_day,
        by_hour=dict(sorted(await count(question_log.c.hour))),
        by_unit=dict(busiest_units),
        by_entry=dict(await _entries(transaction, and_(within, question_log.c.outcome == "answer"), top)),
        by_kind=dict(await count(question_log.c.chat_kind)),
        voted=votes[0],
        helped=votes[1],
    )


async def _entries(transaction: Transaction, within: Any, top: int) -> list[Any]:
    """An entry that came first for a question that was not answered did not answer it: only sure answers count."""
    number = func.count()
    column = question_log.c.entry_id
    query = select(column, number).where(within, column.is_not(None)).group_by(column).order_by(number.desc(), column).limit(top)
    return [tuple(row) for row in await transaction.execute(query)]
