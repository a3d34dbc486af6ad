"""Who holds which role now: asked anew each time, for the gate and for whoever tells staff something."""

from __future__ import annotations

from collections.abc import Collection

from bot.access import Role
from bot.places.store import staff
from bot.storage.acts import Acts


class Roster:
    """``owners``: those that the settings name. Both methods raise ``DatabaseUnavailable``."""

    def __init__(self, acts: Acts, owners: Collection[int]) -> None:
        self._acts, self._owners = acts, owners

    async def roles_of(self, user_id: int) -> frozenset[Role]:
        """Somebody's roles; empty for people without any."""
        async with self._acts.reading() as transaction:
            return await staff.roles_of(transaction, user_id, self._owners)

    async def holders(self, role: Role) -> list[int]:
        """Everybody with this role by grant."""
        async with self._acts.reading() as transaction:
            return await staff.holders(transaction, role)
