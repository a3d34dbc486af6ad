"""Groups that become supergroups under a broadcast: it follows, and each group gets it once, whichever way we learn of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.features.broadcasts.service import BroadcastService
from bot.outbox.outcomes import ChatMissing, Kicked, Migrated, NoReply, Reply
from bot.places.store import groups
from bot.places.store.migrate_chat import follow_migration
from bot.storage.engine import Database
from tests.delivering import FAST, Clock, ScriptedSender, Work, make_groups, release, sheet, states, until, until_states

NOW = datetime(2026, 11, 24, tzinfo=UTC)


async def follow(database: Database, old: int, new: int) -> None:
    async with database.write() as transaction:
        await follow_migration(transaction, old, new, NOW)


async def test_a_send_that_learns_of_it_follows_with_everything(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, unit="东乡")
    sender.script[-1] = [Migrated(-1001)]
    number = await release(service)
    async with work():
        await until_states(database, number, {-1001: "sent"})
    assert sender.chats == [-1, -1001]
    async with database.read() as transaction:
        group = await groups.get(transaction, -1)
    assert group is not None
    assert (group.chat_id, group.unit) == (-1001, "东乡")


@pytest.mark.parametrize("when", ["before", "during", "after"])
async def test_the_service_message_may_come_at_any_time(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work, when: str
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [Migrated(-1001)]
    sender.gate = asyncio.Event()
    number = await release(service)
    if when == "before":
        await follow(database, -1, -1001)
    async with work():
        await sender.started.wait()
        if when == "during":
            await follow(database, -1, -1001)
        sender.gate.set()
        await until_states(database, number, {-1001: "sent"})
        if when == "after":
            await follow(database, -1, -1001)
    assert sender.chats.count(-1001) == 1
    assert await states(database, number) == {-1001: "sent"}


async def test_a_group_that_is_registered_under_both_ids_gets_it_once(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -1001)
    sender.script[-1] = [Migrated(-1001)]
    number = await release(service)
    async with work():
        await until_left(database, number, ["cancelled", "sent"])
    assert sender.chats.count(-1001) == 1


async def until_left(database: Database, number: int, wanted: list[str]) -> None:
    """Wait for these states, whichever of the rows has which."""

    async def there() -> bool:
        return sorted(str(row.state) for row in await sheet(database, number)) == wanted

    await until(there)


@pytest.mark.parametrize(
    ("old", "new", "sent_to_new", "left"),
    [
        ("sent", "queued", 0, ["cancelled", "sent"]),
        ("uncertain", "queued", 0, ["cancelled", "uncertain"]),
        ("queued", "sent", 0, ["cancelled", "sent"]),
        ("queued", "queued", 1, ["cancelled", "sent"]),
        ("sent", "sent", 0, ["sent", "sent"]),
    ],
)
async def test_of_two_deliveries_the_one_that_knows_more_is_kept(
    clock: Clock,
    database: Database,
    service: BroadcastService,
    sender: ScriptedSender,
    work: Work,
    old: str,
    new: str,
    sent_to_new: int,
    left: list[str],
) -> None:
    await make_groups(database, -1, -1001)
    number = await release(service)
    paused = {chat for chat, state in ((-1, old), (-1001, new)) if state == "queued"}
    for chat in paused:
        await make_groups(database, chat, quiet_from="09:00", quiet_to="11:00")
    if old == "uncertain":
        sender.script[-1] = [NoReply("ReadError")]
    async with work():
        await until_states(database, number, {-1: old, -1001: new})
    before = len(sender.sent)
    await follow(database, -1, -1001)
    await follow(database, -1, -1001)
    await clock.advance(hours=2)
    async with work():
        await until_left(database, number, left)
        await asyncio.sleep(0.05)
    assert sender.chats[before:] == [-1001] * sent_to_new
    assert {row.chat_id for row in await sheet(database, number)} == {-1001}


async def test_two_on_the_wire_at_once_end_as_one_message(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    await make_groups(database, -1, -1001)
    sender.script[-1] = [Migrated(-1001)]
    sender.gate = asyncio.Event()
    number = await release(service)
    async with work(replace(FAST, in_flight=3)):

        async def both() -> bool:
            return len(sender.sent) == 2

        await until(both)
        await follow(database, -1, -1001)
        sender.gate.set()
        await until_left(database, number, ["cancelled", "sent"])
    assert sorted(sender.chats) == [-1001, -1]


@pytest.mark.parametrize("outcome", [Kicked("bot was kicked from the group chat"), ChatMissing("chat not found")])
async def test_what_is_said_of_the_former_id_is_not_true_of_the_group(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work, outcome: Reply
) -> None:
    await make_groups(database, -1)
    sender.script[-1] = [outcome]
    sender.gate = asyncio.Event()
    number = await release(service)
    async with work():
        await sender.started.wait()
        await follow(database, -1, -1001)
        sender.gate.set()
        await until_states(database, number, {-1001: "sent"})
    assert sender.chats == [-1, -1001]
    async with database.read() as transaction:
        group = await groups.get(transaction, -1001)
    assert group is not None
    assert group.active


async def test_a_message_number_of_the_former_id_is_never_used_in_the_new_one(
    clock: Clock, database: Database, service: BroadcastService, sender: ScriptedSender, work: Work
) -> None:
    """Whoever recalls the broadcast would delete somebody else's message."""
    await make_groups(database, -1)
    sender.gate = asyncio.Event()
    number = await release(service)
    async with work():
        await sender.started.wait()
        await follow(database, -1, -1001)
        sender.gate.set()
        await until_states(database, number, {-1001: "sent"})
    (row,) = await sheet(database, number)
    assert row.message_id is None
