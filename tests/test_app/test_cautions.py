"""What is told at the start although it is allowed."""

from __future__ import annotations

import pytest

from bot.app.cautions import cautions
from bot.settings.config import parse_settings
from bot.storage.errors import BadDatabaseUrl


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, []),
        ({"TELEGRAM_API_URL": "http://127.0.0.1:8081"}, []),
        ({"TELEGRAM_API_URL": "http://localhost:8081"}, []),
        ({"TELEGRAM_API_URL": "http://[::1]:8081"}, []),
        ({"TELEGRAM_API_URL": "https://api.example.org"}, []),
        ({"TELEGRAM_API_URL": "http://api.example.org"}, ["api.example.org"]),
        ({"DATABASE_URL": "var/a.db"}, []),
        ({"DATABASE_URL": "postgresql://u:secret@db.example.org/app?sslmode=verify-full"}, []),
        ({"DATABASE_URL": "postgresql://u:secret@db.example.org/app"}, ["sslmode=require"]),
        ({"DATABASE_URL": "postgresql://u:secret@db/app?sslmode=prefer", "TELEGRAM_API_URL": "http://api:81"}, ["api", "sslmode"]),
    ],
)
def test_what_may_travel_in_the_open_is_told(variables: dict[str, str], words: list[str]) -> None:
    said = cautions(parse_settings(variables))
    assert len(said) == len(words)
    assert all(word in sentence for word, sentence in zip(words, said, strict=True))
    assert "secret" not in "".join(said)


def test_a_database_url_that_is_none_is_refused_before_the_start() -> None:
    with pytest.raises(BadDatabaseUrl):
        cautions(parse_settings({"DATABASE_URL": "host=h password=secret"}))
