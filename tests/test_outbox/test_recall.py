"""Taking back: what is tried again, what is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.outbox.outcomes import Accepted, Kicked, NoReply, NotSent, RateLimited, Refused, Reply, ServerError
from bot.outbox.recall import Recall, next_recall

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("outcome", "tries", "state"),
    [
        (Accepted(1), 1, Recall.DONE),
        (RateLimited(3), 1, Recall.WANTED),
        (RateLimited(3), 50, Recall.WANTED),
        (NotSent(""), 1, Recall.WANTED),
        (NoReply(""), 1, Recall.WANTED),
        (ServerError(""), 1, Recall.WANTED),
        (ServerError(""), 8, Recall.FAILED),
        (Refused("message can't be deleted"), 1, Recall.FAILED),
        (Kicked("kicked"), 1, Recall.FAILED),
    ],
)
def test_deleting_is_tried_again_when_nobody_knows(outcome: Reply, tries: int, state: Recall) -> None:
    following = next_recall(outcome, tries, NOW)
    assert following.state is state
    assert (following.due is not None) == (state is Recall.WANTED)


def test_a_refusal_says_why() -> None:
    assert next_recall(Refused("message can't be deleted"), 1, NOW).reason == "message can't be deleted"
