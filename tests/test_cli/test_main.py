"""The command line as people and scripts use it: real processes, bad input included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import texts as common_texts
from bot.access import SHELL_PERSON
from bot.answering import texts as answering_texts
from bot.app import texts as app_texts
from bot.chat import texts as chat_texts
from bot.platforms.terminal import texts
from bot.settings.config import Settings
from tests import forks
from tests.conftest import PROJECT
from tests.knowledge import small_folder

pytestmark = pytest.mark.usefixtures("answerer")  # fills the cache, so that processes start quickly


def run(settings: Settings, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command, in a process that has the bot's modules already."""
    return forks.run("-m", "bot", *arguments, env=variables(settings, **environment), stdin=stdin)


def run_anew(settings: Settings, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The same from the very start, for what the interpreter has a hand in."""
    command = [sys.executable, "-m", "bot", *arguments]
    env = variables(settings, **environment)
    return subprocess.run(command, input=stdin, capture_output=True, cwd=PROJECT, env=env, timeout=400, check=False)


def variables(settings: Settings, **more: str) -> dict[str, str]:
    """The environment, without settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "TELEGRAM_"))}
    return kept | {"MINGFA_CACHE": str(settings.cache), **more}


def told(result: subprocess.CompletedProcess[bytes]) -> str:
    """What a person reads when something is wrong; never a traceback."""
    text = result.stderr.decode()
    assert "Traceback" not in text + result.stdout.decode()
    return text


def test_ask_prints_the_card_with_passage_place_law_and_caution(settings: Settings) -> None:
    result = run_anew(settings, "ask", "上面没说让干的事我们乡里能自己拍板干吗")
    shown = result.stdout.decode()
    assert result.returncode == 0, told(result)
    assert "【法无授权不可为】" in shown
    assert "要做到法无授权不可为,找准法律行为主体的边界" in shown
    assert "讲话第12段 · 二、强化措施… · 三要用法律边界来守护安全" in shown
    assert "《中华人民共和国行政处罚法》第" in shown


def test_ask_says_kindly_when_the_speech_does_not_say(settings: Settings) -> None:
    result = run(settings, "ask", "离婚冷静期多久")
    assert result.returncode == 0
    assert result.stdout.decode().strip() == common_texts.NONE


@pytest.mark.parametrize("locale", ["C.UTF-8", "C", "POSIX"])
def test_chinese_comes_through_whatever_the_locale(settings: Settings, locale: str) -> None:
    result = run_anew(settings, "ask", "谁执法谁普法", LC_ALL=locale, LANG=locale)
    assert "谁执法谁普法" in result.stdout.decode()


def test_jsonl_answers_each_line_and_a_bad_line_spoils_only_itself(settings: Settings) -> None:
    lines = [
        json.dumps({"id": 1, "question": "法治政府建设的第一责任人是谁", "addressed": True}),
        "not json",
        json.dumps({"id": "b", "question": "收到，谢谢", "addressed": False}),
        json.dumps({"id": 3}),
        json.dumps([1, 2]),
        json.dumps({"id": 4, "question": "法" * 100_000}),
        json.dumps({"id": 5, "question": "法\ud800无授权\u200b不可为\u0000是什么意思"}),
        json.dumps({"id": 6, "question": ""}),
        json.dumps({"id": 7, "question": "👍👍"}),
        json.dumps({"id": 8, "question": "谁执法谁普法是什么意思"}),
    ]
    result = run(settings, "ask", "--jsonl", stdin="\n".join(lines).encode())
    assert result.returncode == 0, told(result)
    replies = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [reply["id"] for reply in replies] == [1, None, "b", 3, None, 4, 5, 6, 7, 8]
    assert ["error" in reply for reply in replies] == [False, True, False, True, True, True, False, True, False, False]
    assert replies[0]["outcome"] == "answer"
    assert set(replies[0]["matches"][0]) == {"kind", "entry", "title", "passage", "place", "score"}
    assert (replies[0]["matches"][0]["kind"], replies[0]["matches"][0]["entry"]) == ("speech", "p17-3")
    assert replies[2]["outcome"] == "none"
    assert replies[2]["matches"]
    assert replies[6]["matches"][0]["entry"] == "p12-3"
    assert replies[8] == {"id": 7, "outcome": "none", "matches": []}
    scores = [match["score"] for match in replies[9]["matches"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 3


def test_bytes_that_are_not_utf8_still_get_a_line(settings: Settings) -> None:
    result = run_anew(settings, "ask", "--jsonl", stdin=b'{"id": 1, "question": "\xff\xfe"}\n\xff\xff\n')
    assert len(result.stdout.decode().splitlines()) == 2
    told(result)


def test_a_file_saved_by_notepad_loses_no_line_and_every_answer_is_strict_json(settings: Settings) -> None:
    first = '\ufeff{"id": 1, "question": "谁执法谁普法是什么意思"}'
    lines = [first, '{"id": NaN, "question": "x"}', '{"id": 1e999, "question": "x"}', "[" * 50_000]
    result = run(settings, "ask", "--jsonl", stdin="\r\n".join(lines).encode())
    assert "NaN" not in result.stdout.decode()
    assert "Infinity" not in result.stdout.decode()
    replies = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert replies[0]["outcome"] == "answer"
    assert [(reply["id"], "error" in reply) for reply in replies[1:]] == [(None, True)] * 3
    told(result)


@pytest.mark.parametrize("arguments", [(), ("nosuch",), ("ask", "--nosuch")])
def test_a_command_written_wrong_exits_with_2_and_names_the_help(settings: Settings, arguments: tuple[str, ...]) -> None:
    result = run(settings, *arguments)
    assert result.returncode == 2
    assert "--help" in told(result)
    assert "命令" in told(result)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", ""), "请把问题写在后面"),
        (("ask", " \u200b\t"), "请把问题写在后面"),
        (("ask", "法" * 40_000), "这段话太长了"),
        (("ask",), "请把问题写在后面"),
    ],
)
def test_questions_that_cannot_be_answered_exit_with_2_and_a_sentence(settings: Settings, arguments: tuple[str, ...], says: str) -> None:
    result = run(settings, *arguments)
    assert result.returncode == 2
    assert says in told(result)


def test_a_lone_surrogate_on_the_command_line_is_dropped(settings: Settings) -> None:
    result = run_anew(settings, "ask", "谁执法谁普法\udcff是什么意思")
    assert result.returncode == 0, told(result)
    assert "谁执法谁普法" in result.stdout.decode()


def test_knowledge_that_cannot_be_used_exits_with_2_and_sentences(settings: Settings, tmp_path: Path) -> None:
    missing = run(settings, "ask", "谁执法谁普法", MINGFA_KNOWLEDGE=str(tmp_path / "nowhere"))
    assert missing.returncode == 2
    assert "没有这个知识文件夹" in told(missing)
    broken = small_folder(tmp_path / "broken")
    (broken / "cases.yaml").write_text("- id: [", encoding="utf-8")
    (broken / "entries/p02-opening.yaml").write_bytes("标题".encode("gbk"))
    result = run(settings, "chat", MINGFA_KNOWLEDGE=str(broken))
    assert result.returncode == 2
    assert "cases.yaml:" in told(result)
    assert "UTF-8" in told(result)


def test_check_exits_with_0_when_clean_and_1_when_not(settings: Settings, tmp_path: Path) -> None:
    clean = run(settings, "check")
    assert clean.returncode == 0, told(clean)
    broken = small_folder(tmp_path / "broken")
    (broken / "entries/p11-weapons.yaml").unlink()
    result = run(settings, "check", MINGFA_KNOWLEDGE=str(broken))
    assert result.returncode == 1
    assert "要依法化解矛盾" in told(result)


def test_unknown_settings_are_told(settings: Settings) -> None:
    result = run(settings, "check", MINGFA_KNOWLEGDE="x")
    assert result.returncode == 2
    assert "MINGFA_KNOWLEGDE" in told(result)


def test_chat_converses_until_the_end_of_input(settings: Settings) -> None:
    said = "上面没说让干的事我们乡里能自己拍板干吗\n/topics\n/topic p12-4\n/daily\n/help\n/nothing\n\n/quit\n"
    result = run(settings, "chat", stdin=said.encode())
    shown = result.stdout.decode()
    assert result.returncode == 0, told(result)
    for expected in (
        "【法无授权不可为】",
        "讲话要点共",
        "【法定职责必须为】",
        "今日一条",
        "/quit",
        "没有 /nothing 这个命令",
        answering_texts.EMPTY_QUESTION,
        texts.CHAT_BYE,
    ):
        assert expected in shown


@pytest.mark.parametrize("named", ["--as=owner", "——as 所有者", "--as “所有者、编辑”"])
def test_chat_with_a_role_reaches_staff_dialogues_without_a_token(settings: Settings, tmp_path: Path, named: str) -> None:
    said = "/staff\n1\n7000000001\n2\n/audit 授予\n谁执法谁普法\n/quit\n"
    arguments = ["--as=owner"] if "=" in named else named.split()
    result = run(settings, "chat", *arguments, stdin=said.encode(), DATABASE_URL=str(tmp_path / "m.db"))
    shown = result.stdout.decode()
    assert result.returncode == 0, told(result)
    assert "您现在是所有者" in shown
    assert "已让 7000000001 担任编辑" in shown
    assert f"{app_texts.TERMINAL_NAME}\n授予身份　用户 7000000001　编辑" in shown
    assert str(SHELL_PERSON) not in shown
    assert "【谁执法谁普法】" in shown
    assert shown.endswith(f"{texts.CHAT_BYE}\n")


def test_what_is_done_at_the_shell_leaves_a_line_although_nothing_is_changed(settings: Settings, tmp_path: Path) -> None:
    url = str(tmp_path / "m.db")
    assert run(settings, "chat", "--as", "auditor", DATABASE_URL=url).returncode == 0
    shown = run(settings, "chat", "--as", "审计员", stdin="/audit\n/grant 7 编辑\n/audit\n".encode(), DATABASE_URL=url).stdout.decode()
    assert shown.count("用命令行　审计员") >= 2
    assert "授予身份" in shown.partition(chat_texts.COMMAND_UNKNOWN)[2], "refused, and noted"


@pytest.mark.parametrize("named", ["boss", "所有者和编辑", ""])
def test_a_role_that_is_none_is_told(settings: Settings, named: str) -> None:
    result = run(settings, "chat", f"--as={named}")
    assert result.returncode == 2
    assert "--as" in told(result)


def test_a_read_only_cache_costs_only_time(settings: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    few = small_folder(tmp_path / "knowledge")  # all there is would be half a minute's work
    result = run(settings, "ask", "谁执法谁普法", MINGFA_CACHE=str(blocked / "cache"), MINGFA_KNOWLEDGE=str(few))
    assert result.returncode == 0, told(result)
    assert "谁执法谁普法" in result.stdout.decode()
