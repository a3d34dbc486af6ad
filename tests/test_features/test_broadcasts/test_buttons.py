"""Old buttons change nothing and say so; what is shown afterwards is when it was sent; nobody is pointed to what they may not do."""

from __future__ import annotations

from bot.access import Role
from bot.chat import texts as chat_texts
from bot.features.broadcasts import texts
from bot.storage import dialogs
from tests.fakes.bot_api import BotApi
from tests.office import Office
from tests.test_features.test_broadcasts.test_dialogue import NOTICE, enter, last, newest, over, prepared


async def kept(office: Office, person_id: int) -> object:
    async with office.database.read() as tx:
        return await dialogs.get(tx, person_id, person_id, office.desk.clock())


async def test_buttons_of_an_earlier_dialogue_change_nothing(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    for unit in ("安靖镇", "白鹤镇"):
        await enter(office, api.group(unit, office.owner), unit=unit)
    starts, names, times = [], [], []
    for _ in range(2):
        starts.append(await office.tell(ann, "/broadcast"))
        asked = await office.tell(ann, NOTICE)
        await office.press(ann, asked, texts.BUTTON_BC_UNITS)
        names.append(asked)
        times.append(await office.tell(ann, "白鹤镇"))
    before = await kept(office, ann.id)
    for message in (starts[0], names[0], times[0]):
        for row in message.buttons:
            for button in row:
                assert await office.press(ann, message, data=button.data) == chat_texts.DIALOG_NEWER, button.text
    # Of the present one: what chooses a name says so too, since the time is asked now.
    assert await office.press(ann, names[1], "安靖镇") == chat_texts.DIALOG_NEWER
    assert await kept(office, ann.id) == before
    for data in ("s:bc:w:now", "s:bc:n:0", "s:bc:x", "s:bc:", "s:bc:::::"):
        assert await office.press(ann, times[1], data=data) == chat_texts.DIALOG_NEWER
    assert await kept(office, ann.id) == before


async def test_a_button_for_a_time_is_for_the_audience_above_it(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner), tag="乡镇")
    await office.tell(ann, "/broadcast")
    await office.tell(ann, NOTICE)
    old = await office.tell(ann, "全部")
    data = next(button.data for row in old.buttons for button in row if button.text == texts.BUTTON_BC_NOW)
    await office.press(ann, old, texts.BUTTON_BC_AGAIN)
    await office.tell(ann, "乡镇")
    assert await office.press(ann, old, data=data) == chat_texts.DIALOG_NEWER


async def test_the_content_that_is_used_is_the_one_above_the_button(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    await office.press(ann, await prepared(office, ann), texts.BUTTON_BC_EDIT)
    first = await office.tell(ann, "第一种")
    second = await office.tell(ann, "第二种")
    assert await office.press(ann, first, texts.BUTTON_BC_USE) == chat_texts.DIALOG_NEWER
    await office.press(ann, second, texts.BUTTON_BC_USE)
    assert (await newest(office)).content.opening == "第二种"


async def test_a_bare_unit_in_one_line_and_when_it_was_sent(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    town, other = api.group("龙泉镇群", office.owner), api.group("别的群", office.owner)
    await enter(office, town, unit="龙泉镇")
    await enter(office, other)
    ann.says(f"/broadcast 龙泉镇 现在\n{NOTICE}")
    offer = await last(office, ann)
    assert texts.BROADCAST_AT_RELEASE in offer.text
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(town)).text == NOTICE
    await over(office, ann)
    view = await office.tell(ann, "/broadcasts 1")
    year = office.desk.clock().year
    assert f"已发：{year}" in view.text
    assert texts.BROADCAST_AT_RELEASE not in view.text
    listed = await office.tell(ann, "/broadcasts")
    assert f"已发完 {(await newest(office)).prepared_at.month}月" in listed.button_texts[0]
    assert not api.messages(other)
    assert (await office.tell(ann, f"/broadcast 没有的镇 现在\n{NOTICE}")).text == texts.BROADCAST_TO_WHOM_USAGE


async def test_owner_and_auditor_are_not_pointed_to_what_they_may_not_do(office: Office, api: BotApi) -> None:
    auditor = await office.person("小审", Role.AUDITOR)
    for person in (office.owner, auditor):
        assert (await office.tell(person, "/broadcasts")).text == texts.BROADCAST_LIST_EMPTY_LOOK
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    await prepared(office, ann)
    for person in (office.owner, auditor):
        view = await office.tell(person, "/broadcasts 1")
        assert texts.BROADCAST_WAITS_LOOK in view.text
        assert texts.BROADCAST_WAITS not in view.text
