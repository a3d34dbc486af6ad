"""Who wants to hear what the worker did. Called after the commit; a base class that does nothing."""

from __future__ import annotations

from bot.storage.broadcast_finish import Settled
from bot.storage.broadcast_schedules import Fired


class Listener:
    """Override what is of interest. What these raise is logged and changes nothing."""

    async def settled(self, settled: Settled) -> None:
        """A delivery has a new state; ``settled.paused`` when the broadcast paused itself with it."""

    async def fired(self, fired: Fired) -> None:
        """A repeating broadcast has run, or missed a run."""

    async def given_up(self, settled: Settled) -> None:
        """A delivery became uncertain because its worker died."""
