"""What can be wrong with a database, in words for people and in one word for the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import ClassVar

import sqlalchemy.exc

from bot.storage import texts


class StorageError(Exception):
    """Anything that storage cannot do; the message is a Chinese sentence that says what to do next."""


class DatabaseUnavailable(StorageError):
    """The database cannot be used now: locked, missing, unreachable, full. ``cause`` is one word for the log.

    Who only keeps records goes on without them; an answer is never lost for it.
    """

    SENTENCES: ClassVar = {
        "locked": texts.DATABASE_LOCKED,
        "missing": texts.DATABASE_MISSING,
        "unreachable": texts.DATABASE_UNREACHABLE,
        "refused": texts.DATABASE_REFUSED,
        "full": texts.DATABASE_FULL,
        "broken": texts.DATABASE_BROKEN,
        "readonly": texts.DATABASE_READONLY,
    }

    def __init__(self, cause: str) -> None:
        super().__init__(self.SENTENCES[cause])
        self.cause = cause


class SchemaTooNew(StorageError):
    """The database was made by a newer version of this program, which alone may use it."""

    def __init__(self, revision: str) -> None:
        super().__init__(texts.SCHEMA_TOO_NEW.format(revision=revision))
        self.revision = revision


class BadDatabaseUrl(StorageError):
    """``DATABASE_URL`` is of no form that we know. The address itself stays out of the message: it may hold a password."""


class BackupError(StorageError):
    """A backup or a restore that must not or cannot be done."""


# https://www.sqlite.org/rescode.html; the low byte is the primary code.
_SQLITE_CAUSES = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_PERM: "readonly",
    sqlite3.SQLITE_READONLY: "readonly",
    sqlite3.SQLITE_CANTOPEN: "missing",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "broken",
    sqlite3.SQLITE_CORRUPT: "broken",
    sqlite3.SQLITE_NOTADB: "broken",
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: by whole code first, then by class.
_POSTGRES_CAUSES = {
    "53100": "full",
    "55P03": "locked",
    "25006": "readonly",
    "25P03": "unreachable",  # cut off by idle_in_transaction_session_timeout
    "3D000": "missing",
    "08": "unreachable",
    "28": "refused",
    "40": "locked",  # broken off for another transaction's sake
    "53": "unreachable",
    "57": "unreachable",
    "58": "broken",
    "XX": "broken",
}


def unavailable(error: BaseException) -> DatabaseUnavailable | None:
    """The fault of the database behind a driver's error; ``None`` when the statement itself is to blame."""
    for link in _chain(error):
        cause = _cause(link)
        if cause is not None:
            return DatabaseUnavailable(cause)
    return None


def _cause(error: BaseException) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE_CAUSES.get(code & 0xFF)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _POSTGRES_CAUSES.get(state) or _POSTGRES_CAUSES.get(state[:2])
    if isinstance(error, sqlalchemy.exc.TimeoutError):  # every connection of the pool is in use
        return "locked"
    if isinstance(error, OSError | TimeoutError) or (isinstance(error, sqlalchemy.exc.DBAPIError) and error.connection_invalidated):
        return "unreachable"
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = getattr(link, "orig", None) or link.__cause__
