"""The gate: refusals that tell nothing, a database that is away, what is not an order at all."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from bot import texts as common_texts
from bot.access import Role
from bot.chat import texts
from bot.places.store import groups
from bot.storage import texts as storage_texts
from tests.office import Office, OpenOffice
from tests.places import ours
from tests.running import ASKS, CHATTER


async def test_a_refusal_looks_like_a_command_that_does_not_exist_and_is_noted(office: Office) -> None:
    wang = await office.person("小王")
    unknown = await office.tell(wang, "/nonsense")
    for command in ("/staff", "/grant 5 编辑", "/health"):
        assert (await office.tell(wang, command)).text == unknown.text
    lines = await office.lines()
    assert [(line.actor_id, line.actor_name, line.result) for line in lines] == [(wang.id, "小王", "refused")] * 3
    assert {line.action for line in lines} == {"staff_list", "grant", "health"}


async def test_a_flood_of_attempts_does_not_flood_the_audit_log(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=3) as office:
        wang = await office.person("小王")
        for _ in range(12):
            wang.says("/staff")
        await office.quiet()
        assert len(await office.lines()) == 1
        assert [message.text for message in office.api.messages(wang.chat)] == [texts.COMMAND_UNKNOWN] * 3 + [common_texts.FLOOD]


async def test_an_order_that_was_forwarded_is_nobodys(office: Office) -> None:
    wang = await office.person("小王")
    theirs = wang.says(f"/grant {wang.id} 所有者", office.api.group("工作群", wang))
    office.owner.forwards(theirs, office.owner.chat)
    await office.quiet()
    assert [(line.actor_id, line.result) for line in await office.lines()] == [(wang.id, "refused")]  # what they tried in the group


async def test_a_locked_database_is_told_clearly_and_answers_go_on(open_office: OpenOffice, tmp_path: Path) -> None:
    async with open_office(busy=0.5) as office:
        wang = await office.person("小王")
        with closing(sqlite3.connect(tmp_path / "mingfa.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            card, told = await asyncio.gather(office.tell(wang, ASKS), office.tell(office.owner, "/grant 7555000001 编辑"))
            assert card.buttons
            assert told.text == texts.STAFF_AWAY.format(reason=storage_texts.DATABASE_LOCKED)
            other.execute("ROLLBACK")
        assert (await office.tell(office.owner, "/grant 7555000001 编辑")).text.startswith("已让")


async def test_a_database_that_is_gone_is_told_clearly_and_answers_go_on(office: Office, tmp_path: Path) -> None:
    wang = await office.person("小王")
    os.rename(tmp_path / "mingfa.db", tmp_path / "away.db")
    try:
        assert (await office.tell(office.owner, "/staff")).text == texts.STAFF_AWAY.format(reason=storage_texts.DATABASE_MISSING)
        assert (await office.tell(wang, "/mydata")).text == texts.STAFF_AWAY.format(reason=storage_texts.DATABASE_MISSING)
        assert (await office.tell(wang, ASKS)).buttons
        assert (await office.tell(wang, "/help")).text.startswith("直接打字提问")
        await office.quiet()
    finally:
        os.rename(tmp_path / "away.db", tmp_path / "mingfa.db")
    assert "工作人员共" in (await office.tell(office.owner, "/staff")).text


async def test_a_dialogue_step_is_checked_anew(office: Office) -> None:
    announcer = await office.person("发布员", Role.ANNOUNCER)
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    panel = await office.tell(announcer, "/group -1003")
    await office.press(announcer, panel, "填单位")
    await office.tell(office.owner, f"/revoke {announcer.id} 发布员")
    assert (await office.tell(announcer, "农业局")).text == texts.STAFF_NO_LONGER
    assert (await office.tell(announcer, ASKS)).buttons, "and the next words are a question again"
    async with office.database.read() as tx:
        group = await groups.get(tx, -1003)
    assert group is not None
    assert group.unit == ""


async def test_what_is_no_text_in_a_dialogue_for_text_says_so(office: Office) -> None:
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    panel = await office.tell(office.owner, "/group -1003")
    await office.press(office.owner, panel, "填单位")
    office.owner.photo(chat=office.owner.chat)
    while (said := await office.api.next_message(office.owner)).text.startswith("“工作群”属于"):
        pass
    assert said.text == common_texts.WORDS_ONLY
    # A command is no step; the dialogue goes on after it.
    assert "全部要点" in (await office.tell(office.owner, "/topics")).text or office.api.messages(office.owner.chat)[-1].buttons
    assert "单位：农业局" in (await office.tell(office.owner, "农业局")).text


async def test_somebody_elses_words_never_reach_a_dialogue(office: Office) -> None:
    wang = await office.person("小王")
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    panel = await office.tell(office.owner, "/group -1003")
    await office.press(office.owner, panel, "填单位")
    chat = office.api.group("工作群", office.owner, wang)
    office.owner.command("ask", CHATTER, chat)
    await office.api.next_message(chat)
    assert (await office.tell(wang, ASKS)).buttons
    assert "单位：农业局" in (await office.tell(office.owner, "农业局")).text
