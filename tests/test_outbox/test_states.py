"""Every state × every outcome: what follows, and that nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox import states
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
from bot.outbox.states import OPEN, Effect, Next, Policy, Present, State, next_state

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
POLICY = Policy()
S = State

OUTCOMES: list[Outcome] = [
    Accepted(7),
    RateLimited(30),
    Kicked("kicked"),
    ChatMissing("missing"),
    Refused("bad"),
    Migrated(-200),
    Migrated(-200, taken=True),
    TopicGone("thread"),
    NotSent("ConnectError"),
    BadToken("Unauthorized"),
    ServerError("502"),
    NoReply("ReadTimeout"),
    Claimed(),
    Released(),
    Died(),
    Cancel(),
    Skip(Cause.INACTIVE),
    TryAgain(),
    SayArrived(),
    SayAgain(),
]

ANSWERS = {
    Accepted: S.SENT,
    RateLimited: S.WAITING,
    Kicked: S.FAILED,
    ChatMissing: S.FAILED,
    Refused: S.FAILED,
    TopicGone: S.QUEUED,
    NotSent: S.WAITING,
    BadToken: S.WAITING,
    ServerError: S.WAITING,
}
"""What an answer from the wire makes of a delivery that is being sent, or that was given up as uncertain."""


def test_the_drawing_shows_every_state_and_every_outcome() -> None:
    drawing = (states.__doc__ or "").partition("::")[2]
    assert [str(state) for state in State if state not in drawing] == []
    assert [type(outcome).__name__ for outcome in OUTCOMES if type(outcome).__name__ not in drawing] == []


def expected(state: State, outcome: Outcome) -> State:
    """The table of the design, written down a second time."""
    if isinstance(outcome, Migrated) and state in {S.SENDING, S.UNCERTAIN}:
        return S.CANCELLED if outcome.taken else S.QUEUED
    if type(outcome) in ANSWERS and state in {S.SENDING, S.UNCERTAIN}:
        return ANSWERS[type(outcome)]
    table = {
        (S.QUEUED, Claimed): S.SENDING,
        (S.WAITING, Claimed): S.SENDING,
        (S.QUEUED, Cancel): S.CANCELLED,
        (S.WAITING, Cancel): S.CANCELLED,
        (S.QUEUED, Skip): S.SKIPPED,
        (S.WAITING, Skip): S.SKIPPED,
        (S.SENDING, Released): S.QUEUED,
        (S.UNCERTAIN, Released): S.QUEUED,
        (S.SENDING, Died): S.UNCERTAIN,
        (S.SENDING, NoReply): S.UNCERTAIN,
        (S.FAILED, TryAgain): S.QUEUED,
        (S.UNCERTAIN, SayArrived): S.SENT,
        (S.UNCERTAIN, SayAgain): S.QUEUED,
    }
    return table.get((state, type(outcome)), state)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: repr(outcome)[:40])
@pytest.mark.parametrize("state", list(State))
def test_every_state_and_every_outcome(state: State, outcome: Outcome) -> None:
    following = next_state(Present(state, tries=1), outcome, NOW, POLICY)
    wanted = expected(state, outcome)
    assert following.state is wanted
    assert following.changed == (wanted is not state)
    # An open delivery has a time, and only an open one.
    assert (following.due is not None) == (following.changed and wanted in OPEN)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: repr(outcome)[:40])
@pytest.mark.parametrize("state", list(State))
def test_a_cancelled_broadcast_never_goes_back_to_the_queue(state: State, outcome: Outcome) -> None:
    following = next_state(Present(state, cancelled=True), outcome, NOW, POLICY)
    if following.changed:
        assert following.state not in OPEN
        assert following.due is None


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: repr(outcome)[:40])
def test_what_is_on_the_wire_is_never_queued_without_proof_that_it_was_not_sent(outcome: Outcome) -> None:
    refused = RateLimited | Migrated | TopicGone | NotSent | BadToken | ServerError | Released
    following = next_state(Present(S.SENDING), outcome, NOW, POLICY)
    assert following.state not in OPEN or isinstance(outcome, refused)


@pytest.mark.parametrize("outcome", [NoReply("ReadTimeout"), Died()])
def test_an_unknown_outcome_is_tried_again_only_if_somebody_set_it_so(outcome: Outcome) -> None:
    assert next_state(Present(S.SENDING), outcome, NOW, POLICY).state is S.UNCERTAIN
    assert next_state(Present(S.SENDING), outcome, NOW, Policy(resend_uncertain=True)).state is S.WAITING


def test_a_late_no_reply_leaves_an_uncertain_delivery_as_it_is() -> None:
    assert not next_state(Present(S.UNCERTAIN), NoReply("ReadTimeout"), NOW, POLICY).changed


def after(outcome: Outcome, tries: int = 1, jitter: float = 0.0, policy: Policy = POLICY) -> Next:
    return next_state(Present(S.SENDING, tries), outcome, NOW, policy, jitter)


def test_telegrams_own_waiting_time_counts() -> None:
    assert after(RateLimited(10_072)).due == NOW + timedelta(seconds=10_072)
    assert after(RateLimited(0)).due == NOW + timedelta(seconds=1)


def test_backing_off_doubles_up_to_a_limit_and_spreads() -> None:
    waits = [(after(ServerError("502"), tries, policy=Policy(server_tries=99)).due or NOW) - NOW for tries in range(1, 30)]
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert max(waits) == POLICY.backoff_most
    assert (after(NotSent("ConnectError"), 1, jitter=0.5).due or NOW) - NOW == timedelta(seconds=2.5)


def test_a_server_that_fails_eight_times_is_believed_a_lost_line_never() -> None:
    assert after(ServerError("502"), 7).state is S.WAITING
    assert after(ServerError("502"), 8).state is S.FAILED
    assert after(NotSent("ConnectError"), 1000).state is S.WAITING


@pytest.mark.parametrize(
    ("outcome", "effects"),
    [
        (Accepted(1), {Effect.NEXT_PART}),
        (Kicked(""), {Effect.DROP_PARTS, Effect.GROUP_INACTIVE}),
        (ChatMissing(""), {Effect.DROP_PARTS, Effect.GROUP_INACTIVE}),
        (Refused(""), {Effect.DROP_PARTS, Effect.COUNT_REFUSAL}),
        (Migrated(-1), {Effect.FOLLOW}),
        (TopicGone(""), {Effect.FORGET_TOPIC}),
        (NotSent(""), {Effect.HOLD_BOT}),
        (BadToken(""), {Effect.HOLD_BOT}),
        (RateLimited(1), {Effect.SLOW_DOWN}),
        (ServerError(""), set()),
        (NoReply(""), set()),
    ],
)
def test_what_else_follows(outcome: Outcome, effects: set[Effect]) -> None:
    assert after(outcome).effects == effects
