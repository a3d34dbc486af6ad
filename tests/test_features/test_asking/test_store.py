"""Counting questions, remembering answers, and votes."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.features.asking.store import answers, questions, votes
from bot.features.asking.store.answers import Keeping
from bot.features.asking.store.questions import Counted
from bot.storage.engine import Database, Transaction
from bot.storage.tables import question_log
from bot.storage.tables import votes as votes_table
from bot.storage.veil import Veil, end_of_day

VEIL = Veil("1:token")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GROUP = -1_001_234_567_890
ANNA, BO, CAI = 7_000_000_001, 7_000_000_002, 7_000_000_003


async def _record(tx: Transaction, outcome: str = "answer", *, at: datetime = NOW, unit: str = "", entry_id: str | None = "p12-3") -> int:
    return await questions.record(tx, at=at, unit=unit, chat_kind="supergroup", outcome=outcome, entry_id=entry_id)


async def _answer(tx: Transaction, message: int = 10, *, is_counted: bool = False) -> int:
    identity = await answers.keep(tx, Keeping(GROUP, message, message + 1, "answer", "p12-3", NOW + timedelta(days=2)))
    if is_counted:
        await questions.record_all(tx, [Counted(NOW, "", "supergroup", "answer", "p12-3", VEIL.counted(identity))])
    return identity


async def test_figures_by_day_outcome_unit_and_entry(database: Database) -> None:
    async with database.write() as tx:
        for unit in ("司法局", "司法局", "城关镇", ""):
            await _record(tx, unit=unit)
        await _record(tx, "none", entry_id=None)
        await _record(tx, "choose", at=NOW + timedelta(days=1))
        await _record(tx, at=NOW - timedelta(days=30))
        found = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 2))
        top = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 2), top=1)
    assert found.total == 6
    assert found.by_outcome == {"answer": 4, "none": 1, "choose": 1}
    assert found.by_day == {date(2026, 3, 1): {"answer": 4, "none": 1}, date(2026, 3, 2): {"choose": 1}}
    assert found.by_unit == {"司法局": 2, "城关镇": 1}
    assert found.by_entry == {"p12-3": 4}
    assert found.by_kind == {"supergroup": 6}
    assert (found.voted, found.helped) == (0, 0)
    assert top.by_unit == {"司法局": 2}


async def test_a_day_is_a_day_in_shanghai(database: Database) -> None:
    async with database.write() as tx:
        await _record(tx, at=datetime(2026, 2, 28, 16, 30, tzinfo=UTC))
        found = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 1))
    assert found.by_day == {date(2026, 3, 1): {"answer": 1}}
    assert found.by_hour == {0: 1}


async def test_no_questions_are_no_error(database: Database) -> None:
    async with database.read() as tx:
        found = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 31))
    assert (found.total, found.voted, found.helped, found.by_day) == (0, 0, 0, {})


async def test_an_answer_is_found_from_both_sides_until_it_expires(database: Database) -> None:
    async with database.write() as tx:
        identity = await _answer(tx)
        found = await answers.to_question(tx, GROUP, 10)
        assert found is not None
        assert found == await answers.at_message(tx, GROUP, 11)
        assert (found.id, found.entry_id, found.expires) == (identity, "p12-3", end_of_day(NOW + timedelta(days=2)))
        assert await answers.to_question(tx, GROUP, 11) is None
        assert await answers.to_question(tx, GROUP - 1, 10) is None
        assert await _answer(tx) == identity  # answered again: after an edit
        assert await answers.expire(tx, NOW) == 0
        assert await answers.expire(tx, NOW + timedelta(days=3)) == 1
        assert await answers.to_question(tx, GROUP, 10) is None


async def test_a_withdrawn_answer_is_forgotten_with_its_votes(database: Database) -> None:
    async with database.write() as tx:
        identity = await _answer(tx)
        await votes.vote(tx, VEIL, identity, ANNA, True)
        assert await answers.drop(tx, GROUP, 10)
        assert not await answers.drop(tx, GROUP, 10)
        assert (await tx.execute(votes_table.select())).first() is None
        assert await votes.vote(tx, VEIL, identity, ANNA, True) is None


async def test_a_vote_counts_once_and_can_be_changed(database: Database) -> None:
    async with database.write() as tx:
        identity = await _answer(tx, is_counted=True)
        assert await votes.vote(tx, VEIL, identity, ANNA, True) == votes.VoteTally(1, 0, None)
        assert await votes.vote(tx, VEIL, identity, ANNA, True) == votes.VoteTally(1, 0, True)
        assert await votes.vote(tx, VEIL, identity, BO, True) == votes.VoteTally(2, 0, None)
        assert await votes.vote(tx, VEIL, identity, ANNA, False) == votes.VoteTally(1, 1, True)
        even = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 1))
        assert (even.voted, even.helped) == (1, 0)
        await votes.vote(tx, VEIL, identity, CAI, True)
        more = await questions.stats(tx, date(2026, 3, 1), date(2026, 3, 1))
        assert (more.voted, more.helped) == (1, 1)


async def test_votes_at_once_are_all_counted(database: Database) -> None:
    async with database.write() as tx:
        identity = await _answer(tx, is_counted=True)

    async def vote(person: int) -> votes.VoteTally | None:
        async with database.write() as tx:
            return await votes.vote(tx, VEIL, identity, person, person % 3 > 0)

    tallies = await asyncio.gather(*(vote(ANNA + number) for number in range(30)))
    assert max(tally.ups + tally.downs for tally in tallies if tally) == 30
    async with database.read() as tx:
        row = (await tx.execute(question_log.select())).one()
    assert (row.ups, row.downs) == (20, 10)


async def test_a_vote_does_not_tell_who_voted(database: Database) -> None:
    async with database.write() as tx:
        for message in (10, 20):
            await votes.vote(tx, VEIL, await _answer(tx, message), ANNA, True)
        voters = [row.voter for row in await tx.execute(votes_table.select())]
        assert len(set(voters)) == 2, "the same person can be followed from answer to answer"
        assert not any(str(ANNA) in voter for voter in voters)
        assert len(await votes.of_person(tx, VEIL, ANNA)) == 2
        assert await votes.of_person(tx, VEIL, BO) == []


async def test_a_vote_for_an_answer_that_was_not_counted(database: Database) -> None:
    async with database.write() as tx:
        assert await votes.vote(tx, VEIL, await _answer(tx), ANNA, False) == votes.VoteTally(0, 1, None)
