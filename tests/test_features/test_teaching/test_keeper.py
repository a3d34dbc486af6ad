"""The live knowledge follows the files and the database, in every process, without holding up answers."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering.answerer import Answerer
from bot.answering.building import AnswererBuilder
from bot.answering.live import LiveKnowledge
from bot.features.teaching.keeper import KnowledgeKeeper
from bot.features.teaching.store import state, supplements
from bot.library.changes import Changes
from bot.library.models import Library
from bot.library.problems import KnowledgeError, Problem
from bot.library.supplementing import Taught, Unfit
from bot.storage.engine import Database, Transaction, open_database
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrate import migrate
from tests.school import proposed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EDITOR = 7_000_000_001
NEW = "田里的水渠归谁管才合规矩"


class Files:
    """Stands for the knowledge folder: what it holds can be changed, and broken."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems: list[Problem] = []
        self.reads = 0

    def __call__(self) -> Library:
        self.reads += 1
        if self.problems:
            raise KnowledgeError(self.problems)
        return self.library


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A file, which can be taken away."""
    database = open_database(None, tmp_path / "mingfa.db")
    await migrate(database)
    yield database
    await database.close()


@pytest.fixture
def files(small: Library) -> Files:
    return Files(small)


def keeper_of(
    database: Database, files: Files, build: Callable[[Library], Answerer], small: Library, poll: float = 0.05
) -> KnowledgeKeeper:
    return KnowledgeKeeper(database, LiveKnowledge(build(small)), load=files, build=build, poll_seconds=poll)


@pytest.fixture
def keeper(database: Database, files: Files, build: AnswererBuilder, small: Library) -> KnowledgeKeeper:
    return keeper_of(database, files, build, small)


async def teach(database: Database, alias: str, entry_id: str) -> supplements.Supplement:
    async with database.write() as transaction:
        return await proposed(transaction, alias, entry_id, by=EDITOR, live=True)


async def until(true: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # what is awaited is the effect, which rings no bell
            await asyncio.sleep(0.01)


async def quiet(transaction: Transaction, changes: Changes) -> None:
    """A note that nobody reads."""


async def test_what_is_taught_in_one_process_answers_in_another_within_seconds(
    database: Database, files: Files, build: AnswererBuilder, small: Library
) -> None:
    entry = small.entries[2]
    async with keeper_of(database, files, build, small) as one, keeper_of(database, files, build, small) as other:
        await teach(database, NEW, entry.id)
        await until(lambda: all(NEW in keeper.library.by_id[entry.id].aliases for keeper in (one, other)))
        assert one.library.version == other.library.version != small.version
        assert [taught.alias for taught in one.used] == [NEW]


async def test_what_is_withdrawn_goes_again(database: Database, keeper: KnowledgeKeeper, small: Library) -> None:
    taught = await teach(database, NEW, small.entries[2].id)
    assert await keeper.catch_up()
    assert not await keeper.catch_up()
    async with database.write() as transaction:
        await supplements.withdraw(transaction, [taught.id], by=EDITOR, now=NOW)
    assert await keeper.catch_up()
    assert keeper.library == small


async def test_a_nudge_saves_the_wait(database: Database, files: Files, build: AnswererBuilder, small: Library) -> None:
    async with keeper_of(database, files, build, small, poll=3600) as keeper:
        await until(lambda: files.reads == 1)
        await teach(database, NEW, small.entries[0].id)
        keeper.nudge()
        await until(lambda: len(keeper.used) == 1)


async def test_answers_are_given_while_new_knowledge_is_made_ready(
    database: Database, files: Files, build: AnswererBuilder, small: Library
) -> None:
    gate = threading.Event()

    def slow(library: Library) -> Answerer:
        assert gate.wait(30)
        return build(library)

    live = LiveKnowledge(build(small))
    async with KnowledgeKeeper(database, live, load=files, build=slow, poll_seconds=0.05) as keeper:
        await teach(database, NEW, small.entries[0].id)
        await asyncio.sleep(0.2)
        started = time.monotonic()
        await live.answer("法治是什么意思", addressed=True)
        assert time.monotonic() - started < 1
        assert keeper.library is small
        gate.set()
        await until(lambda: keeper.library is not small)


async def test_reload_takes_sound_files_and_says_what_changed(
    database: Database, keeper: KnowledgeKeeper, files: Files, small: Library
) -> None:
    await teach(database, NEW, small.entries[2].id)
    await keeper.catch_up()
    edited = replace(small.entries[0], gist="改过的一句话")
    files.library = replace(small, entries=(edited, *small.entries[1:]), version="small1111111")
    noted: list[Changes] = []

    async def note(_: Transaction, changes: Changes) -> None:
        noted.append(changes)

    changes = await keeper.reload(NOW, note)
    assert [change.fields for change in changes.changed] == [("gist",)]
    assert noted == [changes]
    assert keeper.base is files.library
    assert keeper.library.by_id[edited.id].gist == "改过的一句话"
    assert NEW in keeper.library.by_id[small.entries[2].id].aliases
    assert not await keeper.catch_up()


async def test_reload_of_the_same_files_changes_nothing_for_anybody(database: Database, keeper: KnowledgeKeeper, small: Library) -> None:
    await keeper.catch_up()
    assert (await keeper.reload(NOW, quiet)).nothing
    async with database.read() as transaction:
        assert (await state.versions(transaction))[state.LIBRARY] == 0
    assert keeper.library is small


async def test_other_processes_read_the_files_again_after_a_reload(
    database: Database, files: Files, build: AnswererBuilder, small: Library
) -> None:
    async with keeper_of(database, files, build, small) as one, keeper_of(database, files, build, small) as other:
        await until(lambda: files.reads == 2)
        files.library = replace(small, entries=small.entries[1:], version="small2222222")
        await one.reload(NOW, quiet)
        await until(lambda: other.base is files.library)
        assert len(other.library.entries) == len(small.entries) - 1


async def test_the_old_knowledge_stays_until_the_files_are_sound(
    database: Database, keeper: KnowledgeKeeper, files: Files, small: Library
) -> None:
    await keeper.catch_up()
    files.problems = [Problem("entries/a.yaml", 3, "p1", "gist", "太长"), Problem("entries/b.yaml", 1, "", "", "写法有误")]
    with pytest.raises(KnowledgeError) as refusal:
        await keeper.reload(NOW, quiet)
    assert len(refusal.value.problems) == 2
    assert keeper.library is small
    files.problems = []
    assert (await keeper.reload(NOW, quiet)).nothing


async def test_another_process_with_broken_files_keeps_what_it_has_and_still_learns(
    database: Database, keeper: KnowledgeKeeper, files: Files, small: Library
) -> None:
    await keeper.catch_up()
    files.problems = [Problem("entries/a.yaml", 3, "p1", "gist", "太长")]
    async with database.write() as transaction:
        await state.bump(transaction, state.LIBRARY, NOW)
    await teach(database, NEW, small.entries[2].id)
    assert await keeper.catch_up()
    assert keeper.base is small
    assert len(keeper.used) == 1


async def test_a_note_that_cannot_be_written_leaves_everything_as_it_was(
    database: Database, keeper: KnowledgeKeeper, files: Files, small: Library
) -> None:
    await keeper.catch_up()
    files.library = replace(small, entries=small.entries[1:], version="small2222222")

    async def fails(_: Transaction, __: Changes) -> None:
        raise DatabaseUnavailable("full")

    with pytest.raises(DatabaseUnavailable):
        await keeper.reload(NOW, fails)
    assert keeper.library is small
    assert not await keeper.catch_up()


async def test_what_the_files_have_meanwhile_is_idle(database: Database, keeper: KnowledgeKeeper, files: Files, small: Library) -> None:
    entry = small.entries[2]
    await teach(database, NEW, entry.id)
    await keeper.catch_up()
    committed = replace(entry, aliases=(*entry.aliases, NEW))
    entries = tuple(committed if one.id == entry.id else one for one in small.entries)
    files.library = replace(small, entries=entries, version="small3333333")
    await keeper.reload(NOW, quiet)
    assert keeper.used == ()
    assert [(taught.alias, why) for taught, why in keeper.idle] == [(NEW, Unfit.OWNED)]
    assert keeper.library is files.library


async def test_a_database_that_is_away_takes_nothing_away(
    database: Database, files: Files, build: AnswererBuilder, small: Library, caplog: pytest.LogCaptureFixture
) -> None:
    assert database.path is not None
    moved = database.path.with_suffix(".away")
    async with keeper_of(database, files, build, small) as keeper:
        await until(lambda: files.reads == 1)
        await database.close()
        database.path.rename(moved)
        await until(lambda: "unusable" in caplog.text)
        assert keeper.library is small
        moved.rename(database.path)
        await teach(database, NEW, small.entries[0].id)
        await until(lambda: len(keeper.used) == 1)
    assert caplog.text.count("unusable") == 1


async def test_a_build_that_fails_is_logged_and_not_tried_for_ever(
    database: Database, files: Files, build: AnswererBuilder, small: Library, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    def fails(library: Library) -> Answerer:
        tries.append(library)
        raise MemoryError

    async with KnowledgeKeeper(database, LiveKnowledge(build(small)), load=files, build=fails, poll_seconds=0.02) as keeper:
        await teach(database, NEW, small.entries[0].id)
        await until(lambda: bool(tries))
        await asyncio.sleep(0.2)
        assert len(tries) == 1
        assert keeper.library is small
    assert "MemoryError" in caplog.text


async def test_the_knowledge_as_it_would_be(keeper: KnowledgeKeeper, database: Database, small: Library) -> None:
    entry = small.entries[1]
    await teach(database, NEW, entry.id)
    await keeper.catch_up()
    made = await keeper.with_more([Taught("还有一种问法是怎样的", entry.id)])
    assert made.library.by_id[entry.id].aliases[-2:] == (NEW, "还有一种问法是怎样的")
    assert keeper.library.by_id[entry.id].aliases[-1] == NEW
