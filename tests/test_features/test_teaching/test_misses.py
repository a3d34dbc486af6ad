"""Questions without an answer: kept without the person, grouped, for a set time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.features.teaching import missgroups
from bot.features.teaching.alike import SAME, cluster
from bot.features.teaching.missgroups import MissGroups
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import MissState, Reason
from bot.library.normalize import normalize
from bot.storage.engine import Database, Transaction
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
        row = (await tx.execute(misses_table.select())).one()
    (group,), _ = await MissGroups(database).page()
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
    groups = MissGroups(database)
    found, total = await groups.page()
    assert total == 3
    first = found[0]
    assert (normalize(first.question), first.count, first.thumbs_down, first.units) == ("宅基地可以卖吗", 3, 0, ("司法局",))
    assert first.near == ("b", "c")
    assert len(first.keys) == 2
    assert [group.count for group in found] == [3, 1, 1]
    assert [group.question for group in (await groups.page(limit=1, offset=1))[0]] == [found[1].question]


async def test_a_decision_holds_for_the_whole_group_and_not_for_what_is_decided(database: Database) -> None:
    async with database.write() as tx:
        one = await _store(tx, "宅基地可以卖吗")
        await _store(tx, "宅基地可以卖了吗")
        await _store(tx, "离婚冷静期多久")
    groups = MissGroups(database)
    group = await groups.find(one)
    assert group is not None
    async with database.write() as tx:
        assert await misses.decide(tx, group.keys, MissState.LATER) == 2
    again = await groups.find(one)
    assert again is not None
    assert again.keys == group.keys
    async with database.write() as tx:
        assert await misses.decide(tx, group.keys, MissState.TAUGHT) == 2
        assert await misses.decide(tx, group.keys, MissState.DISMISSED) == 0
    assert [group.question for group in (await groups.page())[0]] == ["离婚冷静期多久"]
    assert (await groups.page(MissState.TAUGHT))[1] == 1
    assert await groups.find(one) is None
    assert await groups.find(999) is None


async def test_they_expire(database: Database) -> None:
    async with database.write() as tx:
        await _store(tx, "宅基地可以卖吗", days=91)
        await _store(tx, "离婚冷静期多久", days=89)
        await _store(tx, "社保断缴怎么办", days=1)
        assert await misses.expire(tx, NOW - timedelta(days=90)) == 1
    assert {group.question for group in (await MissGroups(database).page())[0]} == {"离婚冷静期多久", "社保断缴怎么办"}


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


@pytest.mark.parametrize(
    "wording",
    [
        "\ufdfa" * 4096,  # eighteen characters each
        "这件事到底应该怎么办才好呢" * 300,
        "电话13800138000," * 300,
        "".join(chr(0x4E00 + number) for number in range(4096)),
    ],
)
async def test_however_long_a_question_is_little_of_it_is_kept(database: Database, wording: str) -> None:
    async with database.write() as tx:
        await _store(tx, wording)
        row = (await tx.execute(misses_table.select())).one()
    assert 0 < len(row.question) <= misses.LONGEST
    assert len(row.key) <= misses.LONGEST
    assert "138" not in row.question


def test_a_number_that_is_cut_in_two_goes_as_a_whole() -> None:
    for filling in range(960, 1000):
        assert "138" not in misses._beginning("问" * filling + "13800138000" + "吗" * 100)[-20:] or filling <= 989


async def test_the_table_has_an_end_and_what_is_asked_again_stays(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_ROWS", 40)
    trim = misses.trim
    monkeypatch.setattr(misses, "trim", lambda transaction: trim(transaction, 40))
    async with database.write() as tx:
        for days in (80, 70):
            await _store(tx, "宅基地可以卖吗", days=days)
        later = await _store(tx, "离婚冷静期多久", days=85)
        await misses.decide(tx, ["离婚冷静期多久"], MissState.LATER)
        for number in range(100):
            await _store(tx, f"{chr(0x4E00 + number)}是什么意思", days=60 - number // 2)
        rows = (await tx.execute(misses_table.select())).all()
    assert 38 <= len(rows) <= 40
    kept = [row.key for row in rows]
    assert kept.count("宅基地可以卖吗") == 2
    assert later in {row.id for row in rows}
    assert f"{chr(0x4E00 + 99)}是什么意思" in kept
    assert f"{chr(0x4E00)}是什么意思" not in kept


_HAN = [chr(0x4E00 + number) for number in range(3000)]


@pytest.mark.parametrize(("alphabet", "length"), [(3000, 20), (3000, 300), (40, 300), (17, 300), (10, 20)])
def test_five_thousand_wordings_cluster_in_time_whatever_they_are(alphabet: int, length: int) -> None:
    random = Random(7)
    keys = ["".join(random.choices(_HAN[:alphabet], k=length)) for _ in range(5000)]
    started = time.thread_time()
    groups = cluster(keys)
    assert time.thread_time() - started < 3
    assert sum(map(len, groups)) == len(set(keys))


async def test_editors_wait_beside_the_others_and_only_when_something_is_new(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(keys: Iterable[str]) -> list[list[str]]:
        nonlocal calls
        calls += 1
        return cluster(keys)

    monkeypatch.setattr(missgroups, "cluster", counted)
    random = Random(7)
    rows = [
        {"question": key, "key": key, "reason": "none", "near": (), "created": NOW, "state": "open", "unit": ""}
        for key in ("".join(random.choices(_HAN, k=300)) for _ in range(4999))
    ]
    async with database.write() as tx:
        await tx.execute(misses_table.insert(), [{"id": 1_000_000 + number, **row} for number, row in enumerate(rows)])
    groups = MissGroups(database)
    stood = await _longest_stop(asyncio.gather(groups.page(), groups.page(), groups.find(1_000_000)))
    assert calls == 1
    assert stood < 0.5, "the loop stood still"
    await groups.page(offset=100)
    assert calls == 1
    async with database.write() as tx:
        await _store(tx, "宅基地可以卖吗")
    assert (await groups.page())[1] == 5000
    assert calls == 2


async def _longest_stop(work: Awaitable[object]) -> float:
    """How long the loop stood still at most while ``work`` was done."""
    done = asyncio.ensure_future(work)
    longest = 0.0
    while not done.done():
        before = time.perf_counter()
        await asyncio.sleep(0)
        longest = max(longest, time.perf_counter() - before)
    await done
    return longest
