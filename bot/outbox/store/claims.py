"""Taking deliveries to send: in one transaction, within the budget of all processes, three at a time.

The caller commits before it sends. Until then nothing has left; from then on a crash leaves rows marked ``sending``.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from time import monotonic

from sqlalchemy import and_, exists, func, or_, select, update

from bot.outbox.content import Call, load
from bot.outbox.outcomes import Cause, Claimed, Outcome, Skip
from bot.outbox.pacing import SECOND, RateLimits, full_chats, room
from bot.outbox.states import OPEN, Policy, Present, State, next_state
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.store.pace import Clock, moment, note_starts, order_claims, read_pace, starts_by_chat, starts_since
from bot.places.quiet import allowed_at, parse_clock
from bot.places.standing import INSIDE
from bot.storage.broadcast_tables import BUSY, AnyRow, broadcasts, deliveries, schedules
from bot.storage.engine import Transaction
from bot.storage.tables import group_muted, groups

_SPARE = 8  # more rows are looked at than taken: some turn out to be for groups that left
_BLOCKED = SECOND / 4


@dataclass(frozen=True, slots=True)
class Job:
    """One call to make, and the ``claim`` that proves who may say how it ended."""

    id: int
    broadcast_id: int
    chat_id: int
    thread_id: int | None
    part: int
    call: Call
    claim: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What was taken, and how long to wait before it is worth asking again.

    ``at``: when the requests were noted to leave, if there are any. ``full``: the budget is spent, now or by these requests, and
    ``wait`` is exactly how long, counted from ``since`` (``time.monotonic``). ``idle`` are broadcasts that had nothing due now
    or later; they are for ``broadcasts.close_if_finished``, in a transaction of its own: whoever locks a broadcast must not hold
    deliveries yet.
    """

    jobs: tuple[Job, ...]
    wait: timedelta
    full: bool = False
    idle: tuple[int, ...] = ()
    at: datetime | None = None
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class Claimer:
    """Who claims and by which rules. ``worker`` is unique to a running process."""

    worker: str
    limits: RateLimits
    lease: timedelta
    zone: tzinfo
    idle: timedelta = SECOND

    def prefix(self, turn: int) -> str:
        """With what the marks of all deliveries taken in one claim begin, and no others."""
        return f"{self.worker}.{turn}:"


async def claim(transaction: Transaction, clock: Clock, claimer: Claimer, most: int, turn: int) -> Claim:
    """Take at most ``most`` deliveries that are due. ``turn`` decides which broadcast comes first: raise it with each claim.

    It also tells this claim from the worker's others, for ``give_back``.
    """
    await order_claims(transaction)
    now, since = await moment(transaction, clock), monotonic()
    # At two a second and less the window of pacing.room is longer than a second.
    starts, pace = await starts_since(transaction, now - 2 * SECOND), await read_pace(transaction)
    free = room(starts, pace, claimer.limits, now)
    if free.free < 1:
        return Claim((), free.wait, full=True, since=since)
    most = min(most, free.free)
    first_due = await _active(transaction)
    due = [id for id, first in first_due.items() if first is not None and first <= now]
    shift = turn % len(due) if due else 0
    blocked = await _blocked(transaction, claimer.limits, now) if due else frozenset()
    jobs: list[Job] = []
    wait = min([claimer.idle, *(first - now for first in first_due.values() if first is not None and first > now)])
    for broadcast_id in (*due[shift:], *due[:shift]):
        if len(jobs) == most:
            break
        taken, again = await _take(transaction, claimer, turn, broadcast_id, blocked, most - len(jobs), now)
        jobs += taken
        blocked |= {job.chat_id for job in taken}
        # Due and yet not taken: its chat must wait. When a send ends, the worker asks again anyway.
        wait = min(wait, timedelta() if again else _BLOCKED)
    idle = tuple(id for id, first in first_due.items() if first is None)
    if not jobs:
        return Claim((), wait, idle=idle)
    await note_starts(transaction, [job.chat_id for job in jobs], now)
    # So that nobody asks in vain: that would cost as much as a claim, and keep outcomes from being written.
    after = room([*starts, *(now for _ in jobs)], pace, claimer.limits, now)
    full = after.free < 1
    return Claim(tuple(jobs), after.wait if full else wait, full=full, idle=idle, at=now, since=since)


async def renew(transaction: Transaction, clock: Clock, in_flight: Collection[int], lease: timedelta) -> None:
    """The worker lives and is still sending these."""
    now = await moment(transaction, clock)
    await transaction.execute(
        update(deliveries).where(deliveries.c.id.in_(in_flight), deliveries.c.state == State.SENDING).values(lease_until=now + lease)
    )


async def _active(transaction: Transaction) -> dict[int, datetime | None]:
    """Broadcasts that may send, and when the first of their deliveries is due (``None``: none is queued)."""
    repeating = exists().where(schedules.c.broadcast_id == broadcasts.c.id)
    soonest = select(func.min(deliveries.c.due_at)).where(deliveries.c.broadcast_id == broadcasts.c.id).scalar_subquery()
    wanted = select(broadcasts.c.id, soonest).where(broadcasts.c.state == BroadcastStage.RELEASED, ~repeating).order_by(broadcasts.c.id)
    return {row[0]: row[1] for row in await transaction.execute(wanted)}


async def _blocked(transaction: Transaction, limits: RateLimits, now: datetime) -> frozenset[int]:
    """Chats that must wait: something is on the wire to them, Telegram told them to wait, or they had their share."""
    told = and_(deliveries.c.state == State.WAITING, deliveries.c.cause == Cause.RATE, deliveries.c.due_at > now)
    busy = select(deliveries.c.chat_id).where(BUSY, or_(deliveries.c.state == State.SENDING, told))
    full = full_chats(await starts_by_chat(transaction, now), limits)
    return frozenset((await transaction.execute(busy)).scalars()) | full


async def _take(
    transaction: Transaction, claimer: Claimer, turn: int, broadcast_id: int, blocked: Collection[int], most: int, now: datetime
) -> tuple[list[Job], bool]:
    """What was taken of one broadcast, and whether it is worth asking again at once."""
    rows = await _candidates(transaction, broadcast_id, blocked, most, now)
    taken: list[tuple[AnyRow, str]] = []
    skipped = False
    for row in rows:
        if len(taken) == most:
            break
        outcome = _outcome(row)
        quiet_until = allowed_at(now, _clock(row.quiet_from), _clock(row.quiet_to), claimer.zone)
        if isinstance(outcome, Skip):
            await _skip(transaction, broadcast_id, row, outcome, now)
            skipped = True
        elif quiet_until > now:
            await _postpone(transaction, broadcast_id, row.quiet_from, row.quiet_to, quiet_until, now)
            skipped = True
        else:
            mark = claimer.prefix(turn) + secrets.token_hex(8)
            if await _mark(transaction, row, mark, now, now + claimer.lease):
                taken.append((row, mark))
    if not taken:
        return [], skipped
    stored = (await transaction.execute(select(broadcasts.c.content).where(broadcasts.c.id == broadcast_id))).scalar_one()
    calls = load(stored).calls
    return [Job(row.id, broadcast_id, row.chat_id, row.notice_thread_id, row.part, calls[row.part], mark) for row, mark in taken], True


async def _candidates(transaction: Transaction, broadcast_id: int, blocked: Collection[int], most: int, now: datetime) -> Sequence[AnyRow]:
    muted = exists().where(group_muted.c.chat_id == deliveries.c.chat_id, group_muted.c.kind == broadcasts.c.kind)
    wanted = (
        select(
            deliveries.c.id,
            deliveries.c.chat_id,
            deliveries.c.part,
            deliveries.c.state,
            deliveries.c.tries,
            broadcasts.c.official,
            groups.c.active,
            groups.c.standing,
            groups.c.notice_thread_id,
            groups.c.quiet_from,
            groups.c.quiet_to,
            muted.label("muted"),
        )
        .join(broadcasts, broadcasts.c.id == deliveries.c.broadcast_id)
        .outerjoin(groups, groups.c.chat_id == deliveries.c.chat_id)
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.due_at <= now, deliveries.c.chat_id.not_in(blocked))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(most + _SPARE)
    )
    return (await transaction.execute(wanted)).all()


def _outcome(row: AnyRow) -> Outcome:
    """Things may have changed since the release: the bot was removed (and perhaps let in again), or the group wants no more."""
    if not row.active:
        return Skip(Cause.INACTIVE)
    if row.standing not in INSIDE:
        return Skip(Cause.NOT_TAKEN_IN)
    return Skip(Cause.OPTED_OUT) if row.muted and not row.official else Claimed()


async def _mark(transaction: Transaction, row: AnyRow, claim: str, now: datetime, lease_until: datetime) -> bool:
    """About to send; false when a person or a migration was quicker."""
    following = next_state(Present(State(row.state)), Claimed(), now, Policy())
    # The chat, too: the group may be moving to a new id in another transaction.
    mine = (deliveries.c.id == row.id, deliveries.c.chat_id == row.chat_id, deliveries.c.state.in_(OPEN))
    values: dict[str, object] = {"state": following.state, "due_at": None, "cause": following.cause, "changed_at": now}
    values |= {"claim": claim, "lease_until": lease_until, "tries": row.tries + 1}
    return bool((await transaction.execute(update(deliveries).where(*mine).values(values))).rowcount)


async def _skip(transaction: Transaction, broadcast_id: int, row: AnyRow, outcome: Skip, now: datetime) -> None:
    """The group gets no part of it."""
    following = next_state(Present(State(row.state)), outcome, now, Policy())
    whole = (deliveries.c.broadcast_id == broadcast_id, deliveries.c.chat_id == row.chat_id, deliveries.c.state.in_(OPEN))
    values = {"state": following.state, "due_at": None, "cause": following.cause, "changed_at": now}
    await transaction.execute(update(deliveries).where(*whole).values(values))


async def _postpone(transaction: Transaction, broadcast_id: int, start: str, end: str, until: datetime, now: datetime) -> None:
    """Every group with these quiet hours at once."""
    quiet = select(groups.c.chat_id).where(groups.c.quiet_from == start, groups.c.quiet_to == end)
    await transaction.execute(
        update(deliveries)
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.due_at <= now, deliveries.c.chat_id.in_(quiet))
        .values(due_at=until, changed_at=now)
    )


def _clock(text: str | None) -> time | None:
    return None if text is None else parse_clock(text)
