"""The answer follows its question."""

from __future__ import annotations

import pytest

from bot import texts
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, CHATTER, OTHER, OTHER_ENTRY, Running, Start


async def test_edited_question_edits_its_answer(api: BotApi, bot: Running) -> None:
    wang = api.person()
    said = wang.says(ASKS)
    card = await api.next_message(wang)
    wang.edits(said, OTHER)
    await api.wait_for_method("editMessageText")
    await api.quiet(bot.application)
    assert card.covered("bold") == [bot.services.knowledge.library.by_id[OTHER_ENTRY].title]
    assert len(api.messages(wang)) == 1
    assert [asked.key for asked in bot.recorder.questions][-1] == OTHER_ENTRY


async def test_edited_ask_command_edits_its_answer_in_the_group(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    said = wang.command("ask", "", group)
    usage = await api.next_message(group)
    wang.edits(said, f"/ask {ASKS}")
    await api.wait_for_method("editMessageText")
    assert usage.covered("blockquote")


@pytest.mark.parametrize("kind", ["private", "supergroup"])
async def test_answer_is_withdrawn_when_the_question_became_chatter(api: BotApi, bot: Running, kind: str) -> None:
    wang = api.person()
    chat = api.group("工作群", wang) if kind == "supergroup" else wang.chat
    said = wang.command("ask", ASKS, chat)
    await api.next_message(chat)
    wang.edits(said, f"/ask {CHATTER}")
    await api.wait_for_method("deleteMessage")
    await api.quiet(bot.application)
    assert api.messages(chat) == []
    wang.edits(said, f"/ask {ASKS}")
    assert (await api.next_message(chat)).covered("blockquote")


async def test_an_answer_without_its_mention_is_withdrawn(api: BotApi, start: Start) -> None:
    api.world.privacy_mode = False
    async with start() as bot:
        wang = api.person()
        group = api.group("工作群", wang, bot="administrator")
        said = wang.mentions(ASKS, group)
        await api.next_message(group)
        wang.edits(said, ASKS)
        await api.wait_for_method("deleteMessage")
        await api.quiet(bot.application)
        assert api.messages(group) == []


async def test_one_no_may_follow_another(api: BotApi, bot: Running) -> None:
    wang = api.person()
    said = wang.says(CHATTER)
    none = await api.next_message(wang)
    wang.edits(said, "晚上去打篮球")
    await api.quiet(bot.application)
    assert [message.text for message in api.messages(wang)] == [texts.NONE]
    wang.edits(said, ASKS)
    await api.wait_for_method("editMessageText")
    await api.quiet(bot.application)
    assert none.covered("blockquote")


async def test_the_same_answer_again_leaves_the_opened_view_alone(api: BotApi, bot: Running) -> None:
    wang = api.person()
    said = wang.says(ASKS)
    card = await api.next_message(wang)
    await wang.presses(card, "法条依据")
    await api.quiet(bot.application)
    shown = card.text
    wang.edits(said, ASKS + "？")
    await api.quiet(bot.application)
    assert card.text == shown


async def test_edited_commands_do_nothing_again(api: BotApi, bot: Running) -> None:
    wang = api.person()
    said = wang.command("topics")
    await api.next_message(wang)
    wang.edits(said, "/daily")
    await api.quiet(bot.application)
    assert len(api.messages(wang)) == 1
    assert api.calls_of("editMessageText") == []


@pytest.mark.parametrize("api", [{"privacy_mode": False}], indirect=True)
async def test_a_question_that_only_the_edit_addresses_is_answered(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    said = wang.says(ASKS, group)
    wang.edits(said, f"@mingfa_bot {ASKS}")
    assert (await api.next_message(group)).reply_to is said


async def test_an_old_message_edited_now_is_no_new_question(api: BotApi, start: Start) -> None:
    wang = api.person()
    said = wang.says(ASKS)
    said.date -= 3600
    api.world.updates.drop_pending()
    async with start() as bot:
        wang.edits(said, OTHER)
        await api.quiet(bot.application)
        assert api.messages(wang) == []


async def test_an_answer_that_people_deleted_stays_deleted(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    said = wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    wang.deletes(card)
    wang.edits(said, f"/ask {OTHER}")
    await api.quiet(bot.application)
    assert api.messages(group) == []
    assert [record.levelname for record in log.records if record.name == "bot.updates"] == ["INFO", "INFO"]
