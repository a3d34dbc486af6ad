"""Broadcasts as a whole: kept, listed, and moved from state to state, each move once whoever else presses the same button.

::

    draft --release--> released <--resume-- paused
      |                  |  |  --pause-->     |
      |                  |  +--> done --(retry, resolve)--> released
      +------cancel------+---------cancel-----+--> cancelled

Other content makes a draft of any but a cancelled one, as long as nobody has the old content (``broadcast_editing``).

Every move happens under ``order_claims``, so that it is either before or after a claim, never during one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, insert, select, update

from bot.outbox.content import Content, dump, load
from bot.outbox.outcomes import Cancel
from bot.outbox.states import OPEN, Policy, Present, State, next_state
from bot.outbox.store.pace import order_claims
from bot.places.audience import Audience, To
from bot.storage.broadcast_tables import AnyRow, broadcasts, deliveries
from bot.storage.engine import Transaction


class BroadcastStage(StrEnum):
    """Where a broadcast is."""

    DRAFT = "draft"
    RELEASED = "released"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


REFUSED_CONTENT = "refused"
"""``state_cause`` of a broadcast that paused itself: Telegram refused its content again and again."""

ALLOWED: dict[BroadcastStage, frozenset[BroadcastStage]] = {
    BroadcastStage.RELEASED: frozenset({BroadcastStage.DRAFT, BroadcastStage.PAUSED, BroadcastStage.DONE}),
    BroadcastStage.PAUSED: frozenset({BroadcastStage.RELEASED}),
    BroadcastStage.CANCELLED: frozenset({BroadcastStage.DRAFT, BroadcastStage.RELEASED, BroadcastStage.PAUSED}),
    BroadcastStage.DONE: frozenset({BroadcastStage.RELEASED}),
}
"""From where a broadcast may come into each stage."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One broadcast. A repeating one has no deliveries of its own: each run is a broadcast with its ``series_id``."""

    id: int
    kind: str
    official: bool
    content: Content
    digest: str
    audience: Audience
    stage: BroadcastStage
    stage_cause: str
    start_at: datetime | None
    series_id: int | None
    planned_at: datetime | None
    prepared_by: int | None
    prepared_at: datetime
    released_by: int | None
    released_at: datetime | None
    ended_at: datetime | None


async def add(
    transaction: Transaction,
    content: Content,
    audience: Audience,
    *,
    kind: str,
    official: bool,
    now: datetime,
    prepared_by: int | None,
    start_at: datetime | None = None,
    series_id: int | None = None,
    planned_at: datetime | None = None,
) -> int:
    """Keep a draft and return its number."""
    values = {
        "kind": kind,
        "official": official,
        "start_at": start_at,
        "series_id": series_id,
        "planned_at": planned_at,
        "prepared_by": prepared_by,
        "prepared_at": now,
        "state": BroadcastStage.DRAFT,
        **content_values(content),
        **_audience(audience),
    }
    added = await transaction.execute(insert(broadcasts).values(values).returning(broadcasts.c.id))
    return int(added.scalar_one())


async def change_draft(
    transaction: Transaction,
    broadcast_id: int,
    *,
    content: Content | None = None,
    audience: Audience | None = None,
    start_at: datetime | None = None,
    official: bool | None = None,
) -> bool:
    """Change what is given in a draft; false when it is no draft (any more). What was released is never changed."""
    values: dict[str, object] = {}
    if content is not None:
        values |= content_values(content)
    if audience is not None:
        values |= _audience(audience)
    if start_at is not None:
        values["start_at"] = start_at
    if official is not None:
        values["official"] = official
    await order_claims(transaction)
    draft = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.state == BroadcastStage.DRAFT)
    changed = await transaction.execute(draft.values({"state": BroadcastStage.DRAFT, **values}))
    return bool(changed.rowcount)


async def get(transaction: Transaction, broadcast_id: int) -> Broadcast | None:
    """The broadcast with this number."""
    row = (await transaction.execute(select(broadcasts).where(broadcasts.c.id == broadcast_id))).one_or_none()
    return None if row is None else _read(row)


async def stage_of(transaction: Transaction, broadcast_id: int) -> BroadcastStage | None:
    """Where it is, also when its content cannot be read: it must be possible to cancel one that is broken."""
    stage = (await transaction.execute(select(broadcasts.c.state).where(broadcasts.c.id == broadcast_id))).scalar_one_or_none()
    return None if stage is None else BroadcastStage(stage)


async def unfrozen(transaction: Transaction) -> list[int]:
    """Released or paused broadcasts of an older version whose content can still be changed by its author."""
    # No text can hold this: its quotation marks would be escaped.
    copied = broadcasts.c.content.contains('"type": "copy"', autoescape=True)
    open_now = broadcasts.c.state.in_([BroadcastStage.RELEASED, BroadcastStage.PAUSED])
    wanted = select(broadcasts.c.id).where(copied, open_now).order_by(broadcasts.c.id)
    return list((await transaction.execute(wanted)).scalars())


async def latest(transaction: Transaction, limit: int = 8, offset: int = 0, *, series_id: int | None = None) -> list[Broadcast]:
    """The newest first; runs of a repeating one only when asked for by its number."""
    wanted: Select[Any] = select(broadcasts).order_by(broadcasts.c.id.desc()).limit(limit).offset(offset)
    wanted = wanted.where(broadcasts.c.series_id.is_(None) if series_id is None else broadcasts.c.series_id == series_id)
    return [_read(row) for row in await transaction.execute(wanted)]


async def move(
    transaction: Transaction,
    broadcast_id: int,
    to: BroadcastStage,
    now: datetime,
    *,
    released_by: int | None = None,
    digest: str | None = None,
    cause: str = "",
    only_from: frozenset[BroadcastStage] | None = None,
) -> bool:
    """Compare and set; false when the broadcast is elsewhere already or its content is not the one with ``digest``.

    Cancelling also cancels every open delivery, and ends the runs of a repeating broadcast with it.
    """
    await order_claims(transaction)
    values: dict[str, object] = {"state": to, "state_cause": cause}
    if to is BroadcastStage.RELEASED:
        values |= {"refusals": 0, "ended_at": None}
        if released_by is not None:
            values |= {"released_by": released_by, "released_at": now}
    if to in (BroadcastStage.DONE, BroadcastStage.CANCELLED):
        values["ended_at"] = now
    wanted = [broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(only_from or ALLOWED[to])]
    if digest is not None:
        wanted.append(broadcasts.c.digest == digest)
    moved = bool((await transaction.execute(update(broadcasts).where(*wanted).values(values))).rowcount)
    if moved and to is BroadcastStage.CANCELLED:
        await _cancel_rest(transaction, broadcast_id, now)
        runs = select(broadcasts.c.id).where(broadcasts.c.series_id == broadcast_id, broadcasts.c.state.in_(ALLOWED[to]))
        for run in (await transaction.execute(runs)).scalars().all():
            await move(transaction, run, to, now, cause=cause)
    return moved


async def close_if_finished(transaction: Transaction, broadcast_id: int, now: datetime) -> bool:
    """A released broadcast with nothing queued, waiting or being sent is done; returns whether it became so just now."""
    # Locked first, looked at after: what a person brings back to the queue meanwhile is then seen, or comes after us.
    wanted = select(broadcasts.c.id).where(broadcasts.c.id == broadcast_id, broadcasts.c.state == BroadcastStage.RELEASED)
    if (await transaction.execute(wanted.with_for_update())).first() is None:
        return False
    left = select(exists().where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.state.in_([*OPEN, State.SENDING])))
    if (await transaction.execute(left)).scalar():
        return False
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(state=BroadcastStage.DONE, ended_at=now))
    return True


async def announce(transaction: Transaction, broadcast_id: int) -> bool:
    """Whether the end of this broadcast is news: told once, and again when all that failed was tried again. Runs are no news.

    It stays in ``untold`` until ``note_told``: who was about to tell may die.
    """
    news = (broadcasts.c.id == broadcast_id, broadcasts.c.series_id.is_(None), ~broadcasts.c.announced)
    return bool((await transaction.execute(update(broadcasts).where(*news).values(announced=True, untold=True))).rowcount)


async def untold(transaction: Transaction, before: datetime) -> list[int]:
    """Broadcasts of whose end nobody has heard, which came before ``before``."""
    wanted = select(broadcasts.c.id).where(broadcasts.c.untold, broadcasts.c.ended_at < before).order_by(broadcasts.c.id)
    return list((await transaction.execute(wanted)).scalars())


async def note_told(transaction: Transaction, broadcast_id: int) -> None:
    """Its announcers have heard of its end, as far as they can be reached."""
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(untold=False))


async def announce_again(transaction: Transaction, broadcast_id: int) -> None:
    """The next end is news."""
    await transaction.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(announced=False))


async def _cancel_rest(transaction: Transaction, broadcast_id: int, now: datetime) -> None:
    # What the wire has, it keeps: only open rows follow a cancel. The pure function says which and how.
    cancelled = next_state(Present(State.QUEUED), Cancel(), now, Policy())
    await transaction.execute(
        update(deliveries)
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.state.in_(OPEN))
        .values(state=cancelled.state, cause=cancelled.cause, due_at=None, changed_at=now)
    )


def content_values(content: Content) -> dict[str, object]:
    """The columns that hold what is said."""
    return {"content": dump(content), "digest": content.digest, "opening": content.opening, "parts": len(content.calls)}


def _audience(audience: Audience) -> dict[str, object]:
    return {"audience_to": audience.to, "audience_names": json.dumps(audience.names, ensure_ascii=False)}


def _read(row: AnyRow) -> Broadcast:
    values = row._mapping
    return Broadcast(
        id=values["id"],
        kind=values["kind"],
        official=values["official"],
        content=load(values["content"]),
        digest=values["digest"],
        audience=Audience(To(values["audience_to"]), tuple(json.loads(values["audience_names"]))),
        stage=BroadcastStage(values["state"]),
        stage_cause=values["state_cause"],
        start_at=values["start_at"],
        series_id=values["series_id"],
        planned_at=values["planned_at"],
        prepared_by=values["prepared_by"],
        prepared_at=values["prepared_at"],
        released_by=values["released_by"],
        released_at=values["released_at"],
        ended_at=values["ended_at"],
    )
