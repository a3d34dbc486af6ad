"""One database: connections, transactions and the translation of its faults.

SQLite is set up for one process that must not lose a committed row (WAL, ``synchronous=FULL``), and for other processes that
look on: backup, check, shell. Writers queue in the program and then take the file's write lock at once (``BEGIN IMMEDIATE``),
so that none of them is told "locked" half-way. PostgreSQL takes as many processes as there are.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy.exc
from sqlalchemy import URL, Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, PoolProxiedConnection

from bot.storage.address import PostgresServer, SqliteFile, parse_address
from bot.storage.errors import DatabaseUnavailable, unavailable

_log = logging.getLogger(__name__)
Transaction = AsyncConnection
_BUSY_SECONDS = 5.0
_POOL_SECONDS = 10.0
# Who waits for a SQLite lock asks at least every tenth of a second.
_HELD_LONG, _GAP = 0.3, 0.1
_AGAIN = 0.05


class Database:
    """Opens transactions. ``read()`` changes nothing; ``write()`` commits at the end, or not at all.

    On SQLite a whole transaction sees one moment, on PostgreSQL each of its statements does.

    Both raise ``DatabaseUnavailable`` when the database cannot be used; any other error is the caller's own.
    """

    def __init__(self, address: SqliteFile | PostgresServer, busy_seconds: float = _BUSY_SECONDS) -> None:
        """``busy_seconds``: how long a SQLite transaction waits for another process's lock."""
        self.address = address
        self._busy_seconds = busy_seconds
        if isinstance(address, SqliteFile):
            self._writer = _sqlite_engine(address, busy_seconds, writes=True)
            self._reader = _sqlite_engine(address, busy_seconds, writes=False)
        else:
            self._writer = self._reader = _postgres_engine(address)
        self._writing = asyncio.Lock()
        self._held = self._free_since = 0.0

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one file on this machine."""
        return isinstance(self.address, SqliteFile)

    @property
    def path(self) -> Path | None:
        """The SQLite file, if it is one."""
        return self.address.path if isinstance(self.address, SqliteFile) else None

    def __str__(self) -> str:
        """For the log and ``/health``: without user and password."""
        return str(self.address)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that changes nothing; one that tries to is at fault (``DBAPIError``)."""
        async with self._translated("read"), self._begun(self._reader, readonly=True) as transaction:
            yield transaction

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that is committed when the block ends without an exception."""
        # On PostgreSQL rows are locked one by one: nobody need queue here.
        turn = self._turn() if self.is_sqlite else nullcontext()
        async with self._translated("write"), turn, self._begun(self._writer, readonly=False) as transaction:
            yield transaction
            await transaction.commit()

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[Transaction]:
        """As ``write()``, for a change of the tables: alone among all processes, foreign keys checked at the end only."""
        async with self._translated("write"), self._writing, self._connected(self._writer) as connection:
            if self.is_sqlite:
                # Rebuilding a table drops the old one; with foreign keys on, that would delete the rows that point to it.
                await _pragma(connection, "foreign_keys=OFF")
            try:
                async with connection.begin():
                    if not self.is_sqlite:
                        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                    yield connection
                    if self.is_sqlite and (await connection.execute(text("PRAGMA foreign_key_check"))).first() is not None:
                        raise DatabaseUnavailable("broken")
            finally:
                if self.is_sqlite:
                    await connection.invalidate()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One writer of this process at a time, and a gap when they have held the file for long.

        SQLite has no queue: who waits for the lock asks now and then. Without gaps a busy process would keep all others out.
        Time in which nobody writes counts as a gap, too.
        """
        async with self._writing:
            started = time.monotonic()
            self._held = max(self._held - (started - self._free_since), 0.0)
            if self._held >= _HELD_LONG:
                await asyncio.sleep(_GAP)
                self._held, started = 0.0, time.monotonic()
            try:
                yield
            finally:
                self._free_since = time.monotonic()
                self._held += self._free_since - started

    async def close(self) -> None:
        """Close every connection; the database may be opened again by a new object."""
        await self._writer.dispose()
        await self._reader.dispose()

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine, readonly: bool) -> AsyncIterator[Transaction]:
        async with self._connected(engine) as connection:
            if not self.is_sqlite:
                await connection.execution_options(postgresql_readonly=readonly)
            await connection.begin()
            yield connection

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        async with AsyncExitStack() as stack:
            yield await self._connect(engine, stack)

    async def _connect(self, engine: AsyncEngine, stack: AsyncExitStack) -> AsyncConnection:
        if self.path is not None and not _usable(self.path):
            # Not left to the driver: its thread reports the failure to an event loop that may have ended by then.
            raise DatabaseUnavailable("missing")
        until = time.monotonic() + self._busy_seconds
        while True:
            try:
                return await stack.enter_async_context(engine.connect())
            except Exception as error:
                # Errors of the system, and the driver's own, come as they are while there is no connection yet.
                fault = unavailable(error)
                if fault is None:
                    raise
                # SQLite waits for no lock while it turns a new file to WAL: of two that start at once, one is refused.
                if not (self.is_sqlite and fault.cause == "locked" and time.monotonic() < until):
                    raise fault from error
            await asyncio.sleep(_AGAIN)

    @asynccontextmanager
    async def _translated(self, mode: str) -> AsyncIterator[None]:
        try:
            yield
        except (sqlalchemy.exc.SQLAlchemyError, ConnectionError, TimeoutError) as error:
            fault = unavailable(error)
            # Who writes in a read transaction is at fault, not the database; and a file has no connection to lose.
            misuse = fault is not None and fault.cause == "readonly" and mode == "read"
            if fault is None or misuse or (self.is_sqlite and not isinstance(error, sqlalchemy.exc.SQLAlchemyError)):
                raise
            raise fault from error


_MIGRATION_LOCK = 0x6D696E676661  # "mingfa"


def open_database(url: str | None, default: Path, busy_seconds: float = _BUSY_SECONDS) -> Database:
    """The database at ``url`` (``DATABASE_URL``, a path, or ``None`` for the file ``default``); connects at first use.

    Raises ``BadDatabaseUrl``. ``ensure_current`` makes the file and its tables.
    """
    return Database(parse_address(url, default), busy_seconds)


def _postgres_engine(server: PostgresServer) -> AsyncEngine:
    return create_async_engine(
        "postgresql+asyncpg://",
        connect_args={**server.connect, "prepared_statement_cache_size": 0},
        pool_size=5,
        max_overflow=5,
        pool_timeout=_POOL_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text goes into the log, people's words must not
    )


def _sqlite_engine(file: SqliteFile, busy_seconds: float, writes: bool) -> AsyncEngine:
    engine = create_async_engine(
        # mode=rw: a file that is gone must be an error, not a new, empty database.
        URL.create("sqlite+aiosqlite", database=file.path.as_uri(), query={"mode": "rw", "uri": "true"}),
        # No isolation level: the driver leaves BEGIN to the listener below.
        connect_args={"timeout": busy_seconds, "isolation_level": None},
        poolclass=AsyncAdaptedQueuePool,
        pool_use_lifo=True,
        hide_parameters=True,  # an error's text goes into the log, people's words must not
        pool_size=5,
        max_overflow=5,
        pool_timeout=_POOL_SECONDS,
    )
    sync = engine.sync_engine

    @event.listens_for(sync, "connect")
    def set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        query_only = "OFF" if writes else "ON"
        pragmas = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", f"query_only={query_only}")
        with ExitStack() as failed:
            failed.callback(connection.close)  # the pool forgets a connection that could not be set up
            with closing(connection.cursor()) as cursor:
                for pragma in pragmas:
                    cursor.execute(f"PRAGMA {pragma}")
            failed.pop_all()
        entry.info["file"] = _identity(file.path)

    @event.listens_for(sync, "checkout")
    def still_there(connection: DBAPIConnection, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
        # A deleted or replaced file lives on behind an open connection: what is written there is lost.
        # "Gone" on both occasions is not the same file: it may have gone while we were connecting.
        if (found := _identity(file.path)) is None or entry.info.get("file") != found:
            raise sqlalchemy.exc.DisconnectionError("the database file was removed or replaced")

    @event.listens_for(sync, "invalidate")
    def let_go(connection: DBAPIConnection, entry: ConnectionPoolEntry, error: BaseException | None) -> None:
        # Closing frees no lock while anybody refers to an unread cursor, and the traceback of a cancelled task does.
        try:
            connection.rollback()
        except sqlite3.Error as fault:
            _log.warning("a connection is closed without a rollback: %s", fault)

    @event.listens_for(sync, "begin")
    def begin(connection: Connection) -> None:
        # At once and not at the first write: a lock that is asked for half-way can be refused without waiting.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _usable(path: Path) -> bool:
    # Never by opening it: whoever closes a file gives up every lock that SQLite holds on it in this process.
    return path.is_file() and os.access(path, os.R_OK)


async def _pragma(connection: AsyncConnection, pragma: str) -> None:
    def run(sync: Connection) -> None:
        # On the driver's own connection: SQLAlchemy would open a transaction first, in which this pragma does nothing.
        raw: Any = sync.connection.dbapi_connection
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    await connection.run_sync(run)
