"""Groups for tests of pure functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.places.standing import Standing
from bot.places.store.groups import CHOSEN_BY_PEOPLE, Group

NOW = datetime(2026, 11, 28, 1, 5, tzinfo=UTC)


def group(chat_id: int = -1001, title: str = "工作群", **fields: Any) -> Group:
    """One of ours, with everything as it is at first."""
    first = Group(
        chat_id, title, "supergroup", "", None, True, NOW, NOW, None, False, None, None, False, "08:30", None, None, Standing.TAKEN,
        None, None, None,
    )  # fmt: skip
    changed = replace(first, **fields)
    return replace(changed, chosen={name: getattr(changed, name, False) for name in CHOSEN_BY_PEOPLE})
