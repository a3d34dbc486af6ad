"""/reload, /export, and a file sent back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.access import Role
from bot.answering.building import AnswererBuilder
from bot.chat import texts as chat_texts
from bot.features.exchange import texts
from bot.features.exchange.workbook import write_xlsx
from bot.features.exchange.yamlout import export_zip
from bot.features.teaching.store.supplements import Status
from bot.library.models import Library
from bot.library.problems import Problem
from tests.conftest import KNOWLEDGE
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.state import Message
from tests.office import Office, OpenOffice
from tests.running import ASKS
from tests.school import NEW, OTHER_NEW, School, evaluation, opened, proposed
from tests.test_features.test_exchange.files import Rows, cells, xlsx, zipped

HEAD = ("条目编号", "问法")


def sheet(*rows: tuple[str, str]) -> bytes:
    """A workbook with these aliases."""
    table: Rows = [HEAD, *rows]
    return xlsx({"问法": table})


def content(api: BotApi, message: Message) -> bytes:
    """The file in a message."""
    return api.world.files[message.content["document"]["file_id"]].content


async def send(school: School, data: bytes, name: str = "知识.xlsx") -> str:
    """Send a file; returns all that is said to it."""
    before = len(school.office.api.messages(school.editor.chat))
    school.editor.document(name, data)
    await school.learn()
    return "\n".join(message.text or "" for message in school.office.api.messages(school.editor.chat)[before:])


async def test_reload_says_what_changed_and_is_used(school: School, small: Library) -> None:
    first, second, *rest = small.entries
    edited = replace(second, gist="改过的一句话", aliases=(*second.aliases, OTHER_NEW))
    school.files.library = replace(small, entries=(edited, *rest), version="small1111111")
    result = await school.write("/reload")
    assert "已换上" in result.text
    assert f"去掉条目 1 个：\n· {first.title}（{first.id}）" in result.text
    assert f"· {second.title}（{second.id}）：一句话" in result.text
    assert f"· {second.id} {OTHER_NEW}" in result.text
    assert school.library is school.files.library
    assert "没有变化" in (await school.write("/reload")).text
    assert [line.result for line in await school.office.lines("reload")] == ["unchanged", "done"]


async def test_reload_lists_every_problem_and_keeps_the_old_knowledge(school: School, small: Library) -> None:
    school.files.problems = [Problem("entries/a.yaml", number, f"p{number}", "gist", "太长：最多 80 个字符。") for number in range(1, 60)]
    school.editor.says("/reload")
    await school.learn()
    messages = [message.text for message in school.office.api.messages(school.editor.chat)]
    text = "\n".join(messages)
    assert all(f"entries/a.yaml:{number} " in text for number in range(1, 60))
    assert "照常使用" in messages[-1]
    assert school.library is small
    assert (await school.office.lines("reload"))[0].result == "refused"


async def test_very_many_problems_come_as_a_file(school: School, api: BotApi) -> None:
    school.files.problems = [Problem("entries/a.yaml", number, "p1", "gist", "太长" * 20) for number in range(1, 600)]
    await school.write("/reload")
    sent = api.messages(school.editor.chat)[-1]
    assert content(api, sent).decode("utf-8-sig").count("\n") == 598


async def test_what_was_committed_is_cleared_away(school: School, small: Library) -> None:
    entry = small.entries[2]
    await school.propose(NEW, entry.id, school.editor.id, live=True)
    await school.learn()
    committed = tuple(replace(one, aliases=(*one.aliases, NEW)) if one is entry else one for one in small.entries)
    school.files.library = replace(small, entries=committed, version="small2222222")
    result = await school.write("/reload")
    assert "有 1 条已写进知识文件" in result.text
    await school.press(result, "清掉这 1 条")
    assert "已清掉 1 条" in result.text
    await school.learn()
    assert await school.supplements() == []
    assert school.library is school.files.library


async def test_export_as_a_workbook_and_back(school: School, small: Library, api: BotApi) -> None:
    await school.propose("=1+1 的问法", small.entries[0].id, school.editor.id, live=True)
    await school.learn()
    said = await school.tell("/export")
    await school.press(said, "表格 .xlsx")
    sent = await school.settle()
    book = load_workbook(BytesIO(content(api, sent)))
    rows = [[cell.value for cell in row] for row in book["问法"].iter_rows(min_row=2)]
    assert len(rows) == sum(len(entry.aliases) for entry in school.library.entries)
    assert [row[2] for row in rows if row[3] == "群里教的"] == ["=1+1 的问法"]
    assert "没有可以从聊天里导入的改动" in await send(school, content(api, sent))
    assert [line.detail.split()[1] for line in await school.office.lines("export")] == ["xlsx"]


async def test_export_as_files_has_what_was_taught(office: Office, api: BotApi) -> None:
    editor = await office.person("编辑", Role.EDITOR)
    async with office.database.write() as tx:
        await proposed(tx, NEW, "p12-1", by=editor.id, live=True)
    assert office.desk.teaching is not None
    await office.desk.teaching.keeper.catch_up()
    editor.says("/export yaml")
    await office.quiet()
    sent = office.api.messages(editor.chat)[-1]
    with zipfile.ZipFile(BytesIO(content(api, sent))) as archive:
        assert NEW in archive.read("knowledge/entries/p12-boundaries.yaml").decode()
        assert archive.read("knowledge/cases.yaml") == (KNOWLEDGE / "cases.yaml").read_bytes()


async def test_an_import_is_a_dry_run_until_the_button(school: School, small: Library) -> None:
    entry = small.entries[1]
    text = await send(school, sheet((entry.id, NEW), (entry.id, OTHER_NEW), *[(entry.id, alias) for alias in entry.aliases]))
    assert "可以新增的问法 2 条" in text
    assert NEW in text
    assert await school.supplements() == []
    said = school.office.api.messages(school.editor.chat)[-1]
    await school.press(said, "先试算影响")
    assert "评测题" in (await school.settle()).text
    await school.press(said, "新增 2 条并生效")
    assert "新增 2 条" in said.text
    await school.learn()
    assert school.library.by_id[entry.id].aliases[-2:] == (NEW, OTHER_NEW)
    line = (await school.office.lines("import"))[0]
    assert (line.detail, line.result) == ("+2 -0 #1–#2", "live")
    assert "过期" in (await school.editor.presses(said, data="s:ik:live")).text


async def test_deleted_lines_are_taken_back_only_when_asked(school: School, small: Library) -> None:
    entry = small.entries[1]
    await school.propose(NEW, entry.id, school.editor.id, live=True)
    await school.learn()
    rows = [(entry.id, alias) for alias in entry.aliases[1:]]
    text = await send(school, sheet(*rows, (entry.id, OTHER_NEW)))
    assert f"可以撤下：\n· {entry.id} {NEW}" in text
    assert f"写在知识文件里的问法 1 条：\n· {entry.id} {entry.aliases[0]}" in text
    assert "再发 /reload" in text
    said = school.office.api.messages(school.editor.chat)[-1]
    await school.press(said, "新增 1 条，并撤下 1 条")
    await school.learn()
    assert [item.alias for item in await school.supplements()] == [OTHER_NEW]
    assert school.library.by_id[entry.id].aliases == (*entry.aliases, OTHER_NEW)


async def test_handed_in_for_others_to_approve(open_office: OpenOffice, build: AnswererBuilder, small: Library) -> None:
    async with opened(open_office, build, small, evaluation(small), self_approve=False) as school:
        await send(school, sheet((small.entries[1].id, NEW)))
        said = school.office.api.messages(school.editor.chat)[-1]
        assert [text for text in said.button_texts if "生效" in text] == []
        await school.press(said, "提交 1 条，等别人审核")
        assert [(item.alias, item.status) for item in await school.supplements()] == [(NEW, Status.PENDING)]


async def test_changes_of_texts_are_shown_and_left_to_the_files(school: School, small: Library) -> None:
    changed = replace(small.entries[0], title="改过的标题")
    text = await send(school, write_xlsx(replace(small, entries=(changed, *small.entries[1:])), set()))
    assert f"{changed.id} 标题：{small.entries[0].title} → 改过的标题" in text
    assert "再发 /reload" in text
    assert not school.office.api.messages(school.editor.chat)[-1].buttons


async def test_a_yaml_file_and_a_zip_of_them(school: School, small: Library) -> None:
    entry = small.entries[1]
    text = f"part: {entry.part}\nentries:\n  - id: {entry.id}\n    aliases: ['{NEW}']\n"
    assert "可以新增的问法 1 条" in await send(school, text.encode(), "p.yaml")
    assert "可以新增的问法 1 条" in await send(school, export_zip({"entries/p.yaml": text}, {}), "p.zip")


BOMB = "part: x\nentries: [&a x" + ",*a" * 400_000 + "]"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xlsx", b"PK\x03\x04" + bytes(20 * 1024 * 1024 - 4), "20 MB"),
        ("a.xlsx", xlsx({"问法": [HEAD]}, {"xl/sharedStrings.xml": b"<sst>" + b" " * (300 * 1024 * 1024)}), "24 MB"),
        ("a.xlsx", sheet(("p02-1", '<c t="str"><f>WEBSERVICE("http://x")</f><v>x</v></c>')), "问法!B2 这一格是公式"),
        ("a.xlsx", xlsx({"问法": [("编号", "问发")]}), "问法!B1 不认识“问发”"),
        ("a.xlsx", xlsx({"问法": cells([HEAD]) + '<row r="99999999999"><c/></row>'}), "20000 行"),
        ("a.xlsx", b"not a workbook", "不是能用的 .xlsx"),
        ("a.zip", zipped({"entries/a.yaml": BOMB.encode()}), "entries/a.yaml:2"),
        ("a.yaml", BOMB.encode(), "锚点"),
        ("a.yaml", b"part: x\nentries: !!python/object/apply:os.system ['true']\n", "a.yaml:2 用了标签"),
        ("a.yaml", b"\xff\xfe\x00", "UTF-8"),
    ],
)
async def test_bad_files_get_a_clear_message_and_change_nothing(school: School, name: str, data: bytes, says: str) -> None:
    text = await send(school, data, name)
    assert says in text
    assert await school.supplements() == []
    assert not [button for button in school.office.api.messages(school.editor.chat)[-1].button_texts if "新增" in button]


async def test_a_long_list_of_faults_comes_as_a_file_too(school: School, api: BotApi) -> None:
    await send(school, sheet(*[("p99-9", f"随便问问第{number}种") for number in range(100)]))
    first, full = school.office.api.messages(school.editor.chat)[-2:]
    assert "有 100 处要先改好" in first.text
    assert content(api, full).decode("utf-8-sig").count("没有编号 p99-9") == 100


async def test_what_became_impossible_after_the_dry_run_is_left_out(school: School, small: Library) -> None:
    await send(school, sheet((small.entries[1].id, NEW), (small.entries[1].id, OTHER_NEW)))
    said = school.office.api.messages(school.editor.chat)[-1]
    await school.propose(NEW, small.entries[2].id, school.editor.id, live=True)
    await school.press(said, "新增 2 条并生效")
    assert "新增 1 条" in said.text


async def test_a_file_of_somebody_else_is_an_ordinary_message(school: School) -> None:
    wang = await school.office.person("小王")
    announcer = await school.office.person("发布", Role.ANNOUNCER)
    for person in (wang, announcer):
        person.document("知识.xlsx", sheet((school.library.entries[0].id, NEW)))
        await school.office.quiet()
        assert "只看得懂文字" in school.office.api.messages(person.chat)[-1].text
    assert await school.office.lines("import") == []


async def test_an_editors_other_files_are_ordinary_messages_too(school: School) -> None:
    school.editor.document("通知.pdf", b"%PDF-1.7", ASKS)
    assert "试读" not in (await school.settle()).text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("报告.pdf", b"%PDF-1.7", texts.IMPORT_FOREIGN["pdf"]),
        ("问法.xlsx", b"Rar!\x1a\x07\x00", texts.IMPORT_FOREIGN["rar"]),
        ("录音.m4a", b"\x00\x00\x00\x18ftypM4A", texts.IMPORT_UNKNOWN_KIND),
        ("问法.xls", b"\xd0\xcf\x11\xe0", texts.IMPORT_FOREIGN["xls"]),
        ("问法.et", b"\xd0\xcf\x11\xe0", texts.IMPORT_FOREIGN["xls"]),
        ("问法.et", b"something else", texts.IMPORT_NO_WORKBOOK),
    ],
)
async def test_an_editors_file_of_another_kind_is_told_what_would_do(school: School, name: str, data: bytes, says: str) -> None:
    assert await send(school, data, name) == says


async def test_an_older_dry_run_is_not_carried_out_for_a_newer_one(school: School, small: Library) -> None:
    await send(school, sheet((small.entries[1].id, NEW)))
    old = school.office.api.messages(school.editor.chat)[-1]
    await send(school, sheet((small.entries[1].id, OTHER_NEW)))
    assert await school.press(old, "新增 1 条并生效") == chat_texts.DIALOG_NEWER
    assert await school.supplements() == []


async def test_while_a_dry_run_waits_words_are_no_answer_and_another_file_takes_its_place(school: School, small: Library) -> None:
    await send(school, sheet((small.entries[1].id, NEW)))
    assert "/cancel" in (await school.write("好的")).text
    await send(school, sheet((small.entries[1].id, OTHER_NEW)))
    said = school.office.api.messages(school.editor.chat)[-1]
    await school.press(said, "放弃")
    assert "取消" in said.text
    assert "/cancel" not in (await school.write("好的")).text
