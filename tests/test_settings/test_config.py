"""Settings: read, bounded, and refused with a sentence that says what is wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.features.broadcasts.rules import rules_of
from bot.outbox.store.finish import Rules
from bot.settings.config import SettingsError, parse_settings, read_environment
from bot.settings.table import rewritten, table
from tests.conftest import PROJECT


def test_nothing_set_is_a_working_bot_without_a_token() -> None:
    settings = parse_settings({})
    assert (settings.token, settings.webhook_url, settings.owners, settings.port) == ("", "", frozenset(), 8080)
    assert settings.api_url == "https://api.telegram.org"
    assert settings.file_url == "https://api.telegram.org/file"


def test_everything_set() -> None:
    settings = parse_settings(
        {
            "TELEGRAM_BOT_TOKEN": " 1:abc\n",
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "WEBHOOK_URL": "https://bot.example.org/hook",
            "WEBHOOK_SECRET": "a-b_C9",
            "PORT": "9000",
            "MINGFA_OWNERS": "7, 9000000000；8",
            "MINGFA_OVERHEARD_PER_HOUR": "0",
            "MINGFA_QUESTIONS_PER_MINUTE": "3",
            "MINGFA_MAX_AGE": "90",
            "MINGFA_POLL_INTERVAL": "0.5",
            "MINGFA_BROADCASTS_DAYS": "30",
            "MINGFA_BROADCASTS_PER_SECOND": "10",
            "MINGFA_BROADCASTS_PER_MINUTE": "5",
            "MINGFA_BROADCASTS_RESEND": "on",
            "MINGFA_MAKE_UP_HOURS": "0.5",
            "LOG_LEVEL": "debug",
            "DATABASE_URL": "sqlite:///var/x.db",
        }
    )
    assert (settings.token, settings.api_url, settings.file_url) == ("1:abc", "http://127.0.0.1:8081", "http://127.0.0.1:8081/file")
    assert settings.owners == {7, 8, 9_000_000_000}
    assert (settings.port, settings.overheard_per_hour, settings.questions_per_minute) == (9000, 0, 3)
    assert (settings.max_age, settings.poll_interval, settings.log_level) == (timedelta(seconds=90), 0.5, "DEBUG")
    assert (settings.broadcasts_days, settings.make_up) == (30, timedelta(minutes=30))
    rules = rules_of(settings)
    assert (rules.limits.per_second, rules.limits.per_minute, rules.policy.resend_uncertain) == (10, 5, True)
    assert rules_of(parse_settings({})) == Rules()
    assert "1:abc" not in repr(settings)
    assert "a-b_C9" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("MINGFA_OWNERS", "@name"),
        ("MINGFA_OWNERS", "-100123"),
        ("MINGFA_QUESTIONS_PER_MINUTE", "0"),
        ("MINGFA_QUESTIONS_PER_MINUTE", "2.5"),
        ("MINGFA_POLL_INTERVAL", "nan"),
        ("MINGFA_MAX_AGE", "-1"),
        ("MINGFA_BROADCASTS_PER_SECOND", "31"),
        ("MINGFA_BROADCASTS_PER_MINUTE", "0"),
        ("MINGFA_MAKE_UP_HOURS", "-1"),
        ("WEBHOOK_URL", "bot.example.org"),
        ("TELEGRAM_API_URL", "http://[bad"),
        ("WEBHOOK_SECRET", "with space"),
        ("LOG_LEVEL", "loud"),
        ("MINGFA_OWNER", "7"),
    ],
)
def test_bad_values_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        parse_settings({name: value})


def test_dotenv_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:from-file\nPORT=9001\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "9002")
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    settings = parse_settings(read_environment(tmp_path))
    assert (settings.token, settings.port) == ("1:from-file", 9002)


def test_what_is_said_of_a_value_names_its_bounds_and_never_the_value() -> None:
    said = {
        "PORT": "设置 PORT 的值不对：应当是 1 到 65535 的整数",
        "MINGFA_MAX_AGE": "设置 MINGFA_MAX_AGE 的值不对：应当是 1 到 2592000 的数",
        "MINGFA_MAKE_UP_HOURS": "设置 MINGFA_MAKE_UP_HOURS 的值不对：应当是 0 到 168 的数",
        "MINGFA_KNOWLEDGE": "设置 MINGFA_KNOWLEDGE 的值不对：没有 ~ 所指的用户文件夹，请写完整的路径",
    }
    for name, sentence in said.items():
        with pytest.raises(SettingsError) as refused:
            parse_settings({name: "~secret/nobody"})
        assert str(refused.value) == sentence
    for endless in ("nan", "inf", "1e300", "-1e999"):
        with pytest.raises(SettingsError, match="MINGFA_MAX_AGE"):
            parse_settings({"MINGFA_MAX_AGE": endless})


@pytest.mark.parametrize("empty", ["", "  ", '""', "“”"])
def test_an_empty_value_is_not_set(empty: str) -> None:
    assert parse_settings(dict.fromkeys(("PORT", "MINGFA_TWO_PEOPLE", "WEBHOOK_URL", "DATABASE_URL"), empty)) == parse_settings({})


def test_the_readme_has_the_table_of_the_settings() -> None:
    written = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert rewritten(written) == written, "python -m bot.settings.table README.md"
    assert table() in written


@pytest.mark.parametrize(("value", "on"), [("关闭", False), ("停用", False), ("打开", True), ("启用", True)])
def test_switches_in_words(value: str, on: bool) -> None:
    assert parse_settings({"MINGFA_TWO_PEOPLE": value}).two_people is on
