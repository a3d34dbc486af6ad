"""What the worker needs of the wire. An outcome is always returned, never raised: the rows must say what happened."""

from __future__ import annotations

from typing import Protocol

from bot.outbox.content import Call
from bot.outbox.outcomes import Reply


class Sender(Protocol):
    """Makes one API call and says what became of it; must give up by itself within the worker's ``send_seconds``."""

    async def send(self, chat_id: int, thread_id: int | None, call: Call) -> Reply:
        """Send one message, into a forum topic if ``thread_id`` is given."""

    async def delete(self, chat_id: int, message_id: int) -> Reply:
        """Delete a message; ``Accepted`` also when it was gone already."""
