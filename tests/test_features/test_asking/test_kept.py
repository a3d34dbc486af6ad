"""What is kept of questions and answers: enough for edits, votes and figures, nothing about who asked."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot import texts
from bot.app.housekeeping import Keep, tidy
from bot.backoff import Backoff
from bot.features.asking.store import answers, questions
from bot.features.teaching.missgroups import MissGroups
from bot.features.teaching.store.misses import MissGroup
from bot.library.normalize import normalize
from bot.storage.engine import open_database
from bot.storage.errors import SchemaTooNew
from bot.storage.tables import question_log
from bot.when import CHINA
from tests.fakes.bot_api import BotApi
from tests.office import Office, OpenOffice
from tests.running import ASKS, CHATTER, ENTRY, OTHER, OTHER_ENTRY

NO_ANSWER = "我家自来水费欠了三千块 13812345678"


async def figures(office: Office) -> questions.Stats:
    await office.quiet()
    today = datetime.now(CHINA).date()
    async with office.database.read() as tx:
        return await questions.stats(tx, today - timedelta(1), today)


async def open_misses(office: Office) -> list[MissGroup]:
    await office.quiet()
    return (await MissGroups(office.database).page())[0]


async def test_a_question_is_counted_for_its_unit_without_person_or_words(office: Office, tmp_path: Path) -> None:
    wang = await office.person("欧阳小王")
    chat = office.api.group("工作群", wang)
    await office.tell(wang, f"/ask {ASKS}", chat)
    await office.quiet()
    assert (await figures(office)).total == 0, "a group that nobody took in has no place in figures"
    await office.takes_in(chat)
    await office.tell(office.owner, f"/group {chat.id} 单位 龙泉镇")
    await office.tell(wang, f"/ask {ASKS}", chat)
    await office.tell(wang, ASKS)
    found = await figures(office)
    assert (found.total, found.by_outcome, found.by_unit, found.by_entry) == (2, {"answer": 2}, {"龙泉镇": 1}, {ENTRY: 2})
    with closing(sqlite3.connect(tmp_path / "mingfa.db")) as database:
        rows = [row for table in ("question_log", "answers", "votes", "misses") for row in database.execute(f"SELECT * FROM {table}")]
    assert ASKS not in repr(rows)
    assert "欧阳" not in repr(rows)
    assert not [row for row in rows if str(wang.id) in repr(row) and row[1] != wang.id]  # only the place of the private answer


async def test_an_edited_question_is_one_question(office: Office) -> None:
    wang = await office.person("小王")
    said = wang.says(ASKS)
    card = await office.api.next_message(wang)
    await office.press(wang, card, "👍")
    assert (await figures(office)).voted == 1
    wang.edits(said, OTHER)
    found = await figures(office)
    assert (found.total, found.by_entry, found.voted) == (1, {OTHER_ENTRY: 1}, 0)


async def test_misses_are_kept_without_names_and_numbers(office: Office) -> None:
    wang = await office.person("小王")
    assert (await office.tell(wang, NO_ANSWER)).text == texts.NONE
    (miss,) = await open_misses(office)
    assert "138" not in miss.question
    assert "自来水" in miss.question
    async with office.database.read() as tx:
        assert (await tx.execute(text("SELECT chat_id FROM misses"))).scalars().all() == [None]


async def test_an_edit_that_finds_the_answer_takes_the_miss_back(office: Office) -> None:
    wang = await office.person("小王")
    said = wang.says(NO_ANSWER)
    await office.api.next_message(wang)
    assert len(await open_misses(office)) == 1
    wang.edits(said, ASKS)
    await office.quiet()
    assert await open_misses(office) == []
    assert (await figures(office)).by_outcome == {"answer": 1}


async def test_thumbs_count_once_a_person_and_a_first_thumb_down_is_a_miss(office: Office) -> None:
    wang, li = await office.person("小王"), await office.person("小李")
    chat = office.api.group("工作群", wang, li)
    await office.takes_in(chat)
    card = await office.tell(wang, f"/ask {ASKS}", chat)
    for person, button in ((wang, "👍"), (wang, "👎"), (wang, "👎"), (li, "👎"), (wang, "👍")):
        await office.press(person, card, button)
    found = await figures(office)
    assert (found.voted, found.helped) == (1, 0)
    async with office.database.read() as tx:
        assert (await tx.execute(select(question_log.c.ups, question_log.c.downs))).one() == (1, 1)
    (miss,) = await open_misses(office)
    assert (miss.count, miss.thumbs_down, miss.near[0]) == (1, 1, ENTRY)


async def test_none_of_these_is_a_miss_and_a_pick_is_noted(office: Office, unsure: str) -> None:
    wang = await office.person("小王")
    choice = await office.tell(wang, unsure)
    assert texts.CHOOSE_NONE in choice.button_texts
    await office.press(wang, choice, choice.button_texts[1])
    async with office.database.read() as tx:
        row = (await tx.execute(select(question_log.c.outcome, question_log.c.entry_id))).one()
    assert row.outcome == "choose"
    assert row.entry_id is not None
    choice = await office.tell(wang, unsure)
    await office.press(wang, choice, texts.CHOOSE_NONE)
    (miss,) = await open_misses(office)
    assert (normalize(miss.question), miss.thumbs_down) == (normalize(unsure), 0)


async def test_after_a_restart_edits_and_thumbs_still_find_their_answer(api: BotApi, open_office: OpenOffice) -> None:
    async with open_office() as office:
        wang = await office.person("小王")
        said = wang.says(ASKS)
        card = await api.next_message(wang)
    async with open_office(fresh=False) as office:
        await office.press(wang, card, "👎")
        assert (await figures(office)).voted == 1
        assert await open_misses(office) == []  # whose words nobody kept
        wang.edits(said, OTHER)
        await office.quiet()
        assert len(api.messages(wang.chat)) == 1
        assert OTHER_ENTRY in str(card.markup)
        assert (await figures(office)).by_entry == {OTHER_ENTRY: 1}
        wang.edits(said, CHATTER)
        await office.quiet()
        assert api.messages(wang.chat) == []
        wang.edits(said, ASKS)
        await office.quiet()
        assert len(api.messages(wang.chat)) == 1


async def test_what_was_answered_before_a_crash_is_not_answered_again(api: BotApi, open_office: OpenOffice) -> None:
    async with open_office() as office:
        wang = await office.person("小王")
        said = wang.says(ASKS)
        await api.next_message(wang)
        await office.quiet()
    async with open_office(fresh=False) as office:
        api.world.tell_message(said)  # as Telegram does when it was not told that the update had arrived
        await office.quiet()
        assert len(api.messages(wang.chat)) == 1


async def test_what_is_old_goes(office: Office) -> None:
    wang = await office.person("小王")
    await office.tell(wang, NO_ANSWER)
    await office.tell(wang, ASKS)
    await office.quiet()
    now = datetime.now(UTC)
    await tidy(office.database, now + timedelta(days=6), Keep())
    assert len(await open_misses(office)) == 1
    await tidy(office.database, now + timedelta(days=91), Keep())
    assert await open_misses(office) == []
    async with office.database.read() as tx:
        assert (await tx.execute(select(func.count()).select_from(answers.answers))).scalar() == 0
    assert (await figures(office)).total == 2


async def test_a_database_that_cannot_be_used_at_the_start_is_used_as_soon_as_it_can(
    open_office: OpenOffice, tmp_path: Path, made_database: Path, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.lifecycle._BACKOFF", Backoff(0.05, 30.0))
    file = tmp_path / "mingfa.db"
    file.write_bytes(b"this is no database" * 100)
    async with open_office(fresh=False) as office:
        wang = await office.person("小王")
        assert (await office.tell(wang, ASKS)).buttons
        assert "现在办不了" in (await office.tell(office.owner, "/staff")).text
        assert str(wang.id) in (await office.tell(wang, "/mydata")).text
        warnings = [record for record in log.records if "answering without a database" in record.message]
        assert len(warnings) == 1
        os.replace(_copy(made_database, tmp_path / "sound.db"), file)
        for _ in range(100):
            if office.services.desk is not None:
                break
            await asyncio.sleep(0.05)
        assert "工作人员共" in (await office.tell(office.owner, "/staff")).text
        await office.tell(wang, ASKS)
        assert (await figures(office)).total == 1


def _copy(source: Path, target: Path) -> Path:
    target.write_bytes(source.read_bytes())
    return target


async def test_a_newer_database_is_refused(open_office: OpenOffice, tmp_path: Path, made_database: Path) -> None:
    file = _copy(made_database, tmp_path / "mingfa.db")
    database = open_database(str(file), file)
    async with database.write() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(SchemaTooNew, match="9999"):
        async with open_office(fresh=False):
            pass


async def test_away_for_a_while_there_is_one_warning_and_every_answer(
    open_office: OpenOffice, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    async with open_office(busy=0.2) as office:
        people = [await office.person(f"第{number}人") for number in range(10)]
        with closing(sqlite3.connect(tmp_path / "mingfa.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            for _ in range(3):
                cards = await asyncio.gather(*(office.tell(person, ASKS) for person in people))
                assert all(card.buttons for card in cards)
                await office.quiet()
            other.execute("ROLLBACK")
        await office.tell(people[0], ASKS)
        assert (await figures(office)).total == 1
    warnings = [record for record in log.records if record.levelno >= logging.WARNING and "unusable" in record.message]
    assert len(warnings) == 1
    assert not [record for record in log.records if ASKS in record.getMessage()]


async def test_stopping_does_not_wait_for_a_database_that_is_away(open_office: OpenOffice, tmp_path: Path) -> None:
    with ExitStack() as held:
        async with open_office(busy=2.0) as office:
            wang = await office.person("小王")
            await office.quiet()
            other = held.enter_context(closing(sqlite3.connect(tmp_path / "mingfa.db", isolation_level=None)))
            other.execute("BEGIN EXCLUSIVE")
            assert (await office.tell(wang, ASKS)).buttons
            started = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - started < 8
