"""Changing what a broadcast says, as long as nobody has it: what was released goes back to being a draft."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import Action
from bot.features.broadcasts import texts
from bot.features.broadcasts.done import Done, unknown
from bot.features.broadcasts.store.editing import replace_content
from bot.features.broadcasts.store.sources import SourceMessage, set_sources
from bot.outbox.auditing import note
from bot.outbox.content import Content
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.outbox.store.pace import Clock, moment
from bot.storage.acts import Who
from bot.storage.engine import Database


async def change_content(
    database: Database, clock: Clock, who: Who, number: int, content: Content, sources: Sequence[SourceMessage] = ()
) -> Done:
    """Put ``content``, which ``who`` has seen in a preview, in the place of the old one. ``sources``: where it was taken from."""
    async with database.write() as transaction:
        now = await moment(transaction, clock)
        before = await store.get(transaction, number)
        if before is None:
            return unknown(number)
        changed = await replace_content(transaction, number, content, who.user_id, now)
        released = before.stage is not BroadcastStage.DRAFT
        if changed:
            await set_sources(transaction, number, sources)
        if not changed:
            done = Done(False, texts.BROADCAST_NOT_CHANGED, before.stage)
        else:
            done = Done(True, texts.BROADCAST_CONTENT_CHANGED_AGAIN if released else texts.BROADCAST_CONTENT_CHANGED, BroadcastStage.DRAFT)
        result = "done" if changed else "refused"
        detail = (texts.AUDIT_EDITED_RELEASED if released else texts.AUDIT_EDITED) if changed else done.text
        await note(transaction, who, Action.BROADCAST_PREPARE, number, now, detail=detail, result=result)
    return done
