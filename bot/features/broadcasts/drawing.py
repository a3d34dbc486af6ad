"""One broadcast as a screen for one person, with what this person may do now."""

from __future__ import annotations

from collections.abc import Collection

from bot.access import Action, Role, allowed
from bot.features.broadcasts.screens import progress_screen
from bot.features.broadcasts.shared import needs_second, progress_of
from bot.outbox.recall import Recall
from bot.outbox.store.broadcasts import Stage
from bot.places.store import staff
from bot.platforms.telegram.render import Screen
from bot.platforms.telegram.staff.desk import Desk
from bot.when import CHINA


async def draw(desk: Desk, user_id: int, roles: Collection[Role], number: int, said: str = "") -> tuple[Screen, bool] | None:
    """The screen, and whether it may change by itself; ``None``: there is no such broadcast."""
    progress = await progress_of(desk, number)
    if progress is None:
        return None
    one = progress.broadcast
    own = one.stage is Stage.DRAFT and one.prepared_by == user_id and await needs_second(desk)
    sending = one.stage is Stage.RELEASED and progress.schedule is None
    moving = sending or progress.recalls.get(Recall.WANTED, 0) > 0
    return progress_screen(progress, CHINA, roles, said, own=own), moving


async def draw_again(desk: Desk, user_id: int, number: int) -> tuple[Screen, bool] | None:
    """The same for a message that is kept up to date; ``None`` also when the person is no staff any more."""
    async with desk.database.read() as transaction:
        roles = await staff.roles_of(transaction, user_id, desk.settings.owners)
    return await draw(desk, user_id, roles, number) if allowed(Action.BROADCAST_VIEW, roles) else None
