"""Commands, deep links, menus and inline mode."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.chat import texts as chat_texts
from bot.features.asking import texts
from bot.library.models import Library
from bot.platforms.telegram.routes import GROUP_MENU, PRIVATE_MENU
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, CHATTER, ENTRY, Running, Start


@pytest.mark.parametrize(
    ("command", "opening"),
    [
        ("start", "您好，我是明法"),
        ("help", "直接打字提问"),
        ("topics", "讲话要点共"),
        ("daily", "今日一条（2026年3月2日）"),
        ("privacy", "隐私说明"),
        ("about", "明法："),
    ],
)
async def test_every_command_answers_in_private(api: BotApi, bot: Running, command: str, opening: str) -> None:
    wang = api.person()
    wang.command(command)
    assert (await api.next_message(wang)).text.startswith(opening)


async def test_messages_to_people_are_counted_and_nothing_else(api: BotApi, bot: Running) -> None:
    """Broadcasts leave room for them."""
    traffic = bot.services.traffic
    traffic._now = lambda: 0.0  # every moment is the same second
    wang = api.person()
    wang.command("help")
    await api.next_message(wang)
    wang.command("topic", ENTRY)
    card = await api.next_message(wang)
    assert traffic.count() == 2
    await wang.presses(card, card.button_texts[0])
    await api.quiet(bot.application)
    assert traffic.count() == 2


@pytest.mark.parametrize("at", [True, False])
async def test_help_in_a_group_tells_the_ways_to_ask_there(api: BotApi, bot: Running, at: bool) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    said = wang.command("help", "", group, at=at)
    message = await api.next_message(group)
    assert message.reply_to is said
    assert "@mingfa_bot" in message.text


async def test_help_for_an_owner_says_more(api: BotApi, start: Start) -> None:
    boss = api.person()
    async with start(owners=frozenset({boss.id})):
        boss.command("help")
        assert "/settings　" in (await api.next_message(boss)).text
        boss.says("帮助")
        assert texts.HELP_OWNER in (await api.next_message(boss)).text


async def test_deep_link_opens_a_card(api: BotApi, bot: Running, library: Library) -> None:
    wang = api.person()
    wang.starts(f"t_{ENTRY}")
    assert (await api.next_message(wang)).covered("bold") == [library.by_id[ENTRY].title]
    wang.starts("t_no-such-entry")
    assert (await api.next_message(wang)).text == texts.START


@pytest.mark.parametrize("wanted", [ENTRY, ENTRY.upper(), "法无授权不可为", f" {ENTRY} "])
async def test_topic_by_id_or_title(api: BotApi, bot: Running, wanted: str) -> None:
    wang = api.person()
    wang.command("topic", wanted)
    assert (await api.next_message(wang)).covered("blockquote")


async def test_topic_that_is_not_there(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.command("topic")
    assert (await api.next_message(wang)).text == common_texts.TOPIC_USAGE
    wang.command("topic", "<b>p99" + "长" * 200)
    message = await api.next_message(wang)
    assert "<b>p99" in message.text
    assert len(message.text) < 120


async def test_unknown_command_is_told_where_it_can_only_be_meant_for_us(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.command("nothing")
    assert (await api.next_message(wang)).text == chat_texts.COMMAND_UNKNOWN
    wang.command("nothing", "", group, at=True)
    assert (await api.next_message(group)).text == chat_texts.COMMAND_UNKNOWN
    wang.command("nothing", "", group)
    await api.quiet(bot.application)
    assert len(api.messages(group)) == 1


async def test_menus_are_published_by_scope_in_chinese(api: BotApi, bot: Running) -> None:
    menus = {}
    for _ in range(3):
        call = await api.wait_for_method("setMyCommands")
        menus[call.params["scope"]["type"]] = [command["command"] for command in call.params["commands"]]
        assert all(not command["description"].isascii() for command in call.params["commands"])
    assert menus == {"default": [*PRIVATE_MENU], "all_private_chats": [*PRIVATE_MENU], "all_group_chats": [*GROUP_MENU]}


async def test_a_server_without_menus_still_has_answers(api: BotApi, start: Start, log: pytest.LogCaptureFixture) -> None:
    api.faults.refuse(404, method=["setMyCommands", "deleteWebhook"], times=None)
    wang = api.person()
    wang.says(ASKS)
    async with start(expect="setMyCommands") as bot:
        assert (await api.next_message(wang)).covered("blockquote")
        await api.quiet(bot.application)
    assert len([record for record in log.records if "menus" in record.getMessage()]) == 1


async def test_inline_offers_cards_that_work(api: BotApi, bot: Running, library: Library) -> None:
    wang, li = api.person("小王"), api.person("小李")
    elsewhere = api.group("别的群", wang, li, bot=None)
    offer = await wang.searches(ASKS)
    assert 1 <= len(offer.results) <= 5
    assert offer.results[0]["id"] == ENTRY
    assert offer.cache_time >= 60
    assert not offer.is_personal
    sent = wang.picks(offer.results[0], ASKS, elsewhere)
    assert sent.covered("bold") == [library.by_id[ENTRY].title]
    await li.presses(sent, "法条依据")
    await api.quiet(bot.application)
    assert common_texts.LABEL_LAW in sent.text
    assert (await li.presses(sent, "👍")).text == texts.TOAST_THANKS_UP


async def test_inline_makes_no_guesses(api: BotApi, bot: Running) -> None:
    wang = api.person()
    assert (await wang.searches(CHATTER)).results == []
    assert (await wang.searches("?!")).results == []
    assert len((await wang.searches("")).results) == 1
