""".env as people save it: with the encodings of Windows and the signs of Chinese keyboards."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings.config import SettingsError, parse_settings, read_environment
from bot.settings.dotenv import parse, read_file
from tests.phones import typed

FILE = Path(".env")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_that_an_editor_writes(tmp_path: Path, encoding: str, end: str) -> None:
    lines = ["# 令牌", "TELEGRAM_BOT_TOKEN=1:a", "", "MINGFA_OWNERS=7，8 # 所有者"]
    (tmp_path / ".env").write_bytes(end.join(lines).encode(encoding))
    assert read_file(tmp_path / ".env") == {"TELEGRAM_BOT_TOKEN": "1:a", "MINGFA_OWNERS": "7，8"}


def test_utf_16_with_the_other_mark(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(codecs.BOM_UTF16_BE + "PORT=1".encode("utf-16-be"))
    assert read_file(tmp_path / ".env") == {"PORT": "1"}


@pytest.mark.parametrize(
    "line",
    [
        *("MINGFA_OWNERS=7", "MINGFA_OWNERS＝7", "MINGFA_OWNERS ＝ 7", "MINGFA_OWNERS：7", "MINGFA_OWNERS: 7", "mingfa_owners=7"),
        *("MINGFA-OWNERS=7", "mingfa.owners＝7"),
        *("ＭＩＮＧＦＡ＿ＯＷＮＥＲＳ＝7", "\u200bMINGFA_OWNERS=7", "\u3000MINGFA_OWNERS=7\u3000", "MINGFA_OWNERS=7 # 所有者"),
        *("export MINGFA_OWNERS=7", "export MINGFA_OWNERS＝7", "set MINGFA_OWNERS=7", "$env:MINGFA_OWNERS = '7'"),
        *("MINGFA_OWNERS='7'", 'MINGFA_OWNERS="7"', "MINGFA_OWNERS=“7”", "MINGFA_OWNERS＝“7”", "MINGFA_OWNERS=「7」"),
    ],
)
def test_one_setting_in_many_hands(line: str) -> None:
    assert parse(f"# 设置\n\n{line}\n＃ 完\n", FILE) == {"MINGFA_OWNERS": "7"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("PORT=1\n\n令牌=abc", 3, "名字=值"),
        ("TELEGRAM_BOT_TOKEN 123:secret", 1, "名字=值"),
        ("# 好\nTELEGRAM_BOT_TOKEN", 2, "名字=值"),
        ("123456:secret", 1, "名字=值"),
        ("PORT=1\r\n所有者是 7000000001\r\n", 2, "名字=值"),
        ("PORT=1\nTELEGRAM_BOT_TOKEN=\"1:secret\nLOG_LEVEL=INFO", 2, "引号"),
        ("PORT=1\nTELEGRAM_BOT_TOKEN＝'1:secret\n", 2, "引号"),
        ("= 7", 1, "名字=值"),
    ],
)
def test_a_line_that_is_no_setting_is_told_with_its_number(text: str, line: int, words: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse(text, FILE)
    said = str(refused.value)
    assert f".env 第 {line} 行" in said
    assert words in said
    assert "secret" not in said
    assert "\n" not in said


def test_two_different_values_of_one_name_are_told_and_the_same_twice_is_not() -> None:
    assert parse("PORT=1\nPORT=1", FILE) == {"PORT": "1"}
    with pytest.raises(SettingsError, match="第 1 行和第 3 行都写了 PORT"):
        parse("PORT=1\n\nport＝2", FILE)


def test_other_programs_settings_and_references_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD_HERE", "pw")
    text = "Other.Name=x y\nDATABASE_URL=postgresql://u:${PGPASSWORD_HERE}@h/d?x=1#y\nEMPTY=\n"
    read = parse(text, FILE)
    assert read == {"Other.Name": "x y", "DATABASE_URL": "postgresql://u:pw@h/d?x=1#y", "EMPTY": ""}


def test_what_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(SettingsError, match="UTF-8"):
        read_environment(tmp_path)
    folder = tmp_path / "other"
    (folder / ".env").mkdir(parents=True)
    with pytest.raises(SettingsError, match="读不了"):
        read_environment(folder)


def test_a_hidden_ending_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env.txt").write_text("PORT=1")
    with pytest.raises(SettingsError, match=r"改名为 \.env"):
        read_environment(tmp_path)


def refusal(read: Callable[[], object]) -> str:
    """What is said; nothing when it can be read. Any other exception is a fault."""
    try:
        read()
    except SettingsError as error:
        return str(error)
    return ""


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_values_mean_the_same_from_any_keyboard(data: st.DataObject) -> None:
    line = "=".join(["MINGFA_OWNERS", data.draw(typed("7000000001, 8"))])
    other = "：".join(["MINGFA_MAKE_UP_HOURS", data.draw(typed("0.5"))])
    found = parse_settings(parse(f"{line}\n{other}\nMINGFA_TWO_PEOPLE＝ＯＦＦ\nLOG_LEVEL= ｄｅｂｕｇ", FILE))
    assert found.owners == {7_000_000_001, 8}
    assert found.make_up.total_seconds() == 1800
    assert (found.two_people, found.log_level) == (False, "DEBUG")


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_settings_or_one_sentence(text: str) -> None:
    assert "\n" not in refusal(lambda: parse(text, FILE))


@given(st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_file_is_settings_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.env"
    file.write_bytes(raw)
    assert "\n" not in refusal(lambda: read_file(file))
