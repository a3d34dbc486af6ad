"""The forms of ``DATABASE_URL`` that hosting platforms hand out → how to open the database."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from bot import texts
from bot.storage.errors import BadDatabaseUrl

_SQLITE_SCHEMES = frozenset({"sqlite", "sqlite3", "sqlite+aiosqlite"})
_POSTGRES_SCHEMES = frozenset({"postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg", "postgresql+psycopg2"})
# What asyncpg reads itself. It would send any other option to the server as a setting, and the server would refuse it;
# platforms add options for other drivers (channel_binding, pgbouncer, connect_timeout, …).
_KNOWN_OPTIONS = frozenset(
    {"host", "port", "user", "password", "dbname", "database", "passfile", "target_session_attrs", "krbsrvname", "gsslib"}
    | {"sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslpassword", "ssl_min_protocol_version", "ssl_max_protocol_version"}
    | {"application_name", "options"}
)
_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_CONNECT_SECONDS = 5
_COMMAND_SECONDS = 30


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A database in one file."""

    path: Path

    def __str__(self) -> str:
        return f"SQLite {self.path}"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL database; ``connect`` are asyncpg's arguments (secret), ``pooled`` that a transaction pooler stands between."""

    name: str
    connect: dict[str, Any] = field(repr=False)
    pooled: bool = False

    def __str__(self) -> str:
        return f"PostgreSQL {self.name}"


def parse_address(url: str | None, default: Path) -> SqliteFile | PostgresServer:
    """``DATABASE_URL`` or a bare path → where the database is; ``default`` when there is none.

    Raises ``BadDatabaseUrl``.
    """
    wanted = (url or "").strip().strip("'\"")
    if not wanted:
        return SqliteFile(default.expanduser().absolute())
    scheme, separator, _ = wanted.partition("://")
    if not separator:
        return SqliteFile(Path(wanted).expanduser().absolute())
    if scheme.lower() in _SQLITE_SCHEMES:
        return _sqlite(wanted)
    if scheme.lower() in _POSTGRES_SCHEMES:
        try:
            return _postgres(wanted)
        except ValueError as error:
            raise BadDatabaseUrl(texts.DATABASE_URL_BAD) from error
    raise BadDatabaseUrl(texts.DATABASE_URL_UNKNOWN.format(scheme=scheme))


def _sqlite(url: str) -> SqliteFile:
    # As in SQLAlchemy: three slashes, then a path relative to here; four slashes for an absolute one.
    host, _, path = url.partition("://")[2].partition("?")[0].partition("/")
    if host or path in {"", ":memory:"}:
        raise BadDatabaseUrl(texts.DATABASE_URL_NO_FILE)
    return SqliteFile(Path(unquote(path)).expanduser().absolute())


def _postgres(url: str) -> PostgresServer:
    parts = urlsplit("postgresql://" + url.partition("://")[2])
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    mode = options.setdefault("sslmode", options.get("ssl", ""))
    mode = {"true": "require", "1": "require", "false": "disable", "0": "disable", "": ""}.get(mode.lower(), mode.lower())
    if mode and mode not in _SSL_MODES:
        raise BadDatabaseUrl(texts.DATABASE_URL_BAD_SSL.format(mode=mode))
    kept = {name: value for name, value in options.items() if name in _KNOWN_OPTIONS and name != "sslmode"}
    connect: dict[str, Any] = {"timeout": _CONNECT_SECONDS, "command_timeout": _COMMAND_SECONDS}
    if mode.startswith("verify") and "sslrootcert" not in kept:
        # libpq would look for ~/.postgresql/root.crt, which no platform provides: trust the machine's authorities.
        connect["ssl"] = _verifying(hostname=mode == "verify-full")
    elif mode:
        kept["sslmode"] = mode
    connect["dsn"] = urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(kept), ""))
    if "application_name" not in kept:
        connect["server_settings"] = {"application_name": "mingfa"}
    host = parts.hostname or options.get("host") or "localhost"
    database = unquote(parts.path.lstrip("/")) or options.get("dbname") or options.get("database") or ""
    pooled = options.get("pgbouncer", "").lower() == "true" or "pooler" in host
    if pooled:
        # The next transaction may meet another server process, which has never seen a statement prepared before.
        connect["statement_cache_size"] = 0
    port = f":{parts.port}" if _has_one_host(parts.netloc) and parts.port else ""
    return PostgresServer(f"{host}{port}/{database}", connect, pooled)


def _has_one_host(netloc: str) -> bool:
    return "," not in netloc


def _verifying(hostname: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = hostname
    return context
