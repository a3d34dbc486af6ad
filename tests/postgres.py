"""A real PostgreSQL server for the tests: started on a socket in a temporary folder, gone with it.

Uses the server programs of the machine (Debian: ``apt-get install postgresql``). Where there are none the tests say so and
are skipped; with ``CI=true`` they fail instead.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

_USER = "mingfa"
_COUNTER = itertools.count(1)
# Tests survive neither a power cut nor their server: durability would only cost time.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "'Asia/Shanghai'",  # not UTC: a lost time zone must show
}


_COLUMNS = """SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"""


class PostgresMissing(Exception):
    """No server programs on this machine; the message says what to install."""


class PostgresServer:
    """A running server, its socket in ``folder``. ``create()`` gives the URL of a new, empty database; other processes may use it."""

    def __init__(self, folder: Path, version: int) -> None:
        self.folder = folder
        # Copying the files is more than twice as quick as the new default, which older servers do not have.
        self._strategy = "STRATEGY FILE_COPY" if version >= 15 else ""

    def url(self, database: str) -> str:
        """The address of a database, in libpq's form."""
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    @staticmethod
    def name(url: str) -> str:
        """The database's name in its URL."""
        return url.partition("@/")[2].partition("?")[0]

    async def create(self, template: str = "template0") -> str:
        """Make a database (empty, or a copy of one that nobody is connected to) and return its URL."""
        name = f"test_{os.getpid()}_{next(_COUNTER)}"
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {self._strategy}')
        return self.url(name)

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        await self.execute(f'DROP DATABASE IF EXISTS "{self.name(url)}" WITH (FORCE)')

    async def empty(self, url: str, like: str) -> bool:
        """Make a database hold again what its model ``like`` holds; ``False`` when its tables are no longer the same.

        Five times quicker than making a new one.
        """
        connection, model = await asyncpg.connect(url), await asyncpg.connect(self.url(like))
        try:
            tables, wanted = await connection.fetch(_COLUMNS), await model.fetch(_COLUMNS)
            if tables != wanted:
                return False
            names = list(dict.fromkeys(row["table_name"] for row in tables))
            async with connection.transaction():
                # As a replica: no trigger that guards rows, no foreign keys.
                await connection.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '5s'")
                sequences = await connection.fetch("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
                restart = [f"SELECT setval('{row['sequencename']}', 1, false)" for row in sequences]
                # TRUNCATE would make new files for each table and index: much dearer than to delete a few rows.
                await connection.execute("; ".join([*(f"DELETE FROM {name}" for name in names), *restart]))
                for name in names:
                    if rows := await model.fetch(f"SELECT * FROM {name}"):
                        await connection.copy_records_to_table(name, records=[tuple(row) for row in rows])
            return True
        finally:
            await connection.close()
            await model.close()

    async def execute(self, statement: str) -> None:
        """Run one statement as the administrator."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path and shutil.which("initdb"):
        return Path(on_path).parent
    raise PostgresMissing("no PostgreSQL server programs here: apt-get install postgresql")


def server_account() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses root. ``None``: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissing("running as root and there is no user 'postgres' to run the server as")


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Start a server, stop it at the end. Raises ``PostgresMissing``."""
    programs, account = _programs(), server_account()
    # /tmp and not the tests' own folder: a socket's path has at most 107 bytes, and another user must get in.
    with tempfile.TemporaryDirectory(prefix="mingfa-pg-", dir="/tmp") as folder:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        os.chmod(folder, 0o755)
        data = Path(folder, "data")
        become = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        common = {"cwd": folder, "env": {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}, **become}
        made = subprocess.run(
            [programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
            capture_output=True,
            text=True,
            check=False,
            **common,  # type: ignore[call-overload]
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        with open(data / "postgresql.conf", "a", encoding="utf-8") as config:
            config.writelines(f"{name} = {value}\n" for name, value in {**_SETTINGS, "unix_socket_directories": f"'{folder}'"}.items())
        with open(Path(folder, "log"), "w+b") as log:
            server = subprocess.Popen(  # type: ignore[call-overload]
                [programs / "postgres", "-D", data], stdout=log, stderr=log, preexec_fn=end_with_parent(), **common
            )
            try:
                _wait_until_ready(data, server)
                yield PostgresServer(Path(folder), _major_version(data))
            finally:
                server.send_signal(signal.SIGINT)  # fast shutdown, whoever is still connected
                try:
                    server.wait(20)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()


def end_with_parent() -> Callable[[], object] | None:
    """Linux ends the server even when the tests are killed and can no longer do so themselves."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(signal.SIGINT))  # PR_SET_PDEATHSIG


def _major_version(data: Path) -> int:
    return int((data / "PG_VERSION").read_text().split(".")[0])


def _wait_until_ready(data: Path, server: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """The server says in the last line of its pid file that it takes connections; there is nothing else to wait on."""
    deadline = time.monotonic() + seconds
    while not (lines := _lines(data / "postmaster.pid")) or lines[-1].strip() != "ready":
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the PostgreSQL server did not start: " + "\n".join(_lines(data.parent / "log")))
        time.sleep(0.02)


def _lines(file: Path) -> list[str]:
    return file.read_text(errors="replace").splitlines() if file.exists() else []


@pytest.fixture(scope="session", name="postgres")
def postgres_fixture() -> Iterator[PostgresServer]:
    """One server for the whole run, or a skip that says what is missing (with ``CI=true`` a failure)."""
    try:
        with run_postgres() as server:
            yield server
    except PostgresMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL tests must not be skipped in CI: {error}")
        pytest.skip(f"PostgreSQL tests skipped: {error}")
