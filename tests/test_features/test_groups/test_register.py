"""The service of the register, on both databases: acts and audit lines together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.access import Action
from bot.chat.conversation import Objection
from bot.features.groups import texts
from bot.features.groups.orders import Order
from bot.features.groups.register import Register
from bot.places.doors import Adder
from bot.places.store import group_doors, groups
from bot.storage import audit
from bot.storage.acts import Acts
from bot.storage.engine import Database
from tests.places import ours

NOW = datetime(2026, 11, 28, 1, tzinfo=UTC)
CHAT = -1_001_000_000_001
LI = Adder(7_000_000_002, "李秘书")


def register(database: Database) -> Register:
    return Register(Acts(database, lambda: NOW))


async def lines(database: Database) -> list[tuple[str, str, str]]:
    async with database.read() as tx:
        found, _ = await audit.search(tx, limit=100)
    return [(line.action, line.detail, line.result) for line in found[::-1]]


async def test_tags_and_unit_with_a_line_for_each_that_is_news(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "工作群", "supergroup", NOW)
        await group_doors.wish_unit(tx, CHAT, "财政局")
    found = await register(database).find(CHAT)
    assert found is not None
    done = await register(database).change(LI, found, Order(("示范", "重点"), unit="龙泉镇"))
    assert (done.group.tags, done.group.unit, done.group.wished_unit) == (("示范", "重点"), "龙泉镇", None)
    again = await register(database).change(LI, done.group, Order(("示范",), ("重点", "没有"), unit="龙泉镇"))
    assert again.changes == ((Action.GROUP_TAG, "-重点"),)
    assert await lines(database) == [
        ("group_tag", "+示范", "done"),
        ("group_tag", "+重点", "done"),
        ("group_unit", "龙泉镇", "done"),
        ("group_tag", "-重点", "done"),
    ]
    assert list(await register(database).tags()) == ["示范"]
    assert list(await register(database).units()) == ["龙泉镇"]


async def test_what_cannot_be_done_changes_nothing(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "工作群", "supergroup", NOW)
    found = await register(database).find(CHAT)
    assert found is not None
    with pytest.raises(Objection, match=texts.TAG_TOO_LONG.format(most=64)):
        await register(database).change(LI, found, Order(("示范", "长" * 65)))
    assert await lines(database) == []
    assert await register(database).find(CHAT) == found


async def test_leaving_is_noted_whether_or_not_it_was_done(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "工作群", "supergroup", NOW)
    found = await register(database).find(CHAT)
    assert found is not None
    assert (await register(database).left(LI, found, gone=False)).active
    assert not (await register(database).left(LI, found, gone=True)).active
    assert await lines(database) == [("group_leave", "工作群", "failed"), ("group_leave", "工作群", "done")]


async def test_the_list_is_of_ours_and_a_search_finds_all(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "工作群", "supergroup", NOW)
        await groups.see(tx, CHAT - 1, "看热闹群", "supergroup", NOW)
    page = await register(database).page("", 0)
    assert ([group.title for group in page.groups], page.total, page.undecided["waiting"]) == (["工作群"], 1, 1)
    assert (await register(database).page("群", 0)).total == 2
    assert (await register(database).count(page.groups[0], 12)).members == 12
    counted = await register(database).find(CHAT)
    assert counted is not None
    assert counted.members == 12
