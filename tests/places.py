"""Groups for tests that are about something else: staff took them in."""

from __future__ import annotations

from datetime import datetime

from bot.places.store import group_doors, groups
from bot.storage.engine import Transaction


async def ours(transaction: Transaction, chat_id: int, title: str, kind: str, now: datetime) -> None:
    """A group that the bot is in and that receives what is sent."""
    await groups.see(transaction, chat_id, title, kind, now)
    await group_doors.take_in(transaction, chat_id)
