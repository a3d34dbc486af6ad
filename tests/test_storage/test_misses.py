"""Questions without an answer: kept without the person, grouped, for a set time."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.library.normalize import normalize
from bot.storage import misses
from bot.storage.alike import SAME, cluster
from bot.storage.engine import Database, Transaction
from bot.storage.misses import Reason, State
from bot.storage.tables import misses as misses_table

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _store(
    tx: Transaction, question: str, *, unit: str = "", chat_id: int | None = None, days: int = 0, near: tuple[str, ...] = ()
) -> int:
    now = NOW - timedelta(days=days)
    identity = await misses.store(tx, question, reason=Reason.NONE, near=near, unit=unit, chat_id=chat_id, now=now)
    assert identity is not None
    return identity


async def test_names_numbers_and_private_chats_are_not_kept(database: Database) -> None:
    async with database.write() as tx:
        await _store(tx, "张三把李四打了怎么办，电话13800138000", chat_id=7_000_000_001)
        (group,), _ = await misses.grouped(tx)
        row = (await tx.execute(misses_table.select())).one()
    assert group.question == "某某把某某打了怎么办,电话[电话]"
    assert row.chat_id is None


@pytest.mark.parametrize("question", ["", "？！……", " \u200b"])
async def test_what_holds_no_word_is_not_kept(database: Database, question: str) -> None:
    async with database.write() as tx:
        assert await misses.store(tx, question, reason=Reason.NONE, near=(), unit="", chat_id=None, now=NOW) is None


async def test_alike_questions_are_one_group_and_the_most_frequent_comes_first(database: Database) -> None:
    async with database.write() as tx:
        await _store(tx, "离婚冷静期多久？", unit="城关镇", near=("a", "b"))
        for question in ("宅基地可以卖吗", "宅基地可以卖吗？", "宅基地可以卖了吗"):
            await _store(tx, question, unit="司法局", near=("b", "c"))
        await misses.store(tx, "宅基地能卖吗", reason=Reason.THUMBS_DOWN, near=("c",), unit="城关镇", chat_id=-5, now=NOW)
        found, total = await misses.grouped(tx)
        assert total == 3
        first = found[0]
        assert (normalize(first.question), first.count, first.thumbs_down, first.units) == ("宅基地可以卖吗", 3, 0, ("司法局",))
        assert first.near == ("b", "c")
        assert len(first.keys) == 2
        assert [group.count for group in found] == [3, 1, 1]
        assert [group.question for group in (await misses.grouped(tx, limit=1, offset=1))[0]] == [found[1].question]
        assert [group.count for group in (await misses.grouped(tx, unit="城关镇"))[0]] == [1, 1]


async def test_a_decision_holds_for_the_whole_group_and_not_for_what_is_decided(database: Database) -> None:
    async with database.write() as tx:
        one = await _store(tx, "宅基地可以卖吗")
        await _store(tx, "宅基地可以卖了吗")
        await _store(tx, "离婚冷静期多久")
        group = await misses.find(tx, one)
        assert group is not None
        assert await misses.decide(tx, group.keys, State.LATER) == 2
        assert await misses.decide(tx, group.keys, State.TAUGHT) == 2
        assert await misses.decide(tx, group.keys, State.DISMISSED) == 0
        assert [group.question for group in (await misses.grouped(tx))[0]] == ["离婚冷静期多久"]
        assert (await misses.grouped(tx, state=State.TAUGHT))[1] == 1
        assert await misses.find(tx, one) is None
        assert await misses.find(tx, 999) is None


async def test_they_expire_and_can_be_erased(database: Database) -> None:
    async with database.write() as tx:
        await _store(tx, "宅基地可以卖吗", days=91)
        await _store(tx, "离婚冷静期多久", days=89)
        recent = await _store(tx, "社保断缴怎么办", days=1)
        assert await misses.expire(tx, NOW - timedelta(days=90)) == 1
        group = await misses.find(tx, recent)
        assert group is not None
        assert await misses.erase(tx, group.keys) == 1
        assert [group.question for group in (await misses.grouped(tx))[0]] == ["离婚冷静期多久"]


async def test_a_number_is_hardly_ever_given_twice(database: Database) -> None:
    """Else an old button would decide about a new question: of nine million, and never one that is taken."""
    async with database.write() as tx:
        numbers = [await _store(tx, f"宅基地{number}可以卖吗") for number in range(300)]
        assert len(set(numbers)) == 300
        assert all(len(str(number)) == 7 for number in numbers)
        assert numbers != sorted(numbers)


def test_wordings_cluster_around_the_first() -> None:
    assert cluster(["宅基地可以卖吗", "离婚冷静期多久", "宅基地可以卖了吗", "离婚的冷静期多久"]) == [
        ["宅基地可以卖吗", "宅基地可以卖了吗"],
        ["离婚冷静期多久", "离婚的冷静期多久"],
    ]
    assert cluster(["a", "a1", "b"]) == [["a"], ["a1"], ["b"]]
    assert cluster([]) == []


def test_clustering_finds_what_comparing_all_pairs_finds() -> None:
    def similar(one: str, other: str) -> float:
        pairs = [{key[at : at + 2] for at in range(len(key) - 1)} or {key} for key in (one, other)]
        return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))

    random = Random(7)
    keys = list(dict.fromkeys("".join(random.choices("宅基地可以卖吗怎么办", k=random.randint(1, 9))) for _ in range(800)))
    groups: list[list[str]] = []
    for key in keys:
        best = max(groups, key=lambda group: similar(group[0], key), default=None)
        if best is not None and similar(best[0], key) >= SAME:
            best.append(key)
        else:
            groups.append([key])
    assert cluster(keys) == groups
    assert len(groups) < len(keys)


def test_five_thousand_different_wordings_cluster_in_time() -> None:
    keys = [f"{chr(0x4E00 + number % 500)}的{chr(0x5000 + number % 377)}问题{chr(0x6000 + number % 241)}怎么办" for number in range(5000)]
    started = time.perf_counter()
    cluster(keys)
    assert time.perf_counter() - started < 5
