"""What is taught in the chat, and how other processes notice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from bot.features.teaching.store import state, supplements
from bot.features.teaching.store.supplements import ProposalEnd, Status, Supplement
from bot.storage.engine import Database, Transaction, open_database
from bot.storage.tables import supplements as rows
from tests.school import proposed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EDITOR, OTHER = 7_000_000_001, 7_000_000_002


async def version(tx: Transaction) -> int:
    """Of what is taught."""
    return (await state.versions(tx))[state.SUPPLEMENTS]


async def test_a_proposal_waits_and_is_approved(database: Database) -> None:
    async with database.write() as tx:
        waits = await proposed(tx, " 能不能\u200b自己拍板？ ", "p12-3", by=EDITOR)
        assert (waits.alias, waits.status) == ("能不能自己拍板？", Status.PENDING)
        assert await supplements.live(tx) == []
        waiting, total = await supplements.pending(tx)
        assert (waiting, total) == ([waits], 1)
        assert await supplements.decide(tx, waits.id, approve=True, by=OTHER, now=NOW) is ProposalEnd.DONE
        (taught,) = await supplements.live(tx)
        assert (taught.id, taught.decided_by, taught.decided) == (waits.id, OTHER, NOW)
        assert await version(tx) == 1
        assert await supplements.decide(tx, waits.id, approve=False, by=OTHER, now=NOW) is ProposalEnd.GONE


async def test_a_rejected_alias_keeps_its_reason_and_may_be_proposed_again(database: Database) -> None:
    async with database.write() as tx:
        first = await proposed(tx, "自己拍板", "p12-3", by=EDITOR)
        assert await supplements.decide(tx, first.id, approve=False, by=OTHER, now=NOW, reason="太笼统") is ProposalEnd.DONE
        stored = await supplements.get(tx, first.id)
        assert stored is not None
        assert (stored.status, stored.reason) == (Status.REJECTED, "太笼统")
        await proposed(tx, "自己拍板", "p12-4", by=EDITOR)
        assert await version(tx) == 0


async def test_ones_own_proposal_may_need_another_editor(database: Database) -> None:
    async with database.write() as tx:
        own = await proposed(tx, "自己拍板", "p12-3", by=EDITOR)
        assert await supplements.decide(tx, own.id, approve=True, by=EDITOR, now=NOW, own_too=False) is ProposalEnd.OWN
        assert (await supplements.pending(tx))[1] == 1
        assert await supplements.decide(tx, own.id, approve=True, by=EDITOR, now=NOW, own_too=True) is ProposalEnd.DONE


async def test_one_wording_belongs_to_one_entry(database: Database) -> None:
    async with database.write() as tx:
        first = await proposed(tx, "自己拍板！", "p12-3", by=EDITOR, live=True)
        assert await supplements.propose(tx, [("自己 拍板", "p12-4"), ("？！", "p12-4")], by=OTHER, now=NOW) == []
        assert await supplements.wanted(tx, ["自己拍板"]) == [first]
        assert (await supplements.pending(tx))[1] == 0


async def test_two_editors_who_teach_the_same_at_once(database: Database) -> None:
    async def teach(entry_id: str) -> list[Supplement]:
        async with database.write() as tx:
            return await supplements.propose(tx, [("自己拍板", entry_id)], by=EDITOR, now=NOW, live=True)

    (winner,) = [one for kept in await asyncio.gather(*(teach(f"p12-{number}") for number in range(5))) for one in kept]
    async with database.read() as tx:
        assert await supplements.live(tx) == [winner]


async def test_another_process_sees_the_version_rise_with_every_change(database: Database, address: str) -> None:
    other = open_database(address, Path())

    async def seen() -> int:
        async with other.read() as tx:
            return await version(tx)

    assert await seen() == 0
    async with database.write() as tx:
        taught = await proposed(tx, "自己拍板", "p12-3", by=EDITOR, live=True)
        assert await seen() == 0  # not before it is kept
    assert await seen() == 1
    async with database.write() as tx:
        assert await supplements.withdraw(tx, [taught.id], by=OTHER, now=NOW, reason="已写进知识库") == 1
        assert await supplements.withdraw(tx, [taught.id], by=OTHER, now=NOW) == 0
    assert await seen() == 2
    async with database.write() as tx:
        assert await state.bump(tx, state.LIBRARY, NOW) == 1
    assert await seen() == 2
    await other.close()


async def test_many_are_proposed_at_once_and_taken_wordings_left_out(database: Database) -> None:
    async with database.write() as tx:
        await proposed(tx, "已经有了的问法", "p12-1", by=OTHER)
        items = [(f"第{number}种问法", "p12-3") for number in range(1200)]
        kept = await supplements.propose(tx, [*items, ("已经有了的问法？", "p12-3"), ("。", "p12-3")], by=EDITOR, now=NOW, live=True)
    assert [(item.alias, item.entry_id) for item in kept] == items
    async with database.read() as tx:
        assert (len(await supplements.live(tx)), await version(tx)) == (1200, 1)


async def test_many_are_approved_at_once_but_not_ones_own(database: Database) -> None:
    async with database.write() as tx:
        mine = await proposed(tx, "我提的问法", "p12-1", by=OTHER)
        theirs = await proposed(tx, "别人提的问法", "p12-1", by=EDITOR)
        forgotten = await proposed(tx, "不知谁提的", "p12-1", by=EDITOR)
        await tx.execute(update(rows).where(rows.c.id == forgotten.id).values(proposed_by=None))
        ids = [mine.id, theirs.id, forgotten.id, 99]
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW, own_too=False) == 2
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW) == 1
        assert await supplements.approve_many(tx, ids, by=OTHER, now=NOW) == 0
        assert await version(tx) == 2
        assert await supplements.withdraw(tx, ids, by=OTHER, now=NOW, reason="已写入文件") == 3
        assert (await supplements.live(tx), await version(tx)) == ([], 3)
