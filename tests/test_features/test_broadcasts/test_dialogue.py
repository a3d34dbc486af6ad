"""Announcers at work: prepare, preview, release, and what arrives in the groups."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import openpyxl
import pytest

from bot import texts as common_texts
from bot.access import Role
from bot.answering import texts as answering_texts
from bot.chat import texts as chat_texts
from bot.features.broadcasts import texts
from bot.outbox import texts as outbox_texts
from bot.outbox.states import State
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.store.rows import ids_in
from bot.places.store import groups as register
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.office import Office, OpenOffice
from tests.places import ours
from tests.running import ENTRY

NOTICE = "周五下午三点开会，请带好材料。"


async def enter(office: Office, *groups: Chat, tag: str = "", unit: str = "", off: str = "") -> None:
    """Put groups into the register."""
    async with office.database.write() as tx:
        for group in groups:
            await ours(tx, group.id, group.title or "", "supergroup", office.desk.clock())
            if tag:
                await register.add_tag(tx, group.id, tag)
            if unit:
                await register.change(tx, group.id, unit=unit)
            if off:
                await register.mute(tx, group.id, off, True)


async def newest(office: Office) -> Broadcast:
    async with office.database.read() as tx:
        return (await store.latest(tx, 1))[0]


async def stage(office: Office, number: int) -> BroadcastStage:
    async with office.database.read() as tx:
        found = await store.get(tx, number)
    assert found is not None
    return found.stage


async def done(office: Office, number: int) -> None:
    """Wait until a broadcast has sent everything."""
    for _ in range(500):
        if await stage(office, number) is BroadcastStage.DONE:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"broadcast {number} is not done")


async def over(office: Office, person: Person) -> None:
    """Wait until the newest broadcast has sent everything, and the person was told."""
    number = (await newest(office)).id
    await done(office, number)
    title = texts.BROADCAST_TITLE.format(number=number, kind="", stage="").strip()
    for _ in range(500):
        if any(title in message.text and texts.BROADCAST_DONE_NEWS in message.text for message in office.api.messages(person)):
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{person.id} was not told that broadcast {number} is over")


async def last(office: Office, person: Person) -> Message:
    await office.quiet()
    return office.api.messages(person)[-1]


async def prepared(office: Office, person: Person, content: str = NOTICE, when: str | None = None) -> Message:
    """Through the dialogue, to all groups; returns the message that offers the release."""
    await office.tell(person, "/broadcast")
    asked = await office.tell(person, content)
    await office.press(person, asked, texts.BUTTON_BC_ALL.format(count=len(await active(office))))
    if when is None:
        await office.press(person, asked, texts.BUTTON_BC_NOW)
    else:
        person.says(when)
    return await last(office, person)


async def active(office: Office) -> list[register.Group]:
    async with office.database.read() as tx:
        return (await register.search(tx, active=True))[0]


async def test_from_content_to_the_groups(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    groups = [api.group(f"群{number}", office.owner) for number in range(3)]
    await enter(office, *groups)
    offer = await prepared(office, ann)
    assert texts.BUTTON_BC_RELEASE in offer.button_texts
    assert NOTICE in [message.text for message in api.messages(ann)]  # the preview
    assert not any(api.messages(group) for group in groups)
    toast = await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert "3 个群" in toast
    for group in groups:
        assert (await api.next_message(group)).text == NOTICE
    number = (await newest(office)).id
    await over(office, ann)
    # Its end is noted when it is seen, which may be a moment later.
    people = [line.action for line in await office.lines("broadcast:") if line.actor_id]
    assert people == ["broadcast_release", "broadcast_prepare"]
    assert number == 1


async def test_a_second_announcer_must_release(office: Office, api: BotApi) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    assert texts.BUTTON_BC_RELEASE not in offer.button_texts
    one = await newest(office)
    refused = await office.press(ann, offer, data=f"s:br:{one.id}:{one.digest[:12]}")
    assert refused == texts.BROADCAST_SECOND_PERSON
    asked = await last(office, bao)
    assert "小安" in asked.text
    await office.press(bao, asked, texts.BUTTON_BC_PREVIEW)
    shown = api.messages(bao)
    assert shown[-2].text == NOTICE
    await office.press(bao, shown[-1], texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).text == NOTICE
    again = await office.press(bao, shown[-1], data=f"s:br:{one.id}:{one.digest[:12]}")
    assert again.startswith("没有改动")


async def test_the_rule_of_two_can_be_turned_off(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office(two_people=False) as office:
        ann = await office.person("小安", Role.ANNOUNCER)
        await office.person("小宝", Role.ANNOUNCER)
        group = api.group("工作群", office.owner)
        await enter(office, group)
        await office.press(ann, await prepared(office, ann), texts.BUTTON_BC_RELEASE)
        assert (await api.next_message(group)).text == NOTICE


async def test_a_card_to_a_tag_with_its_buttons(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    town, other = api.group("乡镇群", office.owner), api.group("别的群", office.owner)
    await enter(office, town, tag="乡镇")
    await enter(office, other, tag="街道")
    await office.tell(ann, "/broadcast")
    asked = await office.tell(ann, ENTRY.upper())
    await office.press(ann, asked, texts.BUTTON_BC_TAGS)
    await office.press(ann, asked, texts.BUTTON_BC_NAME.format(name="乡镇", count=1))
    await office.press(ann, asked, texts.BUTTON_BC_OK.format(count=1))
    assert "1 个群会收到" in asked.text
    assert "乡镇群" in asked.text
    await office.press(ann, asked, texts.BUTTON_BC_NOW)
    await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
    card = await api.next_message(town)
    assert card.covered("blockquote")
    await office.press(office.owner, card, answering_texts.BUTTON_LAW)
    assert common_texts.LABEL_LAW in card.text
    assert not api.messages(other)


async def test_everything_in_one_message(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("乡镇群", office.owner)
    await enter(office, group, tag="乡镇")
    ann.says(f"/broadcast 标签:乡镇 2099年1月1日 9:00\n{NOTICE}")
    assert "太远" in (await last(office, ann)).text
    ann.says("/cancel")
    ann.says(f"/broadcast 标签:乡镇 现在\n{NOTICE}\n<b>第二行</b>")
    await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
    notice = await api.next_message(group)
    assert notice.text == f"{NOTICE}\n第二行"
    assert notice.covered("bold") == ["第二行"]


async def test_groups_that_do_not_get_it_are_shown_apart(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    deaf, group = api.group("安静群", office.owner), api.group("工作群", office.owner)
    await enter(office, deaf, off="notice")
    await enter(office, group)
    await office.tell(ann, "/broadcast")
    asked = await office.tell(ann, NOTICE)
    await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=2))
    assert "1 个群会收到" in asked.text
    assert texts.BROADCAST_OPTED_OUT.format(count=1, names="安静群") in asked.text


async def test_an_owner_makes_it_official(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    deaf = api.group("安静群", office.owner)
    await enter(office, deaf, api.group("工作群", office.owner))
    offer = await prepared(office, ann)
    await enter(office, deaf, off="notice")
    one = await newest(office)
    refused = await office.press(ann, offer, data=f"s:bo:{one.id}:1")
    assert refused == chat_texts.STAFF_NOT_YOUR_BUTTON
    view = await office.tell(office.owner, f"/broadcasts {one.id}")
    assert texts.BUTTON_BC_RELEASE not in view.button_texts
    await office.press(office.owner, view, texts.BUTTON_BC_OFFICIAL_ON)
    assert (await newest(office)).official
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(deaf)).text == NOTICE


@pytest.mark.parametrize(
    ("content", "said"),
    [("<b>开会", "b"), ("字" * 33_000, "太长")],
)
async def test_bad_content_is_said_and_can_be_mended(office: Office, api: BotApi, content: str, said: str) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    await office.tell(ann, "/broadcast")
    answer = await office.tell(ann, content[:4096])
    if len(content) <= 4096:
        assert said in answer.text
        assert texts.BROADCAST_CHANGE_CONTENT in answer.text
        answer = await office.tell(ann, NOTICE)
    assert texts.BROADCAST_TO_WHOM in answer.text


async def test_a_time_in_the_past_and_an_empty_audience_are_said(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    refused = await prepared(office, ann, when="2020-01-01 09:00")
    assert "已经过去" in refused.text
    assert texts.BROADCAST_PREVIEW not in [message.text for message in api.messages(ann)]  # before anybody reads a preview
    ann.says("cron 0 0 30 2 *")
    assert "永远不会" in (await last(office, ann)).text
    ann.says("下辈子")
    assert (await last(office, ann)).text == outbox_texts.BROADCAST_WHEN_USAGE
    await office.tell(ann, "/broadcast")
    await office.tell(ann, NOTICE)
    answer = await office.tell(ann, "标签:没有")
    assert "0 个群会收到" in answer.text
    async with office.database.read() as tx:
        assert not await store.latest(tx)


async def test_photo_document_and_forwarded_message(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    original = office.owner.says("原话", group)
    sends: list[Callable[[], Message]] = [
        lambda: ann.photo("图片说明"),
        lambda: ann.document("通知.pdf", b"%PDF-1.4", "文件说明"),
        lambda: ann.forwards(original),
    ]
    for send in sends:
        await office.tell(ann, "/broadcast")
        send()
        asked = await api.next_message(ann)
        await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=1))
        await office.press(ann, asked, texts.BUTTON_BC_NOW)
        await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
        await api.next_message(group)
        await over(office, ann)
    assert [message.text for message in api.messages(group)] == ["图片说明", "文件说明", "原话"]


async def test_pause_resume_and_cancel(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann, when="明天 9:00")
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    number = (await newest(office)).id
    await office.press(ann, offer, texts.BUTTON_BC_PAUSE)
    assert await stage(office, number) is BroadcastStage.PAUSED
    assert (await office.press(ann, offer, data=f"s:bx:pause:{number}")).startswith("没有改动")
    await office.press(ann, offer, texts.BUTTON_BC_RESUME)
    assert await stage(office, number) is BroadcastStage.RELEASED
    await office.press(ann, offer, texts.BUTTON_BC_STOP)
    assert await stage(office, number) is BroadcastStage.RELEASED
    await office.press(ann, offer, texts.BUTTON_BC_YES)
    assert await stage(office, number) is BroadcastStage.CANCELLED
    assert "已取消：1" in offer.text


async def test_recall_takes_it_back(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    await over(office, ann)
    view = await office.tell(ann, "/broadcasts 1")
    await office.press(ann, view, texts.BUTTON_BC_RECALL)
    await office.press(ann, view, texts.BUTTON_BC_YES)
    await api.wait_for_method("deleteMessage")
    await office.quiet()
    assert not api.messages(group)
    view = await office.tell(ann, "/broadcasts 1")
    assert texts.BUTTON_BC_RECALL not in view.button_texts  # nothing is left to take back


async def test_uncertain_is_listed_and_settled(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    api.faults.drop(accepted=True, method="sendMessage", chat=group.id, times=1)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    await over(office, ann)
    view = await office.tell(ann, "/broadcasts 1")
    await office.press(ann, view, texts.BUTTON_BC_UNCERTAIN.format(count=1))
    assert "工作群" in view.text
    await office.press(ann, view, texts.BUTTON_BC_ARRIVED.format(place=1))
    async with office.database.read() as tx:
        assert await ids_in(tx, 1, State.SENT)
    assert texts.BROADCAST_UNCERTAIN_NONE in view.text


async def test_failed_are_retried_and_the_sheet_tells(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    api.faults.refuse(400, method="sendMessage", chat=group.id, times=1)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    await over(office, ann)
    view = await office.tell(ann, "/broadcasts 1")
    await office.press(ann, view, texts.BUTTON_BC_SHEET)
    file = api.messages(ann)[-1].content["document"]["file_id"]
    book = openpyxl.load_workbook(io.BytesIO(api.world.files[file].content))
    rows = list(book.worksheets[0].values)
    assert rows[0] == texts.SHEET_HEADINGS
    assert rows[1][0] == "工作群"
    assert rows[1][4] == outbox_texts.STATES["failed"]
    await office.press(ann, view, texts.BUTTON_BC_RETRY)
    assert (await api.next_message(group)).text == NOTICE


async def test_repeating_and_daily(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann, when="工作日 8:30")
    assert "每个工作日 8:30" in offer.text
    assert "工作群" in offer.text  # who gets it
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert "第一次发送" in offer.text
    assert texts.BROADCAST_SERIES_STAGES["released"] in offer.text
    await office.press(ann, offer, texts.BUTTON_BC_RUNS)
    assert offer.text == texts.BROADCAST_RUNS_EMPTY.format(number=1)
    await office.press(ann, offer, common_texts.BUTTON_BACK)
    await office.press(ann, offer, texts.BUTTON_BC_STOP_SERIES)
    assert offer.text == texts.BROADCAST_SURE_CANCEL_SERIES.format(number=1)
    await office.press(ann, offer, texts.BUTTON_BC_YES)
    assert texts.BROADCAST_CANCELLED_SERIES in offer.text
    start = await office.tell(ann, "/broadcast")
    await office.press(ann, start, texts.BUTTON_BC_DAILY_WORKDAYS)
    offer = await last(office, ann)
    assert texts.BROADCAST_AT_DAILY_WORKDAYS in offer.text
    assert texts.BROADCAST_DAILY_NOBODY in offer.text
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert await stage(office, (await newest(office)).id) is BroadcastStage.RELEASED


async def test_the_list_and_old_buttons(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    assert (await office.tell(ann, "/broadcasts")).text == texts.BROADCAST_LIST_EMPTY
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann)
    shown = await office.tell(ann, "/broadcasts")
    assert NOTICE in shown.button_texts[0]
    await office.press(ann, shown, shown.button_texts[0])
    assert texts.BUTTON_BC_RELEASE in shown.button_texts
    assert await office.press(ann, offer, data="s:bc:w:now") == texts.BROADCAST_DIALOG_OVER
    for data in ("s:bx:pause:9", "s:bx:x:y", "s:br:1", "s:br::", "s:bz:1:a:x", "s:bz:1", "s:bv:99999999999", "s:bs:7", "s:bw:x:y"):
        await office.press(ann, offer, data=data)
    assert await stage(office, 1) is BroadcastStage.DRAFT


async def test_where_twice_is_better_than_never_nothing_stays_uncertain(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office(broadcasts_resend=True) as office:
        ann = await office.person("小安", Role.ANNOUNCER)
        group = api.group("工作群", office.owner)
        await enter(office, group)
        offer = await prepared(office, ann)
        api.faults.drop(accepted=True, method="sendMessage", chat=group.id, times=1)
        await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
        await done(office, (await newest(office)).id)
        assert [message.text for message in api.messages(group)] == [NOTICE, NOTICE]


async def test_units_and_tags_may_be_written_by_name_and_nobody_is_said_at_once(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("龙泉镇群", office.owner), tag="乡镇")
    await office.tell(ann, "/broadcast")
    await office.tell(ann, NOTICE)
    asked = await office.tell(ann, "标签:村")
    assert texts.BROADCAST_NOBODY in asked.text
    assert "村" in asked.text
    assert texts.BUTTON_BC_ALL.format(count=1) in asked.button_texts
    assert texts.BROADCAST_WHEN not in asked.text
    assert (await office.tell(ann, "没有这个镇")).text == texts.BROADCAST_TO_WHOM_USAGE
    asked = await office.tell(ann, "乡镇")
    assert "标签 乡镇：1 个群会收到" in asked.text
    assert texts.BROADCAST_WHEN in asked.text
