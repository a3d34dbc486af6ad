"""How groups come in, and what staff decide about them: SQL for ``places.doors``. Every change is a compare and set."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, func, select, update

from bot.library.normalize import clean
from bot.places.standing import INSIDE, Arrival, Standing, after_arrival
from bot.places.store import groups as register
from bot.places.store.groups import Group
from bot.storage.broadcast_tables import deliveries
from bot.storage.engine import Transaction
from bot.storage.tables import chat_migrations, group_muted, group_tags, group_told, groups
from bot.storage.upsert import insert_into

QUIET_FOR = timedelta(days=7)
"""A group that goes and comes back within this time is told nothing again, and neither are staff about it."""
_MOVING = timedelta(hours=1)
_MOST_AT_ONCE = 1000
# What is waiting for a decision: a group, the unit that a group asks for, a group from before anybody was asked.
WAITING, WISH, KEPT = "waiting", "wish", "kept"

_UNDECIDED = (Standing.WAITING, Standing.KEPT)
_OPEN = {
    WAITING: and_(groups.c.active, groups.c.standing == Standing.WAITING),
    WISH: and_(groups.c.active, groups.c.standing.in_(INSIDE), groups.c.wished_unit.is_not(None)),
    KEPT: and_(groups.c.active, groups.c.standing == Standing.KEPT),
}


async def arrive(
    transaction: Transaction, chat_id: int, title: str, kind: str, now: datetime, *, outside: bool, by: int | None, by_staff: bool
) -> Arrival | None:
    """Note that somebody let us in, or changed what we may do there; ``None`` for an id that a migration left behind."""
    if await register.was_left_behind(transaction, chat_id):
        return None
    row = (await transaction.execute(select(groups).where(groups.c.chat_id == chat_id).with_for_update())).one_or_none()
    moved = exists().where(chat_migrations.c.new_chat_id == chat_id, chat_migrations.c.at > now - _MOVING)
    known = None if row is None else Standing(row.standing)
    standing = after_arrival(
        known,
        active=row is not None and row.active,
        outside=outside,
        by_staff=by_staff,
        moved=bool((await transaction.execute(select(moved))).scalar()),
    )
    came = row is None or not row.active or (outside and standing is Standing.WAITING)
    greet = came and standing is Standing.WAITING and (row is None or row.greeted_at is None or row.greeted_at < now - QUIET_FOR)
    values: dict[str, object] = {"title": clean(title), "kind": kind, "active": True, "last_seen": now, "standing": standing}
    if standing in INSIDE:
        values["added_by"] = None
        await _forget_told(transaction, chat_id, WAITING)
    elif came:
        values["added_by"] = by
        await _forget_told(transaction, chat_id, WAITING, before=now - QUIET_FOR)
    if greet:
        values["greeted_at"] = now
    entered = insert_into(transaction, groups).values(chat_id=chat_id, joined=now, **values)
    await transaction.execute(entered.on_conflict_do_update(index_elements=["chat_id"], set_=values))
    return Arrival(standing, standing is not known, greet)


async def take_in(transaction: Transaction, chat_id: int) -> bool:
    """Let it receive what is sent; false when it is not there or not waiting (any more)."""
    wanted = (groups.c.chat_id == chat_id, groups.c.active, groups.c.standing.in_(_UNDECIDED))
    values = {"standing": Standing.TAKEN, "added_by": None}
    taken = bool((await transaction.execute(update(groups).where(*wanted).values(values))).rowcount)
    if taken:
        await _forget_told(transaction, chat_id, WAITING)
        await _forget_told(transaction, chat_id, KEPT)
    return taken


async def refuse(transaction: Transaction, chat_id: int) -> bool:
    """Not one of ours, and we are to leave it; false when somebody has decided otherwise meanwhile, or it is not there."""
    wanted = (groups.c.chat_id == chat_id, groups.c.active, groups.c.standing.in_(_UNDECIDED))
    values = {"standing": Standing.REFUSED, "added_by": None}
    refused = bool((await transaction.execute(update(groups).where(*wanted).values(values))).rowcount)
    if refused:  # that staff were told of it stays: who adds us again and again must not make us write again and again
        await _forget_told(transaction, chat_id, KEPT)
    return refused


async def wish_unit(transaction: Transaction, chat_id: int, unit: str | None) -> None:
    """What the group's own admins want its unit to be; ``None``: no wish any more."""
    await register.change(transaction, chat_id, wished_unit=unit)
    if unit is None:
        await _forget_told(transaction, chat_id, WISH)


async def settle_wish(transaction: Transaction, chat_id: int, unit: str, *, yes: bool) -> bool:
    """Answer the wish for this unit; false when it is not wished (any more)."""
    wanted = (groups.c.chat_id == chat_id, groups.c.wished_unit == unit)
    values: dict[str, object] = {"wished_unit": None} | ({"unit": unit} if yes else {})
    settled = bool((await transaction.execute(update(groups).where(*wanted).values(values))).rowcount)
    if settled:
        await _forget_told(transaction, chat_id, WISH)
    return settled


async def expire(transaction: Transaction, before: datetime) -> int:
    """Forget groups that never were ours, in which we are no more and which nobody has heard of since; returns how many.

    What staff gave a group (a unit, a tag, anything that was sent) tells that it was one of ours: then it stays.
    """
    never_ours = (groups.c.standing.not_in(INSIDE), groups.c.unit == "", groups.c.last_seen < before)
    traces = (~exists().where(table.c.chat_id == groups.c.chat_id) for table in (group_tags, deliveries))
    wanted = select(groups.c.chat_id).where(~groups.c.active, *never_ours, *traces).limit(_MOST_AT_ONCE)
    gone = list((await transaction.execute(wanted)).scalars())
    for table in (group_told, group_muted, groups) if gone else ():
        await transaction.execute(delete(table).where(table.c.chat_id.in_(gone)))
    return len(gone)


async def to_leave(transaction: Transaction, limit: int = 20) -> list[int]:
    """Groups that were refused and in which we still are."""
    wanted = select(groups.c.chat_id).where(groups.c.active, groups.c.standing == Standing.REFUSED).order_by(groups.c.chat_id)
    return list((await transaction.execute(wanted.limit(limit))).scalars())


async def undecided(transaction: Transaction, about: str) -> list[Group]:
    """Groups that need a decision, the newest first."""
    ids = await undecided_ids(transaction, about)
    found = {group.chat_id: group for group in await register.these(transaction, ids)}
    return [found[chat_id] for chat_id in ids]


async def undecided_ids(transaction: Transaction, about: str) -> list[int]:
    """All of them, the newest first."""
    wanted = select(groups.c.chat_id).where(_OPEN[about]).order_by(groups.c.joined.desc(), groups.c.chat_id)
    return list((await transaction.execute(wanted)).scalars())


async def count_undecided(transaction: Transaction) -> dict[str, int]:
    """How many there are of each kind."""
    return {
        about: (await transaction.execute(select(func.count()).select_from(groups).where(condition))).scalar_one()
        for about, condition in _OPEN.items()
    }


@dataclass(frozen=True, slots=True)
class ToldStaff:
    """What one person is to hear: ``news`` in groups, and ``message_id`` of the message that can still take them in."""

    news: tuple[int, ...]
    message_id: int | None


async def claim_news(transaction: Transaction, user_id: int, about: str, now: datetime, together: timedelta) -> ToldStaff | None:
    """Groups of which this person has not heard, from now on counted as told; ``None``: there are none.

    What comes within ``together`` of a message whose groups are not all decided goes into that message.
    """
    mine = (group_told.c.chat_id == groups.c.chat_id, group_told.c.user_id == user_id, group_told.c.about == about)
    wanted = select(groups.c.chat_id).where(_OPEN[about], ~exists().where(*mine)).order_by(groups.c.joined, groups.c.chat_id)
    found = list((await transaction.execute(wanted)).scalars())
    if not found:
        return None
    recent = (
        select(group_told.c.message_id, group_told.c.at)
        .join(groups, groups.c.chat_id == group_told.c.chat_id)
        .where(group_told.c.user_id == user_id, group_told.c.about == about, _OPEN[about])
        .where(group_told.c.message_id.is_not(None), group_told.c.at > now - together)
        .order_by(group_told.c.at.desc())
        .limit(1)
    )
    row = (await transaction.execute(recent)).one_or_none()
    message_id, at = (None, now) if row is None else (row.message_id, row.at)
    added = insert_into(transaction, group_told).on_conflict_do_nothing().returning(group_told.c.chat_id)
    news = []
    for chat_id in found:  # one by one: another process may be telling the same person
        values = {"chat_id": chat_id, "user_id": user_id, "about": about, "message_id": message_id, "at": at}
        if (await transaction.execute(added.values(values))).first() is not None:
            news.append(chat_id)
    return ToldStaff(tuple(news), message_id) if news else None


async def note_told(
    transaction: Transaction, user_id: int, about: str, chat_ids: Collection[int], message_id: int | None
) -> None:
    """It was said in this message; ``None``: it was not said."""
    mine = (group_told.c.user_id == user_id, group_told.c.about == about, group_told.c.chat_id.in_(chat_ids))
    if message_id is None:
        await transaction.execute(delete(group_told).where(*mine))
    else:
        await transaction.execute(update(group_told).where(*mine).values(message_id=message_id))


async def _forget_told(transaction: Transaction, chat_id: int, about: str, before: datetime | None = None) -> None:
    gone = delete(group_told).where(group_told.c.chat_id == chat_id, group_told.c.about == about)
    await transaction.execute(gone if before is None else gone.where(group_told.c.at < before))
