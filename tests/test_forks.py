"""Processes that are forked: real ones, and prepared."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

from tests import forks

LOOK = """
import json, os, sys
print(json.dumps([os.getpid(), dict(os.environ), os.getcwd(), sys.argv, sys.stdin.read(), sorted(sys.modules)]))
print("出错", file=sys.stderr)
sys.exit(3)
"""


def test_it_has_its_own_environment_folder_arguments_and_streams(tmp_path: Path) -> None:
    done = forks.run("-c", LOOK, "甲", "\udcff", env={"A": "1"}, cwd=tmp_path, stdin="话".encode() * 100_000)
    assert (done.returncode, done.stderr.decode()) == (3, "出错\n")
    number, environment, folder, arguments, said, modules = json.loads(done.stdout)
    assert number != os.getpid()
    assert (environment, folder, arguments, said) == ({"A": "1"}, str(tmp_path), ["-c", "甲", "\udcff"], "话" * 100_000)
    assert set(forks.PRELOADED) <= set(modules)  # a name that is no longer true would only cost time, silently


def test_what_is_raised_is_shown_and_a_reader_that_is_gone_is_no_matter() -> None:
    done = forks.run("-c", "import os; os.close(0); raise LookupError('weg')", env={}, stdin=b"x" * 1_000_000)
    assert done.returncode == 1
    assert b"LookupError: weg" in done.stderr


async def test_it_ends_by_the_signal_it_gets() -> None:
    for number in (signal.SIGKILL, signal.SIGTERM):
        child = await forks.start("-c", "import time; print('up', flush=True); time.sleep(60)", env={})
        assert await child.stdout.readline() == b"up\n"
        assert child.returncode is None
        child.send_signal(number)
        assert await child.wait() == child.returncode == -number
        child.kill()  # nothing any more


async def test_a_killed_one_takes_none_of_the_others_with_it() -> None:
    first, second = [await forks.start("-c", "import sys; print(sys.stdin.read())", env={}) for _ in range(2)]
    first.kill()
    assert (await second.communicate(b"still here"))[0] == b"still here\n"
