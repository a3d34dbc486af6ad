"""A group became a supergroup: every table follows to the new chat id, in the caller's one transaction.

Telegram tells it twice (once in each chat) and a send may learn it first; any order and any number of times is harmless.
What follows how is written at each table (``Table.info["chat"]``): ``MOVE``, ``FORGET``, ``MERGE``, or a function
``(transaction, old, new, now)`` of the module that knows the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, Index, RowMapping, Table, UniqueConstraint, and_, delete, exists, select, update

from bot.places.standing import INSIDE, Standing
from bot.places.store.groups import CHOSEN_BY_PEOPLE
from bot.storage.engine import Transaction
from bot.storage.schema import metadata
from bot.storage.tables import FORGET, MERGE, MOVE, chat_migrations, groups
from bot.storage.upsert import insert_into

# What either may have: the old one's comes first.
_EITHER = ("wished_unit", "added_by", "greeted_at")


async def follow_migration(transaction: Transaction, old: int, new: int, now: datetime) -> bool:
    """Let everything of chat ``old`` belong to chat ``new``; returns whether that is news.

    Raises ``ValueError`` when both are the same.
    """
    if old == new:
        raise ValueError(f"chat {old} cannot become itself")
    # First of all: a second process doing the same waits here until this one is done.
    noted = insert_into(transaction, chat_migrations).values(old_chat_id=old, new_chat_id=new, at=now).on_conflict_do_nothing()
    first = (await transaction.execute(noted.returning(chat_migrations.c.old_chat_id))).first() is not None
    await _merge_groups(transaction, old, new, first)
    for table in metadata.sorted_tables:
        follow = table.info.get("chat")
        if follow == MOVE:
            await _move(transaction, table, old, new)
        elif follow == FORGET:
            await transaction.execute(delete(table).where(table.c.chat_id == old))
        elif callable(follow):
            await follow(transaction, old, new, now)
        elif follow not in (None, MERGE):
            raise ValueError(f"table {table.name}: no way to follow named {follow!r}")
    return first


async def _merge_groups(transaction: Transaction, old: int, new: int, first: bool) -> None:
    rows = {row["chat_id"]: row for row in (await transaction.execute(select(groups).where(groups.c.chat_id.in_([old, new])))).mappings()}
    if old not in rows:
        return
    before = rows[old]
    standing = _standing(before, rows.get(new), first=first)
    if new not in rows:
        # The ids of forum topics are of the new chat: it has none yet.
        values = {"chat_id": new, "kind": "supergroup", "notice_thread_id": None, "active": True, "standing": standing}
        await transaction.execute(update(groups).where(groups.c.chat_id == old).values(**values))
        return
    if first:
        values = {"joined": min(before["joined"], rows[new]["joined"]), "standing": standing}
        values |= {name: before[name] for name in CHOSEN_BY_PEOPLE}
        values |= {name: before[name] for name in _EITHER if before[name] is not None}
        await transaction.execute(update(groups).where(groups.c.chat_id == new).values(**values))
    # Later on, a row of the old id is only the shadow of a late update: its settings are nobody's.
    await transaction.execute(delete(groups).where(groups.c.chat_id == old))


def _standing(before: RowMapping, after: RowMapping | None, *, first: bool) -> Standing:
    """Who was one of ours stays so. A group that we had left is not: it comes back, and staff are asked again."""
    present = Standing(before["standing"])
    if first and before["active"] and (present in INSIDE or after is None):
        return present
    return Standing.WAITING if after is None else Standing(after["standing"])


async def _move(transaction: Transaction, table: Table, old: int, new: int) -> None:
    for columns in _unique_with_chat(table):
        other = table.alias()
        same = and_(other.c.chat_id == new, *(other.c[column.name] == column for column in columns if column.name != "chat_id"))
        await transaction.execute(delete(table).where(table.c.chat_id == old, exists().where(same)))
    await transaction.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))


def _unique_with_chat(table: Table) -> Iterator[list[Column[object]]]:
    """Sets of columns that may stand in the table once only, and hold the chat."""
    sets = [list(table.primary_key.columns)]
    sets += [list(constraint.columns) for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    sets += [list(index.columns) for index in table.indexes if isinstance(index, Index) and index.unique]
    return (columns for columns in sets if any(column.name == "chat_id" for column in columns))
