"""The forms of ``DATABASE_URL`` that hosting platforms hand out → how to open the database."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from bot.storage import texts
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
_SSL_CERTAIN = frozenset({"require", "verify-ca", "verify-full"})
# A scheme with the signs of a Chinese keyboard after it.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)[:：]\s*[/／]{2}")
# No file has a name like this by intention, and a password may stand in it. One letter and a colon is a drive.
_NO_PATH = re.compile(r"[@=\n]|^[A-Za-z0-9+._-]{2,}[:：]|^[A-Za-z]:[^\\/]")
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
    """A PostgreSQL database; ``connect`` are asyncpg's arguments (secret).

    ``maybe_plain``: it is on another machine, and nobody said that the way there must be encrypted.
    """

    name: str
    connect: dict[str, Any] = field(repr=False)
    maybe_plain: bool = False

    def __str__(self) -> str:
        return f"PostgreSQL {self.name}"


def parse_address(url: str | None, default: Path) -> SqliteFile | PostgresServer:
    """``DATABASE_URL`` or a bare path → where the database is; ``default`` when there is none.

    Raises ``BadDatabaseUrl``.
    """
    wanted = (url or "").strip().strip("'\"")
    if not wanted:
        return SqliteFile(default.expanduser().absolute())
    found = _SCHEME.match(wanted)
    if found is None:
        if _NO_PATH.search(wanted):
            raise BadDatabaseUrl(texts.DATABASE_URL_BAD)
        return SqliteFile(_path(wanted))
    scheme, wanted = found[1], f"{found[1]}://{wanted[found.end() :]}"
    if scheme.lower() in _SQLITE_SCHEMES:
        return _sqlite(wanted)
    if scheme.lower() in _POSTGRES_SCHEMES:
        try:
            return _postgres(wanted)
        except ValueError:
            # Not with its cause: that one quotes what it could not read.
            raise BadDatabaseUrl(texts.DATABASE_URL_BAD) from None
    raise BadDatabaseUrl(texts.DATABASE_URL_UNKNOWN.format(scheme=scheme))


def _sqlite(url: str) -> SqliteFile:
    # As in SQLAlchemy: three slashes, then a path relative to here; four slashes for an absolute one.
    host, _, path = url.partition("://")[2].partition("?")[0].partition("/")
    if host or path in {"", ":memory:"}:
        raise BadDatabaseUrl(texts.DATABASE_URL_NO_FILE)
    return SqliteFile(_path(unquote(path)))


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # nobody's home
        raise BadDatabaseUrl(texts.DATABASE_URL_NO_FILE) from error


def _postgres(url: str) -> PostgresServer:
    parts = urlsplit("postgresql://" + url.partition("://")[2])
    if "@" in parts.path + parts.query or parts.fragment:
        raise ValueError  # a password that is not escaped: what follows one of its signs was taken for something else
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
    # The next transaction may meet another server process behind a pooler, which has never seen a statement prepared before;
    # and no address says whether there is one. What that costs is lost in the way to the database.
    connect["statement_cache_size"] = 0
    port = f":{parts.port}" if _has_one_host(parts.netloc) and parts.port else ""
    return PostgresServer(f"{host}{port}/{database}", connect, mode not in _SSL_CERTAIN | {"disable"} and not is_local(host))


def is_local(host: str) -> bool:
    """Whether a host is this machine: a socket's folder, or an address of the loopback."""
    try:
        return host == "localhost" or host.startswith("/") or ip_address(host).is_loopback
    except ValueError:
        return False


def _has_one_host(netloc: str) -> bool:
    return "," not in netloc


def _verifying(hostname: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = hostname
    return context
