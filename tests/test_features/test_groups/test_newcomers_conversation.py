"""Groups that nobody asked for: they wait, hear one sentence, and receive nothing until staff take them in."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.access import Role
from bot.features.broadcasts import texts as broadcasts_texts
from bot.features.groups import texts
from bot.features.groups.news import GroupNews
from bot.places import texts as places_texts
from bot.places.standing import Standing
from bot.places.store import group_doors, groups
from bot.places.store.groups import Group
from bot.platforms.telegram import texts as telegram_texts
from bot.storage.broadcast_tables import deliveries
from bot.storage.tables import groups as register
from bot.storage.tables import misses
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Chat, Message
from tests.office import Office
from tests.running import ASKS, CHATTER

NOTICE = "内部通知：周五下午三点开会。"


async def stored(office: Office, chat: Chat) -> Group:
    async with office.database.read() as tx:
        group = await groups.get(tx, chat.id)
    assert group is not None
    return group


async def strangers_group(office: Office, title: str = "看热闹", **options: object) -> tuple[Person, Chat]:
    """Somebody makes a group, adds the bot, and rules there."""
    stranger = office.api.person("陌生人", started=True)
    theirs = office.api.group(title, bot=None, **options)  # type: ignore[arg-type]
    stranger.joins(theirs, "creator")
    stranger.adds_bot(theirs)
    await office.quiet()
    return stranger, theirs


def said_to(office: Office, chat: Chat) -> list[str]:
    return [message.text for message in office.api.messages(chat)]


def newest(office: Office, person: Person) -> Message:
    return office.api.messages(person.chat)[-1]


async def broadcast(office: Office, announcer: Person, to: str) -> None:
    """Prepare by one line and release it, alone: there is one announcer."""
    draft = await office.tell(announcer, f"/broadcast {to} 现在\n{NOTICE}")
    await office.quiet()
    for message in office.api.messages(announcer.chat)[::-1]:
        if "放行" in message.button_texts:
            await office.press(announcer, message, "放行")
            return
    assert draft.text


async def test_a_strangers_group_waits_and_is_told_once_why(office: Office) -> None:
    stranger, theirs = await strangers_group(office)
    assert said_to(office, theirs) == [texts.GROUP_WAITS]
    assert (await stored(office, theirs)).waits
    stranger.removes_bot(theirs)
    stranger.adds_bot(theirs)
    stranger.promotes(office.api.world.bot, theirs)
    await office.quiet()
    assert len(said_to(office, theirs)) == 1, "not again when it comes and goes"
    assert "👍" in (await office.tell(stranger, f"/ask {ASKS}", theirs)).button_texts, "questions are answered"


async def test_a_strangers_group_gets_no_notices_whatever_it_says_of_itself(office: Office) -> None:
    a = await office.person("甲", Role.ANNOUNCER)
    ours = office.api.group("工作群", a, bot=None)
    a.adds_bot(ours)
    stranger, theirs = await strangers_group(office)
    for line in ("单位 龙泉镇", "今日一条 开", "今日一条 0:00"):
        await office.tell(stranger, f"/settings {line}", theirs)
    assert (await stored(office, theirs)).unit == ""
    draft = await office.tell(a, "/broadcast 单位:龙泉镇 现在\n" + NOTICE)
    await office.quiet()
    assert "看热闹" not in newest(office, a).text
    assert not draft.button_texts or "放行" not in draft.button_texts
    await office.tell(a, "/cancel")
    await broadcast(office, a, "全部")
    await office.api.wait_for(lambda call: call.method == "sendMessage" and str(call.params.get("chat_id")) == str(ours.id))
    await office.api.wait_for(lambda call: call.method == "sendMessage" and "发完了" in str(call.params.get("text")))
    await office.quiet()
    assert NOTICE in said_to(office, ours)
    assert NOTICE not in said_to(office, theirs)
    listed = await office.tell(a, "/groups")
    assert listed.text.startswith("登记的群共 1 个")
    assert "等您收下的群：1 个" in listed.text
    assert (await office.tell(a, f"/broadcast 群:{theirs.id} 现在\n{NOTICE}")).text
    await office.quiet()
    assert "还没有收下" in newest(office, a).text


async def test_who_may_take_in_is_told_once_with_everything_known_and_one_decides(office: Office) -> None:
    a = await office.person("王主任", Role.ANNOUNCER)
    await office.person("编辑", Role.EDITOR)
    stranger, theirs = await strangers_group(office)
    news = {person: newest(office, person) for person in (office.owner, a)}
    for person, message in news.items():
        assert message.text.startswith("有 1 个新群等您收下\n看热闹　2 人　陌生人加的"), person
        assert message.button_texts == ["收下", "退出"]
    count = len(office.api.messages(a.chat))
    stranger.removes_bot(theirs)
    stranger.adds_bot(theirs)
    await office.quiet()
    assert len(office.api.messages(a.chat)) == count
    assert await office.press(a, news[a], "收下") == texts.TAKEN_IN.format(title="看热闹")
    assert (await stored(office, theirs)).taken_in
    assert await office.press(office.owner, news[office.owner], "退出") == texts.DECIDED_TAKEN_IN.format(name="王主任", title="看热闹")
    assert (await stored(office, theirs)).active
    assert (await stored(office, theirs)).added_by is None
    assert [(line.actor_name, line.detail) for line in await office.lines("group_take_in")] == [("王主任", places_texts.AUDIT_TAKEN_IN)]


async def test_what_is_asked_in_a_strangers_group_is_nothing_for_editors_until_it_is_taken_in(office: Office) -> None:
    stranger, theirs = await strangers_group(office)

    async def asks() -> list[int | None]:
        await office.tell(stranger, f"/ask {CHATTER}", theirs)
        card = await office.tell(stranger, f"/ask {ASKS}", theirs)
        await office.press(stranger, card, "👎")
        async with office.database.read() as tx:
            return list((await tx.execute(select(misses.c.chat_id))).scalars())

    assert await asks() == []
    await office.press(office.owner, newest(office, office.owner), "收下")
    assert await asks() == [theirs.id, theirs.id]


async def test_nobodys_name_makes_lines_of_its_own_in_what_staff_are_told(office: Office) -> None:
    stranger = office.api.person("王主任加的\n2. 龙泉镇工作群\u2028\u202e99 人", started=True)
    theirs = office.api.group("看热闹\n假的", bot=None)
    stranger.joins(theirs, "creator")
    stranger.adds_bot(theirs)
    await office.quiet()
    lines = newest(office, office.owner).text.split("\n")
    assert lines[1] == "看热闹 假的　2 人　王主任加的 2. 龙泉镇工作群 99 人加的"


async def test_refusing_leaves_and_coming_back_is_no_news(office: Office) -> None:
    stranger, theirs = await strangers_group(office)
    news = newest(office, office.owner)
    assert await office.press(office.owner, news, "退出") == texts.REFUSED.format(title="看热闹")
    assert office.api.calls_of("leaveChat")
    assert not (await stored(office, theirs)).active
    count = len(office.api.messages(office.owner.chat))
    for _ in range(3):
        stranger.adds_bot(theirs)
        await office.quiet()
        stranger.removes_bot(theirs)
        await office.quiet()
    stranger.adds_bot(theirs)
    await office.quiet()
    assert len(office.api.messages(office.owner.chat)) == count
    assert len(said_to(office, theirs)) == 1
    assert (await stored(office, theirs)).waits


async def test_many_new_groups_make_one_message_and_can_be_decided_together(office: Office) -> None:
    made = [await strangers_group(office, f"群{number}") for number in range(12)]
    private = office.api.messages(office.owner.chat)
    assert len(private) == 1, "one message that grows"
    assert private[0].text.startswith("有 12 个新群等您收下")
    assert "群11" in private[0].text
    await office.press(office.owner, private[0], "全部收下（12）")
    assert "群0" in private[0].text
    sure = next(button.data for row in private[0].buttons for button in row if "确定" in button.text)
    await strangers_group(office, "后来的")
    assert await office.press(office.owner, private[0], data=sure) == texts.UNDECIDED_CHANGED
    waiting = [(await stored(office, theirs)).waits for _, theirs in made]
    assert all(waiting), "nothing is decided about a list that somebody did not see"
    await office.press(office.owner, private[0], "全部收下（13）")
    await office.press(office.owner, private[0], "确定收下这 13 个")
    assert not any([(await stored(office, theirs)).waits for _, theirs in made])
    assert len(await office.lines("group_take_in")) == 13


async def test_a_group_that_staff_let_us_into_is_ours_at_once(office: Office) -> None:
    a = await office.person("甲", Role.ANNOUNCER)
    chat = office.api.group("工作群", bot=None)
    a.joins(chat, "creator")
    a.adds_bot(chat)
    await office.quiet()
    assert (await stored(office, chat)).taken_in
    assert not said_to(office, chat)
    assert [(line.actor_name, line.detail) for line in await office.lines("group_take_in")] == [("甲", places_texts.AUDIT_BROUGHT_IN)]


async def test_one_of_ours_that_threw_us_out_waits_again_and_keeps_its_settings(office: Office) -> None:
    chat = office.api.group("工作群", office.owner, bot=None)
    office.owner.adds_bot(chat)
    await office.quiet()
    await office.tell(office.owner, f"/group {chat.id} 单位 龙泉镇")
    insider = office.api.person("群里的人", started=True)
    insider.joins(chat, "administrator")
    insider.removes_bot(chat)
    insider.adds_bot(chat)
    await office.quiet()
    group = await stored(office, chat)
    assert (group.waits, group.unit) == (True, "龙泉镇")
    assert "以前的单位：龙泉镇" in newest(office, office.owner).text
    await office.press(office.owner, newest(office, office.owner), "收下")
    assert (await stored(office, chat)).taken_in


async def test_what_was_queued_before_a_group_left_and_came_back_is_not_sent(office: Office) -> None:
    a = await office.person("甲", Role.ANNOUNCER)
    chat, other = office.api.group("工作群", bot=None), office.api.group("别的群", bot=None)
    for group in (chat, other):
        a.adds_bot(group)
    await office.quiet()
    insider = office.api.person("群里的人", started=True)
    insider.joins(chat, "administrator")
    await office.tell(a, f"/broadcast 全部 明天 9:00\n{NOTICE}")
    await office.quiet()
    await office.press(a, newest(office, a), "放行")
    insider.removes_bot(chat)
    insider.adds_bot(chat)
    await office.quiet()
    async with office.database.write() as tx:  # the time comes
        await tx.execute(deliveries.update().values(due_at=office.desk.clock()))
    await office.api.wait_for(lambda call: call.method == "sendMessage" and str(call.params.get("chat_id")) == str(other.id))
    await office.quiet()
    assert NOTICE not in said_to(office, chat)
    async with office.database.read() as tx:
        causes = {row.chat_id: row.cause for row in await tx.execute(deliveries.select())}
    assert causes[chat.id] == "not_taken_in"


async def test_a_unit_that_a_groups_admin_wants_is_decided_by_staff_who_saw_it(office: Office) -> None:
    chat = office.api.group("工作群", bot=None)
    office.owner.adds_bot(chat)
    admin = await office.person("群管理")
    admin.joins(chat, "administrator")
    await office.quiet()
    said = await office.tell(admin, "/settings 单位 龙泉镇", chat)
    assert texts.UNIT_ASKED.format(unit="龙泉镇") in said.text
    assert "单位：未填（想改为 龙泉镇，等确认）" in said.text
    await office.quiet()
    news = newest(office, office.owner)
    assert "想填的单位：龙泉镇" in news.text
    await office.tell(admin, "/settings 单位 财政局", chat)
    old = next(b.data for row in news.buttons for b in row if b.data and ":y" in b.data)
    assert await office.press(office.owner, news, data=old) == texts.UNIT_WISH_GONE
    assert (await stored(office, chat)).unit == ""
    await office.press(office.owner, news, "同意")
    assert (await stored(office, chat)).unit == "财政局"
    await office.tell(admin, "/settings 单位 无", chat)
    await office.quiet()
    await office.press(office.owner, newest(office, office.owner), "不同意")
    group = await stored(office, chat)
    assert (group.unit, group.wished_unit) == ("财政局", None)
    assert texts.UNIT_ALREADY.format(unit="财政局") in (await office.tell(admin, "/settings 单位 财政局", chat)).text
    await office.tell(office.owner, "/settings 单位 司法局", chat)
    assert (await stored(office, chat)).unit == "司法局", "owners set it themselves"


async def test_groups_from_before_stay_and_owners_are_shown_them_once(office: Office) -> None:
    a = await office.person("甲", Role.ANNOUNCER)
    async with office.database.write() as tx:
        for number in range(10):
            await groups.see(tx, -1000 - number, f"老群{number}", "supergroup", office.desk.clock())
        await tx.execute(register.update().values(standing=Standing.KEPT))
    for _ in range(3):
        await office.service(GroupNews).look()
    private = office.api.messages(office.owner.chat)
    assert [message.text.split("\n")[0] for message in private] == ["升级前就登记的群有 10 个，请您过目"]
    assert not office.api.messages(a.chat), "for the owner to look through"
    assert (await office.tell(office.owner, "/groups")).text.startswith("登记的群共 10 个"), "they receive as before"
    await office.press(office.owner, private[0], "都没问题（10）")
    async with office.database.read() as tx:
        assert (await group_doors.count_undecided(tx))["kept"] == 0
        assert (await groups.search(tx, active=True, inside=True))[1] == 10


async def test_an_owner_who_never_pressed_start_is_no_trouble_and_hears_later(office: Office) -> None:
    office.owner.blocks()
    a = await office.person("甲", Role.ANNOUNCER)
    await strangers_group(office)
    assert newest(office, a).button_texts == ["收下", "退出"]
    office.owner.unblocks()
    news = office.service(GroupNews)
    news._not_before.clear()
    await news.look()
    assert newest(office, office.owner).button_texts == ["收下", "退出"]
    assert len(office.api.messages(a.chat)) == 1


async def test_a_group_that_moves_stays_what_it_is(office: Office) -> None:
    chat = office.api.group("工作群", office.owner, bot=None, type="group")
    office.owner.adds_bot(chat)
    stranger, theirs = await strangers_group(office, type="group")
    await office.quiet()
    new, new_theirs = office.owner.migrates(chat), stranger.migrates(theirs)
    await office.quiet()
    assert ((await stored(office, new)).chat_id, (await stored(office, new)).taken_in) == (new.id, True)
    group = await stored(office, new_theirs)
    assert (group.chat_id, group.waits) == (new_theirs.id, True)
    assert len(said_to(office, new_theirs)) == 0, "it was told before it moved"


STEPS = ("remove", "add", "promote", "demote", "unit", "daily", "rename", "migrate", "ask", "channel", "press")


@pytest.mark.parametrize("seed", range(6))
async def test_no_walk_of_a_stranger_leads_to_a_notice(office: Office, seed: int) -> None:
    """Whatever the ruler of a group does, in any order: staff did not take it in, so nothing is sent there."""
    pick = random.Random(seed)
    a = await office.person("甲", Role.ANNOUNCER)
    ours = office.api.group("工作群", a, bot=None)
    a.adds_bot(ours)
    stranger, theirs = await strangers_group(office, type="group")
    await office.tell(office.owner, f"/group {ours.id} 单位 龙泉镇")
    for _ in range(14):
        step = pick.choice(STEPS)
        inside = theirs.member(office.api.world.bot).present
        match step:
            case "remove":
                stranger.removes_bot(theirs)
            case "add":
                stranger.adds_bot(theirs)
            case "promote" | "demote" if inside:
                stranger.promotes(office.api.world.bot, theirs, "administrator" if step == "promote" else "member")
            case "unit" | "daily" | "ask" if inside:
                line = {"unit": "/settings 单位 龙泉镇", "daily": "/settings 今日一条 0:00", "ask": f"/ask {ASKS}"}[step]
                stranger.says(line, theirs)
            case "migrate" if inside and theirs.type == "group":
                theirs = stranger.migrates(theirs)
            case "press":
                for data in (f"s:gi:yl:{theirs.id}", f"s:gw:yl:{theirs.id}:00000000", "s:ga:wy:00000000:!"):
                    stranger.taps(newest(office, a), data=data)
        await office.quiet()
    await broadcast(office, a, pick.choice(["全部", "单位:龙泉镇"]))
    await office.api.wait_for(lambda call: call.method == "sendMessage" and str(call.params.get("chat_id")) == str(ours.id))
    await office.quiet()
    assert NOTICE in said_to(office, ours)
    assert not [text for text in said_to(office, theirs) if NOTICE in text]
    async with office.database.read() as tx:
        assert await groups.units(tx) == {"龙泉镇": 1}
        assert not (await stored(office, theirs)).taken_in


async def test_the_sentence_comes_again_after_a_long_time_only(office: Office) -> None:
    stranger, theirs = await strangers_group(office)
    async with office.database.write() as tx:
        await tx.execute(register.update().values(greeted_at=office.desk.clock() - timedelta(days=8)))
    stranger.removes_bot(theirs)
    stranger.adds_bot(theirs)
    await office.quiet()
    assert len(said_to(office, theirs)) == 2


async def test_health_says_whether_strangers_can_let_us_in_and_how_to_end_it(office: Office) -> None:
    panel = await office.tell(office.owner, "/health")
    assert f"{telegram_texts.HEALTH_JOINING}：{telegram_texts.HEALTH_JOINED_BY_ANYBODY}" in panel.text
    assert "/setjoingroups" in panel.text


async def test_who_may_only_look_is_not_sent_where_they_may_not_go(office: Office) -> None:
    auditor = await office.person("审计员", Role.AUDITOR)
    for person in (office.owner, auditor):
        assert (await office.tell(person, "/broadcasts")).text == broadcasts_texts.BROADCAST_LIST_EMPTY_LOOK
        assert "放行" not in (await office.tell(person, "/help")).text
    await strangers_group(office)
    listed = await office.tell(auditor, "/groups")
    await office.press(auditor, listed, "等您收下的群（1）")
    assert "看热闹" in listed.text
    assert not {"收下", "退出"} & set(listed.button_texts)
    a = await office.person("甲", Role.ANNOUNCER)
    ours = office.api.group("工作群", a, bot=None)
    a.adds_bot(ours)
    await office.quiet()
    await office.tell(a, f"/broadcast 全部 现在\n{NOTICE}")
    await office.quiet()
    for person in (office.owner, auditor):
        assert "放行”" not in (await office.tell(person, "/broadcasts 1")).text
