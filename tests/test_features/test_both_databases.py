"""A dialogue of every staff command from chat to database and back, on SQLite and on a real PostgreSQL.

The other tests here use SQLite, and those of storage try every query on both; these find what only shows when all of it works together.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from bot.access import Role
from bot.answering.building import AnswererBuilder
from bot.chat import texts as chat_texts
from bot.features.groups import texts as groups_texts
from bot.features.people import texts as people_texts
from bot.features.reports import texts as reports_texts
from bot.features.teaching import texts
from bot.features.teaching.store.supplements import Status
from bot.library.models import Library
from bot.places.store import staff
from bot.storage.engine import Database
from tests.fakes.bot_api.state import Message
from tests.office import Office, OpenOffice
from tests.running import ASKS
from tests.school import NEW, OTHER_NEW, School, evaluation, opened


def file_of(office: Office, message: Message) -> bytes:
    """The file in a message."""
    return office.api.world.files[message.content["document"]["file_id"]].content


async def test_groups_people_and_figures(open_office: OpenOffice, address: str, database: Database) -> None:
    async with open_office(url=address) as office:
        api, owner = office.api, office.owner
        admin = await office.person("镇办主任")
        group = api.group("龙泉镇工作群", owner, admin, type="group")
        admin.promotes(admin, group)
        # /settings and /here, by the group's own admin.
        panel = await office.tell(admin, "/settings", group)
        assert await office.press(admin, panel, "打开旁听") == "旁听：开"
        assert "免打扰：22:00—07:00" in (await office.tell(admin, "/settings 免打扰 22:00-7:00", group)).text
        assert (await office.tell(admin, "/here", group)).text == groups_texts.HERE_NO_TOPICS
        # /groups and /group, through a migration to a supergroup.
        assert "+试点" not in (await office.tell(owner, f"/group {group.id} +试点 +乡镇")).text
        assert "单位：龙泉镇" in (await office.tell(owner, f"/group {group.id} 单位 龙泉镇")).text
        taken = await office.tell(owner, f"/group {group.id} 收下")
        assert "已收下“龙泉镇工作群”" in taken.text
        admin.command("ask", ASKS, group)
        await office.quiet()
        group = admin.migrates(group)
        await office.quiet()
        found = await office.tell(owner, "/groups 乡镇 龙泉")
        await office.press(owner, found, "龙泉镇工作群")
        for line in (f"编号：{group.id}", "单位：龙泉镇", "标签：#乡镇　#试点", "旁听：开"):
            assert line in found.text
        # /staff, /grant and /revoke.
        wang = await office.person("小王")
        assert (await office.tell(owner, f"/grant {wang.id} 审计员")).text.startswith("已让")
        assert "审计员　小王" in (await office.tell(owner, "/staff")).text
        # /stats, /audit and their workbooks, by the new auditor.
        shown = await office.tell(wang, "/stats 7")
        assert "共 1 个问题" in shown.text
        assert "1. 龙泉镇　1" in shown.text
        await office.press(wang, shown, reports_texts.BUTTON_XLSX)
        assert load_workbook(BytesIO(file_of(office, api.messages(wang.chat)[-1])))["单位"]["A2"].value == "龙泉镇"
        shown = await office.tell(wang, "/audit 角色")
        assert "授予身份" in shown.text
        await office.press(wang, shown, reports_texts.BUTTON_XLSX)
        assert load_workbook(BytesIO(file_of(office, api.messages(wang.chat)[-1])))["操作记录"]["D2"].value == "授予身份"
        # /health, /mydata and /forget.
        health = (await office.tell(owner, "/health")).text
        assert "数据库：正常" in health
        assert reports_texts.HEALTH_NO_TROUBLE in health
        assert "身份：审计员" in (await office.tell(wang, "/mydata")).text
        assert (await office.tell(owner, f"/revoke {wang.id} 审计员")).text.startswith("已撤销")
        sure = await office.tell(wang, "/forget")
        await office.press(wang, sure, people_texts.BUTTON_FORGET)
        assert people_texts.FORGOTTEN_NOTHING in sure.text, "of who never asked anything only the audit log tells"
        # A dialogue, cancelled.
        await office.press(owner, await office.tell(owner, f"/group {group.id}"), groups_texts.BUTTON_UNIT)
        assert (await office.tell(owner, "/cancel")).text == chat_texts.CANCELLED
        # What was refused.
        assert (await office.tell(wang, "/staff")).text == chat_texts.COMMAND_UNKNOWN
        assert [(line.actor_id, line.action) for line in await office.lines("refused")] == [(wang.id, "staff_list")]


async def test_two_owners_who_revoke_each_other_at_once_leave_one(open_office: OpenOffice, address: str, database: Database) -> None:
    async with open_office(url=address, owners=frozenset()) as office:
        one, two = await office.person("甲", Role.OWNER), await office.person("乙", Role.OWNER)
        one.says(f"/revoke {two.id} 所有者")
        two.says(f"/revoke {one.id} 所有者")
        await office.quiet()
        async with office.database.read() as tx:
            left = await staff.everyone(tx)
        assert [holding.role for holding in left] == [Role.OWNER]


async def test_the_knowledge(open_office: OpenOffice, build: AnswererBuilder, small: Library, address: str, database: Database) -> None:
    async with opened(open_office, build, small, evaluation(small), url=address, self_approve=False) as school:
        other = await school.office.person("另一位编辑", Role.EDITOR)
        await _misses_and_lessons(school, small)
        # /pending: two decide at once, and one of them is told.
        (item,) = await school.supplements()
        assert item.status is Status.PENDING
        first, second = await school.tell("/pending", other), await school.tell("/pending", school.office.owner)
        await school.press(first, f"#{item.id}", other)
        await school.press(second, f"#{item.id}", school.office.owner)
        presses = [other.taps(first, "通过"), school.office.owner.taps(second, "通过")]
        await school.learn()
        toasts = sorted(str((press.answer or {}).get("text")) for press in presses)
        assert toasts == sorted([texts.PENDING_APPROVED.format(id=item.id), texts.PENDING_GONE.format(id=item.id)])
        assert (await school.tell(NEW)).text.startswith(small.entries[2].title)
        # /test, /export, the file sent back, /reload.
        assert "直接回答" in (await school.write(f"/test {NEW}")).text
        await _there_and_back(school, small)
        school.files.library = replace(school.teaching.keeper.base, version="next", entries=small.entries[:5])
        assert "去掉条目 1 个" in (await school.write("/reload")).text
        assert {line.action for line in await school.office.lines()} >= {
            "misses_decide", "teach", "pending_decide", "export", "import", "reload",
        }  # fmt: skip


async def _misses_and_lessons(school: School, small: Library) -> None:
    """/misses and /teach: one question is taught, one put off."""
    await school.miss(NEW, 2, near=(small.entries[2].id,), unit="龙泉镇")
    await school.miss(OTHER_NEW)
    said = await school.tell("/misses")
    await school.press(said, said.button_texts[1])
    await school.press(said, texts.BUTTON_PUT_OFF)
    await school.press(said, said.button_texts[0])
    await school.press(said, f"教给：{small.entries[2].title}")
    await school.press(said, texts.BUTTON_USE_QUESTION)
    await school.learn()
    assert "1 道变好" in said.text
    await school.press(said, texts.BUTTON_KEEP_ASK)
    await school.press(said, texts.BUTTON_MORE_MISSES)
    assert said.text == texts.MISSES_NONE["o"]
    assert "以后再看的（1）" in said.button_texts


async def _there_and_back(school: School, small: Library) -> None:
    """/export as a workbook, and back with a line more."""
    sent = await school.write("/export 表格")
    book = load_workbook(BytesIO(file_of(school.office, sent)))
    book["问法"].append([small.entries[1].id, "", OTHER_NEW, ""])
    changed = BytesIO()
    book.save(changed)
    school.editor.document("明法知识.xlsx", changed.getvalue())
    result = await school.settle()
    assert "可以新增的问法 1 条" in result.text
    await school.press(result, "提交 1 条")
    assert [item.alias for item in await school.supplements() if item.status is Status.PENDING] == [OTHER_NEW]
