"""Open dialogues: what a person does in a chat over several messages, with whatever the next step needs. They end by themselves.

One that takes minutes gives way to the next one; one that ``lasts`` stays open beside it. What is written goes to the one that was
touched last.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from bot.storage.engine import Database, Transaction
from bot.storage.tables import dialogs
from bot.storage.upsert import insert_into

# Among the data of the row, so that those of an earlier version can be read.
_SINCE = "since"
# What waits longer than this is kept while its person does something else.
_LASTING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Dialog:
    """What is under way (``name``), and how far; ``data`` holds what JSON can. ``since``: the message it began with."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    since: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a dialogue is, and the message that somebody wrote or pressed under: they only grow in one chat."""

    chat_id: int
    user_id: int
    message_id: int = 0


class Dialogs:
    """The dialogues of everybody, each act in a transaction of its own. All raise ``DatabaseUnavailable``."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    async def latest(self, spot: Spot) -> tuple[Dialog | None, bool]:
        """The one that what is written goes to, and whether it is still open."""
        async with self._database.read() as transaction:
            return await look(transaction, spot.chat_id, spot.user_id, self._clock())

    async def present(self, spot: Spot, name: str) -> tuple[Dialog | None, bool]:
        """The open one of this name, unless what was pressed is older than it; and whether any of this name is open."""
        async with self._database.read() as transaction:
            found, is_open = await look(transaction, spot.chat_id, spot.user_id, self._clock(), name)
        dialog = found if is_open else None
        theirs = dialog if dialog is not None and spot.message_id >= dialog.since else None
        return theirs, dialog is not None

    async def begin(self, spot: Spot, name: str, data: dict[str, Any], lives: timedelta) -> None:
        """Open one, in place of one of the same name, and of one that takes minutes."""
        async with self._database.write() as transaction:
            begun = Dialog(name, data, spot.message_id)
            await put(transaction, spot.chat_id, spot.user_id, begun, self._clock(), lives)

    async def step(self, spot: Spot, name: str, data: dict[str, Any], lives: timedelta) -> bool:
        """Keep new data and give it its time anew; whether it was still open, and theirs."""
        now = self._clock()
        async with self._database.write() as transaction:
            found, is_open = await look(transaction, spot.chat_id, spot.user_id, now, name)
            if found is None or not is_open or spot.message_id < found.since:
                return False
            await put(transaction, spot.chat_id, spot.user_id, Dialog(name, data, found.since), now, lives)
            return True

    async def end(self, spot: Spot, *names: str) -> bool:
        """Close those of these names that are theirs; whether one was open."""
        ended = False
        async with self._database.write() as transaction:
            for name in names:
                found, is_open = await look(transaction, spot.chat_id, spot.user_id, self._clock(), name)
                if found is not None and spot.message_id >= found.since:
                    await forget(transaction, spot.chat_id, spot.user_id, name)
                    ended = ended or is_open
        return ended

    async def leave(self, spot: Spot) -> bool:
        """Forget the one that what is written goes to, open or expired; whether it was open."""
        async with self._database.write() as transaction:
            found, is_open = await look(transaction, spot.chat_id, spot.user_id, self._clock())
            if found is not None:
                await forget(transaction, spot.chat_id, spot.user_id, found.name)
        return found is not None and is_open


async def put(transaction: Transaction, chat_id: int, user_id: int, dialog: Dialog, now: datetime, lives: timedelta) -> None:
    """Open a dialogue, or go on with it."""
    kept = json.dumps({**dialog.data, _SINCE: dialog.since}, ensure_ascii=False)
    others = _mine(chat_id, user_id) & (dialogs.c.name != dialog.name) & dialogs.c.lasts.is_(False)
    await transaction.execute(delete(dialogs).where(others))
    values = {"data": kept, "touched": now, "lasts": lives > _LASTING, "expires": now + lives}
    added = insert_into(transaction, dialogs).values(chat_id=chat_id, user_id=user_id, name=dialog.name, **values)
    await transaction.execute(added.on_conflict_do_update(index_elements=["chat_id", "user_id", "name"], set_=values))


async def get(transaction: Transaction, chat_id: int, user_id: int, now: datetime) -> Dialog | None:
    """The open dialogue that was touched last, if there is one."""
    dialog, is_open = await look(transaction, chat_id, user_id, now)
    return dialog if is_open else None


async def look(transaction: Transaction, chat_id: int, user_id: int, now: datetime, name: str = "") -> tuple[Dialog | None, bool]:
    """The dialogue (of this name) that is kept, and whether it is still open; one that is over is kept until somebody tidies up."""
    found = select(dialogs.c.name, dialogs.c.data, dialogs.c.expires).where(_mine(chat_id, user_id, name))
    row = (await transaction.execute(found.order_by(dialogs.c.touched.desc(), dialogs.c.name).limit(1))).first()
    if row is None:
        return None, False
    data = json.loads(row.data)
    since = data.pop(_SINCE, 0)
    return Dialog(row.name, data, since), row.expires > now


async def drop(transaction: Transaction, chat_id: int, user_id: int, now: datetime) -> bool:
    """Close the one that was touched last; returns whether it was still open."""
    found, is_open = await look(transaction, chat_id, user_id, now)
    if found is not None:
        await forget(transaction, chat_id, user_id, found.name)
    return is_open


async def forget(transaction: Transaction, chat_id: int, user_id: int, name: str = "") -> bool:
    """Delete the dialogue of this name, or all, open or expired; returns whether there was one."""
    return bool((await transaction.execute(delete(dialogs).where(_mine(chat_id, user_id, name)))).rowcount)


async def expire(transaction: Transaction, now: datetime) -> int:
    """Delete what is over; returns how many."""
    return (await transaction.execute(delete(dialogs).where(dialogs.c.expires <= now))).rowcount


def _mine(chat_id: int, user_id: int, name: str = "") -> ColumnElement[bool]:
    mine = (dialogs.c.chat_id == chat_id) & (dialogs.c.user_id == user_id)
    return mine & (dialogs.c.name == name) if name else mine
