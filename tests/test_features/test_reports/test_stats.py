"""/stats through the fake server: picture, words, other days, workbook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.asking.store import questions
from bot.features.reports import texts
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import Reason
from bot.library.models import Library
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.state import Message
from tests.office import Office
from tests.running import ENTRY


async def _ask(office: Office, outcome: str, count: int = 1, days_ago: int = 0, unit: str = "司法局") -> None:
    at = datetime.now(UTC) - timedelta(days=days_ago)
    entry_id = ENTRY if outcome == "answer" else None
    async with office.database.write() as tx:
        for _ in range(count):
            await questions.record(tx, at=at, unit=unit, chat_kind="supergroup", outcome=outcome, entry_id=entry_id)


def _file(api: BotApi, message: Message) -> bytes:
    content = message.content
    file_id = content["photo"][0]["file_id"] if "photo" in content else content["document"]["file_id"]
    return api.world.files[file_id].content


async def test_a_picture_with_words(office: Office, api: BotApi, library: Library) -> None:
    await _ask(office, "answer", 3)
    await _ask(office, "none", 1, unit="城关镇")
    await _ask(office, "answer", 50, days_ago=40)
    async with office.database.write() as tx:
        await misses.store(tx, "食堂几点开", reason=Reason.NONE, near=[], unit="", chat_id=None, now=datetime.now(UTC))
    said = await office.tell(office.owner, "/stats")
    assert said.covered("bold") == ["近 30 天的提问"]
    assert "共 4 个问题" in said.text
    assert "直接答上：3（75%）" in said.text
    assert f"1. {library.by_id[ENTRY].title}　3" in said.text
    assert "1. 司法局　3" in said.text
    assert "有 1 个等编辑处理" in said.text
    assert said.button_texts == ["7 天", "✓ 30 天", "90 天", texts.BUTTON_XLSX]
    assert Image.open(BytesIO(_file(api, said))).width == 1080
    assert "食堂" not in said.text


async def test_other_days_change_the_same_message(office: Office, api: BotApi) -> None:
    await _ask(office, "answer", 2, days_ago=40)
    said = await office.tell(office.owner, "/stats 7")
    before = _file(api, said)
    assert "还没有人提问" in said.text
    assert await office.press(office.owner, said, "90 天") == ""
    assert "共 2 个问题" in said.text
    assert said.button_texts[2] == "✓ 90 天"
    assert _file(api, said) != before
    assert len(api.messages(office.owner)) == 1
    await office.press(office.owner, said, "✓ 90 天")
    assert len(api.messages(office.owner)) == 1


async def test_a_picture_that_was_deleted_comes_again(office: Office, api: BotApi) -> None:
    said = await office.tell(office.owner, "/stats 7")
    office.owner.deletes(said)
    await office.press(office.owner, said, "30 天")
    assert [message.button_texts[1] for message in api.messages(office.owner)] == ["✓ 30 天"]


async def test_the_workbook(office: Office, api: BotApi) -> None:
    await _ask(office, "answer", 2, unit='=HYPERLINK("http://evil")')
    said = await office.tell(office.owner, "/stats 7")
    await office.press(office.owner, said, texts.BUTTON_XLSX)
    sent = api.messages(office.owner)[-1]
    assert sent.content["document"]["file_name"].endswith(".xlsx")
    book = load_workbook(BytesIO(_file(api, sent)))
    cell = book["单位"]["A2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://evil")')
    assert len(list(book["每天"].iter_rows(min_row=2))) == 7


@pytest.mark.parametrize("wrong", ["abc", "0", "1000", "7 天 半"])
async def test_what_is_no_number_of_days(office: Office, wrong: str) -> None:
    assert (await office.tell(office.owner, f"/stats {wrong}")).text == texts.STATS_USAGE


@pytest.mark.parametrize("data", ["s:statsx:", "s:statsx:999", "s:stats:x"])
async def test_buttons_that_we_never_made(office: Office, api: BotApi, data: str) -> None:
    said = await office.tell(office.owner, "/stats 7")
    await office.press(office.owner, said, data=data)
    assert len([message for message in api.messages(office.owner) if "document" in message.content]) <= 1


async def test_looking_is_in_the_audit_log(office: Office) -> None:
    auditor = await office.person("审计", Role.AUDITOR)
    said = await office.tell(auditor, "/stats 7")
    await office.press(auditor, said, texts.BUTTON_XLSX)
    lines = await office.lines("stats")
    assert [(line.actor_id, line.result) for line in lines] == [(auditor.id, "done")] * 2
    assert lines[0].detail.endswith(".xlsx")


async def test_an_editor_gets_no_figures(office: Office) -> None:
    editor = await office.person("编辑", Role.EDITOR)
    assert (await office.tell(editor, "/stats")).text == chat_texts.COMMAND_UNKNOWN
