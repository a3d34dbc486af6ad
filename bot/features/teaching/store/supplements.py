"""What was taught in the chat: aliases on top of the YAML files. Live ones answer questions; pending ones wait for an editor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from bot.features.teaching.store import state
from bot.library.normalize import clean, normalize
from bot.storage.engine import Transaction
from bot.storage.tables import supplements
from bot.storage.upsert import insert_into

# Rows in one statement: SQLite takes 32,766 values.
_TOGETHER = 500


class Status(StrEnum):
    """pending: proposed; live: answers questions; rejected: turned down, or taken back."""

    PENDING = "pending"
    LIVE = "live"
    REJECTED = "rejected"


class ProposalEnd(StrEnum):
    """What became of a decision."""

    DONE = "done"
    GONE = "gone"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Supplement:
    """One taught alias; ``proposed_by`` is ``None`` after that person asked to be forgotten."""

    id: int
    alias: str
    key: str
    entry_id: str
    status: Status
    proposed_by: int | None
    decided_by: int | None
    reason: str
    created: datetime
    decided: datetime | None


async def propose(
    transaction: Transaction, items: Sequence[tuple[str, str]], *, by: int, now: datetime, live: bool = False
) -> list[Supplement]:
    """Keep (alias, entry id) pairs, pending or (``live``) at once in use; returns those that were kept.

    A wording that is taken is left out, also when somebody else was faster by a moment, and one without a character that counts.
    """
    common: dict[str, Any] = {"status": (Status.LIVE if live else Status.PENDING).value, "proposed_by": by, "created": now}
    common |= {"decided_by": by, "decided": now} if live else {}
    rows = [{"alias": clean(alias), "key": normalize(alias), "entry_id": entry_id, **common} for alias, entry_id in items]
    kept: list[Supplement] = []
    for start in range(0, len(rows), _TOGETHER):
        chunk = [row for row in rows[start : start + _TOGETHER] if row["key"]]
        if chunk:
            added = insert_into(transaction, supplements).values(chunk).on_conflict_do_nothing().returning(*supplements.c)
            kept += [_one(row) for row in (await transaction.execute(added)).mappings()]
    if live and kept:
        await state.bump(transaction, state.SUPPLEMENTS, now)
    return sorted(kept, key=lambda supplement: supplement.id)


async def decide(
    transaction: Transaction, supplement_id: int, *, approve: bool, by: int, now: datetime, reason: str = "", own_too: bool = True
) -> ProposalEnd:
    """Approve or turn down what is pending. ``own_too``: whether one may approve one's own proposal.

    ``GONE``: somebody has already decided.
    """
    waiting = (supplements.c.id == supplement_id) & (supplements.c.status == Status.PENDING.value)
    if approve and not own_too and (await transaction.execute(select(supplements.c.proposed_by).where(waiting))).scalar() == by:
        return ProposalEnd.OWN
    status = Status.LIVE if approve else Status.REJECTED
    decided = update(supplements).where(waiting).values(status=status.value, decided_by=by, decided=now, reason=clean(reason))
    if not (await transaction.execute(decided)).rowcount:
        return ProposalEnd.GONE
    if approve:
        await state.bump(transaction, state.SUPPLEMENTS, now)
    return ProposalEnd.DONE


async def approve_many(
    transaction: Transaction, ids: Collection[int], *, by: int, now: datetime, own_too: bool = True
) -> int:
    """Approve what of these is pending (without one's own proposals, unless ``own_too``); returns how many."""
    waiting = supplements.c.id.in_(ids) & (supplements.c.status == Status.PENDING.value)
    if not own_too:
        waiting &= supplements.c.proposed_by.is_distinct_from(by)
    values = {"status": Status.LIVE.value, "decided_by": by, "decided": now}
    approved = (await transaction.execute(update(supplements).where(waiting).values(**values))).rowcount
    if approved:
        await state.bump(transaction, state.SUPPLEMENTS, now)
    return approved


async def withdraw(transaction: Transaction, ids: Collection[int], *, by: int, now: datetime, reason: str = "") -> int:
    """Take live aliases out of use (they were wrong, or now stand in the YAML files); returns how many were live."""
    live = supplements.c.id.in_(ids) & (supplements.c.status == Status.LIVE.value)
    values = {"status": Status.REJECTED.value, "decided_by": by, "decided": now, "reason": clean(reason)}
    withdrawn = (await transaction.execute(update(supplements).where(live).values(**values))).rowcount
    if withdrawn:
        await state.bump(transaction, state.SUPPLEMENTS, now)
    return withdrawn


async def get(transaction: Transaction, supplement_id: int) -> Supplement | None:
    """One supplement, in any state."""
    row = (await transaction.execute(select(supplements).where(supplements.c.id == supplement_id))).mappings().first()
    return None if row is None else _one(row)


async def wanted(transaction: Transaction, keys: Collection[str]) -> list[Supplement]:
    """What is pending or live of these normalised wordings."""
    query = select(supplements).where(supplements.c.key.in_(keys), supplements.c.status != Status.REJECTED.value)
    return [_one(row) for row in (await transaction.execute(query)).mappings()]


async def pending(transaction: Transaction, *, limit: int = 10, offset: int = 0) -> tuple[list[Supplement], int]:
    """Proposals, oldest first, and how many there are in all."""
    waiting = supplements.c.status == Status.PENDING.value
    total = (await transaction.execute(select(func.count()).select_from(supplements).where(waiting))).scalar_one()
    rows = (await transaction.execute(select(supplements).where(waiting).order_by(supplements.c.id).limit(limit).offset(offset))).mappings()
    return [_one(row) for row in rows], total


async def live(transaction: Transaction) -> list[Supplement]:
    """Everything in use, in the order it was taught."""
    query = select(supplements).where(supplements.c.status == Status.LIVE.value).order_by(supplements.c.id)
    return [_one(row) for row in (await transaction.execute(query)).mappings()]


def _one(row: Any) -> Supplement:
    return Supplement(**{**row, "status": Status(row["status"])})
