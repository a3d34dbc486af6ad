"""The queue of updates: what is told to the bot, when it counts as received, and long polling.

An update leaves the queue only when a getUpdates with a higher offset (or a 2xx from the webhook) confirms it; until
then it is delivered again, as after a crash.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from .bell import Bell
from .errors import JSON, bad_request, conflict

# Telegram leaves these out unless they are asked for by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Updates:
    """Updates in the order they happened."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self.pending: deque[JSON] = deque()
        self.next_id = 500_000_001
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self.delivered = 0  # how often an update was handed over, repeats included
        self._poll: object | None = None  # the getUpdates that is waiting; a newer one ends it
        self.polls = 0

    def allow(self, kinds: Any) -> None:
        """Remember `allowed_updates`; an empty list means Telegram's default, none given leaves things as they are."""
        if kinds is not None:
            self.allowed = frozenset(str(kind) for kind in kinds) or None

    def push(self, kind: str, payload: JSON) -> int | None:
        """Queue an update; returns its id, or None when the bot did not ask for such updates."""
        wanted = kind in self.allowed if self.allowed is not None else kind not in ON_REQUEST
        if not wanted:
            return None
        update_id = self.next_id
        self.next_id += 1
        self.pending.append({"update_id": update_id, kind: payload})
        self._bell.ring()
        return update_id

    def confirm(self, before: int) -> None:
        """Forget the updates with a smaller id."""
        if self.pending and self.pending[0]["update_id"] < before:
            while self.pending and self.pending[0]["update_id"] < before:
                self.pending.popleft()
            self._bell.ring()

    def confirm_one(self, update_id: int) -> None:
        """Forget one update, which the webhook has taken."""
        for update in self.pending:
            if update["update_id"] == update_id:
                self.pending.remove(update)
                break
        self._bell.ring()

    def drop_pending(self) -> None:
        """Forget all (`drop_pending_updates`)."""
        self.pending.clear()
        self._bell.ring()

    async def poll(self, offset: int, limit: int, timeout: int, allowed: Any) -> list[JSON]:
        """getUpdates: confirm, wait for news, deliver."""
        if self.webhook_url:
            raise conflict(_WEBHOOK)
        if not 1 <= limit <= 100:
            limit = 100
        if timeout < 0:
            raise bad_request("timeout must be non-negative")
        mine = self._poll = object()
        self.polls += 1
        self._bell.ring()
        self.allow(allowed)
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif offset:
            self.confirm(offset)
        try:
            await self._bell.until(lambda: self.pending or self._poll is not mine or bool(self.webhook_url), min(timeout, 50))
        except TimeoutError:
            return []
        finally:
            ended = self._poll is not mine
            if not ended:
                self._poll = None
        if ended or self.webhook_url:
            raise conflict(_TERMINATED if ended else "terminated by setWebhook request")
        batch = [self.pending[i] for i in range(min(limit, len(self.pending)))]
        self.delivered += len(batch)
        return batch
