"""A real PgBouncer in transaction mode in front of the tests' PostgreSQL server, with fewer server processes than clients.

Debian: ``apt-get install pgbouncer``. Where there is none the tests say so and are skipped; with ``CI=true`` they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.postgres import PostgresServer, end_with_parent, server_account

_CONFIG = """[databases]
* = host={server} user=mingfa
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
pidfile = {folder}/pid
"""


class Pooler:
    """A running PgBouncer; ``url`` gives the address of one of the server's databases through it, as an ordinary platform names it."""

    def __init__(self, server: PostgresServer, port: int) -> None:
        self._server, self._port = server, port

    def url(self, direct: str) -> str:
        """The same database as ``direct``."""
        return f"postgresql://mingfa:x@127.0.0.1:{self._port}/{self._server.name(direct)}"


@contextmanager
def run_pgbouncer(server: PostgresServer) -> Iterator[Pooler]:
    """Start one, stop it at the end."""
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("no PgBouncer here: apt-get install pgbouncer")
    account = server_account()
    become = {} if account is None else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="mingfa-pgb-", dir="/tmp") as folder:
        config = Path(folder, "pgbouncer.ini")
        config.write_text(_CONFIG.format(server=server.folder, port=port, folder=folder), encoding="utf-8")
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        os.chmod(folder, 0o755)
        with open(Path(folder, "log"), "w+b") as log:
            process = subprocess.Popen(  # type: ignore[call-overload]
                [program, config], stdout=log, stderr=log, cwd=folder, preexec_fn=end_with_parent(), **become
            )
            try:
                _wait(process, port, Path(folder, "log"))
                yield Pooler(server, port)
            finally:
                process.terminate()
                process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 15
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PgBouncer did not start: " + log.read_text(errors="replace")) from None
        time.sleep(0.02)


@pytest.fixture(scope="session", name="pgbouncer")
def pgbouncer_fixture(postgres: PostgresServer) -> Iterator[Pooler]:
    """One PgBouncer for the whole run, or a skip that says what is missing (with ``CI=true`` a failure)."""
    try:
        with run_pgbouncer(postgres) as pooler:
            yield pooler
    except FileNotFoundError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PgBouncer tests must not be skipped in CI: {error}")
        pytest.skip(f"PgBouncer tests skipped: {error}")
