"""What somebody looked at is what is sent: contents are frozen, and a source that changes is news, never content."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.access import Role
from bot.features.broadcasts import texts
from bot.features.people import store as people
from bot.outbox.store import broadcasts as store
from bot.outbox.store.broadcasts import BroadcastStage
from bot.places.store import staff
from bot.platforms.telegram import texts as telegram_texts
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.office import Office, OpenOffice
from tests.test_features.test_broadcasts.test_dialogue import NOTICE, done, enter, last, newest, over, prepared, stage

FILE = {"file_id": "F1", "file_unique_id": "u1", "duration": 1}
SIZED = FILE | {"width": 1, "height": 1}
STICKER = SIZED | {"type": "regular", "is_animated": False, "is_video": False}
PLACE = {"latitude": 30.75, "longitude": 104.25}
POLL: dict[str, Any] = {
    "id": "7", "question": "哪天学法？", "type": "regular", "is_closed": False, "is_anonymous": False, "allows_multiple_answers": True,
    "allows_revoting": True, "members_only": False, "total_voter_count": 0,
    "options": [{"persistent_id": str(number), "text": word, "voter_count": 0} for number, word in enumerate(("周四", "周五"))],
}  # fmt: skip
KINDS: list[dict[str, Any]] = [
    {"video": SIZED},
    {"animation": SIZED, "document": FILE},
    {"audio": FILE},
    {"voice": FILE},
    {"document": FILE},
    {"video_note": FILE | {"length": 1}},
    {"sticker": STICKER},
    {"contact": {"phone_number": "028-1", "first_name": "法治办"}},
    {"location": PLACE},
    {"venue": {"location": PLACE, "title": "政务中心", "address": "一楼"}, "location": PLACE},
    {"poll": POLL},
]
CAPTIONED = ("video", "animation", "audio", "voice", "document")


async def pair(office: Office) -> tuple[Person, Person, Chat]:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    group = office.api.group("工作群", office.owner)
    await enter(office, group)
    return ann, bao, group


async def offered(office: Office, person: Person, asked: Message, when: str | None = None) -> Message:
    """Content was sent: to all groups, at some time; returns the offer of the release."""
    await office.press(person, asked, "全部群")
    if when is None:
        await office.press(person, asked, texts.BUTTON_BC_NOW)
    else:
        person.says(when)
    return await last(office, person)


async def looked(office: Office, person: Person, number: int) -> Message:
    """A colleague looks at the preview; returns the message with the button for the release."""
    await office.press(person, await office.tell(person, f"/broadcasts {number}"), texts.BUTTON_BC_PREVIEW)
    return await last(office, person)


async def test_what_the_second_person_saw_is_what_is_sent(office: Office, api: BotApi) -> None:
    ann, bao, group = await pair(office)
    await office.tell(ann, "/broadcast")
    source = ann.posts(body="按时参加学法会议", is_caption=True, content={"video": SIZED})
    await offered(office, ann, await last(office, ann))
    seen = await looked(office, bao, 1)
    ann.edits(source, "改过的话")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_DRAFT.format(number=1)
    await office.press(bao, seen, texts.BUTTON_BC_RELEASE)
    arrived = await api.next_message(group)
    assert (arrived.body, "video" in arrived.content) == ("按时参加学法会议", True)
    assert texts.AUDIT_SOURCE_EDITED in [line.detail for line in await office.lines("broadcast:1")]
    ann.edits(source, "又改")  # also after the release it stays in the groups what it is
    await done(office, 1)
    assert [message.body for message in api.messages(group)] == ["按时参加学法会议"]


@pytest.mark.parametrize("content", KINDS, ids=lambda content: next(iter(content)))
async def test_every_kind_arrives_without_its_source(office: Office, api: BotApi, content: dict[str, Any]) -> None:
    ann, bao, group = await pair(office)
    kind = next(iter(content))
    caption = "<说明> & 网址" if kind in CAPTIONED else None
    for forwarded in (False, True):
        await office.tell(ann, "/broadcast")
        source = ann.posts(body=caption, is_caption=True, content=content)
        if forwarded:
            await office.tell(ann, "/broadcast")
            source = ann.forwards(source)
        await offered(office, ann, await last(office, ann))
        seen = await looked(office, bao, (await newest(office)).id)
        ann.deletes(source)
        await office.press(bao, seen, texts.BUTTON_BC_RELEASE)
        arrived = await api.next_message(group)
        assert (arrived.body, arrived.is_caption or not caption) == (caption, True)
        sent = arrived.content[kind]
        assert sent == content[kind] or (sent["question"], sent["is_anonymous"]) == (POLL["question"], False)
        await over(office, ann)
    assert not [call for call in api.calls if call.method in ("copyMessage", "forwardMessage")]


async def test_blurring_and_the_place_of_the_caption_are_kept(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    await office.tell(ann, "/broadcast")
    shown = {"has_media_spoiler": True, "show_caption_above_media": True}
    ann.posts(body="说明", is_caption=True, content={"video": SIZED} | shown)
    await office.press(ann, await offered(office, ann, await last(office, ann)), texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).extra == shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"dice": {"emoji": "🎲", "value": 3}}, telegram_texts.BROADCAST_NOT_THIS),
        ({"location": PLACE | {"live_period": 900}}, telegram_texts.BROADCAST_LIVE_LOCATION),
        ({"poll": POLL | {"is_closed": True}}, telegram_texts.BROADCAST_POLL_AGAIN),
        ({"poll": POLL | {"type": "quiz"}}, telegram_texts.BROADCAST_POLL_AGAIN),
    ],
)
async def test_what_cannot_be_said_again_is_said_at_once(office: Office, content: dict[str, Any], said: str) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await office.tell(ann, "/broadcast")
    ann.posts(content=content)
    assert (await last(office, ann)).text == f"{said}\n{texts.BROADCAST_CHANGE_CONTENT}"


@pytest.mark.parametrize("when", ["明天 9:00", "每周一 8:30"])
async def test_an_edited_source_takes_the_release_back(office: Office, api: BotApi, when: str) -> None:
    ann, bao, group = await pair(office)
    await office.tell(ann, "/broadcast")
    source = ann.says(NOTICE)
    await offered(office, ann, await last(office, ann), when)
    seen = await looked(office, bao, 1)
    await office.press(bao, seen, texts.BUTTON_BC_RELEASE)
    assert await stage(office, 1) is BroadcastStage.RELEASED
    ann.edits(source, NOTICE)  # Telegram also tells of edits that change nothing
    await office.quiet()
    assert await stage(office, 1) is BroadcastStage.RELEASED
    ann.edits(source, "改到周四。")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_TAKEN_BACK.format(number=1)
    assert (await last(office, bao)).text == texts.BROADCAST_SOURCE_RELEASED_BY.format(name="小安", number=1)
    one = await newest(office)
    assert (one.stage, one.released_by, one.content.opening) == (BroadcastStage.DRAFT, None, NOTICE)
    (line,) = [line for line in await office.lines("broadcast:1") if line.detail == texts.AUDIT_SOURCE_TAKEN_BACK]
    assert line.actor_id == ann.id
    async with office.database.read() as tx:
        assert (await tx.execute(sql("select count(*) from deliveries"))).scalar() == 0
    # Nobody answers the notice as if it were a question, and the content that was seen can be released anew.
    assert len([message for message in api.messages(ann) if "改到周四" in message.text]) == 0
    await office.press(bao, seen, data=f"s:br:1:{one.digest[:12]}")
    assert await stage(office, 1) is BroadcastStage.RELEASED
    assert not api.messages(group)


async def test_what_is_sent_stays_and_its_author_hears_so(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    source = ann.says(f"/broadcast 全部 现在\n{NOTICE}")
    await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
    await over(office, ann)
    ann.edits(source, "/broadcast 全部 现在\n改过")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_SENT.format(number=1)
    assert [message.text for message in api.messages(group)] == [NOTICE]
    assert await stage(office, 1) is BroadcastStage.DONE


async def test_who_is_no_announcer_any_more_stops_nothing(office: Office) -> None:
    ann, bao, _ = await pair(office)
    await office.tell(ann, "/broadcast")
    source = ann.says(NOTICE)
    await offered(office, ann, await last(office, ann), "明天 9:00")
    await office.press(bao, await looked(office, bao, 1), texts.BUTTON_BC_RELEASE)
    async with office.database.write() as tx:
        await staff.revoke(tx, ann.id, Role.ANNOUNCER)
    ann.edits(source, "改过")
    await office.quiet()
    assert await stage(office, 1) is BroadcastStage.RELEASED


async def test_a_copy_and_a_successor_know_the_source_too(office: Office) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, office.api.group("工作群", office.owner))
    await office.tell(ann, "/broadcast")
    source = ann.says(NOTICE)
    offer = await offered(office, ann, await last(office, ann), "明天 9:00")
    await office.press(ann, offer, texts.BUTTON_BC_REPLAN)
    offer = await offered(office, ann, await last(office, ann), "后天 9:00")
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    ann.edits(source, "改过")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_TAKEN_BACK.format(number=2)
    assert (await stage(office, 1), await stage(office, 2)) == (BroadcastStage.CANCELLED, BroadcastStage.DRAFT)


async def test_before_the_preview_the_changed_message_is_the_content(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    await office.tell(ann, "/broadcast")
    source = ann.says("周五开绘")
    asked = await last(office, ann)
    ann.edits(source, "周五开会")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_IN_DIALOG.format(opening="周五开会")
    await office.press(ann, await offered(office, ann, asked), texts.BUTTON_BC_RELEASE)
    assert (await api.next_message(group)).text == "周五开会"
    await over(office, ann)
    # Of a long text in pieces nobody could say what became of the others.
    await office.tell(ann, "/broadcast")
    source = ann.says("请" * 4096)
    ann.says("完")
    await office.quiet()
    ann.edits(source, "改过")
    assert (await last(office, ann)).text == texts.BROADCAST_SOURCE_PIECE
    assert texts.BROADCAST_TO_WHOM in (await office.tell(ann, "新的全文")).text


async def test_other_content_has_another_source(office: Office) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, office.api.group("工作群", office.owner))
    offer = await prepared(office, ann, when="明天 9:00")
    first = next(message for message in ann.chat.messages.values() if message.text == NOTICE)
    await office.press(ann, offer, texts.BUTTON_BC_EDIT)
    second = ann.says("新内容")
    await office.press(ann, await last(office, ann), texts.BUTTON_BC_USE)
    offer = await last(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    ann.edits(first, "旧的改了")
    await office.quiet()
    assert await stage(office, 1) is BroadcastStage.RELEASED
    ann.edits(second, "新的改了")
    await office.quiet()
    assert await stage(office, 1) is BroadcastStage.DRAFT


async def test_nothing_is_left_of_an_announcer_who_is_forgotten(office: Office) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, office.api.group("工作群", office.owner))
    await office.tell(ann, "/broadcast")
    ann.posts(content={"contact": {"phone_number": "028-1", "first_name": "法治办"}})
    await offered(office, ann, await last(office, ann), "明天 9:00")
    async with office.database.write() as tx:
        held = await people.collect(tx, office.desk.veil, ann.id)
        assert (held.signatures, held.dialogs) == (1, 1), "who prepared it, and whose message it was"
        await staff.revoke(tx, ann.id, Role.ANNOUNCER)
        await people.erase(tx, office.desk.veil, ann.id)
        rows = [(await tx.execute(sql(f"select * from {table}"))).all() for table in ("broadcasts", "broadcast_sources")]
    assert rows
    assert str(ann.id) not in str(rows)


async def test_what_an_older_version_released_is_a_draft_again_and_told(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office() as office:
        ann = await office.person("小安", Role.ANNOUNCER)
        await enter(office, api.group("工作群", office.owner))
        for when in ("明天 9:00", "每周一 8:30"):
            await office.press(ann, await prepared(office, ann, when=when), texts.BUTTON_BC_RELEASE)
        await prepared(office, ann)  # a draft
        async with office.database.write() as tx:
            await tx.execute(sql('update broadcasts set content = \'{"opening": "旧", "calls": [{"type": "copy"}]}\''))
    async with open_office(fresh=False) as office:
        for number in (1, 2):
            await api.wait_for(lambda call, n=number: texts.BROADCAST_UNFROZEN_NEWS.format(number=n) in str(call.params.get("text")))
        assert [await stage(office, number) for number in (1, 2, 3)] == [BroadcastStage.DRAFT] * 3
        assert len([line for line in await office.lines() if line.detail == texts.AUDIT_UNFROZEN]) == 2
        view = await office.tell(ann, "/broadcasts 3")
        assert await office.press(ann, view, texts.BUTTON_BC_RELEASE) == texts.BROADCAST_UNFROZEN
        await office.press(ann, view, texts.BUTTON_BC_PREVIEW)
        assert texts.BROADCAST_UNFROZEN in (await last(office, ann)).text
        # With its content sent anew it is as good as any.
        await office.press(ann, await last(office, ann), texts.BUTTON_BC_EDIT)
        ann.says(NOTICE)
        await office.press(ann, await last(office, ann), texts.BUTTON_BC_USE)
        await office.press(ann, await last(office, ann), texts.BUTTON_BC_RELEASE)
        async with office.database.read() as tx:
            one = await store.get(tx, 3)
        assert one is not None
        assert one.stage in (BroadcastStage.RELEASED, BroadcastStage.DONE)
