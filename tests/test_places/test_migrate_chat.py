"""A group becomes a supergroup: nothing stays behind, in whatever order the news comes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import BigInteger, Connection, MetaData

from bot.features.asking.store import answers
from bot.features.asking.store.answers import Keeping
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import Reason
from bot.places.store import groups
from bot.places.store.migrate_chat import follow_migration
from bot.storage.engine import Database, Transaction
from bot.storage.schema import metadata
from bot.storage.tables import FORGET, MERGE, MOVE
from bot.storage.tables import misses as misses_table
from tests.places import ours

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD, NEW = -4_000_000_001, -1_001_234_567_890
# These name chats and need not follow: the note of the migration itself, and a pause that is over in a minute.
NEED_NOT = {"chat_migrations.old_chat_id", "chat_migrations.new_chat_id", "send_pace.limited_chat"}


async def test_every_table_with_a_chat_says_how_it_follows(database: Database) -> None:
    def with_chat(connection: Connection) -> set[str]:
        present = MetaData()
        present.reflect(connection)
        return {
            f"{table.name}.{column.name}"
            for table in present.sorted_tables
            for column in table.columns
            if "chat" in column.name and isinstance(column.type, BigInteger)
        }

    async with database.read() as tx:
        found = await tx.run_sync(with_chat)
    following = {f"{table.name}.chat_id" for table in metadata.sorted_tables if table.info.get("chat")}
    assert found - NEED_NOT == following
    for table in metadata.sorted_tables:
        way = table.info.get("chat")
        assert way in (None, MOVE, FORGET) or callable(way) or (way == MERGE and table.name == "groups"), table.name


async def _group(tx: Transaction, chat_id: int = OLD) -> None:
    await ours(tx, chat_id, "工作群", "group", NOW)
    await groups.change(tx, chat_id, unit="城关镇", overhear=True, daily=True, daily_at="07:00", quiet_from="22:00", quiet_to="07:00")
    await groups.add_tag(tx, chat_id, "乡镇")
    await groups.mute(tx, chat_id, "daily", off=True)
    await misses.store(tx, "宅基地可以卖吗", reason=Reason.NONE, near=(), unit="城关镇", chat_id=chat_id, now=NOW)
    expires = NOW + timedelta(days=1)
    await answers.keep(tx, Keeping(chat_id, 1, 2, "none", None, expires))


async def _followed(tx: Transaction) -> None:
    group = await groups.get(tx, NEW)
    assert group is not None
    assert (group.chat_id, group.kind, group.active, group.unit, group.tags, group.muted) == (
        NEW,
        "supergroup",
        True,
        "城关镇",
        ("乡镇",),
        frozenset({"daily"}),
    )
    assert (group.overhear, group.daily, group.daily_at, group.quiet_from, group.quiet_to) == (True, True, "07:00", "22:00", "07:00")
    assert group.joined == NOW
    assert (await groups.search(tx))[1] == 1
    assert [row.chat_id for row in await tx.execute(misses_table.select())] == [NEW]
    assert await answers.to_question(tx, OLD, 1) is None
    assert await answers.to_question(tx, NEW, 1) is None, "message 1 of the new chat is another message"


async def test_everything_follows_and_again_is_harmless(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)
        await groups.change(tx, OLD, notice_thread_id=7)
        assert await follow_migration(tx, OLD, NEW, NOW)
        await _followed(tx)
        group = await groups.get(tx, NEW)
        assert group is not None
        assert group.notice_thread_id is None
        assert not await follow_migration(tx, OLD, NEW, NOW + timedelta(hours=1))
        await _followed(tx)


async def test_the_new_chat_was_seen_first(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)
        await ours(tx, NEW, "工作群（新）", "supergroup", NOW + timedelta(minutes=1))
        await groups.add_tag(tx, NEW, "乡镇")
        assert await follow_migration(tx, OLD, NEW, NOW + timedelta(minutes=2))
        await _followed(tx)
        group = await groups.get(tx, NEW)
    assert group is not None
    assert group.title == "工作群（新）"


async def test_late_news_of_the_old_chat_changes_nothing(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)
        await follow_migration(tx, OLD, NEW, NOW)
        await ours(tx, OLD, "工作群", "group", NOW + timedelta(minutes=1))
        await _followed(tx)
        by_old_id = await groups.get(tx, OLD)
        assert by_old_id is not None
        assert by_old_id.chat_id == NEW
        assert not await follow_migration(tx, OLD, NEW, NOW + timedelta(minutes=2))
        await _followed(tx)


async def test_settings_made_after_the_migration_survive_late_news(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)
        await follow_migration(tx, OLD, NEW, NOW)
        await groups.change(tx, NEW, overhear=False, unit="司法局")
        await follow_migration(tx, OLD, NEW, NOW)
        group = await groups.get(tx, NEW)
    assert group is not None
    assert (group.overhear, group.unit) == (False, "司法局")


async def test_a_chat_that_nobody_knew(database: Database) -> None:
    async with database.write() as tx:
        assert await follow_migration(tx, OLD, NEW, NOW)
        assert await groups.get(tx, NEW) is None
        with pytest.raises(ValueError, match="itself"):
            await follow_migration(tx, OLD, OLD, NOW)


async def test_half_a_migration_is_none(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)

    async def half() -> None:
        async with database.write() as tx:
            await follow_migration(tx, OLD, NEW, NOW)
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await half()
    async with database.write() as tx:
        old = await groups.get(tx, OLD)
        assert old is not None
        assert old.chat_id == OLD
        assert await follow_migration(tx, OLD, NEW, NOW)


async def test_both_paths_at_once(database: Database) -> None:
    async with database.write() as tx:
        await _group(tx)

    async def follow() -> bool:
        async with database.write() as tx:
            return await follow_migration(tx, OLD, NEW, NOW)

    assert sorted(await asyncio.gather(*(follow() for _ in range(6)))) == [False] * 5 + [True]
    async with database.read() as tx:
        await _followed(tx)
