"""Questions that got no answer, or a 👎, for editors to learn from.

They are stored without the person (see ``anonymize`` and ``veil``), with their group's unit, for a set time only, shortened, and
no more than a set number of them. Which are alike is not found out here: that takes long (see ``teaching.missgroups``).
"""

from __future__ import annotations

import secrets
import string
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, delete, func, select, update

from bot.library.anonymize import anonymize
from bot.library.normalize import clean, normalize
from bot.storage.engine import Transaction
from bot.storage.tables import misses
from bot.storage.upsert import insert_into
from bot.storage.veil import day_of

_MOST_KEYS = 5000
"""Wordings that are grouped at a time: the most frequent ones."""
LONGEST = 300
"""Characters of a question that are kept: an alias is never longer."""
MOST_ROWS = 20_000
"""In the whole table; when there are more, a twentieth of them goes."""
_LONGEST_READ = 1000
# A number or a code that was cut in two would not be known for what it is.
_CUT_END = string.ascii_letters + string.digits + "_.@:/+ -"


class Reason(StrEnum):
    """Why it was kept."""

    NONE = "none"
    THUMBS_DOWN = "thumbs_down"


class MissState(StrEnum):
    """What an editor said about it."""

    OPEN = "open"
    LATER = "later"
    DISMISSED = "dismissed"
    TAUGHT = "taught"


_UNDECIDED = (MissState.OPEN.value, MissState.LATER.value)


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
    anonymous = anonymize(_beginning(question))[:LONGEST].rstrip()
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
        "state": MissState.OPEN.value,
    }
    # Numbered at random, not one after the other: the order in which things were asked must not tell who asked them.
    while True:
        added = insert_into(transaction, misses).values(id=_number(), **values).on_conflict_do_nothing().returning(misses.c.id)
        identity: int | None = (await transaction.execute(added)).scalar()
        if identity is not None:
            break
    await trim(transaction)
    return identity


def _beginning(question: str) -> str:
    """As much of it as is worth reading. Measured in the form that is kept: one character can become eighteen."""
    written = unicodedata.normalize("NFKC", clean(question[:_LONGEST_READ]))
    whole = len(question) <= _LONGEST_READ and len(written) <= _LONGEST_READ
    return written if whole else written[:_LONGEST_READ].rstrip(_CUT_END)


async def trim(transaction: Transaction, most: int = MOST_ROWS) -> int:
    """Delete some when there are more; returns how many.

    What was asked once, longest ago, goes first; what was asked again or was put off by an editor only when nothing else is left.
    """
    present = (await transaction.execute(select(func.count()).select_from(misses))).scalar_one()
    if present <= most:
        return 0
    again = select(misses.c.key).group_by(misses.c.key).having(func.count() > 1)
    dear = case((misses.c.key.in_(again), 1), (misses.c.state == MissState.LATER.value, 1), else_=0)
    surplus = present - most + most // 20
    first = select(misses.c.id).order_by(dear, misses.c.created, misses.c.id).limit(surplus)
    return (await transaction.execute(delete(misses).where(misses.c.id.in_(first)))).rowcount


async def discard(transaction: Transaction, miss_id: int) -> None:
    """Delete one miss: its question was edited and has its answer now."""
    await transaction.execute(delete(misses).where(misses.c.id == miss_id, misses.c.state == MissState.OPEN.value))


async def waiting(transaction: Transaction) -> int:
    """How many questions no editor has decided about."""
    undecided = misses.c.state == MissState.OPEN
    return (await transaction.execute(select(func.count()).select_from(misses).where(undecided))).scalar_one()


async def undecided(transaction: Transaction, miss_id: int) -> tuple[str, MissState] | None:
    """Key and state of one miss; ``None`` when it has expired or was decided about."""
    one = select(misses.c.key, misses.c.state).where(misses.c.id == miss_id, misses.c.state.in_(_UNDECIDED))
    row = (await transaction.execute(one)).first()
    return None if row is None else (row.key, MissState(row.state))


async def decide(transaction: Transaction, keys: Collection[str], state: MissState) -> int:
    """Set what is still open (or put off) to a state; returns how many questions that were."""
    undecided = misses.c.state.in_(_UNDECIDED)
    return (await transaction.execute(update(misses).where(misses.c.key.in_(keys), undecided).values(state=state.value))).rowcount


async def expire(transaction: Transaction, before: datetime) -> int:
    """Delete what was stored earlier; returns how many."""
    return (await transaction.execute(delete(misses).where(misses.c.created < day_of(before)))).rowcount


def _number() -> int:
    """Short enough to be typed, and hardly ever one that an old button names."""
    return 1_000_000 + secrets.randbelow(9_000_000)


async def counts(transaction: Transaction, state: MissState) -> dict[str, int]:
    """How often each wording in this state was asked, most frequent first."""
    count = func.count()
    query = select(misses.c.key, count).where(misses.c.state == state).group_by(misses.c.key)
    return {row[0]: row[1] for row in await transaction.execute(query.order_by(count.desc(), misses.c.key).limit(_MOST_KEYS))}


async def load(transaction: Transaction, keys: Sequence[str], state: MissState) -> MissGroup | None:
    """These wordings, the leading one first, as one group; ``None`` when none of them is in this state any more."""
    wanted = select(misses).where(misses.c.state == state, misses.c.key.in_(keys)).order_by(misses.c.id)
    rows = (await transaction.execute(wanted)).all()
    if not rows:
        return None
    near: dict[str, int] = {}
    for row in rows:
        for entry_id in row.near:
            near[entry_id] = near.get(entry_id, 0) + 1
    known = {row.key for row in rows}
    first = next(key for key in keys if key in known)
    leader = next(row for row in reversed(rows) if row.key == first)
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
