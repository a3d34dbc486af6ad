"""The speech's paragraphs, sentences and places."""

from __future__ import annotations

import pytest

from bot.library.models import Library
from bot.library.speech import Speech


def test_a_place_names_paragraph_heading_and_first_sentence(library: Library) -> None:
    label = library.speech.label([12])
    assert label == "讲话第12段 · 二、强化措施… · 三要用法律边界来守护安全"


@pytest.mark.parametrize(
    ("numbers", "start"), [([4, 5, 6, 8], "讲话第4—6、8段 · 一、认清形势…"), ([2], "讲话第2段"), ([12, 17], "讲话第12、17段")]
)
def test_places_of_several_paragraphs_are_told_as_ranges(library: Library, numbers: list[int], start: str) -> None:
    assert library.speech.label(numbers).startswith(start)


def test_the_closing_words_belong_to_no_part(library: Library) -> None:
    assert library.speech.label([18]) == "讲话第18段"
    assert "三、健全机制…" in library.speech.label([17])


def test_sentences_put_together_are_the_paragraph(library: Library) -> None:
    for number, text in library.speech.paragraphs.items():
        assert "".join(sentence for _, sentence in library.speech.sentences(number)) == text


def test_a_closing_quotation_mark_stays_with_its_sentence() -> None:
    speech = Speech.parse("[01] 他说:“好。”然后走了。")
    assert [sentence for _, sentence in speech.sentences(1)] == ["他说:“好。”", "然后走了。"]


def test_a_file_without_paragraphs_is_refused() -> None:
    with pytest.raises(ValueError, match="段落"):
        Speech.parse("没有编号")
