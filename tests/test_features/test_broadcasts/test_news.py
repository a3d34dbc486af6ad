"""What announcers are told without having asked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from telegram import Bot

from bot.access import Role
from bot.chat.platform import Platform
from bot.features.broadcasts import texts
from bot.features.broadcasts.news import Messenger
from bot.features.broadcasts.overview import Overview
from bot.features.broadcasts.service import BroadcastService
from bot.outbox import texts as outbox_texts
from bot.outbox.pacing import RateLimits
from bot.outbox.store.broadcasts import BroadcastStage, untold
from bot.places.roster import Roster
from bot.platforms.telegram.platform import TelegramPlatform
from bot.storage.acts import Acts
from bot.storage.broadcast_tables import broadcasts
from bot.when import CHINA
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.office import Office, OpenOffice
from tests.test_features.test_broadcasts.test_dialogue import NOTICE, done, enter, last, prepared, stage


class Through(TelegramPlatform):
    """Telegram through another line."""

    def __init__(self, office: Office, wire: Bot) -> None:
        super().__init__(office.application)
        self._bot = wire  # type: ignore[assignment]


def messenger_of(office: Office, platform: Platform) -> Messenger:
    database, clock = office.database, office.desk.clock
    roster, service = Roster(Acts(database, clock), frozenset()), BroadcastService(database, clock, CHINA)
    return Messenger(platform, Overview(database, clock, RateLimits()), service, roster)


def told(office: Office, person: Person, words: str) -> list[str]:
    return [message.text for message in office.api.messages(person) if words in message.text]


async def told_one(office: Office, person: Person, words: str) -> None:
    """Wait for news in a message of its own."""
    await office.api.wait_for(
        lambda call: call.method == "sendMessage" and int(call.params["chat_id"]) == person.id and words in call.params["text"],
        timeout=30,  # a busy machine takes its time to start
    )


async def nothing_untold(office: Office) -> None:
    """Wait until it is written down that everybody was told."""
    async with asyncio.timeout(30):
        while True:
            async with office.database.read() as tx:
                if not await untold(tx, datetime.now(UTC)):
                    return
            await asyncio.sleep(0.05)


async def test_the_end_is_told_once_to_those_concerned(office: Office, api: BotApi) -> None:
    ann, bao, cui = [await office.person(name, Role.ANNOUNCER) for name in ("小安", "小宝", "小翠")]
    group, lost = api.group("工作群", office.owner), api.group("移出群", office.owner)
    await enter(office, group, lost)
    api.faults.refuse(400, method="sendMessage", chat=lost.id, times=1)
    await prepared(office, ann)
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_PREVIEW)
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_RELEASE)
    assert told(office, ann, texts.BROADCAST_OTHER_RELEASED.format(name="小宝", number=1))
    for person in (ann, bao):
        await told_one(office, person, texts.BROADCAST_DONE_NEWS)
    (news,) = told(office, ann, texts.BROADCAST_DONE_NEWS)
    assert f"{outbox_texts.STATES['sent']}：1" in news
    assert f"{outbox_texts.STATES['failed']}：1" in news
    assert not told(office, cui, texts.BROADCAST_DONE_NEWS)
    (line,) = [line for line in await office.lines("broadcast:1") if line.action == "broadcast_done"]
    assert (line.actor_id, line.detail) == (0, f"{outbox_texts.STATES['failed']} 1，{outbox_texts.STATES['sent']} 1")
    # All that failed is tried again: its end is news again.
    message = next(message for message in api.messages(ann) if texts.BROADCAST_DONE_NEWS in message.text)
    await office.press(ann, message, texts.BUTTON_BC_RETRY)
    assert (await api.next_message(lost)).text == NOTICE
    await done(office, 1)
    await api.wait_for(lambda call: call.method == "sendMessage" and f"{outbox_texts.STATES['sent']}：2" in call.params["text"])


async def test_what_nobody_knows_is_told_once_with_a_way_to_settle_it(office: Office, api: BotApi) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    groups = [api.group(f"群{number}", office.owner) for number in range(3)]
    await enter(office, *groups)
    await prepared(office, ann)
    for group in groups[:2]:
        api.faults.drop(accepted=True, method="sendMessage", chat=group.id, times=1)
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_PREVIEW)
    await office.press(bao, await last(office, bao), texts.BUTTON_BC_RELEASE)
    words = texts.BROADCAST_UNCERTAIN_NEWS.format(number=1)
    for person in (ann, bao):
        await told_one(office, person, words)
    await done(office, 1)
    await told_one(office, ann, texts.BROADCAST_DONE_NEWS)
    assert len(told(office, ann, words)) == 1
    news = next(message for message in api.messages(ann) if message.text == words)
    await office.press(ann, news, texts.BUTTON_BC_RESOLVE)
    assert "群0" in news.text
    await office.press(ann, news, texts.BUTTON_BC_ARRIVED.format(place=1))
    await office.press(ann, news, texts.BUTTON_BC_RESEND.format(place=1))
    assert texts.BROADCAST_UNCERTAIN_NONE in news.text
    await done(office, 1)
    actions = [line.detail for line in await office.lines("broadcast:1") if line.action == "broadcast_control"]
    assert actions == ["再发：1 条", "记为送到：1 条"]
    # Settling one by one ends the broadcast again and again; that is no news to whoever does it.
    assert len(told(office, ann, texts.BROADCAST_DONE_NEWS)) == 1


async def test_content_that_is_refused_everywhere_pauses_and_calls_for_somebody(office: Office, api: BotApi) -> None:
    ann = await office.person("小安", Role.ANNOUNCER)
    groups = [api.group(f"群{number}", office.owner) for number in range(6)]
    await enter(office, *groups)
    offer = await prepared(office, ann)
    for group in groups:
        api.faults.refuse(400, method="sendMessage", chat=group.id)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    await told_one(office, ann, texts.BROADCAST_PAUSED_ITSELF_NEWS.format(number=1))
    assert await stage(office, 1) is BroadcastStage.PAUSED
    news = await last(office, ann)
    await office.press(ann, news, texts.BUTTON_BC_LOOK)
    assert texts.BROADCAST_PAUSED_ITSELF in news.text
    assert texts.BUTTON_BC_EDIT in news.button_texts
    assert "broadcast_pause" in [line.action for line in await office.lines("broadcast:1")]


async def test_missed_runs_are_told_with_the_broadcast_they_are_of(office: Office, api: BotApi) -> None:
    from bot.outbox.store.schedules import Fired

    ann = await office.person("小安", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    offer = await prepared(office, ann, when="每天 9:00")
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    messenger = messenger_of(office, TelegramPlatform(office.application))
    await messenger.fired(Fired(1, None, None, 0, 2))
    news = await last(office, ann)
    assert news.text == texts.BROADCAST_MISSED_NEWS.format(number=1, count=2)
    await office.press(ann, news, texts.BUTTON_BC_LOOK)
    assert "每天 9:00" in news.text


async def test_whoever_prepared_it_hears_that_another_one_cancelled_it(office: Office, api: BotApi) -> None:
    ann, bao = await office.person("小安", Role.ANNOUNCER), await office.person("小宝", Role.ANNOUNCER)
    await enter(office, api.group("工作群", office.owner))
    own, others = await prepared(office, ann), await office.tell(bao, "/broadcasts 1")
    await office.press(bao, others, texts.BUTTON_BC_DISCARD)
    assert texts.BROADCAST_DISCARDED in others.text
    assert told(office, ann, texts.BROADCAST_OTHER_CANCELLED.format(name="小宝", number=1))
    # The second of two who do the same is told where it is.
    assert (await office.press(ann, own, data="s:bx:cancel:1")).startswith("没有改动")
    assert not told(office, bao, "小安取消")


async def test_without_a_line_an_end_stays_untold(office: Office, api: BotApi, unused_tcp_port: int) -> None:
    from bot.platforms.telegram.sender import broadcast_bot

    ann = await office.person("小安", Role.ANNOUNCER)
    group = api.group("工作群", office.owner)
    await enter(office, group)
    offer = await prepared(office, ann)
    await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
    await told_one(office, ann, texts.BROADCAST_DONE_NEWS)
    await nothing_untold(office)
    async with office.database.write() as tx:
        await tx.execute(update(broadcasts).values(untold=True))
    async with broadcast_bot(api.token, api.base_url, proxy=None) as bot:
        cut_off = broadcast_bot(api.token, f"http://127.0.0.1:{unused_tcp_port}/bot", proxy=None)
        async with cut_off.request:
            for wire, left in ((cut_off, [1]), (bot, [])):
                await messenger_of(office, Through(office, wire)).ended(1)
                async with office.database.read() as tx:
                    assert await untold(tx, datetime.now(UTC)) == left
    assert len(told(office, ann, texts.BROADCAST_DONE_NEWS)) == 2


async def test_an_end_that_its_process_did_not_live_to_tell_is_told_by_the_next_one(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office() as office:
        ann = await office.person("小安", Role.ANNOUNCER)
        group = api.group("工作群", office.owner)
        await enter(office, group)
        offer = await prepared(office, ann)
        await office.press(ann, offer, texts.BUTTON_BC_RELEASE)
        assert (await api.next_message(group)).text == NOTICE
        await told_one(office, ann, texts.BROADCAST_DONE_NEWS)
        await nothing_untold(office)
    # As it stands when the process dies between the end and the message.
    async with office.database.write() as tx:
        await tx.execute(update(broadcasts).values(untold=True, ended_at=datetime.now(UTC) - timedelta(minutes=2)))
    async with open_office(fresh=False) as office:
        await told_one(office, ann, texts.BROADCAST_DONE_NEWS)
        await nothing_untold(office)
        assert len(told(office, ann, texts.BROADCAST_DONE_NEWS)) == 2
