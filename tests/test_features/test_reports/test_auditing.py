"""/audit through the fake server: search, pages, workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.reports import texts
from bot.features.reports.auditing import PER_PAGE, AuditPage
from bot.platforms.telegram.render import units
from bot.storage import audit
from tests.fakes.bot_api import BotApi
from tests.office import Office
from tests.places import ours


async def _act(office: Office, action: str = "grant", count: int = 1, name: str = "张三", detail: str = "", target: str = "user:9") -> None:
    async with office.database.write() as tx:
        for _ in range(count):
            await audit.append(
                tx, now=datetime.now(UTC), actor_id=7_000_000_001, actor_name=name, action=action, target=target, detail=detail
            )


async def test_who_did_what_and_when(office: Office) -> None:
    await _act(office, detail="editor")
    said = await office.tell(office.owner, "/audit")
    assert said.covered("bold") == ["操作记录，共 1 条"]
    assert "张三（7000000001）" in said.text
    assert "授予身份　用户 9　编辑" in said.text
    assert said.button_texts == [texts.BUTTON_XLSX]


async def test_search_by_what_an_act_is_called(office: Office) -> None:
    await _act(office)
    await _act(office, "settings", target="group:-5")
    async with office.database.write() as tx:
        await ours(tx, -5, "司法局工作群", "supergroup", office.desk.clock())
    assert "改群设置　群 司法局工作群（-5）" in (await office.tell(office.owner, "/audit 群设置")).text
    said = await office.tell(office.owner, "/audit 角色 张三")
    assert "含“角色 张三”的共 1 条" in said.text
    assert "改群设置" not in said.text
    today = datetime.now(UTC).date()
    assert "共 0 条" not in (await office.tell(office.owner, f"/audit {today.year}-{today.month:02}")).text


async def test_nothing_found_says_how_to_go_on(office: Office) -> None:
    said = await office.tell(office.owner, "/audit <b>没有这个人")
    assert "<b>没有这个人" in said.text
    assert "/audit" in said.text
    assert not said.buttons


async def test_a_search_too_long_for_a_button(office: Office) -> None:
    assert (await office.tell(office.owner, "/audit " + "长" * 15)).text == texts.AUDIT_WORDS_TOO_LONG.format(limit=14)
    await _act(office, name="长" * 14, count=PER_PAGE + 1)
    said = await office.tell(office.owner, "/audit " + "长" * 14)
    assert chat_texts.BUTTON_LATER in said.button_texts


async def test_pages_stay_in_place_while_lines_are_added(office: Office) -> None:
    for number in range(2 * PER_PAGE + 3):
        await _act(office, detail=f"第{number:02}次")
    said = await office.tell(office.owner, "/audit 张三")
    seen = [f"第{number:02}次" in said.text for number in range(2 * PER_PAGE + 3)]
    assert seen == [False] * (PER_PAGE + 3) + [True] * PER_PAGE
    await _act(office, detail="后来的", count=3)
    await office.press(office.owner, said, chat_texts.BUTTON_LATER)
    await office.press(office.owner, said, chat_texts.BUTTON_LATER)
    assert "第 3 页，共 3 页" in said.text
    assert all(f"第{number:02}次" in said.text for number in range(3))
    assert "后来的" not in said.text
    assert said.button_texts == [chat_texts.BUTTON_EARLIER, texts.BUTTON_XLSX]
    await office.press(office.owner, said, chat_texts.BUTTON_EARLIER)
    assert "第 2 页，共 3 页" in said.text


async def test_the_longest_lines_fit_in_one_message(office: Office) -> None:
    await _act(office, name="🎉" * 64, detail="🎉" * 2000, target="group:" + "9" * 60, count=PER_PAGE)
    said = await office.tell(office.owner, "/audit")
    assert units(said.text) <= 4096
    assert said.text.count("授予身份") == PER_PAGE
    assert said.button_texts == [texts.BUTTON_XLSX]


async def test_the_workbook_has_all_lines_of_the_search(office: Office, api: BotApi) -> None:
    await _act(office, name="=1+1", count=PER_PAGE + 2)
    await _act(office, name="李四")
    said = await office.tell(office.owner, "/audit =1+1")
    await office.press(office.owner, said, chat_texts.BUTTON_LATER)
    await office.press(office.owner, said, texts.BUTTON_XLSX)
    sent = api.messages(office.owner)[-1]
    sheet = load_workbook(BytesIO(api.world.files[sent.content["document"]["file_id"]].content))["操作记录"]
    assert sheet.max_row == PER_PAGE + 3
    assert {cell.value for cell in sheet["B"][1:]} == {"=1+1"}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize(
    "data",
    [
        "s:au:",
        "s:au:1:zzz",
        "s:au:-1:0:x",
        "s:ax:99999999999999999999:x",
        "s:au:9999:78364164095:张三",
        "s:au:0:0:2026-03-01周五",
        "s:audit:1.0.x",
    ],
)
async def test_buttons_that_we_never_made(office: Office, data: str) -> None:
    await _act(office)
    said = await office.tell(office.owner, "/audit")
    await office.press(office.owner, said, data=data)
    assert "服务器" not in said.text


def test_words_with_signs_come_back_from_a_button() -> None:
    look = AuditPage(2, 71, "a.b:c 2026-03")
    assert AuditPage.read(look.pack()) == look
    # The most that there can be: all pages, ten thousand million lines, and words as long as may be.
    assert AuditPage.read(AuditPage(9999, 99999999999, "长" * 14).pack()) is not None


async def test_reading_the_log_is_in_the_log(office: Office) -> None:
    auditor = await office.person("审计", Role.AUDITOR)
    await office.tell(auditor, "/audit 张三")
    await office.quiet()
    assert [(line.actor_id, line.detail) for line in await office.lines("audit") if line.action == "audit"] == [(auditor.id, "张三")]


async def test_an_announcer_does_not_read_the_log(office: Office) -> None:
    announcer = await office.person("发布", Role.ANNOUNCER)
    assert (await office.tell(announcer, "/audit")).text == chat_texts.COMMAND_UNKNOWN
    assert (await office.lines("audit"))[0].result == "refused"
