"""How a delivery ends: after an answer from the wire, a worker's death, or a person's word.

``states.next_state`` decides; this module applies what it says, with all its effects, in the caller's one transaction. The
broadcast's row is locked before the delivery's, everywhere, so that a cancel is either before or after, and nobody deadlocks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from bot.outbox.outcomes import (
    Accepted,
    Cause,
    ChatMissing,
    Died,
    Kicked,
    Migrated,
    NoReply,
    Outcome,
    RateLimited,
    Refused,
    Released,
    TopicGone,
)
from bot.outbox.pacing import Pace, RateLimits, after_accepted, after_answer, after_no_reply, after_not_sent, after_rate_limit
from bot.outbox.states import OPEN, Effect, Next, Policy, Present, State, next_state
from bot.outbox.store.broadcasts import REFUSED_CONTENT, BroadcastStage
from bot.outbox.store.claims import Job
from bot.outbox.store.pace import Clock, moment, read_pace, write_pace
from bot.places.store import groups
from bot.places.store.migrate_chat import follow_migration
from bot.storage.broadcast_tables import BUSY, AnyRow, broadcasts, deliveries
from bot.storage.engine import Transaction

# One message a second in one chat.
_BETWEEN_PARTS = timedelta(seconds=1)
_SWEEP = 200
_RECENT = timedelta(days=1)
_PARENT = (broadcasts.c.id, broadcasts.c.state, broadcasts.c.refusals, broadcasts.c.parts)
_ROW = (
    deliveries.c.id,
    deliveries.c.broadcast_id,
    deliveries.c.chat_id,
    deliveries.c.part,
    deliveries.c.state,
    deliveries.c.tries,
    deliveries.c.twin,
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery, for the log and for those who want to know. ``paused``: the broadcast paused itself just now."""

    id: int
    broadcast_id: int
    chat_id: int
    state: State
    cause: Cause
    effects: frozenset[Effect] = frozenset()
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """By which a delivery is settled."""

    policy: Policy = field(default_factory=Policy)
    limits: RateLimits = field(default_factory=RateLimits)


async def finish(transaction: Transaction, clock: Clock, job: Job, outcome: Outcome, rules: Rules, jitter: float) -> Settled | None:
    """Settle what ``job`` claimed; ``None`` when somebody else has settled it (a person, or this call before a lost answer)."""
    now = await moment(transaction, clock)
    if isinstance(outcome, Migrated) and outcome.chat_id != job.chat_id:
        await follow_migration(transaction, job.chat_id, outcome.chat_id, now)
    settled = await _settle(transaction, job.broadcast_id, job.id, outcome, rules, jitter, now, claim=job.claim, sent_to=job.chat_id)
    if settled is not None:
        await _adjust_pace(transaction, settled, outcome, rules.limits, now)
    return settled


async def sweep(
    transaction: Transaction,
    clock: Clock,
    rules: Rules,
    lease: timedelta,
    *,
    everything: bool = False,
    spare: Collection[int] = (),
) -> list[Settled]:
    """Give up what a dead worker was sending: it becomes uncertain.

    That is whatever outlived its lease, or whose lease is further away than any can be (the clock was set back);
    with ``everything``, all of it: only for the start of the one process that sends. ``spare`` are those that the caller itself
    is sending: whatever their leases say, it lives.
    """
    now = await moment(transaction, clock)
    dead = deliveries.c.state == State.SENDING
    if not everything:
        dead &= or_(deliveries.c.lease_until < now, deliveries.c.lease_until > now + 3 * lease)
    wanted = select(deliveries.c.broadcast_id, deliveries.c.id).where(BUSY, dead).order_by(deliveries.c.broadcast_id, deliveries.c.id)
    found = (await transaction.execute(wanted.where(deliveries.c.id.not_in(spare)).limit(_SWEEP))).all()
    settled = [await _settle(transaction, broadcast_id, id, Died(), rules, 0.0, now, still=dead) for broadcast_id, id in found]
    return [one for one in settled if one is not None]


async def give_back(transaction: Transaction, clock: Clock, prefixes: Collection[str], rules: Rules) -> int:
    """Return to the queue what was marked in these claims (``Claimer.prefix``); returns how many.

    For claims whose commit was never confirmed: the database may have kept them, but nothing was sent, and that is sure also
    when they were given up as uncertain meanwhile. In a transaction of its own: it locks broadcasts.
    """
    now = await moment(transaction, clock)
    ours = or_(*(deliveries.c.claim.startswith(prefix, autoescape=True) for prefix in prefixes))
    recent = select(broadcasts.c.id).where(or_(broadcasts.c.ended_at.is_(None), broadcasts.c.ended_at > now - _RECENT))
    given_up = and_(deliveries.c.state == State.UNCERTAIN, deliveries.c.broadcast_id.in_(recent))
    on_the_way = and_(BUSY, deliveries.c.state == State.SENDING)
    returned = 0
    for marked in (on_the_way, given_up):
        wanted = select(deliveries.c.broadcast_id, deliveries.c.id).where(marked, ours).order_by(deliveries.c.broadcast_id, deliveries.c.id)
        for broadcast_id, id in (await transaction.execute(wanted)).all():
            returned += await _settle(transaction, broadcast_id, id, Released(), rules, 0.0, now, still=ours) is not None
    return returned


async def decide(
    transaction: Transaction, clock: Clock, broadcast_id: int, ids: Sequence[int], outcome: Outcome, rules: Rules
) -> list[Settled]:
    """What a person decided about some deliveries of a broadcast; those that are elsewhere already are left out."""
    now = await moment(transaction, clock)
    settled = [await _settle(transaction, broadcast_id, id, outcome, rules, 0.0, now) for id in sorted(ids)]
    return [one for one in settled if one is not None]


async def _settle(
    transaction: Transaction,
    broadcast_id: int,
    id: int,
    outcome: Outcome,
    rules: Rules,
    jitter: float,
    now: datetime,
    *,
    claim: str | None = None,
    sent_to: int | None = None,
    still: ColumnElement[bool] | None = None,
) -> Settled | None:
    parent = (await transaction.execute(select(*_PARENT).where(broadcasts.c.id == broadcast_id).with_for_update())).one_or_none()
    wanted = select(*_ROW).where(deliveries.c.id == id, deliveries.c.broadcast_id == broadcast_id)
    if claim is not None:
        wanted = wanted.where(deliveries.c.claim == claim, deliveries.c.state.in_([State.SENDING, State.UNCERTAIN]))
    if still is not None:
        wanted = wanted.where(still)
    row = (await transaction.execute(wanted.with_for_update())).one_or_none()
    if parent is None or row is None:
        return None
    if sent_to is not None and row.chat_id != sent_to:
        outcome = _from_former_id(outcome, row.chat_id)
    if isinstance(outcome, Migrated):
        outcome = replace(outcome, taken=row.twin)
    present = Present(State(row.state), row.tries, cancelled=row.twin or parent.state == BroadcastStage.CANCELLED)
    following = next_state(present, outcome, now, rules.policy, jitter)
    if not following.changed:
        return None
    await _write(transaction, row, following, now)
    paused = await _effects(transaction, row, parent, following, rules.policy, now)
    return Settled(id, broadcast_id, row.chat_id, following.state, following.cause, following.effects, paused)


def _from_former_id(outcome: Outcome, chat_id: int) -> Outcome:
    """The group became ``chat_id`` while the message was on its way to the id before: what that answer means now."""
    match outcome:
        case Accepted():
            # The number is the former chat's; in the new one it would be another message.
            return Accepted(None)
        case Kicked() | ChatMissing() | Refused():
            return Migrated(chat_id)
    return outcome


async def _write(transaction: Transaction, row: AnyRow, following: Next, now: datetime) -> None:
    values: dict[str, object] = {
        "state": following.state,
        "due_at": following.due,
        "cause": following.cause,
        "reason": following.reason[:500],
        "lease_until": None,
        "changed_at": now,
    }
    if following.state is not State.UNCERTAIN:
        # An uncertain one keeps its claim: its worker may only be slow, and then its late answer settles the matter.
        values["claim"] = None
    if following.state is State.SENT:
        values |= {"message_id": following.message_id, "sent_at": now}
    if following.state is State.QUEUED:
        values["tries"] = 0
    elif not following.counts:
        values["tries"] = max(row.tries - 1, 0)
    await transaction.execute(update(deliveries).where(deliveries.c.id == row.id).values(values))


async def _effects(transaction: Transaction, row: AnyRow, parent: AnyRow, following: Next, policy: Policy, now: datetime) -> bool:
    """Everything else that follows; returns whether the broadcast paused itself."""
    effects = following.effects
    of_message = (deliveries.c.broadcast_id == row.broadcast_id, deliveries.c.chat_id == row.chat_id, deliveries.c.state.in_(OPEN))
    if Effect.NEXT_PART in effects and row.part + 1 < parent.parts:
        await transaction.execute(
            update(deliveries)
            .where(*of_message, deliveries.c.part == row.part + 1, deliveries.c.due_at.is_(None))
            .values(due_at=now + _BETWEEN_PARTS, changed_at=now)
        )
    if Effect.DROP_PARTS in effects:
        await transaction.execute(
            update(deliveries)
            .where(*of_message, deliveries.c.part > row.part)
            .values(state=State.CANCELLED, cause=Cause.EARLIER_PART, due_at=None, changed_at=now)
        )
    if Effect.REVIVE_PARTS in effects:
        await transaction.execute(
            update(deliveries)
            .where(deliveries.c.broadcast_id == row.broadcast_id, deliveries.c.chat_id == row.chat_id)
            .where(deliveries.c.cause == Cause.EARLIER_PART, deliveries.c.part > row.part)
            .values(state=State.QUEUED, cause=Cause.NONE, due_at=None, changed_at=now)
        )
    if Effect.GROUP_INACTIVE in effects:
        await groups.deactivate(transaction, row.chat_id)
    if Effect.FORGET_TOPIC in effects:
        await groups.change(transaction, row.chat_id, notice_thread_id=None)
    if following.state in OPEN and parent.state == BroadcastStage.DONE:
        # A late answer, or a person, brings it back to the queue of a broadcast that seemed to be over.
        mine = broadcasts.c.id == parent.id
        await transaction.execute(update(broadcasts).where(mine).values(state=BroadcastStage.RELEASED, ended_at=None))
    if Effect.COUNT_REFUSAL in effects:
        refusals = parent.refusals + 1
        pause: bool = refusals >= policy.refusals and parent.state == BroadcastStage.RELEASED
        values = {"state": BroadcastStage.PAUSED, "state_cause": REFUSED_CONTENT} if pause else {}
        await transaction.execute(update(broadcasts).where(broadcasts.c.id == parent.id).values(refusals=refusals, **values))
        return pause
    if following.state is State.SENT and parent.refusals:
        await transaction.execute(update(broadcasts).where(broadcasts.c.id == parent.id).values(refusals=0))
    return False


async def _adjust_pace(transaction: Transaction, settled: Settled, outcome: Outcome, limits: RateLimits, now: datetime) -> None:
    if isinstance(outcome, RateLimited):
        pace = await read_pace(transaction, to_change=True)
        await write_pace(transaction, after_rate_limit(pace, limits, settled.chat_id, outcome.seconds, now))
    elif Effect.HOLD_BOT in settled.effects:
        await write_pace(transaction, after_not_sent(await read_pace(transaction, to_change=True), now))
    elif isinstance(outcome, NoReply):
        await write_pace(transaction, after_no_reply(await read_pace(transaction, to_change=True), now))
    elif isinstance(outcome, Accepted):
        await _note(transaction, after_accepted)
    elif isinstance(outcome, Kicked | ChatMissing | Refused | Migrated | TopicGone):
        await _note(transaction, after_answer)


async def _note(transaction: Transaction, after: Callable[[Pace], Pace]) -> None:
    """Good news, if it is news: most of the time it is not, and then nobody need wait for the one row."""
    pace = await read_pace(transaction)
    if after(pace) is not pace:
        await write_pace(transaction, after(await read_pace(transaction, to_change=True)))
