"""The budget of a second, of a chat, and what a 429 or a lost line does to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.outbox.pacing import (
    Pace,
    RateLimits,
    after_accepted,
    after_not_sent,
    after_rate_limit,
    beside,
    current_rate,
    full_chats,
    held,
    room,
)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LIMITS = RateLimits()


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=second) for second in seconds]


def spent(pace: Pace, limits: RateLimits, seconds: float) -> int:
    """Starts in a simulated stretch, taking everything that is free as soon as it is free."""
    starts: list[datetime] = []
    now, end = NOW, NOW + timedelta(seconds=seconds)
    while now < end:
        free = room(starts, pace, limits, now)
        starts += [now] * free.free
        now += max(free.wait, timedelta(microseconds=1))
    for start in starts:
        assert sum(start - timedelta(seconds=1) < other <= start for other in starts) <= max(1, limits.per_second)
    return len(starts)


def test_a_claim_takes_three_at_most() -> None:
    assert room([], Pace(), LIMITS, NOW).free == 3


def test_a_fifth_of_a_second_has_a_fifth_of_the_places_and_two_to_catch_up() -> None:
    full = room(ago(*[0.1] * 7), Pace(), LIMITS, NOW)
    assert (full.free, full.wait) == (0, timedelta(seconds=0.1))
    assert room(ago(*[0.1] * 4), Pace(), LIMITS, NOW).free == 3


def test_places_are_given_out_three_together() -> None:
    two_left = room(ago(*[0.1] * 2, *[0.05] * 3), Pace(), LIMITS, NOW)
    assert (two_left.free, two_left.wait) == (0, timedelta(seconds=0.1))
    # Slowly, one by one: who waits for three at two a second waits for nothing.
    assert room(ago(0.6), Pace(), RateLimits(per_second=2), NOW).free == 1


def test_the_whole_budget_is_used_and_never_more() -> None:
    # 24 of 25: they are given out in threes.
    assert spent(Pace(), LIMITS, 10) >= 240
    assert spent(Pace(), RateLimits(per_second=8), 10) == 80
    assert spent(Pace(), RateLimits(per_second=0.5, lowest=0.1), 20) == 10


def test_what_left_a_second_ago_may_arrive_a_little_less_than_a_second_apart() -> None:
    assert room(ago(*[1.01] * 24), Pace(), LIMITS, NOW).wait == timedelta(seconds=0.005)
    assert room(ago(*[1.02] * 24), Pace(), LIMITS, NOW).free == 3


def test_messages_to_people_come_off_the_budget() -> None:
    assert beside(LIMITS, 3) is LIMITS
    assert beside(LIMITS, 10).per_second == 18
    assert beside(LIMITS, 100).per_second == LIMITS.lowest
    assert beside(RateLimits(per_second=1), 100).per_second == 1
    assert beside(RateLimits(per_second=10, per_minute=5), 8) == RateLimits(per_second=5, per_minute=5)


def test_starts_of_a_clock_that_was_ahead_do_not_block_an_hour() -> None:
    assert room([NOW + timedelta(hours=1)] * 30, Pace(), LIMITS, NOW).free == 3


def test_eighteen_in_a_minute_are_enough_for_a_group() -> None:
    assert full_chats({-1: 18, -2: 17}, LIMITS) == {-1}


def test_one_refused_chat_holds_nobody_else() -> None:
    pace = after_rate_limit(Pace(), LIMITS, -1, 10_072, NOW)
    pace = after_rate_limit(pace, LIMITS, -1, 10_072, NOW)
    assert not held(pace, NOW)
    assert current_rate(pace, LIMITS, NOW) == 25


def test_two_refused_chats_hold_the_bot_and_slow_it_down() -> None:
    pace = after_rate_limit(Pace(), LIMITS, -1, 4, NOW)
    pace = after_rate_limit(pace, LIMITS, -2, 4, NOW + timedelta(seconds=1))
    later = NOW + timedelta(seconds=1)
    assert held(pace, later) == timedelta(seconds=4)
    assert room([], pace, LIMITS, later).wait == timedelta(seconds=4)
    assert current_rate(pace, LIMITS, later) == 18.75
    # A third one that was on the wire at the same time does not slow it down again.
    again = after_rate_limit(pace, LIMITS, -3, 2, later)
    assert current_rate(again, LIMITS, later) == 18.75
    assert held(again, later) == timedelta(seconds=4)


def test_refusals_far_apart_are_about_their_chats() -> None:
    pace = after_rate_limit(Pace(), LIMITS, -1, 4, NOW)
    pace = after_rate_limit(pace, LIMITS, -2, 4, NOW + timedelta(seconds=30))
    assert not held(pace, NOW + timedelta(seconds=30))


def test_refusals_with_an_arrival_between_them_are_about_their_chats() -> None:
    pace = after_accepted(after_rate_limit(Pace(), LIMITS, -1, 4, NOW))
    pace = after_rate_limit(pace, LIMITS, -2, 4, NOW)
    assert not held(pace, NOW)
    assert after_accepted(Pace()) == Pace()


def test_the_rate_climbs_back() -> None:
    pace = Pace(rate=18.0, rate_at=NOW)
    assert current_rate(pace, LIMITS, NOW + timedelta(seconds=35)) == 21
    assert current_rate(pace, LIMITS, NOW + timedelta(hours=1)) == 25
    assert current_rate(pace, LIMITS, NOW - timedelta(hours=1)) == 18


def test_a_lost_line_is_tried_less_and_less_often() -> None:
    pace, now, waits = Pace(), NOW, []
    for _ in range(9):
        pace = after_not_sent(pace, now)
        waits.append(held(pace, now).total_seconds())
        now += held(pace, now)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert after_accepted(pace).failures == 0


def test_those_on_the_wire_together_count_as_one_failure() -> None:
    pace = after_not_sent(after_not_sent(Pace(), NOW), NOW)
    assert pace.failures == 1


def test_a_clock_set_back_does_not_lengthen_a_hold() -> None:
    pace = after_not_sent(Pace(), NOW)
    assert held(pace, NOW - timedelta(hours=5)) == timedelta(seconds=1)
