"""The first day on an ordinary machine: what is missing, odd or forbidden there is one sentence, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import texts
from bot.config import Settings
from tests.conftest import PROJECT

# As ``python -m bot``, where neither the system nor a package knows time zones.
_NO_ZONES = "import sys; sys.modules['tzdata'] = None; from bot.cli import main; import bot.app; sys.exit(main(sys.argv[1:]))"


def run(*command: str, cwd: Path = PROJECT, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a bare environment; what it says comes as UTF-8."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "HOME": str(cwd)}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=kept | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.usefixtures("answerer")
def test_it_works_without_zone_data(settings: Settings) -> None:
    done = run("-c", _NO_ZONES, "ask", "谁执法谁普法怎么落实", PYTHONTZPATH="", MINGFA_CACHE=str(settings.cache))
    assert (done.returncode, done.stderr) == (0, "")
    assert "【" in done.stdout
    assert texts.NONE not in done.stdout
