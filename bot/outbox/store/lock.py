"""SQLite only: one process sends. The lock is the kernel's, so it ends with the process, however that ends.

It is SQLite's own lock on a file beside the database, which works on every system that SQLite does.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

from bot.outbox import texts
from bot.storage.errors import StorageError, unavailable

_log = logging.getLogger(__name__)


class AlreadySending(StorageError):
    """Another process sends the broadcasts of this database."""

    def __init__(self) -> None:
        super().__init__(texts.ALREADY_SENDING)


class OneSender:
    """Held from ``acquire`` to ``release``, or to the death of the process."""

    def __init__(self, database: Path) -> None:
        # One file may have several names; the lock has one.
        real = database.resolve()
        self._path = real.with_name(real.name + ".sender")
        self._held: sqlite3.Connection | None = None

    def acquire(self) -> None:
        """Raises ``AlreadySending``, and ``DatabaseUnavailable`` when there can be no file now."""
        self._make_private()
        try:
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except BaseException:
                connection.close()
                raise
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise AlreadySending from error
            raise unavailable(error) or error from error
        self._held = connection

    def _make_private(self) -> None:
        """Nobody else could read anything in it, but somebody else could lock it. Never by opening a file that is there: see ``engine``."""
        try:
            if self._path.exists():
                self._path.chmod(0o600)
            else:
                self._path.touch(0o600)
        except OSError as error:
            _log.info("the lock file keeps its mode: %s", error.strerror)

    def release(self) -> None:
        """Let another process send."""
        if self._held is not None:
            self._held.close()
            self._held = None
