"""/teach, /misses and /pending, from the first word to the answer that people get."""

from __future__ import annotations

import pytest

from bot.access import Role
from bot.answering.answer import Outcome
from bot.answering.building import AnswererBuilder
from bot.answering.training.labelled import Labelled, LabelledError
from bot.chat import texts as chat_texts
from bot.chat.conversation import stamp
from bot.features.people import texts as people_texts
from bot.features.teaching import texts
from bot.features.teaching.store.supplements import Status
from bot.library.models import Library
from tests.fakes.bot_api import BotApi
from tests.office import OpenOffice
from tests.school import NEW, OTHER_NEW, School, evaluation, opened


async def test_a_guided_lesson(school: School, small: Library) -> None:
    entry = small.entries[2]
    said = await school.tell("/teach")
    await school.press(said, said.button_texts[[*small.parts].index(entry.part)])
    await school.press(said, entry.title)
    assert "一行一条" in said.text
    result = await school.write(f"1. {NEW}\n- {NEW}？\n")
    assert NEW in result.text
    assert "1 道变好，0 道变差" in result.text
    assert f"↑ {NEW}呢：" in result.text
    await school.press(result, "保存并生效")
    assert "已教会" in result.text
    await school.learn()
    assert school.library.by_id[entry.id].aliases[-1] == NEW
    answer = await school.tell(NEW)
    assert answer.text.startswith(entry.title)
    line = (await school.office.lines("teach"))[0]
    assert (line.target, line.result, line.actor_id) == (f"entry:{entry.id}", "live", school.editor.id)


async def test_an_entry_is_found_by_what_is_typed(school: School, small: Library) -> None:
    entry = small.entries[3]
    await school.tell("/teach")
    assert entry.gist in (await school.tell(entry.id)).text
    await school.tell("/teach")
    found = await school.tell(entry.title[:4])
    assert entry.title in found.button_texts
    await school.press(found, entry.title)
    assert entry.gist in found.text
    await school.tell("/teach")
    assert entry.title in (await school.tell(entry.aliases[0])).button_texts


async def test_in_one_go(school: School, small: Library) -> None:
    entry = small.entries[1]
    result = await school.write(f"/teach {entry.id}\n{NEW}\n{OTHER_NEW}")
    assert "新问法 2 条" in result.text
    await school.press(result, "提交，等别人审核")
    assert [(item.alias, item.status) for item in await school.supplements()] == [(NEW, Status.PENDING), (OTHER_NEW, Status.PENDING)]
    assert school.library is small
    assert OTHER_NEW in (await school.write(f"/teach {entry.id} {OTHER_NEW}")).text


async def test_what_cannot_be_taught_is_told_line_by_line(school: School, small: Library) -> None:
    entry, other = small.entries[1], small.entries[2]
    await school.propose(NEW, other.id, school.editor.id)
    lines = ["啊", "？！", small.background[0].text, other.aliases[0], NEW, "问" * 201]
    result = await school.write(f"/teach {entry.id}\n" + "\n".join(lines))
    for words in ("太短", "没有文字", "background.yaml", f"已经是 {other.title} 的问法", "正在等审核", "太长"):
        assert words in result.text
    assert await school.office.api.quiet(school.office.application) is None
    result = await school.write(OTHER_NEW)
    assert "新问法 1 条" in result.text


async def test_more_aliases_and_giving_up(school: School, small: Library) -> None:
    result = await school.write(f"/teach {small.entries[1].id} {NEW}")
    await school.press(result, "再加几条")
    result = await school.write(OTHER_NEW)
    assert "新问法 2 条" in result.text
    await school.press(result, "放弃")
    assert "取消" in result.text
    assert await school.supplements() == []
    assert "过期" in (await school.editor.presses(result, data="s:tk:live")).text


async def test_an_older_message_keeps_nothing_but_what_it_shows(school: School, small: Library) -> None:
    old = await school.write(f"/teach {small.entries[1].id} {NEW}")
    new = await school.write(f"/teach {small.entries[2].id} {OTHER_NEW}")
    assert await school.press(old, "保存并生效") == chat_texts.DIALOG_NEWER
    assert await school.supplements() == []
    await school.press(new, "保存并生效")
    assert [(item.alias, item.entry_id) for item in await school.supplements()] == [(OTHER_NEW, small.entries[2].id)]


async def test_giving_up_under_an_older_message_leaves_other_work_open(school: School, small: Library) -> None:
    both = await school.office.person("编辑兼所有者", Role.EDITOR, Role.OWNER)
    old = await school.write(f"/teach {small.entries[1].id} {NEW}", both)
    await school.write("/grant", both)
    await school.press(old, "放弃", both)
    assert (await school.write("7555000001", both)).text == people_texts.ASK_ROLE.format(name="7555000001")


async def test_of_two_who_teach_the_same_one_is_told_that_it_is_taken(school: School, small: Library) -> None:
    other = await school.office.person("另一位", Role.EDITOR)
    mine = await school.write(f"/teach {small.entries[1].id} {NEW}")
    theirs = await school.write(f"/teach {small.entries[2].id} {NEW}", other)
    school.editor.taps(mine, "保存并生效")
    other.taps(theirs, "保存并生效")
    await school.learn()
    assert len(await school.supplements()) == 1
    assert sorted(("已教会" in text, "已经教给" in text) for text in (mine.text, theirs.text)) == [(False, True), (True, False)]


async def test_a_photo_is_asked_to_be_words(school: School, small: Library) -> None:
    await school.tell(f"/teach {small.entries[1].id}")
    school.editor.photo()
    assert "请发文字" in (await school.settle()).text


async def test_a_double_press_teaches_once(school: School, small: Library) -> None:
    result = await school.write(f"/teach {small.entries[1].id} {NEW}")
    first, second = school.editor.taps(result, "保存并生效"), school.editor.taps(result, "保存并生效")
    await school.learn()
    assert len(await school.supplements()) == 1
    assert first is not second


async def test_without_evaluation_questions_it_says_so(open_office: OpenOffice, build: AnswererBuilder, small: Library) -> None:
    def none() -> list[Labelled]:
        raise LabelledError("nowhere")

    async with opened(open_office, build, small, none) as school:
        result = await school.write(f"/teach {small.entries[1].id} {NEW}")
        assert "没有带评测题" in result.text
        assert "保存并生效" in result.button_texts


async def test_where_two_are_needed_nobody_keeps_alone(open_office: OpenOffice, build: AnswererBuilder, small: Library) -> None:
    async with opened(open_office, build, small, evaluation(small), self_approve=False) as school:
        result = await school.write(f"/teach {small.entries[1].id} {NEW}")
        assert "保存并生效" not in result.button_texts
        never_shown = f"s:tk:live:{stamp(small.entries[1].id, (NEW,))}"
        await school.editor.presses(result, data=never_shown)
        await school.learn()
        (item,) = await school.supplements()
        assert item.status is Status.PENDING
        await school.write(f"/pending {item.id} 通过")
        assert (await school.supplements())[0].status is Status.PENDING
        other = await school.office.person("另一位", Role.EDITOR)
        await school.write(f"/pending {item.id} 通过", other)
        assert (await school.supplements())[0].status is Status.LIVE
        assert "已通过" in school.office.api.messages(school.editor.chat)[-1].text


async def test_misses_are_grouped_and_taught(school: School, small: Library) -> None:
    entry = small.entries[2]
    await school.miss("食堂几点开饭")
    await school.miss(NEW, 3, near=(entry.id,), unit="龙泉镇")
    await school.miss(NEW + "呀", 1)
    said = await school.tell("/misses")
    assert said.text.index(NEW) < said.text.index("食堂")
    assert "共 2 组" in said.text
    assert "4 次" in said.text
    await school.press(said, said.button_texts[0])
    assert "龙泉镇" in said.text
    await school.press(said, f"教给：{entry.title}")
    assert NEW in said.text
    await school.press(said, "就用这句")
    await school.press(said, "保存并生效")
    await school.learn()
    assert (await school.office.services.knowledge.answer(NEW, addressed=True)).outcome is Outcome.ANSWER
    said = await school.tell("/misses")
    assert "共 1 组" in said.text


async def test_a_miss_can_be_reworded_and_given_to_another_entry(school: School, small: Library) -> None:
    entry = small.entries[4]
    await school.miss(NEW)
    said = await school.tell("/misses")
    await school.press(said, said.button_texts[0])
    await school.press(said, "教给别的条目")
    await school.tell(entry.id)
    result = await school.write(OTHER_NEW)
    await school.press(result, "保存并生效")
    (item,) = await school.supplements()
    assert (item.alias, item.entry_id) == (OTHER_NEW, entry.id)
    assert result.button_texts == [texts.BUTTON_MORE_MISSES]
    await school.press(result, texts.BUTTON_MORE_MISSES)
    assert result.text == texts.MISSES_NONE["o"]


async def test_misses_are_put_off_or_dismissed(school: School) -> None:
    await school.miss(NEW)
    await school.miss(OTHER_NEW)
    said = await school.tell("/misses")
    await school.press(said, said.button_texts[0])
    assert "以后" in await school.press(said, "以后再看")
    assert "以后再看的（1）" in said.button_texts
    await school.press(said, "以后再看的（1）")
    assert "说好以后再看" in said.text
    await school.press(said, "回到没处理的")
    await school.press(said, said.button_texts[0])
    assert "不再列出" in await school.press(said, "不归讲话管")
    assert said.text == texts.MISSES_NONE["o"]
    assert [line.result for line in await school.office.lines("misses_decide")] == ["dismissed", "later"]


async def test_misses_in_one_line(school: School, small: Library) -> None:
    await school.miss(NEW)
    await school.miss(OTHER_NEW)
    first, second = [await number_of(school, question) for question in (NEW, OTHER_NEW)]
    assert "没看懂" in (await school.tell("/misses 什么")).text
    assert NEW in (await school.tell(f"/misses {first}")).text
    assert "教的话" in (await school.tell(f"/misses {first} 教 {small.entries[0].id}")).text
    assert "以后再看" in (await school.tell(f"/misses {first} 以后")).text
    assert "不再列出" in (await school.tell(f"/misses {second} 不管")).text
    assert "处理过" in (await school.tell("/misses 99 不管")).text
    assert NEW in (await school.tell("/misses 以后")).text


async def number_of(school: School, question: str) -> int:
    """The number that /misses shows beside a question: they are given out at random."""
    shown = (await school.tell("/misses")).text
    line = next(line for line in shown.splitlines() if question in line)
    return int(line[line.index("#") + 1 :].split()[0])


async def test_an_auditor_reads_misses_and_decides_nothing(school: School, api: BotApi) -> None:
    await school.miss(NEW)
    auditor = await school.office.person("审计", Role.AUDITOR)
    said = await school.tell("/misses", auditor)
    number = said.button_texts[0].removeprefix("#")
    await school.press(said, f"#{number}", auditor)
    assert said.button_texts == ["返回"]
    toast = await school.office.press(auditor, said, data=f"s:md:{number}:d")
    assert toast == chat_texts.STAFF_NOT_YOUR_BUTTON
    assert (await school.write(f"/misses {number} 不管", auditor)).text == chat_texts.STAFF_LOOK_ONLY
    async with school.office.database.read() as tx:
        from bot.features.teaching.store import misses

        assert await misses.waiting(tx) == 1
    assert {line.result for line in await school.office.lines("misses_decide")} == {"refused"}


async def test_proposals_are_approved_or_turned_down_with_a_reason(school: School, small: Library) -> None:
    other = await school.office.person("另一位", Role.EDITOR)
    good = await school.propose(NEW, small.entries[2].id, other.id)
    await school.propose("随便什么都行的一句话", small.entries[1].id, other.id)
    said = await school.tell("/pending")
    assert "另一位" in said.text
    await school.press(said, f"#{good.id}")
    await school.press(said, "先试算影响")
    assert "1 道变好" in (await school.settle()).text
    assert "已通过" in await school.press(said, "通过")
    assert "没有通过" not in school.office.api.messages(other.chat)[-1].text
    await school.press(said, "#2")
    await school.press(said, "驳回")
    await school.tell("这句话问什么都可以，会抢答")
    assert "会抢答" in (await school.settle(other)).text
    await school.learn()
    assert [item.alias for item in await school.supplements()] == [NEW]
    assert school.library.by_id[small.entries[2].id].aliases[-1] == NEW
    assert [line.result for line in await school.office.lines("pending_decide")] == ["rejected", "approved"]


async def test_a_usual_reason_is_one_press(school: School, small: Library) -> None:
    other = await school.office.person("另一位", Role.EDITOR)
    await school.propose(NEW, small.entries[2].id, other.id)
    said = await school.tell("/pending 1")
    await school.press(said, "驳回")
    await school.press(said, "太笼统")
    assert "太笼统" in school.office.api.messages(other.chat)[-1].text
    assert said.text == texts.PENDING_NONE


async def test_pending_in_one_line_and_what_is_gone(school: School, small: Library) -> None:
    await school.propose(NEW, small.entries[2].id, school.editor.id)
    assert "没看懂" in (await school.tell("/pending 1 什么")).text
    assert "理由" in (await school.tell("/pending 1 驳回 太笼统")).text
    assert "处理过" in (await school.tell("/pending 1 通过")).text
    assert "没看懂" in (await school.tell("/pending 随便")).text


async def test_a_page_is_approved_at_once_but_not_ones_own(open_office: OpenOffice, build: AnswererBuilder, small: Library) -> None:
    async with opened(open_office, build, small, evaluation(small), self_approve=False) as school:
        other = await school.office.person("另一位", Role.EDITOR)
        await school.propose(NEW, small.entries[2].id, other.id)
        await school.propose(OTHER_NEW, small.entries[2].id, school.editor.id)
        await school.propose(small.entries[0].aliases[0] + "？", small.entries[2].id, other.id)
        said = await school.tell("/pending")
        assert "通过了 1 条，几秒钟后生效。另有 2 条没有通过" in await school.press(said, "本页 3 条全部通过")
        assert [item.alias for item in await school.supplements() if item.status is Status.LIVE] == [NEW]


async def test_what_the_files_have_meanwhile_cannot_be_approved(school: School, small: Library) -> None:
    await school.propose(small.entries[0].aliases[0] + "？", small.entries[2].id, 7)
    assert "现在不能通过" in (await school.tell("/pending 1 通过")).text


async def test_a_live_alias_is_taken_back(school: School, small: Library) -> None:
    await school.propose(NEW, small.entries[2].id, school.editor.id, live=True)
    said = await school.tell("/pending")
    await school.press(said, "已生效的（1）")
    await school.press(said, "#1")
    assert "已撤下" in await school.press(said, "撤下这条")
    await school.learn()
    assert school.library is small
    assert said.text == texts.PENDING_LIVE_NONE


@pytest.mark.parametrize(
    "data",
    ["s:tp:99:0", "s:tp:x", "s:te:p99-9", "s:pl:z", "s:ml:q9", "s:mv:abc", "s:pv:0", "s:pb:a-b", "s:pr:1:9", "s:pr:1:²", "s:md:1:z"],
)
async def test_old_or_forged_buttons_change_nothing(school: School, small: Library, data: str) -> None:
    await school.miss(NEW)
    await school.propose(OTHER_NEW, small.entries[2].id, 7)
    said = await school.tell("/teach")
    toast = await school.office.press(school.editor, said, data=data)
    assert toast
    assert len(await school.supplements()) == 1


async def test_a_button_of_an_earlier_lesson_changes_nothing_in_the_next(school: School, small: Library) -> None:
    """Its buttons name no lesson: the message they stand under is older than the one that is open."""
    first, second = small.entries[1], small.entries[2]
    earlier = await school.tell("/teach")
    await school.press(earlier, earlier.button_texts[[*small.parts].index(first.part)])
    await school.tell("/cancel")
    await school.tell(f"/teach {second.id}")
    assert await school.press(earlier, first.title) == chat_texts.DIALOG_NEWER
    assert NEW in (await school.write(NEW)).text  # still a lesson, for the second entry
    assert await school.office.press(school.editor, earlier, data="s:tc:") == chat_texts.DIALOG_NEWER
    result = await school.write(OTHER_NEW)
    await school.press(result, "保存并生效")
    assert {item.entry_id for item in await school.supplements()} == {second.id}
