"""Files at the prompt: paths that are typed or dragged in, and what the bot puts into the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.access import SHELL_PERSON
from bot.chat.actor import Caller, ChatPlace
from bot.chat.platform import PlatformError
from bot.chat.said import File
from bot.platforms.terminal import files, texts
from bot.platforms.terminal.platform import TerminalPlatform


@pytest.fixture
def platform(tmp_path: Path) -> TerminalPlatform:
    return TerminalPlatform(Caller(SHELL_PERSON, "我", ChatPlace(SHELL_PERSON, True)), lambda line: None, tmp_path, 0)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "问法 新(1).xlsx"
    file.write_bytes(b"rows")
    return file


@pytest.mark.parametrize("written", ["{path}", "'{path}'", '"{path}"', " {path} ", "“{path}”", "file://{path}"])
def test_a_path_is_a_file_however_it_got_there(sheet: Path, written: str) -> None:
    assert files.meant(written.format(path=sheet)) == File(sheet.name, 4, str(sheet))


def test_a_terminal_escapes_what_is_dragged_into_it(sheet: Path) -> None:
    escaped = str(sheet).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")
    assert files.meant(escaped) == File(sheet.name, 4, str(sheet))


def test_a_name_in_the_folder_is_a_file_if_it_has_an_ending(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sheet.parent)
    Path("通知").write_text("x", encoding="utf-8")
    assert files.meant(sheet.name) is not None
    assert files.meant("通知") is None


WORDS = ["", "谁执法谁普法", "/help", "/topic p12-3", "、help", "p12-3", "一次/两次", "v1.0", "a\nb.txt"]
WORDS += ["/" * 5000, "x" * 5000 + ".txt", "\0.txt"]


@pytest.mark.parametrize("said", WORDS)
def test_words_are_words(said: str) -> None:
    assert files.meant(said) is None


@pytest.mark.parametrize("said", ["/home/nobody/nothing.xlsx", "~/nothing-here.xlsx", "C:\\Users\\x\\nothing.xlsx", "./nothing.csv"])
def test_a_path_where_nothing_is_is_told(said: str) -> None:
    with pytest.raises(PlatformError, match=texts.TERMINAL_NO_FILE):
        files.meant(said)


def test_a_file_is_never_overwritten(platform: TerminalPlatform, tmp_path: Path) -> None:
    assert [platform.save("统计.xlsx", content) for content in (b"1", b"2", b"3")] == ["统计.xlsx", "统计（2）.xlsx", "统计（3）.xlsx"]
    assert (tmp_path / "统计.xlsx").read_bytes() == b"1"
    assert (tmp_path / "统计（3）.xlsx").read_bytes() == b"3"


@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", ".."])
def test_a_file_stays_in_the_folder(platform: TerminalPlatform, tmp_path: Path, name: str) -> None:
    saved = platform.save(name, b"1")
    assert (tmp_path / saved).read_bytes() == b"1"
    assert "/" not in saved


def test_a_folder_that_takes_nothing_is_told(platform: TerminalPlatform, tmp_path: Path) -> None:
    tmp_path.rmdir()
    with pytest.raises(PlatformError, match="请换一个能写的文件夹"):
        platform.save("a.txt", b"1")


async def test_a_file_is_read_unless_it_is_too_large(platform: TerminalPlatform, sheet: Path) -> None:
    file = File(sheet.name, 4, str(sheet))
    sizes: list[int] = []
    assert await platform.fetch(file, sizes.append) == b"rows"
    assert sizes == [4]
    sheet.unlink()
    with pytest.raises(PlatformError, match=texts.TERMINAL_NOT_READ.partition("{")[0] or "没能读出"):
        await platform.fetch(file)
