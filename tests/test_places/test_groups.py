"""The register of groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.places.store import groups
from bot.storage.engine import Database
from tests.places import ours

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHAT = -1_001_234_567_890


async def test_a_group_is_entered_with_quiet_settings(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, " 司法局\u200b工作群 ", "supergroup", NOW)
        group = await groups.get(tx, CHAT)
    assert group is not None
    assert (group.title, group.kind, group.unit, group.active) == ("司法局工作群", "supergroup", "", True)
    assert (group.overhear, group.daily, group.quiet_from, group.tags, group.muted) == (False, False, None, (), frozenset())
    assert group.joined == group.last_seen == NOW


async def test_leaving_and_coming_back_keeps_what_was_set(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
        await groups.change(tx, CHAT, unit="城关镇", overhear=True)
        await groups.add_tag(tx, CHAT, "乡镇")
        assert await groups.deactivate(tx, CHAT)
        assert not await groups.deactivate(tx, CHAT)
        gone = await groups.get(tx, CHAT)
        await ours(tx, CHAT, "乙", "group", NOW + timedelta(days=1))
        back = await groups.get(tx, CHAT)
    assert gone is not None
    assert not gone.active
    assert back is not None
    assert (back.title, back.active, back.unit, back.overhear, back.tags, back.joined) == ("乙", True, "城关镇", True, ("乡镇",), NOW)


async def test_settings_change_one_by_one(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
        assert await groups.change(tx, CHAT, daily=True, daily_at="07:05", quiet_from="22:00", quiet_to="07:00")
        assert await groups.change(tx, CHAT, overheard_per_hour=3, notice_thread_id=42, members=120)
        assert await groups.change(tx, CHAT, quiet_from=None, quiet_to=None)
        assert not await groups.change(tx, -5, daily=True)
        group = await groups.get(tx, CHAT)
    assert group is not None
    assert (group.daily, group.daily_at, group.quiet_from, group.quiet_to) == (True, "07:05", None, None)
    assert (group.overheard_per_hour, group.notice_thread_id, group.members) == (3, 42, 120)


@pytest.mark.parametrize(
    "changes", [{"daily_at": "24:00"}, {"daily_at": "7:5"}, {"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_to": "x"}]
)
async def test_a_time_that_is_none_is_refused(database: Database, changes: dict[str, str]) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
    with pytest.raises(ValueError, match=r"HH:MM|both ends"):
        async with database.write() as tx:
            await groups.change(tx, CHAT, **changes)


async def test_until_when_overhearing_rests_is_kept(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
        await groups.change(tx, CHAT, overhear=True, overhear_paused_until=NOW + timedelta(hours=1))
        group = await groups.get(tx, CHAT)
    assert group is not None
    assert (group.overhear, group.overhear_paused_until) == (True, NOW + timedelta(hours=1))


async def test_a_busy_group_is_written_once_an_hour(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
        group = await groups.get(tx, CHAT)
    assert group is not None
    assert not group.is_stale("甲", NOW + timedelta(minutes=59))
    assert group.is_stale("甲", NOW + timedelta(minutes=60))
    assert group.is_stale("乙", NOW)


async def test_tags_and_muted_kinds(database: Database) -> None:
    async with database.write() as tx:
        await ours(tx, CHAT, "甲", "group", NOW)
        await ours(tx, CHAT - 1, "乙", "group", NOW)
        assert await groups.add_tag(tx, CHAT, " 乡镇 ")
        assert not await groups.add_tag(tx, CHAT, "乡镇")
        await groups.add_tag(tx, CHAT - 1, "乡镇")
        await groups.add_tag(tx, CHAT - 1, "部门")
        await groups.deactivate(tx, CHAT - 1)
        assert await groups.tags(tx) == {"乡镇": 1}
        assert await groups.remove_tag(tx, CHAT, "乡镇")
        assert not await groups.remove_tag(tx, CHAT, "乡镇")
        await groups.mute(tx, CHAT, "daily", off=True)
        await groups.mute(tx, CHAT, "daily", off=True)
        group = await groups.get(tx, CHAT)
        assert group is not None
        assert group.muted == {"daily"}
        await groups.mute(tx, CHAT, "daily", off=False)
        group = await groups.get(tx, CHAT)
    assert group is not None
    assert (group.tags, group.muted) == ((), frozenset())


@pytest.mark.parametrize("tag", ["", "  ", "长" * 65])
async def test_a_tag_is_short_and_not_empty(database: Database, tag: str) -> None:
    with pytest.raises(ValueError, match="64"):
        async with database.write() as tx:
            await groups.add_tag(tx, CHAT, tag)


async def test_search_finds_by_title_unit_tag_and_id(database: Database) -> None:
    async with database.write() as tx:
        for number, (title, unit) in enumerate([("城关镇工作群", "城关镇"), ("Justice Bureau", "司法局"), ("100%_完成", "司法局")]):
            await ours(tx, -100 - number, title, "group", NOW)
            await groups.change(tx, -100 - number, unit=unit)
        await groups.add_tag(tx, -101, "重点")
        await groups.deactivate(tx, -102)

        async def found(words: str, **filters: bool) -> list[int]:
            return [group.chat_id for group in (await groups.search(tx, words, **filters))[0]]

        assert await found("") == [-101, -100, -102]
        assert await found("justice") == [-101]
        assert await found("司法局 重点") == [-101]
        assert await found("司法局", active=True) == [-101]
        assert await found("%_") == [-102]
        assert await found("-100") == [-100]
        page, total = await groups.search(tx, limit=1, offset=1)
        assert ([group.chat_id for group in page], total) == ([-100], 3)
        assert await groups.units(tx) == {"司法局": 1, "城关镇": 1}
