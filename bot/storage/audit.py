"""The audit log: lines are added and read; triggers in the database refuse to change or delete any."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, insert, or_, select

from bot.library.normalize import clean
from bot.storage.engine import Transaction
from bot.storage.tables import audit

_LONGEST = 2000
_CODES = (audit.c.action, audit.c.result, audit.c.target, audit.c.detail)
_NOTHING: Mapping[str, Collection[str]] = MappingProxyType({})


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


async def latest(transaction: Transaction, action: str, target: str) -> AuditLine | None:
    """The last time that this was done there."""
    wanted = select(audit).where(audit.c.action == str(action), audit.c.target == target, audit.c.result == "done")
    row = (await transaction.execute(wanted.order_by(audit.c.id.desc()).limit(1))).mappings().one_or_none()
    return None if row is None else AuditLine(**row)


async def search(
    transaction: Transaction,
    words: str = "",
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    meant: Mapping[str, Collection[str]] = _NOTHING,
    up_to: int | None = None,
    without: Collection[str] = (),
    limit: int = 20,
    offset: int = 0,
) -> tuple[list[AuditLine], int]:
    """Lines in which every word occurs somewhere, newest first, and how many there are in all. ``until`` is not included.

    A word that is ``meant`` as certain codes also finds the lines that have one of them as action, result, kind of target or
    first word of the detail.
    ``without``: no line with one of these results.
    ``up_to``: no line younger than this one, so that pages stay where they are while lines are added.
    """
    wanted = and_(*_conditions(words, meant), *_bounds(since, until, up_to), audit.c.result.not_in(without))
    total = (await transaction.execute(select(func.count()).select_from(audit).where(wanted))).scalar_one()
    rows = (await transaction.execute(select(audit).where(wanted).order_by(audit.c.id.desc()).limit(limit).offset(offset))).mappings()
    return [AuditLine(**row) for row in rows], total


def _conditions(words: str, meant: Mapping[str, Collection[str]]) -> list[ColumnElement[Any]]:
    places: tuple[ColumnElement[Any], ...] = (
        audit.c.actor_name,
        audit.c.action,
        audit.c.target,
        audit.c.detail,
        audit.c.result,
        cast(audit.c.actor_id, String),
    )
    conditions = []
    for word in words.split():
        codes = list(meant.get(word, ()))
        kinds = [audit.c.target.startswith(f"{code}:", autoescape=True) for code in codes]
        kinds += [audit.c.detail.startswith(f"{code} ", autoescape=True) for code in codes]
        found = (place.icontains(word, autoescape=True) for place in places)
        conditions.append(or_(*found, *(place.in_(codes) for place in _CODES), *kinds))
    return conditions


def _bounds(since: datetime | None, until: datetime | None, up_to: int | None) -> list[ColumnElement[Any]]:
    bounds: list[ColumnElement[Any]] = [audit.c.id > 0]
    if since is not None:
        bounds.append(audit.c.at >= since)
    if until is not None:
        bounds.append(audit.c.at < until)
    if up_to is not None:
        bounds.append(audit.c.id <= up_to)
    return bounds
