"""Escaping and limits: the one place where text becomes HTML."""

from __future__ import annotations

import html
import re

import pytest

from bot.answering.entry_card import entry_card
from bot.features.asking.presses import Mark
from bot.features.asking.screens import card_screen
from bot.library.models import Library
from bot.platforms.telegram import rendering
from bot.platforms.telegram.render import MESSAGE_LIMIT, Block, label, pages, shorten, toast, units
from bot.richtext.html import escape

TAG = re.compile(r"</?[a-z]+>")


def seen(page: str) -> str:
    """The text as people see it."""
    return html.unescape(TAG.sub("", page))


def test_length_is_counted_in_utf_16_units() -> None:
    assert [units(text) for text in ("abc", "法治", "😀", "")] == [3, 2, 2, 0]


@pytest.mark.parametrize("text", ["<b>&\"'</b>", "a < b > c", "&lt;", "\ud800 half a pair"])
def test_whatever_comes_in_is_text_when_it_comes_out(text: str) -> None:
    (page,) = pages([Block(text, "b")])
    assert seen(page) == text.replace("\ud800", "?")
    assert escape(text).encode("utf-8")


def test_short_blocks_share_a_page() -> None:
    assert pages([Block("题", "b"), Block("说"), Block("文", "blockquote", gap=True)]) == ["<b>题</b>\n说\n\n<blockquote>文</blockquote>"]
    assert pages([]) == [""]


def test_a_long_block_is_split_at_sentence_ends_with_its_tag_closed_on_every_page() -> None:
    sentence = "依法行政是政府工作的生命线。"
    text = sentence * 1000
    shown = pages([Block("标题", "b"), Block(text, "blockquote")])
    assert all(units(seen(page)) <= MESSAGE_LIMIT for page in shown)
    assert all(page.count("<blockquote>") == page.count("</blockquote>") == 1 for page in shown[1:])
    assert all(seen(page).endswith("。") for page in shown[1:])
    assert "".join(seen(page) for page in shown).replace("标题", "").replace("\n", "") == text


@pytest.mark.parametrize("text", ["😀" * 5000, "&" * 5000, "法" * 9000])
def test_a_sentence_without_an_end_is_cut_between_characters(text: str) -> None:
    shown = pages([Block(text)])
    assert "".join(map(seen, shown)) == text
    assert all(units(seen(page)) <= MESSAGE_LIMIT for page in shown)


@pytest.mark.parametrize("limit", [1, 2, 3, 64])
def test_shortened_text_fits(limit: int) -> None:
    assert units(shorten("😀法a" * 100, limit)) <= limit
    assert shorten("法", limit) == "法"


def test_toasts_and_labels_fit() -> None:
    assert units(toast("长" * 500)) <= 200
    assert units(label("长" * 500)) <= 64


def test_every_card_fits_on_one_page(library: Library) -> None:
    for entry in library.entries:
        screen = rendering.one(card_screen(entry_card(entry), Mark.OVERHEARD, heading="今日一条（2026年12月31日）"))
        assert units(seen(screen.html)) <= MESSAGE_LIMIT
        assert all(passage.replace("*", "") in re.sub("……", "", seen(screen.html)) for passage in entry.passage)
        assert "下一页" not in [button.label for row in screen.rows for button in row]
