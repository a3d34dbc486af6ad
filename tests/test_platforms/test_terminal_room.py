"""A prompt with a role: the order in which a typed line is understood, and what becomes of screens."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot import texts as common_texts
from bot.access import SHELL_PERSON, Action, Role
from bot.chat import texts
from bot.chat.actor import Caller, ChatPlace
from bot.chat.conversation import Act, Conversation
from bot.chat.desk import Desk
from bot.chat.gate import Gate
from bot.chat.host import Backing, Host
from bot.chat.press import Press
from bot.chat.reply import Reply, end, file, go, picture, say, show, tell, toast, working
from bot.chat.said import Said
from bot.chat.screen import Button, screen
from bot.platforms.terminal import texts as terminal_texts
from bot.platforms.terminal.platform import TerminalPlatform
from bot.platforms.terminal.prompt import lines
from bot.platforms.terminal.room import TerminalRoom
from bot.storage.dialogs import Dialogs
from bot.storage.engine import open_database
from bot.storage.migrate import migrate

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Count:
    """A dialogue that counts."""

    number: int = 0


class Add(Press, prefix="test-room-add"):
    """More."""

    number: int


class Again(Press, prefix="test-room-again"):
    """The list again."""


counting = Conversation("test-counting", Action.TEACH, Count)


@counting.command("teach", "数一数")
async def begin(act: Act[Count], words: str) -> Reply:
    return go(Count()) + show(screen(f"从头数：{words}", [[Button("加一", Add(1)), Button("加十", Add(10))]]))


@counting.press(Add)
async def add(act: Act[Count], press: Add) -> Reply:
    number = act.state.number + press.number
    return go(Count(number)) + toast("加上了") + show(screen(f"是 {number}", [[Button("加一", Add(1))]]))


@counting.hears
async def hears(act: Act[Count], said: Said) -> Reply:
    if said.file is not None:
        return tell((await act.platform.fetch(said.file)).decode())
    return end() + say(f"数到 {said.text}") if said.text.startswith("停") else tell("再写一遍")


@counting.takes_files(lambda name: True)
async def takes(act: Act[Count], said: Said) -> Reply:
    assert said.file is not None
    return say(f"收到 {said.file.name}")


@counting.command("export", "慢的事")
async def slow(act: Act[Count], _: str) -> Reply:
    async def job() -> Reply:
        return show("好了") + file("表.csv", b"a,b", "这是表") + picture(b"png", screen("这是图", [[Button("再看", Again())]]))

    return working("正在办", job)


@counting.press(Again, anytime=True)
async def again(act: Act[Count], _: Again) -> Reply:
    await act.platform.send(5, screen("给别人的"))
    return show("没有到这里")


@dataclass
class Prompt:
    """A room, and what was printed in answer to the last line."""

    room: TerminalRoom
    platform: TerminalPlatform
    printed: list[str] = field(default_factory=list)

    async def type(self, said: str) -> str:
        self.printed.clear()
        assert await self.room.hear(said)
        return "\n".join(self.printed)


Opened = Callable[..., AbstractAsyncContextManager[Prompt]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    @asynccontextmanager
    async def opener(*roles: Role, now: Callable[[], datetime] = lambda: NOW) -> AsyncIterator[Prompt]:
        database = open_database("", tmp_path / "m.db")
        await migrate(database)

        async def roles_of(user_id: int) -> frozenset[Role]:
            return frozenset(roles) if user_id == SHELL_PERSON else frozenset()

        printed: list[str] = []
        person = Caller(SHELL_PERSON, "我", ChatPlace(SHELL_PERSON, True))
        platform = TerminalPlatform(person, printed.append, tmp_path, int(now().timestamp()))
        host = Host([counting], Backing(Gate(roles_of, None), Dialogs(database, now), Desk()), now)
        yield Prompt(TerminalRoom(host, platform, person, roles, lambda said: f"问：{said}", ["topics", "ask"]), platform, printed)
        await database.close()

    return opener


@pytest_asyncio.fixture
async def prompt(opened: Opened) -> AsyncIterator[Prompt]:
    async with opened(Role.EDITOR) as prompt:
        yield prompt


@pytest.mark.parametrize("typed", ["/teach 一", "／teach 一", "、teach 一", "/ teach 一", "/TEACH：一"])
async def test_a_command_is_read_as_forgivingly_as_everywhere(prompt: Prompt, typed: str) -> None:
    assert await prompt.type(typed) == "从头数：一\n\n[1] 加一　　[2] 加十"


async def test_a_number_presses_what_was_shown_last(prompt: Prompt) -> None:
    await prompt.type("/teach")
    assert await prompt.type("2") == "加上了\n是 10\n\n[1] 加一"
    assert await prompt.type("第一个") == "加上了\n是 11\n\n[1] 加一"
    # In a dialogue another number is an answer.
    assert await prompt.type("2") == "再写一遍"
    assert (await prompt.type("1")).startswith("加上了\n是 12")
    assert await prompt.type("停在这") == "数到 停在这"
    # The buttons are still there, the dialogue is not.
    assert await prompt.type("1") == texts.DIALOG_OVER


async def test_a_number_that_is_not_offered_is_told_and_the_choice_stays(prompt: Prompt) -> None:
    await prompt.type("/export")
    assert await prompt.type("7") == terminal_texts.BAD_PICK.format(count=1)
    assert await prompt.type("1") == terminal_texts.TERMINAL_NO_TELEGRAM


async def test_questions_and_everybody_elses_commands_are_asked(prompt: Prompt) -> None:
    assert await prompt.type("谁执法谁普法") == "问：谁执法谁普法"
    assert await prompt.type("/topics") == "问：/topics"
    assert await prompt.type("/nothing") == "问：/nothing"
    await prompt.type("/teach")
    assert await prompt.type("/nothing") == "问：/nothing"
    # A question offers numbers of its own.
    assert await prompt.type("1") == "再写一遍"


@pytest.mark.parametrize("typed", ["/cancel", "取消", "放弃。", "／取消"])
async def test_there_is_a_way_out_of_a_dialogue(prompt: Prompt, typed: str) -> None:
    await prompt.type("/teach")
    assert await prompt.type(typed) == texts.CANCELLED
    assert await prompt.type(typed) == texts.NOTHING_TO_CANCEL


@pytest.mark.parametrize("typed", ["/quit", "退出", "exit", "再见"])
async def test_there_are_ways_out_of_the_prompt(opened: Opened, typed: str) -> None:
    async with opened(Role.EDITOR) as prompt:
        prompt.room._ask = lambda said: None  # as the prompt answers /quit
        assert not await prompt.room.hear(typed)


async def test_help_lists_what_the_role_may_do(opened: Opened) -> None:
    async with opened(Role.EDITOR) as prompt:
        named = ["/teach　数一数", "/export　慢的事", f"/reload　{texts.STAFF_COMMANDS['reload']}"]
        listed = "\n".join(["问：/help", "您是编辑，还可以用：", *named, texts.HELP_STAFF_CANCEL])
        assert await prompt.type("/help") == listed
        assert await prompt.type("帮助。") == listed
    async with opened(Role.AUDITOR) as prompt:
        assert "/teach" not in await prompt.type("/help")
        assert await prompt.type("/teach") == texts.COMMAND_UNKNOWN


async def test_long_work_is_announced_and_files_are_put_into_the_folder(prompt: Prompt, tmp_path: Path) -> None:
    assert await prompt.type("/export") == "\n".join(
        ["正在办", "好了", "这是表", "已存到当前文件夹：表.csv", "已存到当前文件夹：图.png", "这是图", "", "[1] 再看"]
    )
    assert (tmp_path / "表.csv").read_bytes() == b"a,b"
    assert "表（2）.csv" in await prompt.type("/export")
    assert (tmp_path / "表.csv").read_bytes() == b"a,b"


@counting.command("reload", texts.STAFF_COMMANDS["reload"])
async def broken(act: Act[Count], _: str) -> Reply:
    raise ZeroDivisionError("somebody's words")


async def test_a_fault_has_a_number_and_the_prompt_stays(prompt: Prompt, caplog: pytest.LogCaptureFixture) -> None:
    said = await prompt.type("/reload")
    (line,) = caplog.messages
    number = line.split()[1].removesuffix(":")
    assert said == common_texts.TOAST_FAULT.format(number=number)
    assert "somebody's words" not in line
    assert (await prompt.type("/teach")).startswith("从头数")


async def test_a_file_goes_to_the_dialogue_or_to_whoever_takes_it(prompt: Prompt, opened: Opened, tmp_path: Path) -> None:
    sheet = tmp_path / "新的.csv"
    sheet.write_text("里面", encoding="utf-8")
    assert await prompt.type(str(sheet)) == "收到 新的.csv"
    await prompt.type("/teach")
    assert await prompt.type(f"'{sheet}'") == "里面"
    assert await prompt.type("/home/nobody/旧的.csv") == terminal_texts.TERMINAL_NO_FILE
    await prompt.type("/cancel")
    async with opened(Role.AUDITOR) as other:
        assert await other.type(str(sheet)) == terminal_texts.TERMINAL_FILE_UNWANTED.format(name="新的.csv")


async def test_a_dialogue_goes_on_in_the_next_run_and_ends_after_its_time(opened: Opened) -> None:
    async with opened(Role.EDITOR) as prompt:
        await prompt.type("/teach")
    async with opened(Role.EDITOR, now=lambda: NOW.replace(minute=20)) as prompt:
        assert await prompt.type("停在这") == "数到 停在这"
        await prompt.type("/teach")
    async with opened(Role.EDITOR, now=lambda: NOW.replace(hour=14)) as prompt:
        assert await prompt.type("谁管水渠") == f"{common_texts.DIALOG_EXPIRED}\n问：谁管水渠"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/teach p12-3\\\n第一句\\\n第二句\n/quit\n", ["/teach p12-3\n第一句\n第二句", "/quit"]),
        ("一句\n", ["一句"]),
        ("没有写完\\\n", ["没有写完\n"]),
        ("a\\b\n", ["a\\b"]),
    ],
)
def test_a_backslash_at_the_end_goes_on_in_the_next_line(monkeypatch: pytest.MonkeyPatch, typed: str, said: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert list(lines(several=True)) == said
