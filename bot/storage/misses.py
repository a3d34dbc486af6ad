"""Questions that got no answer, or a 👎, for editors to learn from.

They are stored without the person (see ``anonymize`` and ``veil``), with their group's unit, and for a set time only.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from bot.library.normalize import normalize
from bot.storage.alike import cluster
from bot.storage.anonymize import anonymize
from bot.storage.engine import Transaction
from bot.storage.tables import misses
from bot.storage.upsert import insert_into
from bot.storage.veil import day_of

_MOST_KEYS = 5000
"""Wordings that are grouped at a time: the most frequent ones."""


class Reason(StrEnum):
    """Why it was kept."""

    NONE = "none"
    THUMBS_DOWN = "thumbs_down"


class State(StrEnum):
    """What an editor said about it."""

    OPEN = "open"
    LATER = "later"
    DISMISSED = "dismissed"
    TAUGHT = "taught"


_UNDECIDED = (State.OPEN.value, State.LATER.value)


@dataclass(frozen=True, slots=True)
class MissGroup:
    """Questions that are alike.

    ``id`` is one of them, short enough for a button; ``question`` the most frequent wording; ``keys`` what ``decide`` wants;
    ``near`` the entries that came nearest, most often named first.
    """

    id: int
    question: str
    keys: tuple[str, ...]
    count: int
    thumbs_down: int
    units: tuple[str, ...]
    near: tuple[str, ...]
    last: datetime


async def store(
    transaction: Transaction, question: str, *, reason: Reason, near: Sequence[str], unit: str, chat_id: int | None, now: datetime
) -> int | None:
    """Keep a question without its names and numbers; returns its id, or ``None`` when nothing worth keeping was left.

    A private chat's id is a person's: it is not kept.
    """
    anonymous = anonymize(question)
    key = normalize(anonymous)
    if not key:
        return None
    values = {
        "question": anonymous,
        "key": key,
        "unit": unit,
        "chat_id": chat_id if chat_id is not None and chat_id < 0 else None,
        "reason": reason.value,
        "near": tuple(near),
        "created": day_of(now),
        "state": State.OPEN.value,
    }
    # Numbered at random, not one after the other: the order in which things were asked must not tell who asked them.
    while True:
        added = insert_into(transaction, misses).values(id=_number(), **values).on_conflict_do_nothing().returning(misses.c.id)
        identity: int | None = (await transaction.execute(added)).scalar()
        if identity is not None:
            return identity


async def discard(transaction: Transaction, miss_id: int) -> None:
    """Delete one miss: its question was edited and has its answer now."""
    await transaction.execute(delete(misses).where(misses.c.id == miss_id, misses.c.state == State.OPEN.value))


async def grouped(
    transaction: Transaction, *, state: State = State.OPEN, unit: str | None = None, limit: int = 10, offset: int = 0
) -> tuple[list[MissGroup], int]:
    """Misses in this state (of one unit, or of all), grouped when alike, most frequent first, and the number of groups."""
    wanted: ColumnElement[bool] = misses.c.state == state
    if unit is not None:
        wanted = and_(wanted, misses.c.unit == unit)
    counts = await _counts(transaction, wanted)
    clusters = sorted(cluster(counts), key=lambda keys: -sum(counts[key] for key in keys))
    page = [await _load(transaction, keys, wanted) for keys in clusters[offset : offset + limit]]
    return [group for group in page if group is not None], len(clusters)


async def waiting(transaction: Transaction) -> int:
    """How many questions no editor has decided about."""
    undecided = misses.c.state == State.OPEN
    return (await transaction.execute(select(func.count()).select_from(misses).where(undecided))).scalar_one()


async def find(transaction: Transaction, miss_id: int) -> MissGroup | None:
    """The group around one miss, among those in the same state; ``None`` when it has expired or was decided about."""
    one = select(misses.c.key, misses.c.state).where(misses.c.id == miss_id, misses.c.state.in_(_UNDECIDED))
    row = (await transaction.execute(one)).first()
    if row is None:
        return None
    wanted = misses.c.state == row.state
    counts = await _counts(transaction, wanted)
    keys = next((keys for keys in cluster(counts) if row.key in keys), [row.key])
    return await _load(transaction, keys, wanted)


async def decide(transaction: Transaction, keys: Collection[str], state: State) -> int:
    """Set what is still open (or put off) to a state; returns how many questions that were."""
    undecided = misses.c.state.in_(_UNDECIDED)
    return (await transaction.execute(update(misses).where(misses.c.key.in_(keys), undecided).values(state=state.value))).rowcount


async def expire(transaction: Transaction, before: datetime) -> int:
    """Delete what was stored earlier; returns how many."""
    return (await transaction.execute(delete(misses).where(misses.c.created < day_of(before)))).rowcount


async def erase(transaction: Transaction, keys: Collection[str]) -> int:
    """Delete questions, whatever their state; returns how many."""
    return (await transaction.execute(delete(misses).where(misses.c.key.in_(keys)))).rowcount


def _number() -> int:
    """Short enough to be typed, and hardly ever one that an old button names."""
    return 1_000_000 + secrets.randbelow(9_000_000)


async def _counts(transaction: Transaction, wanted: ColumnElement[bool]) -> dict[str, int]:
    count = func.count()
    query = select(misses.c.key, count).where(wanted).group_by(misses.c.key).order_by(count.desc(), misses.c.key).limit(_MOST_KEYS)
    return {row[0]: row[1] for row in await transaction.execute(query)}


async def _load(transaction: Transaction, keys: Sequence[str], wanted: ColumnElement[bool]) -> MissGroup | None:
    rows = (await transaction.execute(select(misses).where(wanted, misses.c.key.in_(keys)).order_by(misses.c.id))).all()
    if not rows:
        return None
    near: dict[str, int] = {}
    for row in rows:
        for entry_id in row.near:
            near[entry_id] = near.get(entry_id, 0) + 1
    leader = next(row for row in reversed(rows) if row.key == keys[0])
    return MissGroup(
        id=leader.id,
        question=leader.question,
        keys=tuple(keys),
        count=len(rows),
        thumbs_down=sum(row.reason == Reason.THUMBS_DOWN for row in rows),
        units=tuple(sorted({row.unit for row in rows if row.unit})),
        near=tuple(sorted(near, key=lambda entry_id: -near[entry_id])),
        last=max(row.created for row in rows),
    )
