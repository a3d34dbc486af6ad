"""Words and keyboards: what becomes of HTML, what is too long, which buttons are refused.

Exact words are looked up in the record, because python-telegram-bot drops "Bad Request: " and changes capitals.
"""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest

from tests.fakes.bot_api import BotApi
from tests.test_fakes.helpers import keyboard, words

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("字<p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("1<2", "Unclosed start tag at byte offset 1"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ],
)
async def test_bad_html_is_refused_with_the_place(api: BotApi, bot: Bot, text: str, reason: str) -> None:
    person = api.person(started=True)
    with pytest.raises(BadRequest):
        await bot.send_message(person.id, text, parse_mode="HTML")
    assert words(api) == f"can't parse entities: {reason}"
    assert api.messages(person) == []


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>一<i>二</i></b>", "一二", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<u>x</u>&lt;&amp;&#x4e00;", "😀x<&一", [("underline", 2, 1)]),
        ("<blockquote expandable>长</blockquote>", "长", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>短</blockquote>", "短", [("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>', "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ('<a href="https://e.cn/?a=1&amp;b=2">链</a>', "链", [("text_link", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<code>/ask</code> /ask", "/ask /ask", [("code", 0, 4), ("bot_command", 5, 4)]),
        ("  <b> 空 </b>  ", "空", [("bold", 0, 1)]),
        ("&nbsp;&unknown;x", "&nbsp;&unknown;x", []),
    ],
)
async def test_good_html_becomes_entities(api: BotApi, bot: Bot, html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    person = api.person(started=True)
    sent = await bot.send_message(person.id, html, parse_mode="HTML")
    assert sent.text == text
    assert [(e.type.value if hasattr(e.type, "value") else e.type, e.offset, e.length) for e in sent.entities] == entities


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("", None, "message text is empty"),
        (" \u200b\u3000\n", None, "message text is empty"),
        ("<b></b>", "HTML", "message text is empty"),
        ("字" * 4097, None, "message is too long"),
        ("😀" * 2049, None, "message is too long"),
        ("x", "Markdown", "unsupported parse_mode"),
    ],
)
async def test_texts_have_limits_in_utf16_units_after_parsing(api: BotApi, bot: Bot, text: str, mode: str | None, reason: str) -> None:
    person = api.person(started=True)
    with pytest.raises(BadRequest):
        await bot.send_message(person.id, text, parse_mode=mode)
    assert words(api) == reason
    await bot.send_message(person.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")


async def test_captions_end_at_1024(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    await bot.send_photo(person.id, b"\xff\xd8", caption="字" * 1024)
    with pytest.raises(BadRequest, match=r"^Message caption is too long$"):
        await bot.send_photo(person.id, b"\xff\xd8", caption="字" * 1025)
    with pytest.raises(BadRequest, match=r"^Wrong file identifier"):
        await bot.send_photo(person.id, "no-such-id")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keyboard(data="律" * 22), "BUTTON_DATA_INVALID"),
        (keyboard(data="律" * 21 + "xx"), "BUTTON_DATA_INVALID"),
        (keyboard(1, 9), "reply markup is too long"),
        (keyboard(26, 4), "reply markup is too long"),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("b")]]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (InlineKeyboardMarkup([[InlineKeyboardButton("b", url="x y")]]), "inline keyboard button URL 'x y' is invalid: Wrong HTTP URL"),
    ],
)  # fmt: skip
async def test_wrong_keyboards_are_refused(api: BotApi, bot: Bot, markup: InlineKeyboardMarkup, reason: str) -> None:
    person = api.person(started=True)
    with pytest.raises(BadRequest):
        await bot.send_message(person.id, "x", reply_markup=markup)
    assert words(api) == reason
    await bot.send_message(person.id, "x", reply_markup=keyboard(12, 8, "律" * 21 + "x"))
