"""The audit log: lines are added and read; triggers in the database refuse to change or delete any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, insert, or_, select

from bot.library.normalize import clean
from bot.storage.engine import Transaction
from bot.storage.tables import audit

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who did what, when, on whom, with what result. ``target`` names its kind, as in ``group:-100123``."""

    id: int
    at: datetime
    actor_id: int
    actor_name: str
    action: str
    target: str
    detail: str
    result: str


async def append(
    transaction: Transaction,
    *,
    now: datetime,
    actor_id: int,
    actor_name: str,
    action: str,
    target: str = "",
    detail: str = "",
    result: str = "done",
) -> None:
    """Add a line, in the transaction of the act itself. A detail longer than 2,000 characters is cut."""
    await transaction.execute(
        insert(audit).values(
            at=now,
            actor_id=actor_id,
            actor_name=clean(actor_name),
            action=str(action),
            target=clean(target),
            detail=clean(detail)[:_LONGEST],
            result=result,
        )
    )


async def search(
    transaction: Transaction,
    words: str = "",
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 20,
    offset: int = 0,
) -> tuple[list[AuditLine], int]:
    """Lines in which every word occurs somewhere, newest first, and how many there are in all. ``until`` is not included."""
    wanted = and_(*_conditions(words, since, until))
    total = (await transaction.execute(select(func.count()).select_from(audit).where(wanted))).scalar_one()
    rows = (await transaction.execute(select(audit).where(wanted).order_by(audit.c.id.desc()).limit(limit).offset(offset))).mappings()
    return [AuditLine(**row) for row in rows], total


def _conditions(words: str, since: datetime | None, until: datetime | None) -> list[ColumnElement[Any]]:
    places: tuple[ColumnElement[Any], ...] = (
        audit.c.actor_name,
        audit.c.action,
        audit.c.target,
        audit.c.detail,
        audit.c.result,
        cast(audit.c.actor_id, String),
    )
    conditions: list[ColumnElement[Any]] = [audit.c.id > 0]
    conditions += [or_(*(place.icontains(word, autoescape=True) for place in places)) for word in words.split()]
    if since is not None:
        conditions.append(audit.c.at >= since)
    if until is not None:
        conditions.append(audit.c.at < until)
    return conditions
