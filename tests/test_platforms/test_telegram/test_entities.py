"""Formatting as Telegram tells it: nothing that we do not know stops a notice, and no word of it is lost or doubled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity, User

from bot.outbox import content
from bot.outbox.content import SendText
from bot.platforms.telegram.entities import formats, runs_of
from bot.richtext import html
from bot.richtext.runs import text_of
from tests.fakes.bot_api.html import parse_html
from tests.fakes.bot_api.text import utf16_slice

TEXT = "请于😀周五前报送"


def one(kind: str, **more: object) -> MessageEntity:
    return MessageEntity(kind, 2, 4, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entity", "arrives"),
    [
        (one("bold"), "bold"),
        (one("spoiler"), "spoiler"),
        (one("blockquote"), "blockquote"),
        (one("expandable_blockquote"), "expandable_blockquote"),
        (one("pre", language='c"<'), "pre"),
        (one("custom_emoji", custom_emoji_id="5368324170671202286"), "custom_emoji"),
        (one("text_mention", user=User(7, "王", is_bot=False)), "text_mention"),
        (one("text_link", url='https://x.cn/?a="&b=<'), "text_link"),
        (one("date_time", unix_time=datetime(2026, 12, 1, tzinfo=UTC), date_time_format="wDT"), None),
        (one("custom_emoji"), None),
        (one("text_link"), None),
        (one("hologram"), None),
        (MessageEntity("bold", 2, 400), "bold"),
        (MessageEntity("bold", 400, 4), None),
        (MessageEntity("bold", 2, 0), None),
    ],
)
def test_every_entity_is_passed_on_or_left_out(entity: MessageEntity, arrives: str | None) -> None:
    checked = content.text(html.write(runs_of(TEXT, [entity])))
    assert checked.content is not None, checked.problems
    (call,) = checked.content.calls
    assert isinstance(call, SendText)
    text, entities = parse_html(call.html)
    assert text == TEXT
    assert [found["type"] for found in entities] == ([arrives] if arrives else [])
    if arrives and entity.offset + entity.length == 6:
        assert utf16_slice(text, entities[0]["offset"], entities[0]["length"]) == "😀周五"
    if arrives == "text_link":
        assert entities[0]["url"] == 'https://x.cn/?a="&b=<'


KINDS = [*MessageEntity.ALL_TYPES, "hologram"]
ANY = st.builds(MessageEntity, st.sampled_from(KINDS), st.integers(0, 30), st.integers(0, 30), st.just("https://x.cn/?a=1&notify=2"))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30), st.lists(ANY, max_size=6))
def test_no_word_is_lost_or_doubled_whatever_overlaps(text: str, entities: list[MessageEntity]) -> None:
    written = html.write(runs_of(text, entities))
    assert text_of(html.parse(written)) == text
    if text.strip():
        assert content.text(written).content is not None


def test_addresses_and_names_are_no_formatting() -> None:
    assert not formats([one("url"), one("mention"), one("hashtag"), one("bot_command")])
    assert formats([one("url"), one("bold")])
