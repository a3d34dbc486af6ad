"""/settings and /here: with buttons, in one line, and only for the admins of this group."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.groups import texts
from bot.places.store import groups
from bot.places.store.groups import Group
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat
from tests.office import Office, OpenOffice
from tests.running import ASKS, CHATTER


async def stored(office: Office, chat: Chat) -> Group:
    async with office.database.read() as tx:
        group = await groups.get(tx, chat.id)
    assert group is not None
    return group


async def group_with_admin(office: Office, **options: object) -> tuple[Chat, Person]:
    admin = await office.person("群管理")
    chat = office.api.group("龙泉镇工作群", admin, **options)  # type: ignore[arg-type]
    admin.promotes(admin, chat)
    return chat, admin


async def test_every_button_of_the_panel_changes_what_it_says(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    panel = await office.tell(admin, "/settings", chat)
    assert "旁听：关" in panel.text
    assert await office.press(admin, panel, "打开旁听") == "旁听：开"
    assert "旁听：开" in panel.text
    await office.press(admin, panel, "主动回答")
    await office.press(admin, panel, "3 次/小时")
    await office.press(admin, panel, "打开今日一条")
    await office.press(admin, panel, "今日一条的时间")
    await office.press(admin, panel, "07:30")
    await office.press(admin, panel, "免打扰")
    await office.press(admin, panel, "22:00—07:00")
    await office.press(admin, panel, "不收的消息")
    await office.press(admin, panel, "不收学习资料")
    found = await stored(office, chat)
    assert (found.overhear, found.overheard_per_hour, found.daily, found.daily_at) == (True, 3, True, "07:30")
    assert (found.quiet_from, found.quiet_to, found.muted) == ("22:00", "07:00", {"study"})
    for line in ("旁听：开", "主动回答：3 次/小时", "今日一条：每天 07:30", "免打扰：22:00—07:00", "不收的消息：学习资料"):
        assert line in panel.text
    await office.press(admin, panel, "不收的消息")
    await office.press(admin, panel, "重新收学习资料")
    await office.press(admin, panel, "免打扰")
    await office.press(admin, panel, "没有")
    await office.press(admin, panel, "关闭旁听")
    found = await stored(office, chat)
    assert (found.quiet_from, found.muted, found.overhear) == (None, frozenset(), False)
    details = [line.detail for line in await office.lines("settings")]
    assert details[::-1][:2] == ["旁听：开", "每小时最多主动回答：3"]
    assert len(details) == 9


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("旁听 开", "overhear", True),
        ("次数 4", "overheard_per_hour", 4),
        ("次数 默认", "overheard_per_hour", None),
        ("今日一条 7：45", "daily_at", "07:45"),
        ("今日一条 开", "daily", True),
        ("免打扰 21:30 到 7:30", "quiet_from", "21:30"),
        ("单位 龙泉镇", "wished_unit", "龙泉镇"),
        ("不收 学习", "muted", {"study"}),
    ],
)
async def test_one_line_does_the_same(office: Office, words: str, field: str, value: object) -> None:
    chat, admin = await group_with_admin(office)
    said = await office.tell(admin, f"/settings {words}", chat)
    assert ("已改好" if field != "wished_unit" else texts.UNIT_ASKED.format(unit=value)) in said.text
    assert getattr(await stored(office, chat), field) == value


WRONG = ["旁听", "旁听 也许", "次数 -1", "次数 1000", "次数 很多", "今日一条 25:00", "免打扰 8:00", "免打扰 8:00-8:00"]


@pytest.mark.parametrize("words", [*WRONG, "不收 水费", "胡说", "99", "单位 " + "长" * 41])
async def test_what_is_not_understood_changes_nothing_and_says_how(office: Office, words: str) -> None:
    chat, admin = await group_with_admin(office)
    before = await office.tell(admin, "/settings", chat)
    said = await office.tell(admin, f"/settings {words}", chat)
    assert not said.buttons
    assert said.text not in (chat_texts.COMMAND_UNKNOWN, "")
    after = await office.tell(admin, "/settings", chat)
    assert before.text == after.text


async def test_who_is_no_admin_any_more_cannot_press_either(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    wang = await office.person("小王")
    wang.joins(chat)
    panel = await office.tell(admin, "/settings", chat)
    assert await office.press(wang, panel, "打开旁听") == chat_texts.STAFF_NOT_YOUR_BUTTON
    admin.promotes(admin, chat, "member")
    assert await office.press(admin, panel, "打开旁听") == chat_texts.STAFF_NOT_YOUR_BUTTON
    assert (await stored(office, chat)).overhear is False
    assert [line.result for line in await office.lines("settings")] == ["refused", "refused"]


async def test_the_admin_of_one_group_has_no_say_in_another(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    other = office.api.group("别的群", office.owner)
    await office.tell(office.owner, "/settings", other)
    panel = await office.tell(admin, "/settings", chat)
    mine = [f"{chat.id}:th:1", f"{chat.id}:oh", f"{chat.id}:ph:100", f"{chat.id}:da:9999", f"{chat.id}:mu:1daily", f"{chat.id}:mu:1"]
    for arguments in (f"{other.id}:oh:1", "-1:oh:1", "-99999999999999999999:oh:1", "", *mine):
        toast = await office.press(admin, panel, data=f"s:set:{arguments}")
        assert toast == (chat_texts.TOAST_STALE if arguments != f"{chat.id}:oh" else "旁听：关"), arguments
    assert (await office.tell(admin, f"/settings {other.id} 旁听 开", chat)).text == chat_texts.STAFF_PRIVATE_ONLY
    assert (await stored(office, other)).overhear is False


async def test_owners_may_from_a_private_chat(office: Office) -> None:
    chat, _ = await group_with_admin(office)
    assert (await office.tell(office.owner, "/settings")).text == texts.SETTINGS_WHICH
    assert (await office.tell(office.owner, "/settings -42")).text == texts.GROUP_UNKNOWN
    await office.tell(office.owner, "/settings", chat)
    panel = await office.tell(office.owner, f"/settings {chat.id} 今日一条 开")
    assert "今日一条：每天 08:30" in panel.text
    await office.press(office.owner, panel, "打开旁听")
    assert (await stored(office, chat)).overhear is True
    editor = await office.person("编辑", Role.EDITOR)
    assert (await office.tell(editor, f"/settings {chat.id} 旁听 关")).text == chat_texts.STAFF_IN_GROUP


async def test_overhearing_begins_and_ends_at_once(api: BotApi, open_office: OpenOffice) -> None:
    api.world.privacy_mode = False
    async with open_office() as office:
        chat, admin = await group_with_admin(office)
        admin.says(ASKS, chat)
        await office.quiet()
        assert not api.messages(chat)
        panel = await office.tell(admin, "/settings 旁听 开", chat)
        assert texts.OVERHEAR_DEAF not in panel.text
        card = await office.tell(admin, ASKS, chat)
        assert "不用提醒我" in card.button_texts
        admin.says(CHATTER, chat)
        await office.press(admin, card, "不用提醒我")
        count = len(api.messages(chat))
        admin.says(ASKS, chat)
        await office.quiet()
        assert len(api.messages(chat)) == count
        assert (await stored(office, chat)).overhear_paused_until is not None


async def test_with_privacy_mode_on_the_panel_says_that_overhearing_needs_more(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    panel = await office.tell(admin, "/settings 旁听 开", chat)
    assert texts.OVERHEAR_DEAF in panel.text
    admin.promotes(office.api.world.bot, chat)
    assert texts.OVERHEAR_DEAF not in (await office.tell(admin, "/settings", chat)).text


async def test_here_keeps_the_topic(office: Office) -> None:
    chat, admin = await group_with_admin(office, forum=True)
    said = await office.tell(admin, "/here", chat, thread="通知")
    assert said.text == texts.HERE_DONE
    topic = (await stored(office, chat)).notice_thread_id
    assert topic is not None
    assert topic == said.thread_id
    panel = await office.tell(admin, "/settings", chat, thread="闲聊")
    assert "通知话题：另一个话题" in panel.text
    await office.press(admin, panel, "通知话题")
    await office.press(admin, panel, "发到这个话题")
    assert (await stored(office, chat)).notice_thread_id == panel.thread_id
    assert (await office.tell(admin, "/here", chat)).text == texts.HERE_GENERAL
    assert (await stored(office, chat)).notice_thread_id is None
    assert [line.action for line in await office.lines()] == ["here", "settings", "here"]


async def test_here_without_topics(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    assert (await office.tell(admin, "/here", chat)).text == texts.HERE_NO_TOPICS
    assert (await office.tell(office.owner, "/here", chat)).text == texts.HERE_NO_TOPICS
    wang = await office.person("小王")
    assert (await office.tell(wang, "/here", chat)).text == chat_texts.COMMAND_UNKNOWN
    assert (await office.tell(office.owner, "/here")).text == texts.HERE_IN_TOPIC
    async with office.database.read() as tx:
        assert await groups.get(tx, office.owner.id) is None, "a private chat is no group"
    assert "只有群管理员" not in (await office.tell(office.owner, "/settings", chat)).text
    assert (await office.tell(admin, "/here")).text == (await office.tell(admin, "/settings")).text == chat_texts.STAFF_IN_GROUP


async def test_an_admin_in_a_group_with_hidden_members_is_found_all_the_same(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    chat.hidden_members = True
    assert "旁听" in (await office.tell(admin, "/settings", chat)).text
    office.api.faults.refuse(500, method="getChatMember", times=None)
    assert (await office.tell(admin, "/settings", chat)).text == chat_texts.STAFF_NOT_CHECKED


async def test_an_edited_command_does_nothing_again(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    said = admin.says("/settings 旁听 关", chat)
    await office.api.next_message(chat)
    count = len(office.api.messages(chat))
    admin.edits(said, "/settings 旁听 开")
    await office.quiet()
    assert len(office.api.messages(chat)) == count
    assert (await stored(office, chat)).overhear is False


async def test_an_owner_in_private_finds_the_way_to_a_group_and_back(office: Office) -> None:
    chat, _ = await group_with_admin(office)
    await office.takes_in(chat)
    which = await office.tell(office.owner, "/settings")
    await office.press(office.owner, which, texts.BUTTON_TO_GROUPS)
    await office.press(office.owner, which, which.button_texts[0])
    await office.press(office.owner, which, texts.BUTTON_SETTINGS)
    assert texts.SETTINGS_HINT not in which.text, "the owner may change it too"
    await office.press(office.owner, which, texts.SETTING_QUIET)
    assert f"/settings {chat.id} 免打扰 21:30-7:30" in which.text, "what is offered must work here"
    await office.press(office.owner, which, common_texts.BUTTON_BACK)
    await office.press(office.owner, which, texts.BUTTON_TO_GROUP)
    assert texts.BUTTON_TAG in which.button_texts


@pytest.mark.parametrize(
    ("words", "shown"),
    [("今日一条 8点15", "每天 08:15"), ("今日一条 8点半", "每天 08:30"), ("今日一条 8点", "每天 08:00"), ("免打扰 22-7", "22:00—07:00"),
     ("免打扰 晚上", None), ("今日一条 8点75", None), ("今日一条 25点", None)],
)  # fmt: skip
async def test_times_as_people_say_them(office: Office, words: str, shown: str | None) -> None:
    chat, admin = await group_with_admin(office)
    said = await office.tell(admin, f"/settings {words}", chat)
    assert (shown in said.text) if shown else not said.buttons


async def test_a_server_that_does_not_tell_who_is_a_member_still_has_settings(office: Office) -> None:
    chat, admin = await group_with_admin(office)
    office.api.speaks(without=frozenset({"getChatMember", "getChatMemberCount"}))
    panel = await office.tell(admin, "/settings 旁听 开", chat)
    assert "旁听：开" in panel.text
    await office.press(admin, panel, "免打扰")
    await office.quiet()
    assert "关闭旁听" not in panel.button_texts
