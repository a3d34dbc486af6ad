"""One person cannot drown the others, and staff at work are no flood."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from bot import texts as common_texts
from bot.access import Action, Role, Verdict
from bot.app.conversations import CONVERSATIONS
from bot.chat import texts as chat_texts
from bot.chat.actor import Actor
from bot.chat.flood import DailyAllowance, Limits
from bot.chat.refusals import Refusals
from bot.features.groups import texts as groups_texts
from bot.features.reports import texts as reports_texts
from bot.places.store import groups
from bot.platforms.telegram import texts
from bot.storage.tables import misses
from tests.fakes.bot_api import BotApi
from tests.office import Office, OpenOffice
from tests.running import ASKS, CHATTER
from tests.test_features.test_groups.test_newcomers_conversation import strangers_group


def said_to(office: Office, person: object) -> list[str]:
    return [message.text for message in office.api.messages(person.chat) if message.sender.is_bot]  # type: ignore[attr-defined]


async def test_twenty_five_one_liners_in_a_minute_all_work(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=10) as office:
        ann = await office.person("甲", Role.ANNOUNCER)
        async with office.database.write() as tx:
            for number in range(25):
                await groups.see(tx, -1000 - number, f"群{number}", "supergroup", datetime.now(UTC))
        for number in range(25):
            ann.says(f"/group {-1000 - number} +标签")
        await office.quiet()
        answers = said_to(office, ann)
        assert len([answer for answer in answers if answer.startswith("群")]) == 25
        assert common_texts.FLOOD not in answers
        assert (await office.tell(ann, ASKS)).buttons, "and none of them was a question"


async def test_lines_of_a_dialogue_are_no_questions_and_cancel_ends_it(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=3) as office:
        editor = await office.person("编辑", Role.EDITOR)
        await office.tell(editor, "/teach")
        for number in range(8):
            assert (await office.tell(editor, f"没有这样的条目{number}")).text != common_texts.FLOOD
        assert (await office.tell(editor, "/cancel")).text == chat_texts.CANCELLED


async def test_the_ways_out_work_when_nothing_else_does(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=3) as office:
        wang = await office.person("小王")
        for _ in range(12):
            wang.says(ASKS)
        await office.quiet()
        assert said_to(office, wang)[-1] == common_texts.FLOOD
        assert (await office.tell(wang, "/help")).text.startswith("直接打字提问")
        assert (await office.tell(wang, "/cancel")).text == chat_texts.NOTHING_TO_CANCEL
        for _ in range(20):
            wang.says("/help")
        await office.quiet()
        assert len(said_to(office, wang)) < 12, "but not without end"


async def test_stickers_use_up_no_questions_and_get_no_answer_each(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=10) as office:
        wang = await office.person("小王")
        for _ in range(8):
            wang.photo()
        await office.quiet()
        assert 1 <= said_to(office, wang).count(common_texts.WORDS_ONLY) <= 2
        for _ in range(10):
            assert (await office.tell(wang, ASKS)).buttons


async def test_presses_have_a_limit_and_their_refusals_are_one_line(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office(questions_per_minute=2) as office:
        wang, group = await office.person("小王"), api.group("工作群", office.owner)
        wang.joins(group)
        office.owner.promotes(office.owner, group)
        panel = await office.tell(office.owner, "/settings", group)
        wang.joins(group)
        asked = len(api.calls_of("getChatMember"))
        for _ in range(100):
            wang.taps(panel, data=f"s:set:{group.id}:oh:1")
        await office.quiet()
        assert len(await office.lines("refused")) == 1
        assert len(api.calls_of("getChatMember")) - asked <= 3
        toasts = [call.params.get("text") for call in api.calls_of("answerCallbackQuery")]
        assert toasts.count(texts.TOAST_FLOOD) == 1
        assert len(toasts) == 25
        card = await office.tell(wang, ASKS)
        for _ in range(30):
            wang.taps(card, data="parts::0:")
        await office.quiet()
        assert len(api.calls_of("editMessageText")) <= 8


async def test_who_becomes_an_admin_is_let_in_at_once(office: Office, api: BotApi) -> None:
    wang, group = await office.person("小王"), api.group("工作群", office.owner)
    wang.joins(group)
    assert (await office.tell(wang, "/settings", group)).text == chat_texts.COMMAND_UNKNOWN
    office.owner.promotes(wang, group)
    assert "工作群" in (await office.tell(wang, "/settings", group)).text


async def test_what_is_tried_again_is_counted_in_one_line(office: Office) -> None:
    wang = Actor(7_000_000_777, "小王", frozenset(), is_group_admin=False, chat_id=-5, private=False)
    refusals = Refusals(office.database, window=3.0)
    async with refusals.running():
        for _ in range(50):
            await refusals.note(wang, Action.GRANT, Verdict.REFUSED)
        await refusals.note(wang, Action.HEALTH, Verdict.REFUSED)
        assert sorted((line.action, line.detail) for line in await office.lines()) == [("grant", ""), ("health", "")], "told at once"
        for _ in range(200):
            if len(await office.lines()) > 2:
                break
            await asyncio.sleep(0.1)
        (line,) = [line for line in await office.lines() if line.detail]
        assert (line.action, line.detail, line.result) == ("grant", chat_texts.AUDIT_AGAIN.format(count=49), "refused")
        for _ in range(5):
            await refusals.note(wang, Action.GRANT, Verdict.REFUSED)
        assert len(await office.lines()) == 3
    assert next(line.detail for line in await office.lines()) == chat_texts.AUDIT_AGAIN.format(count=5), "the end writes what was counted"


async def test_who_tries_everything_everywhere_has_a_dozen_lines(office: Office) -> None:
    wang = Actor(7_000_000_777, "小王", frozenset(), is_group_admin=False, chat_id=-5, private=False)
    li = replace(wang, user_id=7_000_000_778, name="小李")
    refusals = Refusals(office.database, window=0.2)
    tried = [(action, -chat) for chat in range(1, 5) for action in Action]
    async with refusals.running():
        for action, chat_id in tried:
            await refusals.note(replace(wang, chat_id=chat_id), action, Verdict.REFUSED)
            await refusals.note(replace(wang, chat_id=chat_id), action, Verdict.REFUSED)
        await refusals.note(li, Action.GRANT, Verdict.REFUSED)
        assert [line.actor_name for line in await office.lines()].count("小李") == 1, "somebody else is told at once"
        for _ in range(100):
            if not any(attempt.count for key, attempt in refusals._open.items() if key[1] is not None):
                break
            await asyncio.sleep(0.1)
        assert len(await office.lines()) == 12 + 1, "what was counted of one thing belongs to the dozen too"
    lines = [line for line in await office.lines() if line.actor_name == "小王"]
    assert lines[0].detail == chat_texts.AUDIT_AGAIN_MANY.format(count=2 * len(tried) - 12)
    assert len(lines) == 13


async def test_a_strangers_own_group_is_no_way_to_fill_the_audit_log(open_office: OpenOffice) -> None:
    async with open_office(questions_per_minute=10_000) as office:
        office.services.limits.settings = DailyAllowance(20)
        stranger, theirs = await strangers_group(office)
        panel = await office.tell(stranger, "/settings", theirs)
        for number in range(50):
            stranger.taps(panel, data=f"s:set:{theirs.id}:oh:{number % 2}")
        await office.quiet()
        for line in ("旁听 开", "单位 龙泉镇", "单位 白鹤镇"):
            assert (await office.tell(stranger, f"/settings {line}", theirs)).text == groups_texts.SETTINGS_ENOUGH
        assert (await office.tell(stranger, "/here", theirs)).text == groups_texts.SETTINGS_ENOUGH
        assert len(await office.lines()) == 20
        toasts = [call.params.get("text") for call in office.api.calls_of("answerCallbackQuery")]
        assert toasts.count(groups_texts.SETTINGS_ENOUGH) == 30
        assert "旁听" in (await office.tell(stranger, "/settings", theirs)).text, "looking is free"
        for _ in range(30):
            await office.tell(office.owner, f"/settings {theirs.id} 旁听 开")
        assert len(await office.lines()) == 50, "staff at work have no such limit"


async def test_the_audit_log_can_be_read_without_refusals(office: Office) -> None:
    wang = await office.person("小王")
    for command in ("/staff", "/health", "/stats", "/audit"):
        await office.tell(wang, command)
    await office.tell(office.owner, f"/grant {wang.id} 编辑")
    shown = await office.tell(office.owner, "/audit")
    assert "被拒绝" in shown.text
    await office.press(office.owner, shown, reports_texts.BUTTON_NO_REFUSALS)
    shown = office.api.messages(office.owner.chat)[-1]
    assert "被拒绝" not in shown.text
    assert "小王" in shown.text or str(wang.id) in shown.text
    await office.press(office.owner, shown, reports_texts.BUTTON_ALL_LINES)
    assert "被拒绝" in office.api.messages(office.owner.chat)[-1].text
    assert "被拒绝" not in (await office.tell(office.owner, f"/audit {reports_texts.AUDIT_NO_REFUSALS}")).text


async def test_one_person_has_so_many_questions_kept_a_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.services.limits.misses, "_per_day", 3)
    wang, li = await office.person("小王"), await office.person("小李")
    for number in range(6):
        await office.tell(wang, CHATTER + "啊" * number)
    for number in range(3):
        await office.press(wang, await office.tell(wang, ASKS + "？" * number), "👎")
    assert await kept(office) == 3
    await office.tell(li, "食堂几点开门")
    assert await kept(office) == 4


async def test_a_miss_is_short_whoever_makes_it_one(office: Office) -> None:
    chance, wang = random.Random(1), await office.person("路人")
    said = await office.tell(wang, "".join("\ufdfa" + chr(0x4E00 + chance.randrange(3000)) for _ in range(2048)))
    if said.buttons:
        await office.press(wang, said, "👎")
    await office.quiet()
    async with office.database.read() as tx:
        longest = (await tx.execute(select(func.max(func.length(misses.c.question))))).scalar() or 0
    assert longest <= 300


async def kept(office: Office) -> int:
    await office.quiet()
    async with office.database.read() as tx:
        return (await tx.execute(select(func.count()).select_from(misses))).scalar_one()


def test_an_allowance_is_for_a_day() -> None:
    allowance = DailyAllowance(2)
    first, second = datetime(2026, 3, 2, tzinfo=UTC).date(), datetime(2026, 3, 3, tzinfo=UTC).date()
    assert [allowance.admit(7, first) for _ in range(3)] == [True, True, False]
    assert allowance.admit(8, first)
    assert allowance.admit(7, second)


async def test_inline_queries_of_one_person_hold_up_nobody(open_office: OpenOffice, api: BotApi) -> None:
    async with open_office(questions_per_minute=10) as office:
        wang, li = await office.person("小王"), await office.person("小李")
        for number in range(300):
            wang.types(f"第{number}个问题怎么办")
        started = time.perf_counter()
        assert (await office.tell(li, ASKS)).buttons
        assert time.perf_counter() - started < 10
        await office.quiet()
        offered = [call for call in api.calls_of("answerInlineQuery") if not call.error]
        assert len(offered) <= Limits(10).inline._per_minute + 1


JUNK = ["", "1:0009", "9" * 40, "²", "-100:da:99", "l99999"]
"""More of it in ``tests.fuzz``."""


async def test_junk_on_any_button_says_that_it_is_old(office: Office, log: pytest.LogCaptureFixture) -> None:
    everything = await office.person("全能", *Role)
    card = await office.tell(everything, ASKS)
    heads = [kind.head for one in CONVERSATIONS for kind in one.presses]
    assert len(heads) > 30
    datas = [f"{head}:{junk}" for head in heads for junk in JUNK]
    datas += [
        "s:",
        "s::",
        "s:nothing:",
        "s:pr",
        "card",
        "card:::",
        "part:99:0:",
        "parts::999:",
        "law:p99-9:0:",
        "hush::0:",
        "me:",
        "me:forgetx",
        "\x00",
    ]
    for start in range(0, len(datas), 40):
        for data in datas[start : start + 40]:
            everything.taps(card, data=data)
        await office.quiet()
    assert [record.getMessage() for record in log.records if record.levelname == "ERROR"] == []
    assert len(list(office.api.calls_of("answerCallbackQuery"))) == len(datas)


async def test_a_press_that_carries_nothing_is_old(office: Office, log: pytest.LogCaptureFixture) -> None:
    wang = await office.person("小王")
    card = await office.tell(wang, ASKS)
    before = len(office.api.calls_of("answerCallbackQuery"))
    wang.taps(card, data="")
    await office.quiet()
    assert [call.params["text"] for call in office.api.calls_of("answerCallbackQuery")[before:]] == [chat_texts.TOAST_STALE]
    assert [record for record in log.records if record.levelname == "ERROR"] == []
