"""The audit log in words, and words as a search."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.access import SHELL_PERSON, Action, Verdict
from bot.features.reports import audit_words, texts
from bot.features.teaching.store.misses import MissState
from bot.places.store.staff import Revoked
from bot.storage.audit import AuditLine

TODAY = date(2026, 3, 2)


def _line(**changes: object) -> AuditLine:
    values: dict[str, object] = {
        "id": 1,
        "at": datetime(2026, 3, 1, 18, 30, tzinfo=UTC),
        "actor_id": 7_000_000_001,
        "actor_name": "张三",
        "action": "group_unit",
        "target": "group:-100123",
        "detail": "司法局",
        "result": "done",
    }
    return AuditLine(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("action", Action)
def test_every_act_has_a_name(action: Action) -> None:
    assert action.value in texts.AUDIT_ACTIONS


@pytest.mark.parametrize("result", [Verdict.REFUSED, Verdict.ACT_AS_YOURSELF, *Revoked, *MissState])
def test_every_result_has_a_name(result: str) -> None:
    assert str(result) in texts.AUDIT_RESULTS


def test_roles_have_their_names() -> None:
    line = _line(action="grant", target="user:9", detail="auditor 李四")
    assert audit_words.line_words(line, TODAY, {})[1] == "授予身份　用户 9　审计员 李四"


def test_groups_have_their_titles() -> None:
    titles = {-100123: "龙泉驿区洛带镇党政综合办公室的工作群"}
    assert audit_words.line_words(_line(), TODAY, titles)[1] == "给群设单位　群 龙泉驿区洛带镇党政综合办公室的…（-100123）　司法局"
    assert audit_words.group_ids([_line(), _line(target="user:5"), _line(target="group:x"), _line(target="")]) == {-100123}
    assert audit_words.target("chat:-5", {-5: "办公室群"}) == "聊天 办公室群（-5）"


def test_a_line_in_two_parts() -> None:
    assert audit_words.line_words(_line(), TODAY, {}) == ("3月2日 02:30　张三（7000000001）", "给群设单位　群 -100123　司法局")


def test_what_went_wrong_is_said_and_old_lines_have_their_year() -> None:
    who, what = audit_words.line_words(_line(at=datetime(2025, 6, 1, tzinfo=UTC), result="refused", detail=""), TODAY, {})
    assert who.startswith("2025年6月1日 08:00")
    assert what.endswith("群 -100123 → 被拒绝")


def test_the_program_itself_has_no_number() -> None:
    assert audit_words.line_words(_line(actor_id=0, actor_name="系统"), TODAY, {})[0] == "3月2日 02:30　系统"
    # Nobody can do anything with the number of the shell.
    at_shell = _line(actor_id=SHELL_PERSON, actor_name="本机命令行")
    assert audit_words.line_words(at_shell, TODAY, {})[0] == "3月2日 02:30　本机命令行"


def test_codes_of_a_later_version_stay_as_they_are() -> None:
    line = _line(action="juggle", target="ball:3", result="dropped")
    assert audit_words.line_words(line, TODAY, {})[1] == "juggle　ball:3　司法局 → dropped"


def test_long_details_are_cut_and_on_one_line() -> None:
    _, what = audit_words.line_words(_line(detail="一\n二" * 500), TODAY, {})
    assert "\n" not in what
    assert len(what) < 240
    assert what.endswith("…")


def test_a_word_finds_what_it_is_called() -> None:
    search = audit_words.parse_search("角色 张三")
    assert search.words == "角色 张三"
    assert set(search.meant["角色"]) == {"grant", "revoke"}
    assert "auditor" in audit_words.parse_search("审计员").meant["审计员"]
    assert list(search.meant["张三"]) == []
    assert "group" in audit_words.parse_search("群").meant["群"]


@pytest.mark.parametrize(
    ("text", "since", "days"),
    [("2026-03-01", datetime(2026, 2, 28, 16, tzinfo=UTC), 1), ("2026-2", datetime(2026, 1, 31, 16, tzinfo=UTC), 28)],
)
def test_days_and_months(text: str, since: datetime, days: int) -> None:
    search = audit_words.parse_search(f"张三 {text}")
    assert search.words == "张三"
    assert search.since == since
    assert search.until == since + timedelta(days=days)


@pytest.mark.parametrize("text", ["2026-13", "2026-02-30", "0000-01", "9999-12", "2026-3-1-1", "26-03-01"])
def test_what_is_no_day_is_a_word(text: str) -> None:
    search = audit_words.parse_search(text)
    assert (search.words, search.since) == (text, None)


def test_only_one_day_is_a_day() -> None:
    assert audit_words.parse_search("2026-03-01 2026-03-02").words == "2026-03-02"
