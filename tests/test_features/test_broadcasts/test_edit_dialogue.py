"""Announcers change their minds: other content before and after the release, and contents that come in pieces."""

from __future__ import annotations

from bot.access import Role
from bot.features.broadcasts import texts
from bot.outbox import texts as outbox_texts
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from tests.fakes.bot_api import BotApi
from tests.office import Office
from tests.test_features.test_broadcasts.test_dialogue import NOTICE, enter, last, newest, over, prepared, stage

NEW = "改到周四下午两点开会。"


async def test_other_content_after_the_release_needs_a_new_one(office: Office, api: BotApi) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    await prepared(office, ann, when="明天 9:00")
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_PREVIEW)
    view = await last(office, bao)
    await office.press(bao, view, texts.BUTTON_BC_RELEASE)
    assert texts.BROADCAST_STAGE_WAITS in view.text
    one = await newest(office)
    await office.press(bao, view, texts.BUTTON_BC_EDIT)
    asked = await office.tell(bao, "<b>没有结尾")
    assert texts.BROADCAST_CHANGE_CONTENT in asked.text
    asked = await office.tell(bao, NEW)
    assert NEW in asked.text
    await office.press(bao, asked, texts.BUTTON_BC_USE)
    offer = await last(office, bao)
    assert texts.BROADCAST_CONTENT_CHANGED_AGAIN in offer.text
    assert texts.BUTTON_BC_RELEASE not in offer.button_texts  # who changed it has prepared it
    assert await stage(office, one.id) is BroadcastStage.DRAFT
    assert NEW in [message.text for message in api.messages(bao)]
    asked = await last(office, ann)
    assert "小宝" in asked.text
    # An old button releases nothing: it is for what was seen then.
    old = await office.press(ann, asked, data=f"s:br:{one.id}:{one.digest[:12]}")
    assert old == texts.BROADCAST_CHANGED
    await office.press(ann, asked, data=f"s:bp:{one.id}")
    view = await last(office, ann)
    assert api.messages(ann)[-2].text == NEW
    await office.press(ann, view, texts.BUTTON_BC_RELEASE)
    assert await stage(office, one.id) is BroadcastStage.RELEASED


async def test_what_has_arrived_is_not_changed_and_leaving_changes_nothing(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_EDIT)
    first = await last(office, ann)
    asked = await office.tell(ann, NEW)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)  # while the other content waits
    assert (await api.next_message(group)).text == NOTICE
    await over(office, ann)
    await office.press(ann, asked, texts.BUTTON_BC_USE)
    assert texts.BROADCAST_NOT_CHANGED in asked.text
    assert await office.press(ann, first, texts.BUTTON_BC_CANCEL) == texts.BROADCAST_DIALOG_OVER
    view = await office.tell(ann, "/broadcasts 1")
    assert texts.BUTTON_BC_EDIT not in view.button_texts
    assert await office.press(ann, view, data="s:be:1") == texts.BROADCAST_NOT_CHANGED
    assert await office.press(ann, view, data="s:be:99") == texts.BROADCAST_UNKNOWN.format(number=99)
    assert [message.text for message in api.messages(group)] == [NOTICE]


async def test_a_text_of_4097_characters_arrives_in_two_pieces_and_is_one_again(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    await office.tell(ann, "/broadcast")
    # As Telegram's apps do: one message full to the brim, the rest in the next one.
    ann.says("请" * 4095 + "。")
    ann.says("完")
    asked = await last(office, ann)
    assert outbox_texts.CONTENT_SPLIT.format(length=4098, limit=4096, parts=2) in asked.text
    await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=1))
    await office.press(ann, asked, texts.BUTTON_BC_NOW)
    await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).text == "请" * 4095 + "。"
    assert (await api.next_message(group)).text == "完"


async def test_words_for_the_audience_after_a_long_text_are_no_rest_of_it(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner), tag="乡镇")
    await office.tell(ann, "/broadcast")
    await office.tell(ann, "请" * 4000)
    asked = await office.tell(ann, "标签:乡镇")
    assert "1 个群会收到" in asked.text


async def test_what_is_wrong_with_an_album_is_said_once(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await office.tell(ann, "/broadcast")
    file = api.world.add_file("photo", "photo.jpg", b"\xff\xd8photo", "image/jpeg")
    for caption in ("三张图", None, None):
        ann.posts(body=caption, is_caption=True, content={**file.json(), "media_group_id": "7"})
    await office.quiet()
    said = [message.text for message in api.messages(ann)]
    assert len([text for text in said if texts.BROADCAST_ALBUM in text]) == 1


async def test_a_source_that_is_deleted_takes_nothing_with_it(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    await office.tell(ann, "/broadcast")
    forwarded = ann.forwards(office.owner.says("原话", group))
    asked = await api.next_message(ann)
    await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=1))
    await office.press(ann, asked, texts.BUTTON_BC_NOW)
    offer = await last(office, ann)
    ann.deletes(forwarded)
    for message in api.messages(ann):
        if message.text == "原话":
            ann.deletes(message)  # the preview, too
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).text == "原话"


async def test_other_receivers_and_another_time_are_another_broadcast_in_its_place(office: Office, api: BotApi) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    town, other = api.group("乡镇群", office.owner), api.group("机关群", office.owner)
    await enter(office, town, tag="乡镇")
    await enter(office, other)
    await prepared(office, ann, when="明天 9:00")
    seen = await last(office, bao)
    await office.press(bao, seen, texts.BUTTON_BC_PREVIEW)
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_RELEASE)
    released = await last(office, bao)
    await office.press(ann, await office.tell(ann, "/broadcasts 1"), texts.BUTTON_BC_REPLAN)
    asked = await last(office, ann)
    assert texts.BROADCAST_WILL_REPLACE.format(number=1) in asked.text
    assert await stage(office, 1) is BroadcastStage.RELEASED  # nothing has changed yet
    await office.tell(ann, "标签:乡镇")
    offer = await office.tell(ann, "后天 10:00")
    while texts.BROADCAST_REPLACED.format(number=1) not in offer.text:
        offer = await api.next_message(ann)
    assert (await stage(office, 1), await stage(office, 2)) == (BroadcastStage.CANCELLED, BroadcastStage.DRAFT)
    (line,) = [line for line in await office.lines("broadcast:1") if line.detail == texts.AUDIT_REPLACED.format(number=2)]
    assert line.actor_id == ann.id
    # What was on the screen of the colleague leads nowhere any more.
    await office.press(bao, released, data="s:bx:resume:1")
    assert await stage(office, 1) is BroadcastStage.CANCELLED
    two = await newest(office)
    assert (two.id, two.content.opening, two.audience.names) == (2, NOTICE, ("乡镇",))
    assert two.start_at is not None


async def test_what_arrived_meanwhile_is_not_replaced_and_can_be_sent_again(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_REPLAN)
    asked = await last(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)  # while the other one is being put together
    assert (await api.next_message(group)).text == NOTICE
    await over(office, ann)
    await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=1))
    await office.press(ann, asked, texts.BUTTON_BC_NOW)
    assert (await last(office, ann)).text == texts.BROADCAST_NOT_REPLACED.format(number=1)
    assert (await newest(office)).id == 1
    await office.press(ann, asked, texts.BUTTON_BC_NOW)
    assert ((await newest(office)).id, await stage(office, 1)) == (2, BroadcastStage.DONE)
    assert texts.BROADCAST_REPLACED.format(number=1) not in (await last(office, ann)).text
    view = await office.tell(ann, "/broadcasts 1")
    await office.press(ann, view, texts.BUTTON_BC_COPY)
    assert texts.BROADCAST_COPIES.format(number=1) in (await last(office, ann)).text
    assert await office.press(ann, view, data="s:bk:99") == texts.BROADCAST_UNKNOWN.format(number=99)


async def test_a_series_is_replaced_unless_one_of_its_runs_is_under_way(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann, when="每周一 8:30")
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    view = await last(office, ann)
    async with office.database.write() as tx:
        one = await store.get(tx, 1)
        assert one is not None
        values = {"kind": one.kind, "official": False, "now": office.desk.clock(), "prepared_by": ann.id, "series_id": 1}
        run = await store.add(tx, one.content, one.audience, **values)  # type: ignore[arg-type]
        await store.move(tx, run, BroadcastStage.RELEASED, office.desk.clock())
        await store.move(tx, run, BroadcastStage.PAUSED, office.desk.clock())
    for expected in (BroadcastStage.RELEASED, BroadcastStage.CANCELLED):
        await office.press(ann, view, texts.BUTTON_BC_REPLAN)
        asked = await last(office, ann)
        await office.press(ann, asked, texts.BUTTON_BC_ALL.format(count=1))
        await office.tell(ann, "每周二 8:30")
        await office.quiet()
        assert await stage(office, 1) is expected
        async with office.database.write() as tx:
            await store.move(tx, run, BroadcastStage.CANCELLED, office.desk.clock())
