"""One form of every argument."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.folding import bare, first, fold, fold_name, han_number, same, unquoted
from tests.phones import typed

PLAIN = [
    "-1001234567890",
    "p12-3",
    "2026-12-01 09:00",
    "2026/12/1 9:00",
    "周一,三 8:30",
    "22:00-7:00",
    "22:00~7:00",
    "标签:乡镇,街道",
    "单位 龙泉镇",
    "+示范 -试点",
    "cron 0 9 1 * *",
    "-1001234567890 +示范",
    "第2个",
]


@pytest.mark.parametrize("plain", [*PLAIN, '--at "now"', "123:AA--bb_`c"])
def test_what_is_plain_stays(plain: str) -> None:
    assert fold(plain) == plain


@given(st.sampled_from(PLAIN).flatmap(lambda plain: st.tuples(st.just(plain), typed(plain))))
def test_typed_on_a_phone_it_is_the_same(case: tuple[str, str]) -> None:
    plain, variant = case
    assert fold(variant) == plain


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_ascii_keeps_everything_but_spare_spaces(text: str) -> None:
    assert fold(text) == " ".join(text.split())


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("１５：００", "15:00"),
        ("——100123", "-100123"),
        ("—100123", "-100123"),
        ("－1001234567890", "-1001234567890"),
        ("２０２６－１２－０１　９：００", "2026-12-01 9:00"),
        ("2026-12-01（周二） 9:00", "2026-12-01(周二) 9:00"),
        ("2026。12。1", "2026.12.1"),
        ("2️⃣", "2"),
        ("②", "2"),
        ("＋示范\u200b", "+示范"),
        ("“9:00”", '"9:00"'),
        ("一\u00a0二", "一 二"),
        ("一\n二", "一 二"),
        ("今天。", "今天。"),
        ("", ""),
    ],
)
def test_folding(typed: str, read: str) -> None:
    assert fold(typed) == read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("龙泉镇(东片)", "龙泉镇（东片）"),
        ("龙泉镇（东片）", "龙泉镇（东片）"),
        ("ＡＢ(1)", "AB(1)"),
        ("２０２６重点", "2026重点"),
        ("党政办,综治办", "党政办、综治办"),
    ],
)
def test_names_are_kept_as_people_here_write_them(typed: str, kept: str) -> None:
    assert fold_name(typed) == kept


def test_names_are_the_same_however_they_are_typed() -> None:
    assert same("龙泉镇（Ｅ区）", " 龙泉镇(e区)")
    assert not same("龙泉镇", "洛带镇")


@pytest.mark.parametrize(("typed", "read"), [("“9:00”", "9:00"), ("「 9:00 」", "9:00"), ("'a", "'a"), ("9:00", "9:00")])
def test_quotes_around_the_whole_are_taken_off(typed: str, read: str) -> None:
    assert unquoted(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("“龙泉镇”。", "龙泉镇"),
        ("【＃１２】", "#12"),
        ("（“a”），", "a"),
        ("龙泉镇（东片）", "龙泉镇(东片)"),
        ("（东片）龙泉镇（西片）", "(东片)龙泉镇(西片)"),
        ("“甲”和“乙”", '"甲"和"乙"'),
        ("。", ""),
        ("-", "-"),
    ],
)
def test_what_stands_around_an_argument_is_taken_off(typed: str, read: str) -> None:
    assert bare(typed) == read
    assert bare(read) == read


@given(st.text())
def test_taking_off_comes_to_an_end(text: str) -> None:
    assert bare(bare(text)) == bare(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("三", 3), ("十", 10), ("十二", 12), ("二十三", 23), ("两", 2), ("二三", None), ("", None), ("十十", None), ("甲", None)],
)
def test_numbers_as_people_say_them(text: str, number: int | None) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize(
    ("typed", "head", "rest"),
    [
        ("＃１２ 驳回 不合适，请改。", "#12", "驳回 不合适，请改。"),
        ("ｐ12－3：没文件，能干吗？", "p12-3", "没文件，能干吗？"),
        ("12\n第二行", "12", "第二行"),
        ("", "", ""),
    ],
)
def test_only_the_first_argument_is_folded(typed: str, head: str, rest: str) -> None:
    assert first(typed) == (head, rest)
