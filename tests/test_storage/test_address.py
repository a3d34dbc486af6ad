"""The forms of DATABASE_URL: from the documentation of hosting platforms and drivers."""

from __future__ import annotations

import ssl
from pathlib import Path

import asyncpg.connect_utils  # type: ignore[import-untyped]
import pytest

from bot.storage.address import PostgresServer, SqliteFile, parse_address
from bot.storage.errors import BadDatabaseUrl

DEFAULT = Path("/srv/var/mingfa.db")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "/srv/var/mingfa.db"),
        ("", "/srv/var/mingfa.db"),
        ("  ", "/srv/var/mingfa.db"),
        ("/data/a.db", "/data/a.db"),
        ("sqlite:////data/a.db", "/data/a.db"),
        ("sqlite+aiosqlite:////data/a.db", "/data/a.db"),
        ("SQLITE:////data/a%20b.db?mode=rwc", "/data/a b.db"),
        ("sqlite:///var/a.db", str(Path.cwd() / "var/a.db")),
        ("明法.db", str(Path.cwd() / "明法.db")),
    ],
)
def test_sqlite_forms(url: str | None, path: str) -> None:
    assert parse_address(url, DEFAULT) == SqliteFile(Path(path))


def _asyncpg_reads(server: PostgresServer) -> tuple[list[tuple[str, int]], str, str, str, str]:
    """What asyncpg itself understands of the address: host, user, password, database, ssl mode."""
    hosts, parameters = asyncpg.connect_utils._parse_connect_dsn_and_args(
        dsn=server.connect["dsn"],
        ssl=server.connect.get("ssl"),
        server_settings=server.connect.get("server_settings"),
        **dict.fromkeys(("host", "port", "user", "password", "passfile", "database", "direct_tls", "target_session_attrs")),
        **dict.fromkeys(("krbsrvname", "gsslib", "service", "servicefile")),
    )
    unknown = set(parameters.server_settings or {}) - {"application_name"}
    assert not unknown, f"the server would refuse {unknown}"
    return hosts, parameters.user, parameters.password, parameters.database, parameters.sslmode.name


@pytest.mark.parametrize(
    ("url", "host", "mode"),
    [
        ("postgres://u:p@db.example.com:5432/app", ("db.example.com", 5432), "prefer"),
        ("postgresql://u:p@db.example.com/app", ("db.example.com", 5432), "prefer"),
        ("postgresql+asyncpg://u:p@db.example.com:6000/app?ssl=require", ("db.example.com", 6000), "require"),
        ("postgresql+psycopg2://u:p@db.example.com:6000/app?sslmode=disable", ("db.example.com", 6000), "disable"),
        ("postgres://u:p@db.example.com/app?sslmode=require&channel_binding=require", ("db.example.com", 5432), "require"),
        ("postgres://u:p@db.example.com/app?sslmode=require&connect_timeout=10&pgbouncer=true", ("db.example.com", 5432), "require"),
        ("'postgres://u:p@db.example.com/app?ssl=true'", ("db.example.com", 5432), "require"),
        ("postgresql://u:p@/app?host=/cloudsql/project:zone:name", ("/cloudsql/project:zone:name/.s.PGSQL.5432", 5432), "disable"),
    ],
)
def test_postgres_forms(url: str, host: tuple[str, int], mode: str) -> None:
    server = parse_address(url, DEFAULT)
    assert isinstance(server, PostgresServer)
    hosts, user, password, database, sslmode = _asyncpg_reads(server)
    assert (hosts[0] if isinstance(hosts[0], tuple) else (hosts[0], 5432)) == host
    assert (user, password, database) == ("u", "p", "app")
    if not host[0].startswith("/"):
        assert sslmode == mode


def test_a_password_with_escaped_signs_arrives_whole_and_is_shown_nowhere() -> None:
    server = parse_address("postgres://u:p%40ss%2Fw%3Ard@h/app?sslmode=require", DEFAULT)
    assert isinstance(server, PostgresServer)
    assert _asyncpg_reads(server)[2] == "p@ss/w:rd"
    assert "p%40" not in str(server) + repr(server)
    assert str(server) == "PostgreSQL h/app"


def test_verify_full_without_a_root_certificate_trusts_the_machines_authorities() -> None:
    full = parse_address("postgres://u:p@h/app?sslmode=verify-full", DEFAULT)
    authority = parse_address("postgres://u:p@h/app?sslmode=verify-ca", DEFAULT)
    assert isinstance(full, PostgresServer)
    assert isinstance(authority, PostgresServer)
    assert full.connect["ssl"].check_hostname
    assert full.connect["ssl"].verify_mode is ssl.CERT_REQUIRED
    assert not authority.connect["ssl"].check_hostname
    assert authority.connect["ssl"].verify_mode is ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    ("url", "maybe"),
    [
        ("postgres://u:p@db.example.com/app", True),
        ("postgres://u:p@db.example.com/app?sslmode=prefer", True),
        ("postgres://u:p@db.example.com/app?sslmode=allow", True),
        ("postgres://u:p@db.example.com/app?sslmode=disable", False),  # somebody decided that
        ("postgres://u:p@db.example.com/app?sslmode=require", False),
        ("postgres://u:p@db.example.com/app?ssl=true", False),
        ("postgres://u:p@127.0.0.1:6432/app", False),
        ("postgres://u:p@[::1]/app", False),
        ("postgres:///app?host=/run/postgresql", False),
    ],
)
def test_a_way_that_may_be_plain_is_known(url: str, maybe: bool) -> None:
    server = parse_address(url, DEFAULT)
    assert isinstance(server, PostgresServer)
    assert server.maybe_plain is maybe


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://u:secret@h/app", "mysql"),
        ("sqlite://", "sqlite:///"),
        ("sqlite:///:memory:", "sqlite:///"),
        ("postgres://u:secret@h:port/app", "DATABASE_URL"),
        ("postgres://u:secret@h/app?sslmode=perhaps", "perhaps"),
        ("postgresql:/u:secret@h/app", "postgresql://"),
        ("postgresql:u:secret@h/app", "postgresql://"),
        ("host=h user=u password=secret dbname=app", "postgresql://"),
        ("u:secret@h/app", "postgresql://"),
        ("u:secret@h://x", "postgresql://"),
        ("h:5432/app", "postgresql://"),
        ("jdbc:postgresql://h/app?user=u&password=secret", "postgresql://"),
        ("Server=h;Password=secret", "postgresql://"),
        ("psql 'postgresql://u:secret@h/app'", "postgresql://"),
        ("postgresql://u:pass#secret@h/app", "百分号"),
        ("postgresql://u:12/secret@h/app", "百分号"),
        ("postgresql://u:12?secret@h/app", "百分号"),
        ("sqlite:/var/secret", "sqlite"),
        ("a\nsecret", "DATABASE_URL"),
    ],
)
def test_other_forms_are_refused_in_words_and_without_the_password(url: str, word: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        parse_address(url, DEFAULT)
    assert word in str(refused.value)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_scheme_from_a_chinese_keyboard() -> None:
    server = parse_address("postgresql：／／u:p@h/app", DEFAULT)
    assert isinstance(server, PostgresServer)
    assert _asyncpg_reads(server)[1:4] == ("u", "p", "app")
