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
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest
from xdist.workermanage import WorkerController

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
    # Nor do they last long enough for what a server does in the background to pay.
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}

_COLUMNS = """SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"""


class PostgresMissing(Exception):
    """No server programs on this machine; the message says what to install."""


@dataclass(frozen=True)
class Model:
    """A database to copy: its name, its columns, and the rows of its tables."""

    name: str
    columns: list[asyncpg.Record]
    rows: Mapping[str, list[tuple[object, ...]]]


class PostgresServer:
    """A running server, its socket in ``folder``. ``create()`` gives the URL of a new, empty database; other processes may use it."""

    def __init__(self, folder: Path, version: int) -> None:
        self.folder, self.version = folder, version
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

    async def model(self, make: Callable[[str], Awaitable[None]]) -> Model:
        """The one that all tests copy; of all processes that run tests the first one makes it: ``make`` fills an empty database."""
        administrator = await asyncpg.connect(self.url("postgres"))
        try:
            await administrator.execute("SELECT pg_advisory_lock(1)")
            if not await administrator.fetchval("SELECT 1 FROM pg_database WHERE datname = 'model'"):
                url = await self.create()
                await make(url)
                await administrator.execute(f'ALTER DATABASE "{self.name(url)}" RENAME TO model')
            model = await asyncpg.connect(self.url("model"))
            try:
                columns = await model.fetch(_COLUMNS)
                names = dict.fromkeys(row["table_name"] for row in columns)
                rows = {name: [tuple(row) for row in await model.fetch(f"SELECT * FROM {name}")] for name in names}
            finally:
                await model.close()
        finally:
            await administrator.close()
        return Model("model", columns, rows)

    async def empty(self, url: str, model: Model) -> bool:
        """Make a database hold again what its model holds; ``False`` when its tables are no longer the same.

        Five times quicker than making a new one.
        """
        connection = await asyncpg.connect(url)
        try:
            if await connection.fetch(_COLUMNS) != model.columns:
                return False
            async with connection.transaction():
                # As a replica: no trigger that guards rows, no foreign keys.
                await connection.execute("SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '5s'")
                sequences = await connection.fetch("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
                restart = [f"SELECT setval('{row['sequencename']}', 1, false)" for row in sequences]
                # TRUNCATE would make new files for each table and index: much dearer than to delete a few rows.
                await connection.execute("; ".join([*(f"DELETE FROM {name}" for name in model.rows), *restart]))
                for name, rows in model.rows.items():
                    if rows:
                        await connection.copy_records_to_table(name, records=rows)
            return True
        finally:
            await connection.close()

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


_SHARED = pytest.StashKey[str | tuple[str, int]]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Where several processes run tests: the one above them has the server for them all, or says what is missing."""
    config = node.config
    if _SHARED not in config.stash:
        running = ExitStack()
        config.add_cleanup(running.close)
        try:
            server = running.enter_context(run_postgres())
        except PostgresMissing as error:
            config.stash[_SHARED] = str(error)
        else:
            config.stash[_SHARED] = str(server.folder), server.version
    node.workerinput["postgres"] = config.stash[_SHARED]


@contextmanager
def _server(shared: str | tuple[str, int] | None) -> Iterator[PostgresServer]:
    if isinstance(shared, str):
        raise PostgresMissing(shared)
    if shared is not None:
        yield PostgresServer(Path(shared[0]), shared[1])
        return
    with run_postgres() as server:
        yield server


@pytest.fixture(scope="session", name="postgres")
def postgres_fixture(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    """One server for the whole run, or a skip that says what is missing (with ``CI=true`` a failure)."""
    try:
        with _server(getattr(pytestconfig, "workerinput", {}).get("postgres")) as server:
            yield server
    except PostgresMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL tests must not be skipped in CI: {error}")
        pytest.skip(f"PostgreSQL tests skipped: {error}")
