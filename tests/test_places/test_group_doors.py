"""How groups come in and are decided about, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.access import Action, Role
from bot.outbox.store.rows import all_groups
from bot.places.audience import Audience, To, choose
from bot.places.doors import Adder, Coming, Doors
from bot.places.standing import Arrival, Standing
from bot.places.store import group_doors, groups, staff
from bot.places.store.group_doors import KEPT, WAITING, WISH
from bot.places.store.migrate_chat import follow_migration
from bot.storage import audit
from bot.storage.acts import Acting, Acts
from bot.storage.engine import Database
from bot.storage.migrate import ensure_current, migrate
from bot.storage.tables import group_told

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHAT, NEW = -4_000_000_001, -1_001_234_567_890
OWNER, LI, STRANGER = Adder(7_000_000_001, "所有者"), Adder(7_000_000_002, "李秘书"), Adder(7_000_000_009, "陌生人")


def doors(database: Database) -> Doors:
    return Doors(Acts(database, lambda: NOW), [OWNER.user_id])


async def arrive(database: Database, by: Adder, *, outside: bool = True, chat_id: int = CHAT) -> Arrival | None:
    async with database.write() as tx:
        return await doors(database).arrive(tx, Coming(chat_id, "看热闹", "group", outside, by))


async def standing(database: Database, chat_id: int = CHAT) -> tuple[Standing, bool]:
    async with database.read() as tx:
        group = await groups.get(tx, chat_id)
    assert group is not None
    return group.standing, group.active


async def receivers(database: Database) -> set[int]:
    async with database.read() as tx:
        chosen = choose(Audience(To.ALL), await all_groups(tx), "notice", official=True)
    return {group.chat_id for group in chosen.receivers}


async def test_who_lets_us_in_decides_whether_it_waits(database: Database) -> None:
    assert await arrive(database, STRANGER) == Arrival(Standing.WAITING, news=True, greet=True)
    assert await arrive(database, STRANGER) == Arrival(Standing.WAITING, news=False, greet=False)
    assert await receivers(database) == set()
    assert await arrive(database, OWNER, outside=False) == Arrival(Standing.WAITING, news=False, greet=False), "a promotion is no yes"
    assert await arrive(database, OWNER) == Arrival(Standing.TAKEN, news=True, greet=False)
    assert await receivers(database) == {CHAT}
    assert await arrive(database, STRANGER, outside=False) == Arrival(Standing.TAKEN, news=False, greet=False)
    assert await arrive(database, STRANGER) == Arrival(Standing.WAITING, news=True, greet=False)
    async with database.write() as tx:
        await staff.grant(tx, LI.user_id, Role.ANNOUNCER, name=LI.name, by=OWNER.user_id, now=NOW)
    await arrive(database, LI)
    assert await receivers(database) == {CHAT}


async def test_one_that_was_believed_gone_waits_when_it_speaks(database: Database) -> None:
    await arrive(database, OWNER)
    async with database.write() as tx:
        await groups.deactivate(tx, CHAT)
        await groups.see(tx, CHAT, "看热闹", "group", NOW)
    assert await standing(database) == (Standing.WAITING, True)


async def test_of_two_who_decide_one_does_it(database: Database) -> None:
    await arrive(database, STRANGER)
    both = await asyncio.gather(doors(database).take_in(OWNER, [CHAT]), doors(database).refuse(LI, [CHAT]))
    assert sorted(len(one.done) for one in both) == [0, 1]
    assert (await standing(database))[0] is (Standing.TAKEN if both[0].done else Standing.REFUSED)
    async with database.read() as tx:
        lines, _ = await audit.search(tx, Action.GROUP_TAKE_IN.value)
    assert len(lines) == 1
    assert (await doors(database).refuse(LI, [-5])).done == ()


async def test_a_refused_group_is_left_and_never_receives(database: Database) -> None:
    await arrive(database, STRANGER)
    await doors(database).refuse(OWNER, [CHAT])
    async with database.read() as tx:
        assert await group_doors.to_leave(tx) == [CHAT]
    assert await receivers(database) == set()
    assert await arrive(database, STRANGER) == Arrival(Standing.WAITING, news=True, greet=False)


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("seen_first", [True, False])
async def test_a_migration_keeps_what_a_group_is_but_brings_nobody_in(database: Database, active: bool, seen_first: bool) -> None:
    await arrive(database, OWNER)
    if seen_first:
        await arrive(database, STRANGER, chat_id=NEW)
    async with database.write() as tx:
        if not active:
            await groups.deactivate(tx, CHAT)
        await follow_migration(tx, CHAT, NEW, NOW)
        await follow_migration(tx, CHAT, NEW, NOW)
    assert await standing(database, NEW) == (Standing.TAKEN if active else Standing.WAITING, True)
    if active:  # the news that we "came into" the new chat may be late
        assert await arrive(database, STRANGER, chat_id=NEW) == Arrival(Standing.TAKEN, news=False, greet=False)


async def test_a_strangers_group_that_migrates_still_waits(database: Database) -> None:
    await arrive(database, STRANGER)
    async with database.write() as tx:
        await follow_migration(tx, CHAT, NEW, NOW)
    assert await standing(database, NEW) == (Standing.WAITING, True)


async def test_each_person_hears_once_also_when_two_processes_tell(database: Database) -> None:
    await arrive(database, STRANGER)
    hour = timedelta(hours=1)

    async def claim(about: str = WAITING) -> object:
        async with database.write() as tx:
            return await group_doors.claim_news(tx, LI.user_id, about, NOW, hour)

    told = await asyncio.gather(*(claim() for _ in range(4)))
    assert sum(one is not None for one in told) == 1
    async with database.write() as tx:
        await group_doors.note_told(tx, LI.user_id, WAITING, [CHAT], None)
    assert await claim() is not None, "it could not be said: again"
    async with database.write() as tx:
        await group_doors.note_told(tx, LI.user_id, WAITING, [CHAT], 17)
    await arrive(database, STRANGER, chat_id=NEW)
    assert await claim() == group_doors.ToldStaff((NEW,), 17), "what comes soon goes into the same message"
    await doors(database).take_in(OWNER, [CHAT, NEW])
    async with database.read() as tx:
        assert (await tx.execute(select(group_told))).all() == [], "who was told is kept until somebody decides"


async def test_a_wish_is_granted_as_it_was_seen(database: Database) -> None:
    await arrive(database, OWNER)

    async def wish(unit: str) -> None:
        async with database.write() as tx:
            group = await groups.get(tx, CHAT)
            assert group is not None
            await doors(database).ask_for_unit(Acting(tx, NOW), STRANGER, group, unit)

    await wish("龙泉镇")
    async with database.read() as tx:
        assert await group_doors.count_undecided(tx) == {WAITING: 0, WISH: 1, KEPT: 0}
        assert await groups.units(tx) == {}
    await wish("财政局")
    assert not await doors(database).answer_wish(LI, CHAT, "龙泉镇", yes=True)
    assert await doors(database).answer_wish(LI, CHAT, "财政局", yes=True)
    assert not await doors(database).answer_wish(OWNER, CHAT, "财政局", yes=False)
    async with database.read() as tx:
        assert await groups.units(tx) == {"财政局": 1}


async def test_groups_from_before_stay_in_and_are_to_be_looked_through(empty: Database) -> None:
    from sqlalchemy import text

    await migrate(empty, "0007")
    async with empty.write() as tx:
        await tx.execute(
            text("INSERT INTO groups (chat_id, title, kind, active, joined, last_seen) VALUES (-5, '老群', 'group', true, :now, :now)"),
            {"now": NOW if not empty.is_sqlite else NOW.isoformat(" ")},
        )
    await ensure_current(empty)
    assert await receivers(empty) == {-5}
    async with empty.read() as tx:
        assert await group_doors.undecided_ids(tx, KEPT) == [-5]
    await arrive(empty, STRANGER, chat_id=-6)
    assert await receivers(empty) == {-5}


async def test_of_strangers_groups_that_we_left_nothing_stays_for_ever(database: Database) -> None:
    await migrate(database)
    one, here, tagged, taken = CHAT, CHAT - 1, CHAT - 2, CHAT - 3
    for chat_id in (one, here, tagged):
        await arrive(database, STRANGER, chat_id=chat_id)
    await arrive(database, OWNER, chat_id=taken)
    async with database.write() as tx:
        await group_doors.claim_news(tx, OWNER.user_id, WAITING, NOW, timedelta(hours=1))
        await groups.add_tag(tx, tagged, "乡镇")
        for chat_id in (one, tagged, taken):
            await groups.deactivate(tx, chat_id)
    async with database.write() as tx:
        assert await group_doors.expire(tx, NOW) == 0, "too soon"
        assert await group_doors.expire(tx, NOW + timedelta(days=30)) == 1
        assert await groups.get(tx, one) is None, "who had let us in stood there"
        assert not (await tx.execute(select(group_told).where(group_told.c.chat_id == one))).all()
    for chat_id in (here, tagged, taken):
        await standing(database, chat_id)
