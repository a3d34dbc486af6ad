"""Arguments as thumbs on a Chinese keyboard write them: every parser reads the same as from plain typing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.chat.conversation import Objection
from bot.features.broadcasts import words
from bot.features.broadcasts.words import number_in
from bot.features.groups import settings_table
from bot.features.groups.orders import Order, parse_order
from bot.features.reports.audit_words import SearchError, parse_search
from bot.features.reports.period import parse_days
from bot.library.folding import fold, fold_name
from bot.library.ids import counted, group_first, group_id, person_id
from bot.library.models import typed_id
from bot.outbox.clock import read_clock
from bot.when import CHINA
from tests.phones import typed
from tests.test_features.test_broadcasts.test_words import NOW


def _when(text: str) -> words.When:
    return words.when(text, NOW, CHINA)


# Every parser of what people type, and plain arguments for it. A new parser must be named here (see the last test).
PARSERS: dict[Callable[[str], Any], tuple[str, ...]] = {
    fold_name: ("龙泉镇", "2026重点", "A-1"),
    typed_id: ("p12-3", "ov-four-laws"),
    read_clock: ("9:30", "09:30", "9点半", "9点15分", "15"),
    group_id: ("-1001234567890",),
    group_first: ("-1001234567890", "-1001234567890 +示范 -试点", "-100123 单位 龙泉镇"),
    person_id: ("7000000001",),
    counted: ("12", "#12", "第12号"),
    number_in: ("3", "#3"),
    parse_order: ("+示范 -试点", "单位 龙泉镇", "单位 -", "退出"),
    parse_days: ("30", "30天", "近30天"),
    parse_search: ("2026-03-01", "2026/3/1", "-1001234567890 2026-03", "角色"),
    settings_table.from_words: ("免打扰 22:00-7:00", "免打扰 22:00~7:00", "今日一条 8:15", "次数 3", "旁听 on", "单位 2号院"),
    words.audience: ("all", "标签:乡镇,街道", "群:-1001234567890,-1009876543210", "单位:2号院"),
    words.words_of: ("龙泉镇,洛带镇", "2号院;3号院"),
    _when: (
        *("2026-12-01 9:00", "2026/12/1 9:00", "12月1日 9:00", "明天 9:05", "每周一,三 8:30"),
        *("周一-周五 8:30", "每月1日,15日 9:00", "cron 0 9 1 * *"),
    ),
}
CASES = [(read, plain) for read, examples in PARSERS.items() for plain in examples]


@given(st.sampled_from(CASES).flatmap(lambda case: st.tuples(st.just(case), typed(case[1]))))
def test_typed_on_a_phone_it_is_read_as_if_typed_plainly(drawn: tuple[tuple[Callable[[str], Any], str], str]) -> None:
    (read, plain), variant = drawn
    assert read(variant) == read(plain)


@pytest.mark.parametrize(("read", "plain"), CASES)
def test_the_plain_examples_are_understood(read: Callable[[str], Any], plain: str) -> None:
    assert read(plain) not in (None, "", ())


# Functions that are called like parsers of arguments and read something else, with what they read.
NOT_ARGUMENTS = {
    "bot/richtext/html.py:parse": "the text of a notice",
    "bot/places/quiet.py:parse_clock": "HH:MM as the database keeps it",
    "bot/features/teaching/teach_screens.py:parse_aliases": "aliases, which are kept as they are written",
    "bot/platforms/telegram/wire/intake.py:parse": "an update",
    "bot/platforms/telegram/wire/request.py:parse_json_payload": "an answer of Telegram",
    "bot/settings/config.py:parse_settings": "the environment: see test_config",
    "bot/settings/dotenv.py:parse": "a line of .env; its values are folded in config",
    "bot/storage/address.py:parse_address": "the address of a database",
    "bot/answering/fitted.py:parse": "a file of ours",
    "bot/features/exchange/ooxml.py:parse": "a part of a workbook",
    "bot/features/exchange/ooxml.py:parsed": "a part of a workbook",
    "bot/library/speech.py:parse": "a file of ours",
    "bot/library/yamlfile.py:parse_yaml": "a file of ours",
}


def test_every_parser_is_named_here() -> None:
    root = Path(bot.__file__).parent
    named = {f"bot/{Path(read.__code__.co_filename).relative_to(root)}:{read.__name__}" for read in PARSERS if read is not _when}
    found = {
        f"bot/{path.relative_to(root)}:{node.name}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("parse")
    }
    assert found - named - set(NOT_ARGUMENTS) == set()
    assert set(NOT_ARGUMENTS) <= found


def test_no_parser_looks_for_full_width_signs_itself() -> None:
    """Whoever does has been forgotten by ``fold``; what is for people may."""
    root = Path(bot.__file__).parent
    wrong = [
        f"{path.relative_to(root)}:{number}"
        for path in (root / "features").rglob("*.py")
        if path.name not in ("audit_words.py", "texts.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any(sign in line for sign in ("－", "＋", "＃", '"："', "：\\d", "，、"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("＋示范 －试点", Order(("示范",), ("试点",))),
        ("＋示范，—试点", Order(("示范",), ("试点",))),
        ("+ 示范 – 试点", Order(("示范",), ("试点",))),
        ("＋＃示范", Order(("示范",))),
        ("单位：龙泉镇（东片）", Order(unit="龙泉镇（东片）")),
        ("单位 —", Order(unit="")),
        ("退出。", Order(leave=True)),
        ("＋“示范”。", Order(("示范",))),
        ("+示范＋重点", Order(("示范", "重点"))),
        ("单位＝“龙泉镇”", Order(unit="龙泉镇")),
        ("单位龙泉镇。", Order(unit="龙泉镇")),
        ("示范", None),
        ("+示范 试点", None),
    ],
)
def test_orders(line: str, meant: Order | None) -> None:
    assert parse_order(line) == meant


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("单位：“龙泉镇”", "单位 龙泉镇"),
        ("次数 六次", "次数 6"),
        ("次数：６次/小时", "次数 6"),
        ("免打扰：２２：００—７：００", "免打扰 22:00-7:00"),
        ("免打扰 22:00至次日7:00", "免打扰 22:00-7:00"),
        ("免打扰 从晚上十点到早上七点半", "免打扰 22:00-7:30"),
        ("免打扰22.00～7.00", "免打扰 22:00-7:00"),
        ("今日一条８点半", "今日一条 8:30"),
        ("旁听开", "旁听 开"),
        ("旁听：关。", "旁听 关"),
        ("次数３次", "次数 3"),
        ("不收通知", "不收 通知"),
        ("单位，龙泉镇", "单位 龙泉镇"),
    ],
)
def test_changes_of_settings(line: str, plain: str) -> None:
    assert settings_table.from_words(line) == settings_table.from_words(plain)


@pytest.mark.parametrize("line", ["旁", "旁听", "免打扰 22:00", "免打扰 22-", "收到", "次数 三百", "今日一条 25:00"])
def test_what_is_no_change_says_how_to_write_it(line: str) -> None:
    with pytest.raises(Objection):
        settings_table.from_words(line)


def test_a_day_of_the_log_may_carry_its_weekday() -> None:
    assert parse_search("２０２６年12月1日（周二）") == parse_search("2026-12-01")
    with pytest.raises(SearchError, match="12月1日是周二，您写的是周三，请核对。"):
        parse_search("2026-12-01（周三）")


def test_ids_are_ids_however_they_are_typed() -> None:
    assert group_id("—1001234567890") == group_id("－１００1234567890") == -1001234567890
    assert group_first("－100123＋示范") == (-100123, "+示范")
    assert fold("＃１２") == "#12"
    assert group_id("100123") is None
    assert person_id("-5") is None


@pytest.mark.parametrize(
    ("read", "typed", "meant"),
    [
        (counted, "第十二号。", 12),
        (counted, "【#12】", 12),
        (counted, "编号：12", 12),
        (counted, "“12”", 12),
        (number_in, "三、", 3),
        (person_id, "编号：７００００００００１。", 7000000001),
        (person_id, "ID 7000000001", 7000000001),
        (group_id, "（—1001234567890）", -1001234567890),
        (group_first, "【-1001234567890】收下", (-1001234567890, "收下")),
        (group_first, "群编号：-1001234567890 +示范", (-1001234567890, "+示范")),
        (parse_days, "“90天”", 90),
        (words.audience, "“标签：乡镇、街道”。", words.audience("标签:乡镇,街道")),
        (words.audience, "标签：“乡镇”、“街道”", words.audience("标签:乡镇,街道")),
        (words.audience, "标签＝乡镇，街道", words.audience("标签:乡镇,街道")),
        (words.audience, "单位　龙泉镇", words.audience("单位:龙泉镇")),
        (words.audience, "全部。", words.audience("all")),
        (words.audience, "全体", words.audience("all")),
        (words.audience, "标签", None),
        (_when, "每周１、３ 8:30", _when("每周一、三 8:30")),
        (_when, "每周1-5 8:30", _when("每周一至周五 8:30")),
        (_when, "天天 8:30", _when("每天 8:30")),
        (_when, "明天上午 10 點 30 分", _when("明天 10:30")),
        (_when, "时间：明天9:00发送。", _when("明天 9:00")),
        (_when, "立刻发", _when("现在")),
        (parse_search, "身份、2026-03", parse_search("身份 2026-03")),
        (parse_search, "身份：２０２６年３月", parse_search("身份 2026-03")),
    ],
)
def test_what_people_write_around_an_argument_is_no_part_of_it(read: Callable[[str], Any], typed: str, meant: Any) -> None:
    assert read(typed) == meant
