"""What is taught in the chat, and how other processes notice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.features.teaching.store import state, supplements
from bot.features.teaching.store.supplements import AliasTaken, Settled, Status, Supplement
from bot.storage.engine import Database, open_database
from bot.storage.tables import supplements as rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EDITOR, OTHER = 7_000_000_001, 7_000_000_002


async def test_a_proposal_waits_and_is_approved(database: Database) -> None:
    async with database.write() as tx:
        proposed = await supplements.propose(tx, " 能不能\u200b自己拍板？ ", "p12-3", by=EDITOR, now=NOW)
        assert (proposed.alias, proposed.status) == ("能不能自己拍板？", Status.PENDING)
        assert (await supplements.live(tx))[0] == []
        waiting, total = await supplements.pending(tx)
        assert (waiting, total) == ([proposed], 1)
        assert await supplements.decide(tx, proposed.id, approve=True, by=OTHER, now=NOW) is Settled.DONE
        (taught,), version = await supplements.live(tx)
        assert (taught.id, taught.decided_by, taught.decided) == (proposed.id, OTHER, NOW)
        assert version == 1
        assert await supplements.decide(tx, proposed.id, approve=False, by=OTHER, now=NOW) is Settled.GONE


async def test_a_rejected_alias_keeps_its_reason_and_may_be_proposed_again(database: Database) -> None:
    async with database.write() as tx:
        first = await supplements.propose(tx, "自己拍板", "p12-3", by=EDITOR, now=NOW)
        assert await supplements.decide(tx, first.id, approve=False, by=OTHER, now=NOW, reason="太笼统") is Settled.DONE
        stored = await supplements.get(tx, first.id)
        assert stored is not None
        assert (stored.status, stored.reason) == (Status.REJECTED, "太笼统")
        await supplements.propose(tx, "自己拍板", "p12-4", by=EDITOR, now=NOW)
        assert (await supplements.live(tx))[1] == 0


async def test_ones_own_proposal_may_need_another_editor(database: Database) -> None:
    async with database.write() as tx:
        own = await supplements.propose(tx, "自己拍板", "p12-3", by=EDITOR, now=NOW)
        assert await supplements.decide(tx, own.id, approve=True, by=EDITOR, now=NOW, own_too=False) is Settled.OWN
        assert (await supplements.pending(tx))[1] == 1
        assert await supplements.decide(tx, own.id, approve=True, by=EDITOR, now=NOW, own_too=True) is Settled.DONE


async def test_one_wording_belongs_to_one_entry(database: Database) -> None:
    async with database.write() as tx:
        first = await supplements.propose(tx, "自己拍板！", "p12-3", by=EDITOR, now=NOW, live=True)
        with pytest.raises(AliasTaken) as taken:
            await supplements.propose(tx, "自己 拍板", "p12-4", by=OTHER, now=NOW)
        assert taken.value.holder.id == first.id
        with pytest.raises(ValueError, match="letter"):
            await supplements.propose(tx, "？！", "p12-4", by=OTHER, now=NOW)
        assert (await supplements.pending(tx))[1] == 0


async def test_two_editors_who_teach_the_same_at_once(database: Database) -> None:
    async def teach(entry_id: str) -> Supplement | AliasTaken:
        async with database.write() as tx:
            try:
                return await supplements.propose(tx, "自己拍板", entry_id, by=EDITOR, now=NOW, live=True)
            except AliasTaken as taken:
                return taken

    done = await asyncio.gather(*(teach(f"p12-{number}") for number in range(5)))
    (winner,) = (one for one in done if isinstance(one, Supplement))
    assert all(one.holder == winner for one in done if isinstance(one, AliasTaken))


async def test_another_process_sees_the_version_rise_with_every_change(database: Database, address: str) -> None:
    other = open_database(address, Path())

    async def seen() -> int:
        async with other.read() as tx:
            return (await state.versions(tx))[state.SUPPLEMENTS]

    assert await seen() == 0
    async with database.write() as tx:
        taught = await supplements.propose(tx, "自己拍板", "p12-3", by=EDITOR, now=NOW, live=True)
        assert await seen() == 0  # not before it is kept
    assert await seen() == 1
    async with database.write() as tx:
        assert await supplements.withdraw(tx, taught.id, by=OTHER, now=NOW, reason="已写进知识库")
        assert not await supplements.withdraw(tx, taught.id, by=OTHER, now=NOW)
    assert await seen() == 2
    async with database.write() as tx:
        assert await state.bump(tx, state.LIBRARY, NOW) == 1
    assert await seen() == 2
    await other.close()


async def test_many_are_proposed_at_once_and_taken_wordings_left_out(database: Database) -> None:
    async with database.write() as tx:
        await supplements.propose(tx, "已经有了的问法", "p12-1", by=OTHER, now=NOW)
        items = [(f"第{number}种问法", "p12-3") for number in range(1200)]
        kept = await supplements.propose_many(tx, [*items, ("已经有了的问法？", "p12-3"), ("。", "p12-3")], by=EDITOR, now=NOW, live=True)
    assert [(item.alias, item.entry_id) for item in kept] == items
    async with database.read() as tx:
        live, version = await supplements.live(tx)
    assert (len(live), version) == (1200, 1)


async def test_many_are_approved_at_once_but_not_ones_own(database: Database) -> None:
    async with database.write() as tx:
        mine = await supplements.propose(tx, "我提的问法", "p12-1", by=OTHER, now=NOW)
        theirs = await supplements.propose(tx, "别人提的问法", "p12-1", by=EDITOR, now=NOW)
        forgotten = await supplements.propose(tx, "不知谁提的", "p12-1", by=EDITOR, now=NOW)
        await tx.execute(update(rows).where(rows.c.id == forgotten.id).values(proposed_by=None))
        ids = [mine.id, theirs.id, forgotten.id, 99]
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW, own_too=False) == 2
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW) == 1
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW) == 0
        _, version = await supplements.live(tx)
        assert version == 2
        assert await supplements.withdraw_many(tx, ids, by=OTHER, now=NOW, reason="已写入文件") == 3
        assert await supplements.live(tx) == ([], 3)
