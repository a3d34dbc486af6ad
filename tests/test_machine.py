"""The first day on an ordinary machine: what is missing, odd or forbidden there is one sentence, never a traceback."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import texts as common_texts
from bot.cli import main, texts
from bot.settings import texts as settings_texts
from bot.settings.config import Settings, parse_settings
from tests import forks
from tests.conftest import PROJECT

# As ``python -m bot``, where neither the system nor a package knows time zones.
_NO_ZONES = """
import sys; sys.modules['tzdata'] = None
from bot.cli.main import main; import bot.app.composition
sys.exit(main(sys.argv[1:]))
"""


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
        timeout=400,
        check=False,
    )


@pytest.mark.usefixtures("answerer")
def test_it_works_without_zone_data(settings: Settings) -> None:
    done = run("-c", _NO_ZONES, "ask", "谁执法谁普法怎么落实", PYTHONTZPATH="", MINGFA_CACHE=str(settings.cache))
    assert (done.returncode, done.stderr) == (0, "")
    assert "【" in done.stdout
    assert common_texts.NONE not in done.stdout


def test_without_the_packages_it_says_what_to_do() -> None:
    done = run("-S", "-m", "bot", "check")
    assert done.returncode == 2
    assert done.stderr.startswith("缺少组件 ")
    assert ".venv/bin/python -m bot" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_older_python_is_told_which_one_is_needed() -> None:
    old = "import runpy, sys; sys.version_info = (3, 10, 4); runpy.run_module('bot', run_name='__main__')"
    done = run("-c", old)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("这里的 Python 是 3.10，太旧了")
    assert done.stderr.count("\n") == 1


def test_what_an_older_python_reads_is_written_for_it() -> None:
    for file in ("bot/__main__.py", "bot/__init__.py", "bot/texts.py"):
        ast.parse((PROJECT / file).read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.parametrize(
    ("command", "environment", "words"),
    [
        (("broadcast", "status"), {"DATABASE_URL": "host=h user=u password=secret"}, "postgresql://"),
        (("migrate",), {"DATABASE_URL": "postgresql:/u:secret@h/db"}, "postgresql://"),
        (("backup", "x.db"), {"DATABASE_URL": "u:secret@h/db"}, "postgresql://"),
        (("run",), {"DATABASE_URL": "u:secret@h/db", "TELEGRAM_BOT_TOKEN": "1:a"}, "postgresql://"),
        (("run",), {"TELEGRAM_BOT_TOKEN": "1:a", "ALL_PROXY": "socks4://u:secret@127.0.0.1:1080"}, "ALL_PROXY"),
        (("run",), {"TELEGRAM_BOT_TOKEN": "1:a", "MINGFA_PROXY": "vmess://secret"}, "MINGFA_PROXY"),
        (("run",), {"TELEGRAM_BOT_TOKEN": "1:a", "SSL_CERT_FILE": "/nowhere/cert.pem"}, "SSL_CERT_FILE"),
        (("migrate",), {"DATABASE_URL": "/dev/null/secret/a.db"}, "权限"),
        (("check",), {"MINGFA_OWNER": "secret"}, "是不是想写 MINGFA_OWNERS"),
        (("check",), {"MINGFA_CACHE": "~nobody-like-this/secret"}, "MINGFA_CACHE"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, command: tuple[str, ...], environment: dict[str, str], words: str) -> None:
    done = forks.run("-m", "bot", *command, cwd=tmp_path, env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **environment})
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in said
    assert "secret" not in said
    assert said.count("\n") == 1
    assert not [file for file in tmp_path.iterdir() if "secret" in file.name]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_bad_line_in_dotenv_is_one_sentence_for_every_command(tmp_path: Path, encoding: str) -> None:
    (tmp_path / ".env").write_bytes("# 令牌\r\nTELEGRAM_BOT_TOKEN 1:secret\r\n".encode(encoding))
    done = run("-m", "bot", "check", cwd=tmp_path)
    assert done.returncode == 2
    assert "第 2 行" in done.stderr
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_home_the_cache_is_below_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert parse_settings({}).cache == Path("var/mingfa")
    assert parse_settings({"HOME": ""}).cache == Path("var/mingfa")
    assert parse_settings({"HOME": "/root"}).cache == Path("/root/.cache/mingfa")


def test_a_working_folder_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    leave = "import os, sys; os.rmdir(os.getcwd()); from bot.cli.main import main; sys.exit(main(['check']))"
    done = run("-c", leave, cwd=gone)
    assert (done.returncode, done.stderr.strip()) == (2, settings_texts.FOLDER_GONE)


def test_a_long_preparation_is_told_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    report = main._progress(texts.PROGRESS_PREPARING)
    report(128, 9000)
    report(9000, 9000)
    assert capsys.readouterr().err == texts.PROGRESS_LONG + "\n"
    short = main._progress(texts.PROGRESS_PREPARING)
    short(128, 300)
    assert capsys.readouterr().err == ""
