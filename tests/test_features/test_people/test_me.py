"""/mydata, /forget and /health."""

from __future__ import annotations

import logging

from sqlalchemy import text

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.people import store, texts
from tests.office import Office
from tests.running import ASKS


async def test_everybody_sees_what_is_kept_and_can_erase_it(office: Office) -> None:
    wang = await office.person("小王")
    assert texts.MY_NOTHING in (await office.tell(wang, "/mydata")).text
    card = await office.tell(wang, ASKS)
    await office.press(wang, card, "👎")
    shown = (await office.tell(wang, "/mydata")).text
    assert str(wang.id) in shown
    assert texts.MY_ANSWERS.format(count=1) in shown
    assert texts.MY_VOTES.format(count=1) in shown
    sure = await office.tell(wang, "/forget")
    assert sure.text == texts.FORGET_SURE
    await office.press(wang, sure, "确定删除")
    assert sure.text == texts.FORGOTTEN
    assert texts.MY_NOTHING in (await office.tell(wang, "/mydata")).text
    async with office.database.read() as tx:
        assert (await store.collect(tx, office.desk.veil, wang.id)).is_empty


async def test_staff_keep_what_the_record_needs(office: Office) -> None:
    editor = await office.person("编辑", Role.EDITOR)
    await office.tell(editor, "/grant 1 编辑")  # refused, and noted
    shown = (await office.tell(editor, "/mydata")).text
    assert "身份：编辑" in shown
    assert texts.MY_REFUSED.format(count=1) in shown
    sure = await office.tell(editor, "/forget")
    await office.press(editor, sure, "确定删除")
    assert texts.KEPT_STAFF in sure.text
    assert texts.KEPT_AUDIT in sure.text
    assert "身份：所有者" in (await office.tell(office.owner, "/mydata")).text


async def test_in_a_group_nothing_personal_is_said(office: Office) -> None:
    wang = await office.person("小王")
    chat = office.api.group("工作群", wang)
    for command in ("/mydata", "/forget"):
        assert (await office.tell(wang, command, chat)).text == chat_texts.STAFF_PRIVATE_ONLY
    sure = await office.tell(wang, "/forget")
    assert await office.press(wang, sure, data="me:forgetful") == chat_texts.TOAST_STALE
    card = await office.tell(wang, f"/ask {ASKS}", chat)
    assert await office.press(wang, card, data="me:forget") == chat_texts.TOAST_STALE


async def test_health_says_how_it_is_without_secrets(office: Office) -> None:
    logging.getLogger().addHandler(office.services.vitals)
    try:
        logging.getLogger("bot.test").warning("something was wrong")
        shown = await office.tell(office.owner, "/health")
    finally:
        logging.getLogger().removeHandler(office.services.vitals)
    assert "bot.test something was wrong" in shown.text
    for words in ("程序版本：", "已运行：0 分钟", "数据库：正常", "隐私模式：开", "磁盘剩余：", "知识版本："):
        assert words in shown.text
    assert office.api.token not in shown.text
    await office.press(office.owner, shown, "刷新")
    assert "运行情况" in shown.text
    async with office.database.read() as tx:  # it wrote, each time: reading alone notices no full disk
        assert (await tx.execute(text("SELECT version FROM knowledge_state WHERE name = 'probe'"))).scalar() == 2


async def test_who_was_given_and_lost_a_role_is_told_what_stays(office: Office) -> None:
    wang = await office.person("胡一刀")
    await office.tell(office.owner, f"/grant {wang.id} 编辑")
    await office.tell(office.owner, f"/revoke {wang.id} 编辑")
    shown = (await office.tell(wang, "/mydata")).text
    assert texts.MY_NOTHING not in shown
    assert texts.MY_ABOUT.format(count=2) in shown
    sure = await office.tell(wang, "/forget")
    await office.press(wang, sure, "确定删除")
    assert texts.KEPT_AUDIT in sure.text


async def test_refusals_are_not_called_work(office: Office) -> None:
    wang = await office.person("小王")
    await office.tell(wang, "/staff")
    await office.tell(wang, "/grant 1 编辑")
    shown = (await office.tell(wang, "/mydata")).text
    assert "作为工作人员" not in shown
    assert texts.MY_ABOUT.partition("{")[0] not in shown
    assert "没有权限没办成的操作记录" in shown


async def test_the_words_of_somebody_who_is_asked_about_are_not_kept(office: Office) -> None:
    wang, li = await office.person("小王"), await office.person("小李")
    group = office.api.group("工作群", wang, li)
    await office.takes_in(group)
    theirs = li.says("我家自来水费欠了三千块怎么办", group)
    await office.tell(wang, "/ask", group, reply_to=theirs)
    await office.quiet()
    async with office.database.read() as tx:
        assert (await tx.execute(text("SELECT question FROM misses"))).all() == []
        assert (await tx.execute(text("SELECT outcome FROM question_log"))).scalars().all() == ["none"]
    await office.tell(wang, "/ask 我家自来水费欠了三千块怎么办", group)
    await office.quiet()
    async with office.database.read() as tx:  # else nothing at all is kept here, and the above says nothing
        assert len((await tx.execute(text("SELECT question FROM misses"))).all()) == 1
    assert "那条消息的话不保存" in (await office.tell(wang, "/privacy")).text


async def test_nobody_makes_the_bot_say_something_before_everybody(office: Office) -> None:
    wang = await office.person("小王")
    group = office.api.group("工作群", wang)
    for command in ("/topic", "/ask", "/start", "/daily", "/help", "/settings 单位", "/broadcast", "/teach", "/"):
        wang.says(f"{command} 县长明天被双规".replace("/ ", "/"), group)
        await office.quiet()
    said = [message.text for message in office.api.messages(group) if message.sender != wang.user]
    assert len(said) >= 4
    assert not [text for text in said if "双规" in text]
