"""The register of groups and what each group set for itself.

A group that the bot left or was thrown out of is inactive, never deleted: its settings and tags wait for its return. Which
groups receive anything at all is ``places.standing``'s business; how they come in and are decided about, ``group_doors``'s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Label, Select, and_, case, cast, delete, exists, func, or_, select, update
from sqlalchemy import String as SqlString

from bot.library.folding import fold, fold_name
from bot.library.normalize import clean
from bot.places.standing import INSIDE, Standing
from bot.storage.engine import Transaction
from bot.storage.tables import chat_migrations, group_muted, group_tags, groups
from bot.storage.upsert import insert_into

SEEN_EVERY = timedelta(hours=1)
"""``last_seen`` is that coarse: a busy group must not cost a write per message."""
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
TAG_LENGTH = 64
_BETWEEN = "\n"  # no tag holds a line feed


RECEIVES: ColumnElement[bool] = and_(groups.c.active, groups.c.standing.in_(INSIDE))
"""We are in it, and staff took it in."""


def _joined(column: Column[str]) -> Label[str]:
    own = column.table.c.chat_id == groups.c.chat_id
    return select(func.aggregate_strings(column, _BETWEEN)).where(own).correlate(groups).scalar_subquery().label(f"{column.name}s")


# One query for everything: each is a trip to the database, and this one is made for every message.
_GROUPS = select(groups, _joined(group_tags.c.tag), _joined(group_muted.c.kind))


CHOSEN_BY_PEOPLE = tuple(column.name for column in groups.columns if column.info.get("chosen"))
"""The columns of settings: they follow a group that moves."""


@dataclass(frozen=True, slots=True)
class Group:
    """One chat. Times of day are ``HH:MM`` in Asia/Shanghai; ``overheard_per_hour`` of ``None``: as for the whole bot.

    ``chosen``: everything that its people set, by column; what code reads has a field as well.
    """

    chat_id: int
    title: str
    kind: str
    unit: str
    members: int | None
    active: bool
    joined: datetime
    last_seen: datetime
    notice_thread_id: int | None
    overhear: bool
    overheard_per_hour: int | None
    overhear_paused_until: datetime | None
    daily: bool
    daily_at: str
    quiet_from: str | None
    quiet_to: str | None
    standing: Standing
    wished_unit: str | None
    added_by: int | None
    greeted_at: datetime | None
    tags: tuple[str, ...] = ()
    muted: frozenset[str] = frozenset()
    chosen: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def waits(self) -> bool:
        """Whether we are in it and staff have still to decide."""
        return self.active and self.standing is Standing.WAITING

    @property
    def taken_in(self) -> bool:
        """Whether it belongs to us, here or not."""
        return self.standing in INSIDE

    def is_stale(self, title: str, now: datetime) -> bool:
        """Whether ``see`` has something to write."""
        return not self.active or self.title != clean(title) or now - self.last_seen >= SEEN_EVERY


_OWN = tuple(one.name for one in fields(Group) if one.name in groups.columns)


async def get(transaction: Transaction, chat_id: int) -> Group | None:
    """The group with this id, also by an id that it had before it became a supergroup."""
    moved = select(chat_migrations.c.new_chat_id).where(chat_migrations.c.old_chat_id == chat_id).scalar_subquery()
    found = await _load(transaction, _GROUPS.where(or_(groups.c.chat_id == chat_id, groups.c.chat_id == moved)))
    return next((group for group in found if group.chat_id == chat_id), found[0] if found else None)


async def these(transaction: Transaction, chat_ids: Collection[int]) -> list[Group]:
    """The groups with these ids, in no order."""
    return await _load(transaction, _GROUPS.where(groups.c.chat_id.in_(chat_ids))) if chat_ids else []


async def units_of(transaction: Transaction, chat_ids: Collection[int]) -> dict[int, str]:
    """The units of groups that staff took in, empty for those without one; other groups have no place in figures."""
    if not chat_ids:
        return {}
    query = select(groups.c.chat_id, groups.c.unit).where(groups.c.chat_id.in_(list(chat_ids)), groups.c.standing.in_(INSIDE))
    return {row.chat_id: row.unit for row in await transaction.execute(query)}


async def see(transaction: Transaction, chat_id: int, title: str, kind: str, now: datetime) -> None:
    """Note that the bot is in this group: a new one waits for staff, and so does one that was believed gone; settings are kept.

    An id that was left behind by a migration is not entered again.
    """
    if await was_left_behind(transaction, chat_id):
        return
    fresh = {"title": clean(title), "kind": kind, "active": True, "last_seen": now}
    entered = insert_into(transaction, groups).values(chat_id=chat_id, joined=now, standing=Standing.WAITING, **fresh)
    standing = case((groups.c.active, groups.c.standing), else_=Standing.WAITING.value)
    await transaction.execute(entered.on_conflict_do_update(index_elements=["chat_id"], set_={**fresh, "standing": standing}))


async def was_left_behind(transaction: Transaction, chat_id: int) -> bool:
    """Whether this id is one from before a migration."""
    return bool((await transaction.execute(select(exists().where(chat_migrations.c.old_chat_id == chat_id)))).scalar())


async def deactivate(transaction: Transaction, chat_id: int) -> bool:
    """The bot is no longer in this group; returns whether that is news."""
    return await _updated(transaction, update(groups).where(groups.c.chat_id == chat_id, groups.c.active).values(active=False))


async def change(transaction: Transaction, chat_id: int, **values: Any) -> bool:
    """Set these columns; returns whether there is such a group. A time of day that is none is an error (``ValueError``)."""
    for name in (column.name for column in groups.columns if column.info.get("time")):
        if values.get(name) is not None and not _TIME_OF_DAY.fullmatch(values[name]):
            raise ValueError(f"{name}: {values[name]!r} is no HH:MM")
    if ("quiet_from" in values or "quiet_to" in values) and (values.get("quiet_from") is None) != (values.get("quiet_to") is None):
        raise ValueError("quiet hours need both ends, or neither")
    for name in ("unit", "wished_unit"):
        if values.get(name) is not None:
            values[name] = fold_name(values[name])
    return await _updated(transaction, update(groups).where(groups.c.chat_id == chat_id).values(**values))


async def add_tag(transaction: Transaction, chat_id: int, tag: str) -> bool:
    """Tag a group; returns whether that is news. A tag is 1 to 64 characters (``ValueError``)."""
    result = await transaction.execute(
        insert_into(transaction, group_tags).values(chat_id=chat_id, tag=_tag(tag)).on_conflict_do_nothing().returning(group_tags.c.tag)
    )
    return result.first() is not None


async def remove_tag(transaction: Transaction, chat_id: int, tag: str) -> bool:
    """Take a tag away; returns whether it was there."""
    return await _updated(transaction, delete(group_tags).where(group_tags.c.chat_id == chat_id, group_tags.c.tag == tag))


async def mute(transaction: Transaction, chat_id: int, kind: str, off: bool) -> None:
    """Turn announcements of a kind off or on again."""
    if off:
        await transaction.execute(insert_into(transaction, group_muted).values(chat_id=chat_id, kind=kind).on_conflict_do_nothing())
    else:
        await transaction.execute(delete(group_muted).where(group_muted.c.chat_id == chat_id, group_muted.c.kind == kind))


async def titles(transaction: Transaction, chat_ids: Collection[int]) -> dict[int, str]:
    """What these groups are called now, as far as they are known."""
    wanted = select(groups.c.chat_id, groups.c.title).where(groups.c.chat_id.in_(chat_ids))
    return {row[0]: row[1] for row in await transaction.execute(wanted)}


async def search(
    transaction: Transaction,
    words: str = "",
    *,
    active: bool | None = None,
    inside: bool | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Group], int]:
    """Groups in whose title, unit, tags or id every word occurs, active ones first, and how many there are in all.

    ``inside``: only those that staff took in (or only the others).
    """
    query = _GROUPS
    for word in clean(words).split():
        # Titles are kept as Telegram tells them, names and ids folded.
        query = query.where(or_(*(_occurs(form) for form in {word, fold(word), fold_name(word)})))
    if active is not None:
        query = query.where(groups.c.active == active)
    if inside is not None:
        query = query.where(groups.c.standing.in_(INSIDE) == inside)
    total = (await transaction.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    page = query.order_by(groups.c.active.desc(), groups.c.unit, groups.c.title, groups.c.chat_id).limit(limit).offset(offset)
    return await _load(transaction, page), total


def _occurs(word: str) -> ColumnElement[bool]:
    tagged = exists().where(group_tags.c.chat_id == groups.c.chat_id, group_tags.c.tag.icontains(word, autoescape=True))
    places = (groups.c.title, groups.c.unit, cast(groups.c.chat_id, SqlString))
    return or_(tagged, *(place.icontains(word, autoescape=True) for place in places))


async def units(transaction: Transaction) -> dict[str, int]:
    """Units that have groups which receive, and how many."""
    query = select(groups.c.unit, func.count()).where(RECEIVES, groups.c.unit != "").group_by(groups.c.unit).order_by(groups.c.unit)
    return {row[0]: row[1] for row in await transaction.execute(query)}


async def tags(transaction: Transaction) -> dict[str, int]:
    """Tags that groups which receive carry, and how many carry each."""
    joined = group_tags.join(groups, groups.c.chat_id == group_tags.c.chat_id)
    query = select(group_tags.c.tag, func.count()).select_from(joined).where(RECEIVES)
    return {row[0]: row[1] for row in await transaction.execute(query.group_by(group_tags.c.tag).order_by(group_tags.c.tag))}


def _tag(tag: str) -> str:
    cleaned = fold_name(tag)
    if not 1 <= len(cleaned) <= TAG_LENGTH:
        raise ValueError(f"a tag has 1 to {TAG_LENGTH} characters")
    return cleaned


async def _load(transaction: Transaction, query: Select[Any]) -> list[Group]:
    rows = (await transaction.execute(query)).mappings()
    return [
        Group(
            **{name: row[name] for name in _OWN} | {"standing": Standing(row["standing"])},
            tags=_split(row["tags"]),
            muted=frozenset(_split(row["kinds"])),
            chosen={name: row[name] for name in CHOSEN_BY_PEOPLE},
        )
        for row in rows
    ]


def _split(joined: str | None) -> tuple[str, ...]:
    return tuple(sorted(joined.split(_BETWEEN))) if joined else ()


async def _updated(transaction: Transaction, statement: Any) -> bool:
    return (await transaction.execute(statement)).rowcount > 0
