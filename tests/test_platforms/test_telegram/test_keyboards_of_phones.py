"""Commands and ids as thumbs on a Chinese keyboard write them, in private chats and in groups."""

from __future__ import annotations

from typing import Any

import pytest

from bot import texts as common_texts
from bot.chat import texts
from bot.platforms.telegram.wire import commanding
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, ENTRY, Running

OPEN = [{"privacy_mode": False}]
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -7, "type": "supergroup"}


def told(text: str, chat: dict[str, Any], entities: list[dict[str, Any]] | None = None) -> tuple[str, list[Any]]:
    """What becomes of a message: its text and where its entities lie."""
    raw: dict[str, Any] = {"message": {"chat": chat, "text": text}}
    if entities:
        raw["message"]["entities"] = entities
    message = commanding.update(raw)["message"]
    return message["text"], [(mark["type"], mark["offset"], mark["length"]) for mark in message.get("entities", [])]


@pytest.mark.parametrize(
    ("typed", "text", "length"),
    [
        ("／help", "/help", 5),
        ("、help", "/help", 5),
        ("／ＨＥＬＰ", "/help", 5),
        ("/ help", "/help", 5),
        ("。/help", "/help", 5),
        ("\u200b/help", "/help", 5),
        ("//help", "/help", 5),
        ("/帮助", "/help", 5),
        ("／帮助。", "/help", 5),
        ("/topic：p12-3", "/topic p12-3", 6),
        ("/ask上面没说", "/ask 上面没说", 4),
        ("/topic“p12-3”", "/topic “p12-3”", 6),
        ("/topic【p12-3】", "/topic 【p12-3】", 6),
        ("/group—1001234567890 ＋示范", "/group —1001234567890 ＋示范", 6),
        ("/stats90", "/stats 90", 6),
        ("/misses12教p12-3", "/misses 12教p12-3", 7),
        ("、topicp12-3", "/topic p12-3", 6),
        ("/help？", "/help ？", 5),
        ("取消。", "/cancel", 7),
        ("/提问 上面没说", "/ask 上面没说", 4),
        ("、broadcast 标签：乡镇\n内容", "/broadcast 标签：乡镇\n内容", 10),
        ("／ask@Mingfa_Bot 上面", "/ask@mingfa_bot 上面", 15),
    ],
)
def test_a_command_is_found(typed: str, text: str, length: int) -> None:
    assert told(typed, PRIVATE) == (text, [("bot_command", 0, length)])


NONE = ["、法无授权不可为", "／上面没说的", "帮助", "topic p12-3", "12/1 开会", "、3 号开会", "和/或", "、 目录上", "/目录上的事"]


@pytest.mark.parametrize("typed", NONE)
def test_what_is_none_stays(typed: str) -> None:
    assert told(typed, PRIVATE) == (typed, [])


@pytest.mark.parametrize("typed", ["／nothing", "、nothing 吗"])
def test_an_unknown_one_is_a_command_in_private_and_nothing_in_a_group(typed: str) -> None:
    assert told(typed, PRIVATE) == (typed, [("bot_command", 0, 8)])
    assert told(typed, GROUP) == (typed, [])


@pytest.mark.parametrize("typed", ["/stats90", "/help2", "/stats90@other_bot"])
def test_a_glued_number_in_a_group_may_be_of_another_bot(typed: str) -> None:
    assert told(typed, GROUP) == (typed, [])
    assert told("/stats90@other_bot", PRIVATE) == ("/stats90@other_bot", [])


@pytest.mark.parametrize("typed", ["、目录", "、帮助"])
def test_a_list_that_goes_on_in_a_group_is_none(typed: str) -> None:
    assert told(typed, GROUP) == (typed, [])
    assert told("取消", GROUP) == ("取消", [])
    assert told(f"/{typed[1:]}", GROUP)[1] == [("bot_command", 0, len(told(f"/{typed[1:]}", GROUP)[0]))]


def test_entities_behind_the_command_move_with_their_words() -> None:
    typed = "／广播测试 x"
    assert told(typed, PRIVATE, [{"type": "bold", "offset": 1, "length": 2}]) == (typed, [("bold", 1, 2)])
    marks = [{"type": "bold", "offset": 4, "length": 2}, {"type": "italic", "offset": 0, "length": 3}]
    assert told("/帮助，😀二", PRIVATE, marks) == ("/help 😀二", [("bot_command", 0, 5), ("bold", 6, 2)])


ODD: list[dict[str, Any]] = [{}, {"message": {}}, {"message": {"text": "／help"}}, {"message": {"text": "／help", "entities": [1, {}]}}]


@pytest.mark.parametrize("raw", ODD)
def test_odd_messages_raise_nothing(raw: dict[str, Any]) -> None:
    commanding.update(raw)


async def test_in_private_they_do_what_the_plain_ones_do(api: BotApi, bot: Running) -> None:
    wang = api.person()
    for typed in ("／help", "、help", "/帮助"):
        wang.says(typed)
        assert (await api.next_message(wang)).text.startswith("直接打字提问")
    wang.says("、nothing")
    assert (await api.next_message(wang)).text == texts.COMMAND_UNKNOWN
    entry = bot.services.knowledge.library.by_id[ENTRY]
    for typed in ("／topic p12-3", "p12-3", "Ｐ12－3", "p12—3。"):
        wang.says(typed)
        assert (await api.next_message(wang)).covered("bold") == [entry.title]
    wang.says("ｐ99－9")
    assert (await api.next_message(wang)).text == common_texts.TOPIC_UNKNOWN.format(topic="p99-9")
    await api.quiet(bot.application)
    assert bot.recorder.questions == []


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_in_a_group_only_what_is_meant_for_us_is_heard(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    for typed in ("、nothing", "／nothing", "、目录", "p12-3", "/上面没说"):
        wang.says(typed, group)
    entry = bot.services.knowledge.library.by_id[ENTRY]
    for typed in (f"／ask {ASKS}", f"、ask{ASKS}", "/ask p12—3", "@mingfa_bot P12－3"):
        said = wang.says(typed, group)
        card = await api.next_message(group)
        assert (card.covered("bold"), card.reply_to) == ([entry.title], said)
