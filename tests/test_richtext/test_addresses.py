"""An address arrives as it was put in, on every road: typed in a chat, behind words, in Markdown, in HTML, in a long text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity

from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.content import from_message
from bot.features.broadcasts.markdown import to_html
from bot.library.models import Library
from bot.library.speech import Speech
from bot.outbox import content
from bot.outbox.content import Checked, SendText
from bot.platforms.telegram.originals import original_of
from bot.platforms.telegram.sender import TelegramSender, broadcast_bot
from bot.richtext import html, texts
from bot.richtext.addresses import spans
from bot.richtext.length import units
from bot.richtext.runs import text_of
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.contract import assert_valid
from tests.fakes.bot_api.html import parse_html
from tests.fakes.bot_api.text import utf16

# Whatever begins with an HTML name that needs no semicolon, and the commonest ones of Chinese offices.
NAMES = (
    *("noticeId", "noteId", "notify", "regionCode", "register", "current", "currency", "copy", "section", "param", "timestamp", "times"),
    *("degree", "center", "quota", "macro", "para", "yen", "lt", "gt", "amp", "quot", "apos", "nbsp", "__biz", "mid", "idx", "sn"),
    *("chksm", "scene", "type", "id", "_t", "__2026__", "a_b_c"),
)
ODD = "_*~()%.-+,;:@!$'|^{}=/&?#"
calmly = settings(deadline=None, max_examples=60)
TAIL = st.text("abcXYZ019" + ODD + "办事指南二维码", max_size=24)
HOSTS = st.sampled_from(["mp.weixin.qq.com", "www.example.gov.cn", "中国.政务", "xn--fiqs8s.cn:8443", "10.1.2.3", "a-b.c_d.cn"])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """``https://host/path?name=value&name=value#fragment``, with signs in them that mean something elsewhere."""
    address = draw(st.sampled_from(["https", "http"])) + "://" + draw(HOSTS) + "/" + draw(TAIL)
    if pairs := draw(st.lists(st.tuples(st.sampled_from(NAMES), TAIL), max_size=4)):
        address += "?" + "&".join(f"{name}={value}" for name, value in pairs)
    return address + draw(st.sampled_from(["", "#", "#rd", "#/a/__b__", "_", "__", "**", ")", "."]))


def arrived(checked: Checked) -> tuple[str, list[dict[str, object]]]:
    """Text and entities as Telegram makes them of what is sent."""
    assert checked.content is not None, checked.problems
    (call,) = checked.content.calls
    assert isinstance(call, SendText)
    return parse_html(call.html)


class Nothing:
    """Knowledge without anything in it: no text is the id of an entry."""

    library = Library(Speech("", {}), (), (), "0")

    @property
    def answerer(self) -> Nothing:
        return self

    def by_typed_id(self, _: str) -> None:
        return None


def said(text: str, *entities: MessageEntity) -> Checked:
    message = Message(1, datetime.now(UTC), Chat(1, "private"), text=text, entities=entities)
    return from_message(original_of(message), Cards(Nothing(), lambda entry, heading: ""))


@calmly
@given(addresses(), addresses())
def test_in_running_text(one: str, other: str) -> None:
    text = f"一 {one} 二 {other} 完"
    url = MessageEntity(MessageEntity.URL, 2, utf16(one))
    assert arrived(said(text, url)) == (text, [])
    assert arrived(content.text(to_html(text))) == (text, [])
    assert arrived(content.text(escape(text))) == (text, [])


@calmly
@given(addresses())
def test_behind_words(address: str) -> None:
    link = {"type": "text_link", "offset": 1, "length": 4, "url": address}
    whole = ("看权责清单。", [link])
    assert arrived(said("看权责清单。", MessageEntity(MessageEntity.TEXT_LINK, 1, 4, url=address))) == whole
    assert arrived(content.text(f'看<a href="{escape(address)}">权责清单</a>。')) == whole
    assert arrived(content.text(to_html(f'看<a href="{escape(address)}">权责清单</a>。'))) == whole
    assert html.addresses(html.parse(f'看<a href="{escape(address)}">权责清单</a>。')) == (("权责清单", address),)
    if not set(address) & set("()'"):
        assert arrived(content.text(to_html(f"看[权责清单]({address})。"))) == whole


@calmly
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text("abc019", max_size=5)), min_size=1, max_size=5))
def test_in_html_as_people_write_it_with_bare_ampersands(pairs: list[tuple[str, str]]) -> None:
    address = "https://x.gov.cn/l?type=2" + "".join(f"&{name}={value}" for name, value in pairs)
    for source in (f'<a href="{address}">清单</a>', f"<a href='{address}'>清单</a>", to_html(f"[清单]({address})")):
        assert arrived(content.text(source)) == ("清单", [{"type": "text_link", "offset": 0, "length": 2, "url": address}])
    assert arrived(content.text(address)) == (address, [])


@calmly
@given(addresses())
def test_between_chinese_words_and_signs_and_in_bold(address: str) -> None:
    for text in (f"见{address}，请看。", f"（{address}）", f"通知：{address}"):
        assert arrived(content.text(to_html(text))) == (text, [])
    if not address.endswith(("*", "_", "~")):
        text, entities = arrived(content.text(to_html(f"**重点 {address}**")))
        assert (text, [entity["type"] for entity in entities]) == (f"重点 {address}", ["bold"])


@calmly
@given(addresses(), st.integers(3900, 4200), st.sampled_from(["字", "字，", "字 ", "。"]))
def test_a_long_text_is_not_cut_inside(address: str, before: int, filling: str) -> None:
    text = (filling * before)[:before] + " " + address + " " + "完" * 300
    checked = content.text(escape(text))
    assert checked.content is not None
    parts = [text_of(html.parse(call.html)) for call in checked.content.calls if isinstance(call, SendText)]
    assert len([part for part in parts if address in part]) == 1
    assert all(units(part) <= content.TEXT_LIMIT for part in parts)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("学习资料：https://mp.weixin.qq.com/s?__biz=AAA&mid=1 和 https://mp.weixin.qq.com/s?__biz=BBB&mid=2", None),
        ("清单见 https://www.example.gov.cn/art/__2026__/index.html", None),
        ("清单见 www.example.gov.cn/art/__2026__/index.html 和 example.gov.cn/__a__", None),
        ("a__b__c，2**3**4，D:\\a__b__c，x_y_z", None),
        ("<https://example.org/__a__?b=1&lt=2>", "https://example.org/__a__?b=1&lt=2"),
        ("`curl https://example.org/__a__?b=1&c` 行", "curl https://example.org/__a__?b=1&c 行"),
        ("# 见 https://example.org/#", "见 https://example.org/#"),
        ("# C#", "C#"),
        ("见[办法](https://zh.example.org/wiki/A_(b))。", "见办法。"),
        ("请于**“周五”前**报送，__一定__", "请于“周五”前报送，一定"),
    ],
)
def test_what_people_put_in(source: str, text: str | None) -> None:
    assert arrived(content.text(to_html(source)))[0] == (source if text is None else text)


def test_a_link_that_telegram_would_drop_is_said() -> None:
    assert "完整的网址" in content.text('<a href="/art/1.html">清单</a>').problems[0]


@pytest.mark.parametrize("sign", ["a", "字", "_", "*", "-", ".", "a.", "字.", "](", "http", "**a"])
def test_a_text_of_any_length_is_searched_in_no_time(sign: str) -> None:
    text = sign * (30_000 // len(sign))
    started = datetime.now(UTC)
    list(spans(text))
    assert (datetime.now(UTC) - started).total_seconds() < 2


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


async def test_through_the_wire(api: BotApi) -> None:
    group = api.group("工作群")
    links = [f"https://x.gov.cn/l?type=2&{name}=15&__biz=A__b__" for name in NAMES]
    source = "\n".join(f"[清单]({link}) {link}" for link in links)
    checked = content.text(to_html(source))
    assert checked.content is not None
    async with broadcast_bot(api.token, api.base_url, proxy=None) as bot:
        for call in checked.content.calls:
            await TelegramSender(bot).send(group.id, None, call)
    messages = api.messages(group)
    assert [entity["url"] for message in messages for entity in message.entities if entity["type"] == "text_link"] == links
    assert [word for message in messages for word in message.covered("url")] == links
    for one in api.calls:
        assert_valid(one)


@pytest.mark.parametrize(
    "target",
    [
        *("mailto:fa@x.gov.cn", "fa@x.gov.cn", "tel:12345", "ftp://x.gov.cn/a", "weixin://dl/business", "file:///D:/a.doc"),
        *("http://localhost:8000/a", "https://oa/a", "http:x.gov.cn", "https：//x.gov.cn", "/index.html", "javascript:alert(1)"),
    ],
)
def test_a_link_that_telegram_would_drop_or_change_is_told(target: str) -> None:
    assert content.text(f'<a href="{target}">清单</a>').problems == (texts.HTML_NO_ADDRESS.format(address=target),)


@pytest.mark.parametrize(
    "target",
    ["x.gov.cn:8080/a", "普法网.中国/a", "https://u:p@x.gov.cn/", "https://[2001:db8::1]:80/a", "HTTP://10.0.0.1/a", "t.me/a"],
)
def test_a_link_that_telegram_takes_is_kept(target: str) -> None:
    assert content.text(f'<a href="{target}">清单</a>').problems == ()


@pytest.mark.parametrize(
    "address",
    [
        *("mailto:fa__zhi__ju@x.gov.cn?cc=a__b", "tel:0851-__1", "fa__zhi__ju@x.gov.cn", "www.x.gov.cn/a__b__c", "普法网.中国/a__b__c"),
        *("magnet:?xt=urn:__a__", "sms:+86?body=__a__", "weixin://dl/?t=__a__", "t.me/ming__fa?start=__1__"),
    ],
)
def test_addresses_of_other_kinds_stay_too(address: str) -> None:
    assert plain_of(to_html(f"见 {address} 和 {address} 完")) == f"见 {address} 和 {address} 完"
    assert plain_of(to_html(f"见 <{address}>")) == f"见 {address}"


def plain_of(source: str) -> str:
    """What people read of a notice in one message, none of it in bold."""
    checked = content.text(source)
    assert checked.content is not None
    (call,) = checked.content.calls
    assert isinstance(call, SendText)
    assert "<b>" not in call.html
    return text_of(html.parse(call.html))
