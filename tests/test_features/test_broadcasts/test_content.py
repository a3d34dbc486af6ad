"""What an announcer sent, as values: text, formatting and tags, pieces of a long one, albums, media, and a prompt that knows words only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.live import LiveKnowledge
from bot.chat.said import Media, Original, Said
from bot.features.broadcasts import texts
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.content import Pending, from_text, goes_on, received, sources_in
from bot.features.broadcasts.draft import Draft
from bot.outbox.content import SendFile, SendOther, SendText, load
from bot.platforms.telegram import texts as telegram_texts
from bot.richtext.runs import Run
from tests.running import ENTRY

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
LONG = "字" * 3500 + "。"


@pytest.fixture
def cards(knowledge: LiveKnowledge) -> Cards:
    return Cards(knowledge, lambda card, heading: f"{heading}<b>{card.key}</b>")


def said(text: str, number: int = 1, seconds: float = 0, **more: object) -> Said:
    return Said(text, text, original=Original((Run(text),), at=AT + timedelta(seconds=seconds), key=f"5:{number}:x", **more))  # type: ignore[arg-type]


def call_of(pending: Pending) -> object:
    (call,) = load(pending.content).calls
    return call


def test_formatting_is_kept_and_tags_by_hand_are_tags_only_without_it(cards: Cards) -> None:
    bold = Original((Run("请看"), Run("通知", ("b",))), formatted=True)
    pending, _ = received(Said(original=bold), cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendText("请看<b>通知</b>")
    pending, _ = received(said("<b>通知</b>"), cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendText("<b>通知</b>")
    pending, _ = received(Said(original=replace(bold, runs=(Run("<b>通知</b>"),))), cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendText("&lt;b&gt;通知&lt;/b&gt;")
    # What others have written is no HTML of theirs.
    pending, _ = received(said("<b>通知</b>", forwarded=True), cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendText("&lt;b&gt;通知&lt;/b&gt;")


def test_a_long_text_goes_on_for_a_moment(cards: Cards) -> None:
    first, _ = received(said(LONG), cards, Pending()) or (Pending(), None)
    assert goes_on(said("第二段", 2, 3), first)
    assert not goes_on(said("第二段", 2, 6), first)
    assert not goes_on(said("", 2, 3, media=Media("photo", {"file_id": "F"})), first)
    assert not goes_on(said("第二段", 2, 3), Pending())
    both, checked = received(said("第二段", 2, 3), cards, first) or (Pending(), None)
    assert checked is not None
    assert checked.content is not None
    assert [call.html for call in load(both.content).calls if isinstance(call, SendText)] == [f"{LONG}\n第二段"]
    assert [one.message_id for one in sources_in(both.sources)] == [1, 2]


def test_an_album_is_refused_once(cards: Cards) -> None:
    photo = Media("photo", {"file_id": "F"})
    first, checked = received(said("", media=photo, album="9"), cards, Pending()) or (Pending(), None)
    assert checked is not None
    assert checked.problems == (texts.BROADCAST_ALBUM,)
    assert received(said("", 2, media=photo, album="9"), cards, first) is None


def test_media_are_said_again_or_refused_in_words(cards: Cards) -> None:
    photo = said("说明", media=Media("photo", {"file_id": "F", "spoiler": True, "above": False}))
    pending, _ = received(photo, cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendFile("photo", "F", "说明", spoiler=True)
    where = said("", media=Media("location", {"latitude": 30.7, "longitude": 104.2}))
    pending, _ = received(where, cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendOther("location", {"latitude": 30.7, "longitude": 104.2})
    _, checked = received(said("", media=Media(refusal=telegram_texts.BROADCAST_NOT_THIS)), cards, Pending()) or (Pending(), None)
    assert checked is not None
    assert checked.problems == (telegram_texts.BROADCAST_NOT_THIS,)


def test_where_only_words_are_known_they_are_the_content(cards: Cards) -> None:
    pending, _ = received(Said("开会", "开会"), cards, Pending()) or (Pending(), None)
    assert call_of(pending) == SendText("开会")
    assert pending.sources == ()
    assert pending.came == 0


def test_an_id_is_the_card_also_behind_a_command(cards: Cards) -> None:
    text = f"/broadcast 全部\n{ENTRY}"
    checked = from_text(Original((Run(text),)), cards, len(text) - len(ENTRY))
    assert checked.content is not None
    assert checked.content.calls == (SendText(f"<b>{ENTRY}</b>", ENTRY),)


def test_a_draft_takes_content_and_keeps_the_rest() -> None:
    draft = Draft(content="old", sources=("1:1:a",), key="k", to="all", replaces=3)
    taken = draft.taking(Pending(content="new", opening="新"))
    assert taken == Draft(content="new", opening="新", key="k", to="all", replaces=3)
