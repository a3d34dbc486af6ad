"""The deliveries of one broadcast together: made at its release, counted for the progress message, listed for the sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from bot.outbox.outcomes import Cause
from bot.outbox.pacing import MINUTE
from bot.outbox.recall import Recall
from bot.outbox.states import State
from bot.places.audience import Chosen, Recipient
from bot.places.standing import INSIDE
from bot.storage.broadcast_tables import deliveries
from bot.storage.engine import Transaction
from bot.storage.tables import group_muted, group_tags, groups

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a broadcast is. ``by_cause`` counts what failed or was skipped; ``last_minute`` what arrived in it.

    ``later`` are queued for a later time, the first of them for ``later_at``.
    """

    by_state: dict[State, int]
    by_cause: dict[tuple[State, Cause], int]
    recalls: dict[Recall, int]
    last_minute: int
    first_sent: datetime | None
    later: int = 0
    later_at: datetime | None = None

    def of(self, *states: State) -> int:
        """Deliveries in these states."""
        return sum(self.by_state.get(state, 0) for state in states)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One delivery, for the sheet and for the list of the uncertain."""

    id: int
    chat_id: int
    title: str
    unit: str
    part: int
    state: State
    cause: Cause
    reason: str
    tries: int
    due_at: datetime | None
    changed_at: datetime
    sent_at: datetime | None
    message_id: int | None
    recall: Recall


async def all_groups(transaction: Transaction) -> list[Recipient]:
    """The whole register, as far as an audience needs it."""
    tags: dict[int, set[str]] = {}
    for chat_id, tag in await transaction.execute(select(group_tags.c.chat_id, group_tags.c.tag)):
        tags.setdefault(chat_id, set()).add(tag)
    muted: dict[int, set[str]] = {}
    for chat_id, kind in await transaction.execute(select(group_muted.c.chat_id, group_muted.c.kind)):
        muted.setdefault(chat_id, set()).add(kind)
    rows = await transaction.execute(
        select(groups.c.chat_id, groups.c.title, groups.c.unit, groups.c.active, groups.c.standing).order_by(
            groups.c.unit, groups.c.title, groups.c.chat_id
        )
    )
    none: frozenset[str] = frozenset()
    return [
        Recipient(
            row.chat_id,
            row.title,
            row.unit,
            frozenset(tags[row.chat_id]) if row.chat_id in tags else none,
            row.active,
            frozenset(muted[row.chat_id]) if row.chat_id in muted else none,
            row.standing in INSIDE,
        )
        for row in rows
    ]


async def add_deliveries(transaction: Transaction, broadcast_id: int, chosen: Chosen, parts: int, due: datetime, now: datetime) -> None:
    """One row for each call to each group. Those who do not get it have a row that says why, for the sheet."""
    await _insert(transaction, broadcast_id, (group.chat_id for group in chosen.receivers), parts, State.QUEUED, Cause.NONE, due, now)
    apart = ((chosen.inactive, Cause.INACTIVE), (chosen.opted_out, Cause.OPTED_OUT), (chosen.waiting, Cause.NOT_TAKEN_IN))
    for left_out, cause in apart:
        await _insert(transaction, broadcast_id, (group.chat_id for group in left_out), 1, State.SKIPPED, cause, None, now)


async def add_late(transaction: Transaction, broadcast_id: int, chat_ids: Collection[int], cause: Cause, now: datetime) -> None:
    """Rows for groups that do not get this run any more, so that the sheet shows it."""
    await _insert(transaction, broadcast_id, chat_ids, 1, State.SKIPPED, cause, None, now)


async def _insert(
    transaction: Transaction,
    broadcast_id: int,
    chat_ids: Iterable[int],
    parts: int,
    state: State,
    cause: Cause,
    due: datetime | None,
    now: datetime,
) -> None:
    ids = list(chat_ids)
    # Part by part: every group has the first one before any has the second.
    values = [
        {
            "broadcast_id": broadcast_id,
            "chat_id": chat_id,
            "part": part,
            "state": state,
            "cause": cause,
            "due_at": due if part == 0 else None,
            "changed_at": now,
        }
        for part in range(parts)
        for chat_id in ids
    ]
    for start in range(0, len(values), _BATCH):
        await transaction.execute(insert(deliveries), values[start : start + _BATCH])


async def count(transaction: Transaction, broadcast_id: int, now: datetime) -> Counts:
    """How far it is."""
    mine = deliveries.c.broadcast_id == broadcast_id
    grouped = select(deliveries.c.state, deliveries.c.cause, func.count()).where(mine).group_by(deliveries.c.state, deliveries.c.cause)
    by_cause = {(State(state), Cause(cause)): number for state, cause, number in await transaction.execute(grouped)}
    by_state: dict[State, int] = {}
    for (state, _), number in by_cause.items():
        by_state[state] = by_state.get(state, 0) + number
    recalls = select(deliveries.c.recall, func.count()).where(mine, deliveries.c.recall != Recall.NONE).group_by(deliveries.c.recall)
    recent = select(func.count()).where(mine, deliveries.c.sent_at > now - MINUTE)
    later = select(func.count(), func.min(deliveries.c.due_at)).where(mine, deliveries.c.state == State.QUEUED, deliveries.c.due_at > now)
    postponed = (await transaction.execute(later)).one()
    first_sent = (await transaction.execute(select(func.min(deliveries.c.sent_at)).where(mine))).scalar_one()
    return Counts(
        by_state,
        by_cause,
        {Recall(state): number for state, number in await transaction.execute(recalls)},
        (await transaction.execute(recent)).scalar_one(),
        first_sent,
        postponed[0],
        postponed[1],
    )


async def lines(
    transaction: Transaction, broadcast_id: int, *, states: Collection[State] | None = None, limit: int | None = None, offset: int = 0
) -> list[DeliveryLine]:
    """The sheet, by unit and group; only some states if asked."""
    wanted = (
        select(deliveries, groups.c.title, groups.c.unit)
        .outerjoin(groups, groups.c.chat_id == deliveries.c.chat_id)
        .where(deliveries.c.broadcast_id == broadcast_id)
        .order_by(groups.c.unit, groups.c.title, deliveries.c.chat_id, deliveries.c.part, deliveries.c.id)
        .offset(offset)
    )
    if states is not None:
        wanted = wanted.where(deliveries.c.state.in_(states))
    if limit is not None:
        wanted = wanted.limit(limit)
    return [
        DeliveryLine(
            id=row.id,
            chat_id=row.chat_id,
            title=row.title or "",
            unit=row.unit or "",
            part=row.part,
            state=State(row.state),
            cause=Cause(row.cause),
            reason=row.reason,
            tries=row.tries,
            due_at=row.due_at,
            changed_at=row.changed_at,
            sent_at=row.sent_at,
            message_id=row.message_id,
            recall=Recall(row.recall),
        )
        for row in await transaction.execute(wanted)
    ]


async def ids_in(transaction: Transaction, broadcast_id: int, state: State) -> list[int]:
    """Numbers of the deliveries in one state."""
    wanted = select(deliveries.c.id).where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.state == state).order_by(deliveries.c.id)
    return list((await transaction.execute(wanted)).scalars())
