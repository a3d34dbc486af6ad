"""Content as Telegram would take it: measured, refused in words before it does, and cut where it reads well."""

from __future__ import annotations

import random

import pytest

from bot.outbox.content import CAPTION_LIMIT, TEXT_LIMIT, Content, SendFile, SendOther, SendText, Unfrozen, dump, file, load, other, text
from bot.richtext import html
from bot.richtext.length import units
from bot.richtext.runs import text_of

SENTENCE = "各单位要依法履行职责，不得推诿。"


def taken(source: str) -> Content:
    checked = text(source)
    assert checked.content is not None, checked.problems
    return checked.content


def parts(source: str) -> list[str]:
    return [call.html for call in taken(source).calls if isinstance(call, SendText)]


def read(part: str) -> str:
    return text_of(html.parse(part))


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("<b>没关上", "</b>"),
        ("没打开</b>", "多了一个"),
        ("<b><i>交叉</b></i>", "交叉"),
        ("<div>网页标记</div>", "div"),
        ("3<5 时", "&lt;"),
        ("<b", "&lt;"),
        ("<a>没有地址</a>", "href"),
        ('<span class="big">大</span>', "span"),
        ("", "空"),
        ("  \n ", "空"),
        ("<b> </b>", "空"),
    ],
)
def test_what_telegram_would_refuse_is_said_before(source: str, word: str) -> None:
    checked = text(source)
    assert checked.content is None
    assert word in checked.problems[0]


@pytest.mark.parametrize(
    "source",
    [
        "<b>粗</b><strong>粗</strong><i>斜</i><u>下</u><s>删</s><code>码</code><pre>段</pre>",
        '<a href="https://example.com/?a=1&amp;b=2">链接</a>',
        '<pre><code class="language-python">print()</code></pre>',
        "<blockquote expandable>引用</blockquote><tg-spoiler>遮住</tg-spoiler>",
        '<span class="tg-spoiler">遮住</span>',
        "1 &lt; 2 &amp; 3 &gt; 2",
        "A &copy; B & C",
    ],
)
def test_what_telegram_takes_is_kept_as_it_reads(source: str) -> None:
    (part,) = parts(source)
    assert html.parse(part) == html.parse(source)


def test_length_is_counted_as_telegram_counts() -> None:
    assert len(parts("<b>" + "字" * TEXT_LIMIT + "</b>")) == 1
    assert len(parts("&amp;" * TEXT_LIMIT)) == 1
    assert len(parts("😀" * (TEXT_LIMIT // 2))) == 1
    assert len(parts("😀" * (TEXT_LIMIT // 2) + "字")) == 2


def test_4097_characters_become_two_messages_and_a_note() -> None:
    checked = text("字" * 4097)
    assert checked.content is not None
    assert len(checked.content.calls) == 2
    assert "4097" in checked.notes[0]
    assert text("字" * 4096).notes == ()


def test_a_long_text_is_cut_between_paragraphs_or_after_sentences() -> None:
    sentences = parts(SENTENCE * 600)
    assert len(sentences) == 3
    assert all(part.endswith("。") for part in sentences)
    paragraphs = parts("\n\n".join([SENTENCE * 100] * 5))
    assert all(len(read(part)) % len(SENTENCE) in {0, 2} for part in paragraphs)


def test_nothing_is_lost_or_doubled_by_cutting_and_no_tag_is_broken() -> None:
    chance = random.Random(5)
    for _ in range(50):
        pieces = []
        for _ in range(chance.randrange(40, 400)):
            words = "".join(chance.choice("依法行政，。\n 😀<&") for _ in range(chance.randrange(1, 60)))
            escaped = words.replace("&", "&amp;").replace("<", "&lt;")
            tag = chance.choice(["b", "i", "blockquote", ""])
            pieces.append(f"<{tag}>{escaped}</{tag}>" if tag else escaped)
        source = "<u>" + "".join(pieces) + "</u>"
        checked = text(source)
        if checked.content is None:
            assert "太长" in checked.problems[0]
            continue
        found = [call.html for call in checked.content.calls if isinstance(call, SendText)]
        assert "".join("".join(map(read, found)).split()) == "".join(read(source).split())
        assert all(0 < units(read(part)) <= TEXT_LIMIT for part in found)
        assert all(set(run.tags) & {"u"} for part in found for run in html.parse(part))


def test_a_text_of_a_whole_book_is_refused() -> None:
    checked = text(SENTENCE * 5000)
    assert checked.content is None
    assert "太长" in checked.problems[0]


def test_a_caption_of_1025_characters_is_refused_with_how_many_to_delete() -> None:
    assert file("photo", "AgAD", "字" * CAPTION_LIMIT).content is not None
    checked = file("photo", "AgAD", "<b>" + "字" * 1025 + "</b>")
    assert checked.content is None
    assert "1025" in checked.problems[0]
    assert "删去 1 字" in checked.problems[0]


def test_a_file_needs_no_caption_but_a_file() -> None:
    assert file("document", "BQAD").content == Content((SendFile("document", "BQAD", ""),), "（文件）")
    assert file("document", "").content is None
    assert file("document", "BQAD", "<b>开").content is None


def test_the_buttons_of_a_card_stand_under_its_end() -> None:
    checked = text(SENTENCE * 400, entry_id="p12-3")
    assert checked.content is not None
    assert [call.entry_id for call in checked.content.calls if isinstance(call, SendText)] == ["", "p12-3"]


def test_what_is_stored_is_what_is_sent() -> None:
    contact = other("contact", {"phone_number": "1", "first_name": "王"})
    for checked in (text("<b>通知</b>" + SENTENCE * 400), file("video", "AgAD", "图", spoiler=True), contact):
        assert checked.content is not None
        assert load(dump(checked.content)) == checked.content


def test_any_change_of_what_is_sent_changes_the_digest() -> None:
    assert taken("通知").digest == taken(" 通知\n").digest
    assert taken("通知").digest != taken("<b>通知</b>").digest
    assert Content((SendFile("video", "A"),), "甲").digest == Content((SendFile("video", "A"),), "乙").digest
    one = SendFile("video", "A", "词")
    others = (SendFile("video", "B", "词"), SendFile("animation", "A", "词"), SendFile("video", "A", "句"))
    others += (SendFile("video", "A", "词", spoiler=True), SendFile("video", "A", "词", above=True))
    assert len({Content((call,), "").digest for call in (one, *others)}) == 6
    contacts = [SendOther("contact", {"phone_number": number, "first_name": "王"}) for number in ("1", "2")]
    assert len({Content((call,), "").digest for call in contacts}) == 2


def test_what_an_older_version_wanted_to_copy_is_read_and_not_frozen() -> None:
    old = load('{"opening": "旧", "calls": [{"from_chat_id": 7, "message_id": 8, "type": "copy"}]}')
    assert old == Content((Unfrozen(),), "旧")
    assert not old.frozen
    assert taken("通知").frozen
    assert "7" not in dump(old)


def test_the_opening_is_one_short_line() -> None:
    assert taken("<b>关于开展\n自查</b>的通知").opening == "关于开展 自查的通知"
    assert len(taken("字" * 300).opening) == 40
