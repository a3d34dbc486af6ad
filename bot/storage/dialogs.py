"""Open dialogues: one per chat and person, with whatever its next step needs. They end by themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.storage.engine import Transaction
from bot.storage.tables import dialogs
from bot.storage.upsert import insert_into

# Among the data of the row, so that those of an earlier version can be read.
_SINCE = "since"


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is under way (``name``), and how far; ``data`` holds what JSON can. ``since``: the message it began with."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    since: int = 0


async def put(transaction: Transaction, chat_id: int, user_id: int, dialog: Dialog, expires: datetime) -> None:
    """Open a dialogue, or replace the one that is open."""
    kept = json.dumps({**dialog.data, _SINCE: dialog.since}, ensure_ascii=False)
    values = {"name": dialog.name, "data": kept, "expires": expires}
    added = insert_into(transaction, dialogs).values(chat_id=chat_id, user_id=user_id, **values)
    await transaction.execute(added.on_conflict_do_update(index_elements=["chat_id", "user_id"], set_=values))


async def get(transaction: Transaction, chat_id: int, user_id: int, now: datetime) -> Dialog | None:
    """The open dialogue, if there is one."""
    dialog, is_open = await look(transaction, chat_id, user_id, now)
    return dialog if is_open else None


async def look(transaction: Transaction, chat_id: int, user_id: int, now: datetime) -> tuple[Dialog | None, bool]:
    """The dialogue that is kept, and whether it is still open; one that is over is kept until somebody tidies up."""
    mine = (dialogs.c.chat_id == chat_id) & (dialogs.c.user_id == user_id)
    row = (await transaction.execute(select(dialogs.c.name, dialogs.c.data, dialogs.c.expires).where(mine))).first()
    if row is None:
        return None, False
    data = json.loads(row.data)
    since = data.pop(_SINCE, 0)
    return Dialog(row.name, data, since), row.expires > now


async def drop(transaction: Transaction, chat_id: int, user_id: int, now: datetime) -> bool:
    """Close it; returns whether it was still open."""
    mine = (dialogs.c.chat_id == chat_id) & (dialogs.c.user_id == user_id)
    gone = (await transaction.execute(delete(dialogs).where(mine).returning(dialogs.c.expires))).first()
    return gone is not None and gone.expires > now


async def forget(transaction: Transaction, chat_id: int, user_id: int) -> bool:
    """Delete a dialogue, open or expired; returns whether there was one."""
    mine = (dialogs.c.chat_id == chat_id) & (dialogs.c.user_id == user_id)
    return bool((await transaction.execute(delete(dialogs).where(mine))).rowcount)


async def expire(transaction: Transaction, now: datetime) -> int:
    """Delete what is over; returns how many."""
    return (await transaction.execute(delete(dialogs).where(dialogs.c.expires <= now))).rowcount


async def erase(transaction: Transaction, user_id: int) -> int:
    """Close all dialogues of a person; returns how many."""
    return (await transaction.execute(delete(dialogs).where(dialogs.c.user_id == user_id))).rowcount
