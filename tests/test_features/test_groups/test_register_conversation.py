"""The register: how groups get into it, and what staff do with it."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.groups import texts
from bot.places.store import groups
from bot.places.store.groups import Group
from tests.fakes.bot_api import BotApi
from tests.office import Office, OpenOffice
from tests.places import ours
from tests.running import ASKS


async def known(office: Office, chat_id: int) -> Group | None:
    async with office.database.read() as tx:
        return await groups.get(tx, chat_id)


async def test_a_group_is_entered_when_we_join_and_stays_when_we_are_thrown_out(office: Office) -> None:
    boss = office.owner
    chat = office.api.group("农业局群", boss, bot=None)
    boss.adds_bot(chat)
    await office.quiet()
    group = await known(office, chat.id)
    assert group is not None
    assert (group.title, group.active, group.members) == ("农业局群", True, 2)
    panel = await office.tell(boss, f"/group {chat.id} +试点 单位")
    assert panel.text == texts.GROUP_NOT_UNDERSTOOD.format(words="+试点 单位", id=chat.id)
    await office.tell(boss, f"/group {chat.id} +试点")
    boss.removes_bot(chat)
    await office.quiet()
    gone = await known(office, chat.id)
    assert gone is not None
    assert (gone.active, gone.tags) == (False, ("试点",))
    boss.adds_bot(chat)
    await office.quiet()
    back = await known(office, chat.id)
    assert back is not None
    assert (back.active, back.tags) == (True, ("试点",))
    assert not office.api.messages(chat)  # all of it quietly


async def test_a_group_that_was_there_before_us_is_entered_by_its_first_message(office: Office) -> None:
    wang = await office.person("小王")
    chat = office.api.group("老群", wang)
    wang.command("ask", ASKS, chat)
    await office.api.next_message(chat)
    await office.quiet()
    group = await known(office, chat.id)
    assert group is not None
    assert group.title == "老群"
    assert group.waits, "nobody knows who let us in"
    assert await known(office, wang.id) is None  # a private chat is none of its business


async def test_a_group_that_becomes_a_supergroup_keeps_everything(office: Office) -> None:
    admin = await office.person("群管理")
    chat = office.api.group("工作群", admin, type="group")
    await office.takes_in(chat)
    admin.promotes(admin, chat, "creator")
    await office.tell(admin, "/settings 旁听 开", chat)
    await office.tell(office.owner, f"/group {chat.id} +示范")
    new = admin.migrates(chat)
    await office.quiet()
    group = await known(office, new.id)
    assert group is not None
    assert (group.chat_id, group.overhear, group.tags) == (new.id, True, ("示范",))
    async with office.database.read() as tx:
        assert (await groups.search(tx))[1] == 1
    # The old id still finds it, in a command and in an old button.
    panel = await office.tell(office.owner, f"/group {chat.id}")
    assert str(new.id) in panel.text


async def test_the_list_is_paged_searched_and_leads_to_each_group(office: Office) -> None:
    async with office.database.write() as tx:
        for number in range(11):
            await ours(tx, -1000 - number, f"{number:02}号群", "supergroup", office.desk.clock())
        await groups.change(tx, -1003, unit="龙泉镇")
    listed = await office.tell(office.owner, "/groups")
    assert "共 11 个" in listed.text
    assert "09号群" not in listed.text
    await office.press(office.owner, listed, "下一页")
    assert "9. 08号群" in listed.text or "9. 09号群" in listed.text
    await office.press(office.owner, listed, "上一页")
    assert listed.text.startswith("登记的群共 11 个")
    found = await office.tell(office.owner, "/groups 龙泉")
    assert "共 1 个" in found.text
    await office.press(office.owner, found, "03号群")
    assert "-1003" in found.text
    assert "龙泉镇" in found.text
    await office.press(office.owner, found, "全部的群")
    assert "共 11 个" in found.text
    assert (await office.tell(office.owner, "/groups 没有这个")).text == texts.GROUPS_NOTHING.format(words="没有这个")
    assert (await office.tell(office.owner, "/groups " + "很长" * 30)).text == texts.GROUPS_SEARCH_LONG
    for data in ("gl:", "gl:x:", "gl:99999:", "gl:9:", "gv:", "gv:-5", "gv:9", "gx:-1003", "gx:-1003:abc", "gq:", "gt:", "gu:abc"):
        await office.press(office.owner, found, data=f"s:{data}")
    assert not [call.error for call in office.api.calls if call.error and "getChatMemberCount" not in call.method]


async def test_tags_and_unit_in_a_dialogue(office: Office) -> None:
    announcer = await office.person("发布员", Role.ANNOUNCER)
    chat = office.api.group("工作群", office.owner)
    office.owner.command("ask", ASKS, chat)
    await office.api.next_message(chat)
    await office.quiet()
    panel = await office.tell(announcer, f"/group {chat.id}")
    assert "群设置" not in panel.button_texts  # an announcer has no say there
    await office.press(announcer, panel, "加标签")
    question = office.api.messages(announcer.chat)[-1]
    assert question.text.startswith("要给“工作群”加什么标签")
    shown = await office.tell(announcer, "示范 #重点，" + "长" * 65)
    assert shown.text == texts.TAG_TOO_LONG.format(most=64)
    shown = await office.tell(announcer, "示范 #重点")
    assert "#示范" in shown.text
    assert "#重点" in shown.text
    group = await known(office, chat.id)
    assert group is not None
    assert set(group.tags) == {"示范", "重点"}
    await office.press(announcer, shown, "去掉 #重点")
    assert "标签：#示范\n" in shown.text
    assert texts.CHANGED.format(what="去掉了标签 #重点") in shown.text
    await office.press(announcer, shown, "填单位")
    assert "单位：农业局" in (await office.tell(announcer, "农业局")).text
    # The dialogue is over: the next text is a question.
    assert "👍" in (await office.tell(announcer, ASKS)).button_texts
    assert [(line.action, line.detail) for line in (await office.lines(f"group:{chat.id}"))[::-1]] == [
        ("group_tag", "+示范"),
        ("group_tag", "+重点"),
        ("group_tag", "-重点"),
        ("group_unit", "农业局"),
    ]


async def test_an_auditor_looks_and_changes_nothing(office: Office) -> None:
    auditor = await office.person("审计员", Role.AUDITOR)
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    panel = await office.tell(auditor, "/group -1003")
    assert panel.button_texts == ["全部的群"]
    for words in ("+示范", "单位 龙泉镇", "退出"):
        assert (await office.tell(auditor, f"/group -1003 {words}")).text == chat_texts.STAFF_LOOK_ONLY
    for data in ("s:gt:-1003", "s:gu:-1003", "s:gx:-1003:00000000", "s:gq:-1003:!"):
        assert await office.press(auditor, panel, data=data) == chat_texts.STAFF_NOT_YOUR_BUTTON
    group = await known(office, -1003)
    assert group is not None
    assert (group.tags, group.unit) == ((), "")
    # One line an act: what is tried again within the minute is counted.
    assert sorted(line.action for line in await office.lines("refused")) == ["group_leave", "group_tag", "group_unit"]


async def test_leaving_is_asked_twice(office: Office) -> None:
    chat = office.api.group("工作群", office.owner)
    await office.takes_in(chat)
    sure = await office.tell(office.owner, f"/group {chat.id} 退出")
    await office.press(office.owner, sure, "返回")
    await office.press(office.owner, sure, "让我退群")
    assert not office.api.calls_of("leaveChat")
    await office.press(office.owner, sure, "确定退群")
    assert texts.LEFT in sure.text
    group = await known(office, chat.id)
    assert group is not None
    assert group.active is False
    await office.press(office.owner, sure, data=f"s:gq:{chat.id}:!")
    assert "没能退群" in sure.text
    assert [line.result for line in await office.lines("group_leave")] == ["failed", "done"]


async def test_the_register_in_a_group_is_refused_in_one_line(office: Office) -> None:
    chat = office.api.group("工作群", office.owner)
    for command in ("/groups", "/group -1003", "/staff", "/health"):
        said = await office.tell(office.owner, command, chat)
        assert said.text == chat_texts.STAFF_PRIVATE_ONLY
        assert "\n" not in said.text


async def test_a_dialogue_outlives_a_restart_and_half_an_hour_ends_it(api: BotApi, open_office: OpenOffice) -> None:
    async with open_office() as office:
        async with office.database.write() as tx:
            await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
        panel = await office.tell(office.owner, "/group -1003")
        await office.press(office.owner, panel, "填单位")
        owner = office.owner
    async with open_office(fresh=False, owners=frozenset({owner.id})) as office:
        assert "单位：龙泉镇" in (await office.tell(owner, "龙泉镇")).text
        panel = await office.tell(owner, "/group -1003")
        await office.press(owner, panel, "填单位")
        assert (await office.tell(owner, "/cancel")).text == chat_texts.CANCELLED
        assert "👍" in (await office.tell(owner, ASKS)).button_texts
        await office.press(owner, panel, "填单位")
        from sqlalchemy import update

        from bot.storage.tables import dialogs

        async with office.database.write() as tx:
            await tx.execute(update(dialogs).values(expires=office.desk.clock()))
        # Said once; and what may have been meant for the dialogue is a question now.
        assert (await office.tell(owner, ASKS)).text == common_texts.DIALOG_EXPIRED
        await office.quiet()
        assert "👍" in office.api.messages(owner.chat)[-1].button_texts
        assert "👍" in (await office.tell(owner, ASKS)).button_texts
        assert (await office.tell(owner, "/cancel")).text == chat_texts.NOTHING_TO_CANCEL


@pytest.mark.parametrize("button", ["加标签", "填单位"])
async def test_a_question_in_place_of_a_name_becomes_none(office: Office, button: str) -> None:
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    panel = await office.tell(office.owner, "/group -1003")
    await office.press(office.owner, panel, button)
    assert (await office.tell(office.owner, "谁执法谁普法怎么落实？")).text == texts.NOT_A_NAME.format(name="谁执法谁普法怎么落实？")
    group = await known(office, -1003)
    assert group is not None
    assert (group.tags, group.unit) == ((), "")


async def test_what_is_so_already_is_no_change(office: Office) -> None:
    async with office.database.write() as tx:
        await ours(tx, -1003, "工作群", "supergroup", office.desk.clock())
    said = await office.tell(office.owner, "/group -1003 +示范 +重点")
    assert texts.CHANGED.format(what="加了标签 #示范 #重点") in said.text
    assert texts.CHANGED_NOTHING in (await office.tell(office.owner, "/group -1003 +示范")).text
    assert len(await office.lines("group_tag")) == 2
