"""/staff, /grant and /revoke."""

from __future__ import annotations

import logging

import pytest

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.people import texts
from bot.places.store import staff
from tests.fakes.bot_api.people import Person
from tests.office import Office


async def held(office: Office, person: Person | int) -> set[Role]:
    user_id = person if isinstance(person, int) else person.id
    async with office.database.read() as tx:
        return set(await staff.roles_of(tx, user_id))


@pytest.mark.parametrize("word", ["编辑", "editor", "Editor"])
async def test_grant_and_revoke_in_one_line(office: Office, word: str) -> None:
    wang = await office.person("小王")
    said = await office.tell(office.owner, f"/grant {wang.id} {word}")
    assert said.text == texts.GRANTED.format(name="小王", role="编辑")
    assert await held(office, wang) == {Role.EDITOR}
    assert office.api.messages(wang.chat)[-1].text == texts.YOU_ARE_NOW.format(role="编辑")
    assert (await office.tell(office.owner, f"/grant {wang.id} {word}")).text == texts.GRANTED_ALREADY.format(name="小王", role="编辑")
    listed = await office.tell(office.owner, "/staff")
    assert f"编辑　小王（{wang.id}）" in listed.text
    assert f"（{office.owner.id}）　由 MINGFA_OWNERS 指定" in listed.text
    assert (await office.tell(office.owner, f"/revoke {wang.id} {word}")).text == texts.REVOKED["done"].format(name="小王", role="编辑")
    assert (await office.tell(office.owner, f"/revoke {wang.id} {word}")).text == texts.REVOKED["not_held"].format(name="小王", role="编辑")
    assert await held(office, wang) == set()
    lines = [(line.action, line.target, line.result) for line in await office.lines(f"user:{wang.id}")]
    target = f"user:{wang.id}"
    assert lines[::-1] == [("grant", target, "done"), ("grant", target, "held"), ("revoke", target, "done"), ("revoke", target, "not_held")]


async def test_by_replying_to_a_message_in_a_group(office: Office) -> None:
    wang = await office.person("小王")
    chat = office.api.group("工作群", office.owner, wang, forum=True)
    theirs = wang.says("大家好", chat, thread="闲聊")
    said = await office.tell(office.owner, "/grant 发布员", chat, reply_to=theirs, thread="闲聊")
    assert said.text == texts.GRANTED.format(name="小王", role="发布员")
    assert (await office.tell(office.owner, "/revoke 发布员", chat, reply_to=theirs, thread="闲聊")).text.startswith("已撤销")
    # Without a reply a message in a topic still "replies" to the topic's beginning, which is nobody's.
    assert (await office.tell(office.owner, "/grant 发布员", chat, thread="闲聊")).text == texts.GRANT_USAGE
    assert await held(office, wang) == set()


async def test_by_forwarding_a_message(office: Office) -> None:
    wang = await office.person("小王")
    chat = office.api.group("工作群", office.owner, wang)
    question = await office.tell(office.owner, "/grant")
    assert question.text == texts.ASK_PERSON
    # Whatever it says: what others wrote is no order of the owner's.
    theirs = wang.says(f"/grant {wang.id} 所有者", chat)
    office.owner.forwards(theirs, office.owner.chat)
    choice = await office.api.next_message(office.owner)
    assert choice.text == texts.ASK_ROLE.format(name="小王")
    await office.press(office.owner, choice, "审计员")
    assert await held(office, wang) == {Role.AUDITOR}
    forwarded = office.owner.forwards(theirs, office.owner.chat)
    await office.quiet()
    assert await held(office, wang) == {Role.AUDITOR}
    assert (await office.tell(office.owner, "/grant 编辑", reply_to=forwarded)).text == texts.GRANTED.format(name="小王", role="编辑")
    choice = await office.tell(office.owner, "/revoke", reply_to=forwarded)
    assert choice.button_texts == [texts.ROLES_LONG["editor"], texts.ROLES_LONG["auditor"]]
    await office.press(office.owner, choice, "编辑")
    assert await held(office, wang) == {Role.AUDITOR}


async def test_the_guided_way_takes_an_id_too_and_says_what_is_wrong(office: Office) -> None:
    listed = await office.tell(office.owner, "/staff")
    await office.press(office.owner, listed, "添加工作人员")
    for wrong in ("小王", "-5", "1087968824", "99999999999999999999", "0"):
        assert (await office.tell(office.owner, wrong)).text == texts.TARGET_BAD_ID + texts.OR_CANCEL
    choice = await office.tell(office.owner, "7555000001")
    assert choice.text == texts.ASK_ROLE.format(name="7555000001")
    assert len(choice.button_texts) == 4
    await office.press(office.owner, choice, "编辑")
    assert await held(office, 7555000001) == {Role.EDITOR}
    assert "他还没有跟我说过话" in choice.text


async def test_nobody_in_particular_gets_no_role(office: Office) -> None:
    chat = office.api.group("工作群", office.owner)
    channel = office.api.channel("频道")
    senders = [office.api.anonymous_admin(chat), office.api.as_channel(channel), office.api.other_bot()]
    for sender in senders:
        said = await office.tell(office.owner, "/grant@mingfa_bot 编辑", chat, reply_to=sender.says("通知", chat))
        assert said.text == texts.TARGET_NO_PERSON
    async with office.database.read() as tx:
        assert await staff.everyone(tx) == []


async def test_an_owner_always_remains(office: Office) -> None:
    other = await office.person("另一位", Role.OWNER)
    assert (await office.tell(other, f"/revoke {office.owner.id} 所有者")).text == texts.REVOKED["set_outside"].format(
        name="所有者", role="所有者"
    )
    assert (await office.tell(other, f"/revoke {other.id} 所有者")).text.startswith("已撤销")
    assert (await office.tell(other, "/staff")).text == chat_texts.COMMAND_UNKNOWN


async def test_the_last_owner_stays_when_the_settings_name_none(open_office: object) -> None:
    async with open_office(owners=frozenset()) as office:  # type: ignore[operator]
        alone = await office.person("唯一的所有者", Role.OWNER)
        assert "最后一位所有者" in (await office.tell(alone, f"/revoke {alone.id} 所有者")).text
        assert await held(office, alone) == {Role.OWNER}


async def test_a_press_counts_for_what_the_presser_may_now(office: Office) -> None:
    boss = await office.person("副手", Role.OWNER)
    wang = await office.person("小王", Role.EDITOR)
    listed = await office.tell(boss, "/staff")
    await office.tell(office.owner, f"/revoke {boss.id} 所有者")
    assert await office.press(boss, listed, "撤销 小王 的编辑") == chat_texts.STAFF_NOT_YOUR_BUTTON
    assert await held(office, wang) == {Role.EDITOR}
    for data in ("s:sg:", "s:sg:5", "s:sg:x:editor", f"s:sr:{wang.id}:king", "s:sr:-7:editor", "s:sg:1087968824:editor"):
        await office.press(office.owner, listed, data=data)
    assert await held(office, wang) == {Role.EDITOR}


async def test_menu_and_help_follow_the_role(office: Office) -> None:
    wang = await office.person("小王")
    assert "/groups" not in (await office.tell(wang, "/help")).text
    await office.tell(office.owner, f"/grant {wang.id} 审计员")
    menu = {command["command"] for command in menus(office, wang)}
    assert {"groups", "group", "help"} <= menu
    assert not {"grant", "health", "settings"} & menu
    shown = (await office.tell(wang, "/help")).text
    assert "您是审计员" in shown
    assert "/groups" in shown
    assert "/grant" not in shown
    await office.tell(office.owner, f"/revoke {wang.id} 审计员")
    assert menus(office, wang) == []
    await office.tell(office.owner, "/start")
    await office.quiet()
    assert "grant" in {command["command"] for command in menus(office, office.owner)}


def menus(office: Office, person: Person) -> list[dict[str, str]]:
    found = [commands for (scope, _), commands in office.api.world.commands.items() if str(person.id) in scope]
    return found[0] if found else []


async def test_what_a_server_says_of_a_menu_does_not_get_into_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    wang = await office.person("小王")
    office.api.faults.refuse(400, "Bad Request: 王五问扣车的事", method="setMyCommands", times=None)
    await office.tell(office.owner, f"/grant {wang.id} 编辑")
    await office.tell(wang, "/start")
    await office.quiet()
    lines = [record.getMessage() for record in caplog.records]
    assert len([line for line in lines if "menu=" in line]) == 2
    assert not [line for line in lines if "王五" in line]
