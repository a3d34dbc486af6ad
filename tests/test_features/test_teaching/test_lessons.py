"""Teaching without any chat: what an act checks, what it changes and what it notes, all in one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot import texts
from bot.answering.building import AnswererBuilder
from bot.answering.live import LiveKnowledge
from bot.chat.conversation import Objection
from bot.features.teaching.lessons import MOST_ALIASES, Lessons
from bot.features.teaching.listing import PER_PAGE
from bot.features.teaching.misses import Misses
from bot.features.teaching.store import misses, supplements
from bot.features.teaching.store.misses import MissState, Reason
from bot.features.teaching.store.supplements import ProposalEnd, Status
from bot.features.teaching.teaching import Teaching, build_teaching
from bot.library.models import Library
from bot.library.supplementing import Taught
from bot.storage import audit
from bot.storage.acts import Acts
from bot.storage.engine import Database
from tests.conftest import KNOWLEDGE
from tests.school import NEW, NOW, OTHER_NEW, Files, evaluation, proposed

THIRD = "县里修路占了我家菜地怎么个说法"


@dataclass(frozen=True)
class Editor:
    user_id: int
    name: str = "编辑"


@dataclass(frozen=True)
class Nameless:
    """What is noted of them fails."""

    user_id: int

    @property
    def name(self) -> str:
        raise LookupError("no name")


ONE, OTHER = Editor(7_000_000_001), Editor(7_000_000_002, "另一位")


@pytest.fixture
def teaching(database: Database, build: AnswererBuilder, small: Library) -> Teaching:
    return build_teaching(KNOWLEDGE, database, LiveKnowledge(build(small)), build, evaluation(small), load=Files(small))


@pytest.fixture
def lessons(database: Database, teaching: Teaching) -> Lessons:
    return made(database, teaching)


def made(database: Database, teaching: Teaching, *, self_approve: bool = True) -> Lessons:
    acts = Acts(database, lambda: NOW)
    return Lessons(acts, teaching, Misses(acts, LiveKnowledge(teaching.keeper.answerer)), self_approve=self_approve)


async def rows(database: Database) -> list[tuple[str, Status]]:
    """What is in use, then what waits."""
    async with database.read() as tx:
        found = [*await supplements.live(tx), *(await supplements.pending(tx, limit=100))[0]]
    return [(item.alias, item.status) for item in found]


async def noted(database: Database) -> list[tuple[str, str, str]]:
    """Action, target and result of every line, oldest first."""
    async with database.read() as tx:
        lines, _ = await audit.search(tx, limit=100)
    return [(line.action, line.target, line.result) for line in lines[::-1]]


async def test_what_is_taught_is_kept_and_noted_and_its_question_is_done_with(database: Database, lessons: Lessons, small: Library) -> None:
    entry = small.entries[1]
    async with database.write() as tx:
        miss = await misses.store(tx, NEW, reason=Reason.NONE, near=(), unit="", chat_id=None, now=NOW)
    assert miss is not None
    kept = await lessons.keep(ONE, entry.id, [NEW, OTHER_NEW], live=True, miss=miss)
    assert (kept.count, kept.live, kept.refused) == (2, True, ())
    assert await rows(database) == [(NEW, Status.LIVE), (OTHER_NEW, Status.LIVE)]
    assert await noted(database) == [("teach", f"entry:{entry.id}", "live")]
    async with database.read() as tx:
        assert await misses.counts(tx, MissState.TAUGHT)
        assert await misses.waiting(tx) == 0


async def test_what_cannot_be_noted_is_not_kept(database: Database, lessons: Lessons, small: Library) -> None:
    with pytest.raises(LookupError):
        await lessons.keep(Nameless(5), small.entries[1].id, [NEW], live=True)
    assert await rows(database) == []
    kept = await lessons.keep(ONE, small.entries[1].id, [NEW], live=False)
    assert kept.count == 1
    (item,) = (await lessons.waiting(0)).items
    with pytest.raises(LookupError):
        await lessons.approve(Nameless(5), item.id)
    with pytest.raises(LookupError):
        await lessons.reject(Nameless(5), item.id, "太笼统")
    with pytest.raises(LookupError):
        await lessons.approve_page(Nameless(5), item.id, item.id)
    with pytest.raises(LookupError):
        await lessons.take_over(Nameless(5), [Taught(OTHER_NEW, small.entries[1].id)], [], live=True)
    assert await rows(database) == [(NEW, Status.PENDING)]
    assert await noted(database) == [("teach", f"entry:{small.entries[1].id}", "pending")]


async def test_one_alone_uses_nothing_where_two_are_needed(database: Database, teaching: Teaching, small: Library) -> None:
    lessons, entry = made(database, teaching, self_approve=False), small.entries[1].id
    kept = await lessons.keep(ONE, entry, [NEW], live=True)
    assert not kept.live
    assert await lessons.take_over(ONE, [Taught(OTHER_NEW, entry)], [], live=True) == (1, 0)
    assert (await lessons.approve(ONE, 1))[0] is ProposalEnd.OWN
    assert await lessons.approve_page(ONE, 1, 2) == (0, 2)
    assert {status for _, status in await rows(database)} == {Status.PENDING}
    assert (await lessons.approve(OTHER, 1))[0] is ProposalEnd.DONE
    assert await lessons.approve_page(OTHER, 1, 2) == (1, 0)
    assert {status for _, status in await rows(database)} == {Status.LIVE}


async def test_why_a_wording_cannot_be_taught(lessons: Lessons, small: Library) -> None:
    entry, other = small.entries[1], small.entries[2]
    await lessons.keep(ONE, other.id, [NEW], live=False)
    await lessons.keep(ONE, other.id, [OTHER_NEW], live=True)
    sifted = await lessons.sift(["啊", other.aliases[0], NEW, OTHER_NEW, THIRD, f"{THIRD}？", "问" * 201], entry.id)
    assert sifted.good == (THIRD,)
    because = ("太短", f"已经是 {other.title} 的问法", "正在等审核", f"已经教给《{other.title}》", "太长")
    for why, words in zip(sifted.refused, because, strict=True):
        assert words in why
    assert (await lessons.sift([THIRD], "p99-9")).refused == (texts.OBJECTIONS["no_entry"],)
    many = [f"第{number}件事归谁管才对" for number in range(MOST_ALIASES + 2)]
    sifted = await lessons.sift(many, entry.id)
    assert (len(sifted.good), len(sifted.refused)) == (MOST_ALIASES, 2)


async def test_of_two_at_once_one_keeps_it_and_the_other_is_told(database: Database, lessons: Lessons, small: Library) -> None:
    first, second = await asyncio.gather(
        lessons.keep(ONE, small.entries[1].id, [NEW], live=True), lessons.keep(OTHER, small.entries[2].id, [NEW], live=True)
    )
    assert {first.count, second.count} == {0, 1}
    (why,) = (first if not first.count else second).refused
    assert "已经教给" in why
    assert await rows(database) == [(NEW, Status.LIVE)]
    assert len(await noted(database)) == 1


async def test_what_is_gone_or_cannot_be_used_any_more_is_told(database: Database, lessons: Lessons, small: Library) -> None:
    async with database.write() as tx:
        item = await proposed(tx, small.entries[0].aliases[0] + "？", small.entries[2].id, by=7)
    with pytest.raises(Objection, match=small.entries[0].title):
        await lessons.approve(ONE, item.id)
    assert (await lessons.reject(ONE, item.id, "太笼统"))[0] is ProposalEnd.DONE
    for act in (lessons.one(item.id), lessons.approve(ONE, 999), lessons.reject(ONE, item.id, ""), lessons.withdraw(ONE, item.id)):
        with pytest.raises(Objection):
            await act
    assert await noted(database) == [("pending_decide", f"supplement:{item.id}", "rejected")]


async def test_taken_back_once(database: Database, lessons: Lessons, small: Library) -> None:
    await lessons.keep(ONE, small.entries[1].id, [NEW, OTHER_NEW], live=True)
    assert await lessons.withdraw(ONE, 1)
    with pytest.raises(Objection):
        await lessons.withdraw(OTHER, 1)
    assert await lessons.take_over(OTHER, [], [1, 2], live=False) == (0, 1)
    assert await rows(database) == []
    assert [result for _, _, result in await noted(database)] == ["live", "withdrawn", "pending"]


async def test_pages_of_what_waits_and_of_what_is_in_use(lessons: Lessons, small: Library) -> None:
    many = [f"第{number}件事归谁管才对" for number in range(PER_PAGE + 1)]
    await lessons.keep(ONE, small.entries[1].id, many, live=False)
    await lessons.keep(ONE, small.entries[1].id, [NEW], live=True)
    page = await lessons.waiting(0)
    assert ([item.alias for item in page.items], page.total, page.others) == (many[:PER_PAGE], PER_PAGE + 1, 1)
    for number in (1, 2, 2**63 - 1):
        page = await lessons.waiting(number)
        assert ([item.alias for item in page.items], page.number) == (many[PER_PAGE:], 1)
    for number in (-5, 0, 7):
        page = await lessons.in_use(number)
        assert ([item.alias for item in page.items], page.number, page.others) == ([NEW], 0, PER_PAGE + 1)


async def test_what_words_may_mean(lessons: Lessons, small: Library) -> None:
    entry = small.entries[3]
    assert lessons.meant(entry.id) == [entry]
    assert entry in lessons.meant(entry.title[:4])
    assert lessons.meant(entry.aliases[0])[0] is entry
    assert lessons.meant("？！") == []
