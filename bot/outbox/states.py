"""The states of one delivery (one API call to one chat), and the one function that decides what comes next.

::

    queued ---Claimed---> sending ---Accepted---------------------------------------------> sent
     ^   ^                 | | | |                                                           ^
     |   |                 | | | +--NoReply, Died---> uncertain ---SayArrived, late Accepted-+
     |   |                 | | |                       |     |
     |   +----SayAgain-----|-|-|-----------------------+     +--any other late answer---> as from sending
     |                     | | |
     +--Released, Migrated,+ | +--RateLimited, NotSent, BadToken, ServerError---> waiting
     |  TopicGone            |                                                      |
     |                       +--Kicked, ChatMissing, Refused,---> failed            +--Claimed, when it is due---> sending
     |                          the last ServerError                |
     +----------------------TryAgain--------------------------------+

    queued, waiting ---Cancel---> cancelled <---Migrated, when the new chat has its own--- sending, uncertain
    queued, waiting ---Skip-----> skipped

``uncertain`` is never left by the machine on its own: only a late answer from the wire, or the late certainty that nothing
was sent (``Released``), or a person settles it.
A cancelled broadcast turns what would go back to the queue into ``cancelled``.
What cannot happen (a late answer for a settled row, a cancel of what is on the wire) changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from bot.outbox.outcomes import (
    Accepted,
    BadToken,
    Cancel,
    Cause,
    ChatMissing,
    Claimed,
    Died,
    Kicked,
    Migrated,
    NoReply,
    NotSent,
    Outcome,
    RateLimited,
    Refused,
    Released,
    SayAgain,
    SayArrived,
    ServerError,
    Skip,
    TopicGone,
    TryAgain,
)


class State(StrEnum):
    """Where a delivery is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


OPEN = frozenset({State.QUEUED, State.WAITING})
_ON_THE_WIRE = frozenset({State.SENDING, State.UNCERTAIN})


class Effect(Enum):
    """What else must change in the same transaction."""

    NEXT_PART = auto()  # the next part of the message may go
    DROP_PARTS = auto()  # the later parts must not go
    REVIVE_PARTS = auto()  # the later parts that were dropped wait for their turn again
    GROUP_INACTIVE = auto()  # the bot is not in the group any more
    FORGET_TOPIC = auto()  # the group's notice topic is gone
    FOLLOW = auto()  # the chat has a new id, in every table
    COUNT_REFUSAL = auto()  # one more 400: is the content bad?
    HOLD_BOT = auto()  # no connection, or no bot: trying other groups now would be the same
    SLOW_DOWN = auto()  # a 429: the chat's or the bot's


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient we are.

    ``resend_uncertain``: rather twice than not at all. ``refusals``: so many 400s in a row, whatever the group, mean that the
    content itself is bad, and the broadcast pauses.
    """

    server_tries: int = 8
    backoff_first: timedelta = timedelta(seconds=2)
    backoff_most: timedelta = timedelta(minutes=5)
    resend_uncertain: bool = False
    refusals: int = 3


@dataclass(frozen=True, slots=True)
class Present:
    """A delivery as it is: ``tries`` counts the claims so far, ``cancelled`` says that its broadcast was called off."""

    state: State
    tries: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """What it becomes. ``due`` is set exactly for an open delivery; ``changed`` is false when nothing follows.

    ``counts``: the try was one; what surely never reached Telegram must not use up the tries of a server in trouble.
    """

    state: State
    due: datetime | None = None
    cause: Cause = Cause.NONE
    reason: str = ""
    message_id: int | None = None
    effects: frozenset[Effect] = frozenset()
    changed: bool = True
    counts: bool = True


def next_state(present: Present, outcome: Outcome, now: datetime, policy: Policy, jitter: float = 0.0) -> Next:
    """What a delivery becomes after ``outcome``. ``jitter`` in [0, 1) spreads retries over half as long again."""
    following = _follow(present, outcome, now, policy, jitter)
    if following is None:
        return Next(present.state, changed=False)
    if present.cancelled and following.state in OPEN:
        return replace(following, state=State.CANCELLED, due=None, cause=Cause.CANCELLED)
    return following


def _follow(present: Present, outcome: Outcome, now: datetime, policy: Policy, jitter: float) -> Next | None:
    state = present.state
    match outcome:
        case Claimed() if state in OPEN:
            return Next(State.SENDING)
        case Released() if state in _ON_THE_WIRE:
            return Next(State.QUEUED, due=now)
        case Died() if state is State.SENDING:
            return _unknown(Cause.DIED, "", now, policy)
        case Cancel(cause) if state in OPEN:
            return Next(State.CANCELLED, cause=cause)
        case Skip(cause) if state in OPEN:
            return Next(State.SKIPPED, cause=cause, effects=frozenset({Effect.DROP_PARTS}))
        case TryAgain() if state is State.FAILED:
            return Next(State.QUEUED, due=now, effects=frozenset({Effect.REVIVE_PARTS}))
        case SayAgain() if state is State.UNCERTAIN:
            return Next(State.QUEUED, due=now)
        case SayArrived() if state is State.UNCERTAIN:
            return Next(State.SENT, cause=Cause.CONFIRMED, effects=frozenset({Effect.NEXT_PART}))
    return _answered(present, outcome, now, policy, jitter) if state in _ON_THE_WIRE else None


def _answered(present: Present, outcome: Outcome, now: datetime, policy: Policy, jitter: float) -> Next | None:
    """After an answer from the wire; it may come late, when the row was already given up as uncertain."""
    match outcome:
        case Accepted(message_id):
            return Next(State.SENT, message_id=message_id, effects=frozenset({Effect.NEXT_PART}))
        case RateLimited(seconds):
            return _not_counted(_later(timedelta(seconds=max(seconds, 1.0)), Cause.RATE, "", now, Effect.SLOW_DOWN))
        case Kicked(reason):
            return _failed(Cause.KICKED, reason, Effect.GROUP_INACTIVE)
        case ChatMissing(reason):
            return _failed(Cause.MISSING, reason, Effect.GROUP_INACTIVE)
        case Refused(reason, by_group=True):
            return _failed(Cause.REFUSED, reason)
        case Refused(reason):
            return _failed(Cause.REFUSED, reason, Effect.COUNT_REFUSAL)
        case Migrated(taken=True):
            return Next(State.CANCELLED, cause=Cause.TWICE, effects=frozenset({Effect.FOLLOW}))
        case Migrated():
            return Next(State.QUEUED, due=now, effects=frozenset({Effect.FOLLOW}))
        case TopicGone():
            return Next(State.QUEUED, due=now, effects=frozenset({Effect.FORGET_TOPIC}))
        case NotSent(reason):
            return _not_counted(_later(_backoff(1, policy, jitter), Cause.NETWORK, reason, now, Effect.HOLD_BOT))
        case BadToken(reason):
            return _not_counted(_later(_backoff(1, policy, jitter), Cause.TOKEN, reason, now, Effect.HOLD_BOT))
        case ServerError(reason) if present.tries >= policy.server_tries:
            return _failed(Cause.SERVER, reason)
        case ServerError(reason):
            return _later(_backoff(present.tries, policy, jitter), Cause.SERVER, reason, now)
        case NoReply(reason) if present.state is State.SENDING:
            return _unknown(Cause.NO_REPLY, reason, now, policy)
    return None


def _unknown(cause: Cause, reason: str, now: datetime, policy: Policy) -> Next:
    if policy.resend_uncertain:
        return Next(State.WAITING, due=now + policy.backoff_first, cause=cause, reason=reason)
    return Next(State.UNCERTAIN, cause=cause, reason=reason)


def _failed(cause: Cause, reason: str, *effects: Effect) -> Next:
    return Next(State.FAILED, cause=cause, reason=reason, effects=frozenset({Effect.DROP_PARTS, *effects}))


def _later(wait: timedelta, cause: Cause, reason: str, now: datetime, *effects: Effect) -> Next:
    return Next(State.WAITING, due=now + wait, cause=cause, reason=reason, effects=frozenset(effects))


def _not_counted(following: Next) -> Next:
    return replace(following, counts=False)


def _backoff(tries: int, policy: Policy, jitter: float) -> timedelta:
    """Doubling with each try, at most ``backoff_most``, and up to half as long again."""
    doubled = policy.backoff_first * (1 << min(max(tries - 1, 0), 16))
    return min(doubled, policy.backoff_most) * (1 + jitter / 2)
