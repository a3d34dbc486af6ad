"""Every conversation of the staff's handbook (``README.zh-CN.md``), on Telegram and at the terminal: one set of tests for both."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from bot.access import Role
from bot.answering.building import AnswererBuilder
from bot.app import texts as app_texts
from bot.chat import texts
from bot.features.broadcasts import texts as broadcasts_texts
from bot.features.exchange import texts as exchange_texts
from bot.features.groups import texts as groups_texts
from bot.features.people import texts as people_texts
from bot.features.reports import texts as reports_texts
from bot.features.teaching.store import supplements
from bot.features.teaching.store.supplements import Supplement
from bot.library.models import Library
from bot.outbox.states import State
from bot.outbox.store.broadcasts import BroadcastStage
from bot.platforms.terminal import texts as terminal_texts
from bot.settings.config import Settings
from tests.conftest import PROJECT
from tests.handbook import OTHER_PERSON, Chair, House, Seen, TelegramHouse, terminal_house
from tests.office import OpenOffice
from tests.school import NEW, OTHER_NEW, evaluation, opened
from tests.test_features.test_exchange.files import xlsx

HANDBOOK = (PROJECT / "README.zh-CN.md").read_text(encoding="utf-8").partition("## 工作人员手册")[2].partition("## 改知识库")[0]
NOTICE = "周五下午三点开会，请带好材料。"
LATER = "改到周四下午两点开会。"
TESTED: set[str] = set()


def row(*commands: str) -> Callable[[Any], Any]:
    """A test of the conversations behind these commands, on both platforms."""
    TESTED.update(commands)
    return pytest.mark.parametrize("house", ["telegram", "terminal"], indirect=True)


@pytest_asyncio.fixture
async def house(
    request: pytest.FixtureRequest,
    open_office: OpenOffice,
    settings: Settings,
    build: AnswererBuilder,
    small: Library,
    made_database: Path,
    tmp_path: Path,
) -> AsyncIterator[House]:
    if request.param == "telegram":
        async with opened(open_office, build, small, evaluation(small)) as school:
            yield TelegramHouse(school)
    else:
        async with terminal_house(settings, build, small, evaluation(small), made_database, tmp_path) as opened_house:
            yield opened_house


def test_every_command_of_the_handbook_is_tried_here() -> None:
    named = set(re.findall(r"`/([a-z]+)", HANDBOOK)) - {"setjoingroups"}
    assert named - {"ask", "help", "cancel"} <= TESTED, named - TESTED
    assert set(texts.STAFF_COMMANDS) <= TESTED


async def taught(house: House) -> list[Supplement]:
    async with house.database.read() as tx:
        return [*await supplements.live(tx), *(await supplements.pending(tx, limit=100))[0]]


async def proposed(house: House, alias: str, entry_id: str, *, live: bool = False) -> Supplement:
    async with house.database.write() as tx:
        (item,) = await supplements.propose(tx, [(alias, entry_id)], by=OTHER_PERSON, now=datetime.now(UTC), live=live)
    return item


# --- 怎么开始 -------------------------------------------------------------------------------------------------------


@row("mydata", "staff")
async def test_mydata_tells_the_number_that_the_owner_needs(house: House) -> None:
    somebody = await house.sits()
    assert people_texts.MY_ID.format(id=somebody.id) in (await somebody.tell("/mydata")).text
    assert (await somebody.tell("/staff")).text == texts.COMMAND_UNKNOWN, "without a role nobody sees staff's commands"


@row("staff")
async def test_an_owner_adds_somebody_by_a_message_of_theirs_and_takes_the_role_away(house: House) -> None:
    owner = await house.sits(Role.OWNER)
    await owner.tell("/staff")
    assert (await owner.press("添加工作人员")).text == people_texts.ASK_PERSON
    asked = await owner.point_at(OTHER_PERSON)
    assert asked.buttons == tuple(people_texts.ROLES_LONG[role] for role in Role)
    assert "担任编辑" in (await owner.press("编辑")).text
    assert await house.roles(OTHER_PERSON) == {Role.EDITOR}
    await owner.press("撤销")
    assert await house.roles(OTHER_PERSON) == set()


@row("grant", "revoke")
async def test_roles_in_one_line(house: House) -> None:
    owner = await house.sits(Role.OWNER)
    assert "担任编辑" in (await owner.tell(f"/grant {OTHER_PERSON} 编辑")).text
    assert await house.roles(OTHER_PERSON) == {Role.EDITOR}
    assert "已撤销" in (await owner.tell(f"/revoke {OTHER_PERSON} 编辑")).text
    assert await house.roles(OTHER_PERSON) == set()
    assert [line.action for line in await house.lines(f"user:{OTHER_PERSON}")] == ["revoke", "grant"]
    assert (await owner.tell("/grant 谁呀 编辑")).text == people_texts.GRANT_USAGE


@row("groups", "group")
async def test_a_group_gets_its_unit_and_tags(house: House) -> None:
    chat_id = await house.group("龙泉镇工作群")
    announcer = await house.sits(Role.ANNOUNCER)
    assert (await announcer.tell("/groups")).text.startswith("登记的群共 1 个")
    await announcer.press("龙泉镇工作群")
    await announcer.press("填单位")
    assert "单位：龙泉镇" in (await announcer.tell("龙泉镇")).text
    await announcer.press("加标签")
    await announcer.tell("乡镇 示范")
    await announcer.press("去掉 #示范")
    group = await house.known(chat_id)
    assert (group.unit, group.tags) == ("龙泉镇", ("乡镇",))
    await announcer.tell(f"/group {chat_id} +示范 -乡镇")
    assert (await house.known(chat_id)).tags == ("示范",)


@row("groups", "group")
async def test_groups_of_others_are_taken_in(house: House) -> None:
    first, *rest = [await house.group(f"新群{number}", waits=True) for number in range(3)]
    owner = await house.sits(Role.OWNER)
    await owner.tell(f"/group {first} 收下")
    assert not (await house.known(first)).waits
    await owner.tell("/groups")
    await owner.press("等您收下的群（2）")
    await owner.press("全部收下（2）")
    await owner.press("确定收下这 2 个")
    assert not any([(await house.known(chat_id)).waits for chat_id in rest])


@row("group", "groups")
async def test_a_group_is_left_only_when_it_is_sure(house: House) -> None:
    chat_id = await house.group("走错的群")
    owner = await house.sits(Role.OWNER)
    await owner.tell(f"/group {chat_id} 退出")
    await owner.press("返回")
    await owner.press("让我退群")
    shown = await owner.press("确定退群")
    assert (await house.known(chat_id)).active is not house.reaches_telegram
    assert (terminal_texts.TERMINAL_NO_TELEGRAM in shown.text) is not house.reaches_telegram, "nothing is pretended"


# --- 群管理员：本群的设置 ---------------------------------------------------------------------------------------------


@row("settings")
async def test_the_settings_of_a_group_with_buttons(house: House) -> None:
    chat_id = await house.group("龙泉镇工作群")
    owner = await house.sits(Role.OWNER)
    assert (await owner.tell("/settings")).text, "which group is asked"
    assert "旁听：关" in (await owner.tell(f"/settings {chat_id}")).text
    assert "旁听：开" in (await owner.press("打开旁听")).text
    await owner.press("主动回答")
    await owner.press("3 次/小时")
    await owner.press("打开今日一条")
    await owner.press("今日一条的时间")
    await owner.press("07:30")
    await owner.press("免打扰")
    await owner.press("22:00—07:00")
    await owner.press("不收的消息")
    assert "不收的消息：学习资料" in (await owner.press("不收学习资料")).text
    found = await house.known(chat_id)
    assert (found.overhear, found.overheard_per_hour, found.daily, found.daily_at) == (True, 3, True, "07:30")
    assert (found.quiet_from, found.quiet_to, found.muted) == ("22:00", "07:00", {"study"})


@row("settings", "here")
async def test_the_settings_of_a_group_in_one_line(house: House) -> None:
    chat_id = await house.group("龙泉镇工作群")
    owner = await house.sits(Role.OWNER)
    for words in ("今日一条 8:15", "免打扰 22:00-7:00", "不收 学习", "单位 龙泉镇"):
        await owner.tell(f"/settings {chat_id} {words}")
    found = await house.known(chat_id)
    assert (found.daily_at, found.quiet_from, found.quiet_to, found.muted) == ("08:15", "22:00", "07:00", {"study"})
    assert found.unit == "龙泉镇", "an owner's word needs nobody's consent"
    assert (await owner.tell("/here")).text == groups_texts.HERE_IN_TOPIC


@row("groups")
@pytest.mark.parametrize(("answer", "unit"), [("同意", "龙泉镇"), ("不同意", "")])
async def test_the_unit_that_a_group_asks_for_waits_for_a_yes(house: House, answer: str, unit: str) -> None:
    chat_id = await house.group("龙泉镇工作群")
    await house.wishes(chat_id, "龙泉镇")
    announcer = await house.sits(Role.ANNOUNCER)
    await announcer.tell("/groups")
    await announcer.press("等您确认的单位（1）")
    await announcer.press(answer)
    group = await house.known(chat_id)
    assert (group.unit or "", group.wished_unit) == (unit, None)


# --- 编辑：教它听懂更多问法 -------------------------------------------------------------------------------------------


@row("misses", "teach")
async def test_a_question_without_an_answer_is_taught(house: House, small: Library) -> None:
    entry = small.entries[2]
    await house.miss(NEW, 3, near=[entry.id])
    editor = await house.sits(Role.EDITOR)
    (number,) = [label for label in (await editor.tell("/misses")).buttons if label.startswith("#")]
    assert NEW in (await editor.press(number)).text
    await editor.press(f"教给：{entry.title}")
    await editor.press("就用这句")
    assert "已教会" in (await editor.press("保存并生效")).text
    await house.learn()
    assert house.library.by_id[entry.id].aliases[-1] == NEW
    assert entry.title in (await editor.tell(NEW)).text


@row("misses")
async def test_questions_are_dismissed_or_put_off(house: House, small: Library) -> None:
    first, second = await house.miss("食堂几点开"), await house.miss("班车停哪儿")
    editor = await house.sits(Role.EDITOR)
    await editor.tell("/misses")
    await editor.press(f"#{first}")
    assert "以后再看" in (await editor.press("以后再看")).text
    await editor.press(f"#{second}")
    assert "不再列出" in (await editor.press("不归讲话管")).text
    await editor.press("以后再看的（1）")
    await editor.press(f"#{first}")
    assert "教的话" in (await editor.tell(f"/misses {first} 教 {small.entries[0].id}")).text
    assert "不再列出" in (await editor.tell(f"/misses {first} 不管")).text


@row("misses")
async def test_an_auditor_only_looks(house: House) -> None:
    number = await house.miss("食堂几点开")
    auditor = await house.sits(Role.AUDITOR)
    shown = await auditor.tell(f"/misses {number}")
    assert "食堂几点开" in shown.text
    assert not any("以后" in label for label in shown.buttons)
    assert (await auditor.tell(f"/misses {number} 不管")).text == texts.STAFF_LOOK_ONLY


@row("teach")
async def test_a_lesson_step_by_step(house: House, small: Library) -> None:
    entry = small.entries[2]
    editor = await house.sits(Role.EDITOR)
    await editor.tell("/teach")
    await editor.press(entry.part[:10])
    await editor.press(entry.title)
    shown = await editor.tell(f"1. {NEW}\n- {NEW}？\n")
    assert "1 道变好，0 道变差" in shown.text
    await editor.press("再加几条")
    assert "新问法 2 条" in (await editor.tell(OTHER_NEW)).text
    assert "已教会" in (await editor.press("保存并生效")).text
    assert {one.alias for one in await taught(house)} == {NEW, OTHER_NEW}
    await house.learn()
    assert entry.title in (await editor.tell(OTHER_NEW)).text


@row("teach")
async def test_a_lesson_in_one_go_for_others_to_approve_and_one_that_is_given_up(house: House, small: Library) -> None:
    editor = await house.sits(Role.EDITOR)
    assert "新问法 1 条" in (await editor.tell(f"/teach {small.entries[1].id}\n{NEW}")).text
    await editor.press("提交，等别人审核")
    assert [(one.alias, one.status.value) for one in await taught(house)] == [(NEW, "pending")]
    await editor.tell(f"/teach {small.entries[1].id}")
    assert (await editor.tell("取消")).text == texts.CANCELLED
    assert (await editor.tell("/cancel")).text == texts.NOTHING_TO_CANCEL


@row("pending")
async def test_proposals_are_approved_turned_down_and_taken_back(house: House, small: Library) -> None:
    entry = small.entries[1]
    good, bad = await proposed(house, NEW, entry.id), await proposed(house, OTHER_NEW, entry.id)
    old = await proposed(house, "旧的问法讲的是哪件事", entry.id, live=True)
    editor = await house.sits(Role.EDITOR)
    await editor.tell("/pending")
    await editor.press(f"#{good.id}")
    assert "评测题" in (await editor.press("先试算影响")).text
    assert "已通过" in (await editor.press("通过")).text
    await editor.tell("/pending")
    await editor.press(f"#{bad.id}")
    await editor.press("驳回")
    assert "已驳回" in (await editor.tell("这句话问什么都可以，会抢答")).text
    await editor.tell("/pending")
    await editor.press("已生效的（2）")
    await editor.press(f"#{old.id}")
    assert "已撤下" in (await editor.press("撤下这条")).text
    assert [one.alias for one in await taught(house)] == [NEW]
    third = await proposed(house, OTHER_NEW, entry.id)
    assert "已驳回" in (await editor.tell(f"/pending {third.id} 驳回 太笼统")).text


@row("test")
async def test_a_trial_question_shows_the_card_and_why(house: House, small: Library) -> None:
    entry = small.entries[2]
    auditor = await house.sits(Role.AUDITOR)
    shown = await auditor.tell(f"/test {entry.aliases[0]}")
    assert entry.gist in shown.text
    assert "群里没点名说这句" in shown.text
    assert "/test" in (await auditor.tell("/test")).text


@row("export")
async def test_the_knowledge_goes_out_as_a_sheet_and_comes_back_changed(house: House, small: Library) -> None:
    entry = small.entries[1]
    editor = await house.sits(Role.EDITOR)
    await editor.tell("/export 表格")
    (name,) = [name for name in editor.files if name.endswith(".xlsx")]
    rows = list(load_workbook(io.BytesIO(editor.files[name]))["问法"].values)
    assert len(rows) == 1 + sum(len(one.aliases) for one in small.entries)
    shown = await editor.send_file("改好的.xlsx", xlsx({"问法": [("条目编号", "问法"), (entry.id, NEW)]}))
    assert "可以新增的问法 1 条" in shown.text
    assert await taught(house) == [], "nothing without the button"
    assert "评测题" in (await editor.press("先试算影响")).text
    await editor.press("新增 1 条并生效")
    assert [(one.alias, one.entry_id) for one in await taught(house)] == [(NEW, entry.id)]


@row("export")
async def test_files_that_are_of_no_use_are_told(house: House) -> None:
    editor = await house.sits(Role.EDITOR)
    assert "A2 没有编号 p99-9" in (await editor.send_file("错的.csv", f"条目编号,问法\np99-9,{NEW}\n".encode())).text
    await editor.tell("/export")
    # What is used here is not what stands in the folder: the files would not be what was taught.
    assert exchange_texts.EXPORT_FILES_CHANGED in (await editor.press("YAML .zip")).text


@row("reload")
async def test_changed_files_are_taken_over_and_wrong_ones_listed(house: House, small: Library) -> None:
    first, second, *rest = small.entries
    editor = await house.sits(Role.EDITOR)
    assert "没有变化" in (await editor.tell("/reload")).text
    house.files.library = replace(small, entries=(replace(second, gist="改过的一句话"), *rest), version="small1111111")
    shown = await editor.tell("/reload")
    assert "已换上" in shown.text
    assert f"去掉条目 1 个：\n· {first.title}（{first.id}）" in shown.text
    assert house.library.by_id[second.id].gist == "改过的一句话"


# --- 发布员：给各群发通知 ---------------------------------------------------------------------------------------------


async def written(announcer: Chair, content: str = NOTICE) -> Seen:
    """The content is said; now the receivers are asked for."""
    await announcer.tell("/broadcast")
    return await announcer.tell(content)


async def drafted(announcer: Chair, when: str) -> Seen:
    """To all groups, at this time."""
    await written(announcer)
    await announcer.press("全部群")
    return await announcer.tell(when)


@row("broadcast")
async def test_a_notice_step_by_step_to_all_groups(house: House) -> None:
    for title in ("甲群", "乙群"):
        await house.group(title)
    announcer = await house.sits(Role.ANNOUNCER)
    assert "全部群（2）" in (await written(announcer)).buttons
    await announcer.press("全部群（2）")
    offer = await announcer.press("放行后马上发")
    assert NOTICE in offer.text, "the preview"
    one = await house.newest()
    assert one.stage is BroadcastStage.DRAFT, "nothing is sent before the release"
    released = (await announcer.press("放行")).text
    assert "2 个群" in released
    assert (app_texts.TERMINAL_SENT_BY_BOT in released) is not house.reaches_telegram, "who sends it, where nobody here does"
    await house.sent(one.id)
    assert await house.states(one.id) == ["sent", "sent"]
    assert [line.action for line in await house.lines("broadcast:") if line.actor_id == announcer.id] == [
        "broadcast_release",
        "broadcast_prepare",
    ]


@row("broadcast")
@pytest.mark.parametrize(
    ("way", "receivers"),
    [
        (["按单位", "龙泉镇", "选好了"], 1),
        (["按标签", "乡镇", "选好了"], 2),
        (["挑选群", "机关群", "选好了"], 1),
        (["龙泉镇、洛带镇"], 2),
        (["标签:乡镇"], 2),
        (["全部"], 3),
    ],
    ids=["units", "tags", "picked", "names", "a tag by name", "all by name"],
)
async def test_a_notice_to_those_who_are_meant(house: House, way: list[str], receivers: int) -> None:
    await house.group("龙泉镇群", unit="龙泉镇", tag="乡镇")
    await house.group("洛带镇群", unit="洛带镇", tag="乡镇")
    await house.group("机关群", unit="县机关")
    announcer = await house.sits(Role.ANNOUNCER)
    shown = await written(announcer)
    for step in way:
        shown = await (announcer.press(step) if any(step in label for label in shown.buttons) else announcer.tell(step))
    assert f"{receivers} 个群会收到" in shown.text
    assert f"{receivers} 个群" in (await announcer.press("放行后马上发")).text


@row("broadcast")
@pytest.mark.parametrize(
    ("when", "repeats"),
    [
        ("2099-12-01 09:00", None),
        ("明天下午3点", False),
        ("下周五 9:00", False),
        ("每周一、三 8:30", True),
        ("工作日 8:30", True),
        ("每月1日 9:00", True),
        ("下辈子", None),
    ],
)
async def test_a_notice_at_its_time(house: House, when: str, repeats: bool | None) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    shown = await drafted(announcer, when)
    if repeats is None:
        assert "放行" not in shown.buttons, "it is asked for again"
        shown = await announcer.tell("明天 9:00")
    one = await house.newest()
    assert (one.start_at is None) is bool(repeats)
    assert "放行" in shown.buttons
    await announcer.press("放行")
    assert await house.stage(one.id) is BroadcastStage.RELEASED


@row("broadcast")
async def test_a_card_and_the_entry_of_the_day(house: House, small: Library) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await written(announcer, small.entries[1].id)
    await announcer.press("全部群")
    offer = await announcer.press("放行后马上发")
    assert small.entries[1].title in offer.text
    await announcer.press("作废")
    await announcer.tell("/broadcast")
    offer = await announcer.press("今日一条：工作日")
    assert broadcasts_texts.BROADCAST_DAILY_NOBODY in offer.text
    await announcer.press("放行")
    assert (await house.newest()).stage is BroadcastStage.RELEASED


@row("broadcast")
async def test_a_file_is_a_notice_where_it_can_be_sent(house: House) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await announcer.tell("/broadcast")
    shown = await announcer.send_file("附件.pdf", b"%PDF-1.7")
    assert ("全部群（1）" in shown.buttons) is house.reaches_telegram
    assert (terminal_texts.TERMINAL_NO_MEDIA in shown.text) is not house.reaches_telegram
    assert "全部群（1）" in (await announcer.tell(NOTICE)).buttons or house.reaches_telegram


@row("broadcast", "broadcasts")
async def test_a_notice_in_one_go_and_one_that_is_thrown_away(house: House) -> None:
    await house.group("甲群", tag="乡镇")
    announcer = await house.sits(Role.ANNOUNCER)
    offer = await announcer.tell(f"/broadcast 标签:乡镇 明天 9:00\n{NOTICE}")
    assert "1 个群" in offer.text
    await announcer.press("作废")
    one = await house.newest()
    assert one.stage is not BroadcastStage.RELEASED
    await announcer.tell(f"/broadcast 标签:乡镇 明天 9:00\n{NOTICE}")
    await announcer.press("放行")
    assert await house.stage((await house.newest()).id) is BroadcastStage.RELEASED


@row("broadcast", "broadcasts")
async def test_with_two_announcers_the_other_one_releases(house: House) -> None:
    await house.announcer(OTHER_PERSON)
    await house.announcer(OTHER_PERSON + 2)
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    offer = await drafted(announcer, "明天 9:00")
    assert "放行" not in offer.buttons
    assert (await house.newest()).stage is BroadcastStage.DRAFT
    # What somebody else has prepared waits for this one.
    theirs = await house.drafted(NOTICE, by=OTHER_PERSON)
    await announcer.tell(f"/broadcasts {theirs}")
    assert NOTICE in (await announcer.press("看预览")).text
    await announcer.press("放行")
    assert await house.stage(theirs) is not BroadcastStage.DRAFT


@row("broadcasts", "broadcast")
async def test_a_notice_is_paused_goes_on_and_is_cancelled(house: House) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await drafted(announcer, "明天 9:00")
    await announcer.press("放行")
    number = (await house.newest()).id
    assert NOTICE in (await announcer.tell("/broadcasts")).buttons[0]
    await announcer.press(NOTICE)
    await announcer.press("暂停")
    assert await house.stage(number) is BroadcastStage.PAUSED
    await announcer.press("继续")
    assert await house.stage(number) is BroadcastStage.RELEASED
    await announcer.press("取消其余的")
    assert await house.stage(number) is BroadcastStage.RELEASED, "it asks first"
    assert "已取消：1" in (await announcer.press("确定")).text
    assert await house.stage(number) is BroadcastStage.CANCELLED


@row("broadcasts", "broadcast")
async def test_content_receivers_and_time_are_changed_before_it_leaves(house: House) -> None:
    await house.group("甲群", tag="乡镇")
    await house.group("乙群")
    announcer = await house.sits(Role.ANNOUNCER)
    await drafted(announcer, "明天 9:00")
    await announcer.press("放行")
    await announcer.tell("/broadcasts 1")
    await announcer.press("改内容")
    assert LATER in (await announcer.tell(LATER)).text
    await announcer.press("就用这份")
    one = await house.newest()
    assert (one.content.opening, one.stage) == (LATER, BroadcastStage.DRAFT), "to be released anew"
    await announcer.tell("/broadcasts 1")
    await announcer.press("改对象或时间")
    await announcer.tell("标签:乡镇")
    await announcer.tell("后天 10:00")
    two = await house.newest()
    assert (two.id, two.content.opening, two.audience.names) == (2, LATER, ("乡镇",))
    assert await house.stage(1) is BroadcastStage.CANCELLED


@row("broadcasts", "broadcast")
async def test_what_was_sent_is_watched_sent_again_and_taken_back(house: House) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await announcer.tell(f"/broadcast 全部 现在\n{NOTICE}")
    await announcer.press("放行")
    await house.sent(1)
    assert "已送达：1" in (await announcer.tell("/broadcasts 1")).text
    await announcer.press("下载表格")
    (name,) = [name for name in announcer.files if name.endswith(".xlsx")]
    rows = list(load_workbook(io.BytesIO(announcer.files[name])).worksheets[0].values)
    assert rows[0] == broadcasts_texts.SHEET_HEADINGS
    assert rows[1][0] == "甲群"
    await announcer.press("照样再发一条")
    await announcer.tell("全部")
    await announcer.tell("明天 9:00")
    assert (await house.newest()).content.opening == NOTICE
    await announcer.tell("/broadcasts 1")
    await announcer.press("撤回")
    await announcer.press("确定")
    newest = (await house.lines("broadcast:1"))[0]
    assert (newest.action, newest.actor_id) == ("broadcast_control", announcer.id)


@row("broadcasts", "broadcast")
async def test_what_is_uncertain_is_settled_and_what_failed_is_sent_again(house: House) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await announcer.tell(f"/broadcast 全部 现在\n{NOTICE}")
    await announcer.press("放行")
    await house.sent(1)
    await house.ended(1, State.UNCERTAIN)
    await announcer.tell("/broadcasts 1")
    assert "甲群" in (await announcer.press("处理不确定的（1）")).text
    await announcer.press("1 已到")
    assert await house.states(1) == ["sent"]
    await house.ended(1, State.FAILED)
    await announcer.tell("/broadcasts 1")
    await announcer.press("重发没送到的")
    await house.sent(1)
    assert await house.states(1) == ["sent"]


@row("broadcasts", "broadcast")
async def test_what_repeats_has_its_runs_and_is_stopped(house: House) -> None:
    await house.group("甲群")
    announcer = await house.sits(Role.ANNOUNCER)
    await drafted(announcer, "工作日 8:30")
    assert "第一次发送" in (await announcer.press("放行")).text
    assert broadcasts_texts.BROADCAST_RUNS_EMPTY.format(number=1) in (await announcer.press("各次发送")).text
    await announcer.press("返回")
    assert broadcasts_texts.BROADCAST_SURE_CANCEL_SERIES.format(number=1) in (await announcer.press("停掉")).text
    assert broadcasts_texts.BROADCAST_CANCELLED_SERIES in (await announcer.press("确定")).text


@row("broadcasts")
async def test_an_auditor_looks_at_notices(house: House) -> None:
    auditor = await house.sits(Role.AUDITOR)
    assert (await auditor.tell("/broadcasts")).text == broadcasts_texts.BROADCAST_LIST_EMPTY_LOOK


# --- 所有者和审计员：看数据、管人、管群 ----------------------------------------------------------------------------------


@row("stats")
async def test_figures_of_other_days_and_as_a_sheet(house: House) -> None:
    auditor = await house.sits(Role.AUDITOR)
    shown = await auditor.tell("/stats 90")
    assert "近 90 天的提问" in shown.text
    assert shown.buttons == ("7 天", "30 天", "✓ 90 天", "下载表格")
    assert "近 7 天的提问" in (await auditor.press("7 天")).text
    await auditor.press("下载表格")
    assert sorted(Path(name).suffix for name in auditor.files)[-1] == ".xlsx"
    assert any(name.endswith(".png") for name in auditor.files)


@row("audit", "grant")
async def test_who_did_what_is_found(house: House) -> None:
    owner = await house.sits(Role.OWNER)
    await owner.tell(f"/grant {OTHER_PERSON} 编辑")
    month = f"{datetime.now(UTC):%Y-%m}"
    shown = await owner.tell(f"/audit 身份 {month}")
    assert f"用户 {OTHER_PERSON}　编辑" in shown.text
    await owner.press("下载表格")
    (name,) = [name for name in owner.files if name.endswith(".xlsx")]
    assert any(str(OTHER_PERSON) in str(cells) for cells in load_workbook(io.BytesIO(owner.files[name])).worksheets[0].values)


@row("audit", "grant")
async def test_refused_attempts_are_noted_and_can_be_left_out(house: House) -> None:
    auditor = await house.sits(Role.AUDITOR)
    assert (await auditor.tell(f"/grant {OTHER_PERSON} 编辑")).text == texts.COMMAND_UNKNOWN
    shown = await auditor.tell("/audit")
    assert reports_texts.AUDIT_ACTIONS["grant"] in shown.text
    assert reports_texts.AUDIT_ACTIONS["grant"] not in (await auditor.press("不看被拒绝的")).text
    assert reports_texts.AUDIT_ACTIONS["grant"] in (await auditor.press("全部记录")).text


@row("health")
async def test_how_the_bot_is(house: House) -> None:
    owner = await house.sits(Role.OWNER)
    shown = await owner.tell("/health")
    for words in ("程序版本：", "数据库：正常", "磁盘剩余：", "知识版本："):
        assert words in shown.text
    assert "刷新" in shown.buttons
    await owner.press("刷新")


@row("mydata", "forget")
async def test_everybody_sees_what_is_kept_and_has_it_erased(house: House) -> None:
    editor = await house.sits(Role.EDITOR)
    await editor.tell(f"/grant {OTHER_PERSON} 编辑")
    assert people_texts.MY_REFUSED.format(count=1) in (await editor.tell("/mydata")).text
    assert people_texts.FORGET_SURE in (await editor.tell("/forget")).text
    assert people_texts.KEPT_AUDIT in (await editor.press("确定删除")).text


# --- 出了问题怎么办 ---------------------------------------------------------------------------------------------------


@row("grant")
async def test_what_is_given_up_changes_nothing(house: House) -> None:
    owner = await house.sits(Role.OWNER)
    assert (await owner.tell("/grant")).text == people_texts.ASK_PERSON
    assert (await owner.tell("取消")).text == texts.CANCELLED
    assert (await owner.tell("/cancel")).text == texts.NOTHING_TO_CANCEL


@row("grant", "revoke")
@pytest.mark.parametrize("typed", ["／grant {id} 编辑", "、grant：{id}，编辑", "/ grant {id} ＥＤＩＴＯＲ"])
async def test_what_chinese_keyboards_make_of_a_command_is_understood(house: House, typed: str) -> None:
    owner = await house.sits(Role.OWNER)
    await owner.tell(typed.format(id=OTHER_PERSON))
    assert await house.roles(OTHER_PERSON) == {Role.EDITOR}
