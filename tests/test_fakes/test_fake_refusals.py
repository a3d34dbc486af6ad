"""The fake says no where Telegram does, in Telegram's words.

Exact words are looked up in the record, because python-telegram-bot drops "Bad Request: " and changes capitals.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from tests.fakes.bot_api import BotApi
from tests.test_fakes.helpers import keyboard, words

pytestmark = pytest.mark.asyncio


async def test_chats_that_cannot_be_written_to(api: BotApi, bot: Bot) -> None:
    stranger, blocker = api.person(), api.person(started=True)
    blocker.blocks()
    small, big, channel = api.group("小", type="group"), api.group("大"), api.channel(bot="member")
    for chat in (small, big):
        api.person().removes_bot(chat)
    away = api.group("走", bot="left")
    expected: list[tuple[int | str, type[TelegramError], str]] = [
        (-1001, BadRequest, "Chat not found"),
        ("@nobody_here", BadRequest, "Chat not found"),
        (api.group("外", bot=None).id, BadRequest, "Chat not found"),
        (stranger.id, Forbidden, "Forbidden: bot can't initiate conversation with a user"),
        (blocker.id, Forbidden, "Forbidden: bot was blocked by the user"),
        (api.other_bot().id, Forbidden, "Forbidden: bot can't send messages to bots"),
        (small.id, Forbidden, "Forbidden: bot was kicked from the group chat"),
        (big.id, Forbidden, "Forbidden: bot was kicked from the supergroup chat"),
        (away.id, Forbidden, "Forbidden: bot is not a member of the supergroup chat"),
        (channel.id, BadRequest, "Need administrator rights in the channel chat"),
    ]
    for chat_id, kind, reason in expected:
        with pytest.raises(kind) as refusal:
            await bot.send_message(chat_id, "x")
        assert refusal.value.message == reason
        assert words(api).casefold() == reason.removeprefix("Forbidden: ").casefold()


async def test_a_migrated_group_names_its_successor(api: BotApi, bot: Bot) -> None:
    boss = api.person()
    group = api.group("群", boss, type="group")
    bigger = boss.migrates(group, quietly=True)
    with pytest.raises(ChatMigrated) as refusal:
        await bot.send_message(group.id, "x")
    assert refusal.value.new_chat_id == bigger.id
    await bot.send_message(bigger.id, "x")
    assert [m.text for m in api.messages(bigger)] == ["x"]


async def test_edits(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    sent = await bot.send_message(person.id, "<b>一</b>", parse_mode="HTML", reply_markup=keyboard())
    with pytest.raises(BadRequest, match=r"^Message is not modified: specified new message content"):
        await bot.edit_message_text("<b>一</b>", person.id, sent.message_id, parse_mode="HTML", reply_markup=keyboard())
    await bot.edit_message_text("一", person.id, sent.message_id, reply_markup=keyboard())
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("二", person.id, 999)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("二", person.id, person.says("你好").message_id)
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit$"):
        await bot.edit_message_caption(person.id, sent.message_id, caption="x")
    await bot.edit_message_reply_markup(person.id, sent.message_id)
    assert api.messages(person)[0].buttons == []


async def test_replies_to_what_is_gone(api: BotApi, bot: Bot) -> None:
    person = api.person()
    question = person.says("问")
    person.deletes(question)
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(person.id, "答", reply_parameters=ReplyParameters(question.message_id))
    sent = await bot.send_message(person.id, "答", reply_parameters=ReplyParameters(question.message_id, allow_sending_without_reply=True))
    assert sent.reply_to_message is None


async def test_deleting_ends_after_48_hours(api: BotApi, bot: Bot) -> None:
    person = api.person()
    group = api.group("群", person)
    old, new = await bot.send_message(group.id, "旧"), await bot.send_message(group.id, "新")
    assert await new.delete()
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await new.delete()
    with pytest.raises(BadRequest, match=r"^Message can't be deleted$"):
        await bot.delete_message(group.id, person.says("别人", group).message_id)
    api.world.clock.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await old.delete()
    assert await bot.delete_messages(group.id, [new.message_id])


async def test_topics(api: BotApi, bot: Bot) -> None:
    person = api.person()
    forum, plain = api.group("论坛", person, forum=True), api.group("群", person)
    topic = forum.topic("通知")
    assert (await bot.send_message(forum.id, "x", message_thread_id=topic)).is_topic_message
    for chat, thread in ((forum, 1), (forum, 999), (plain, 5)):
        with pytest.raises(BadRequest, match=r"^Message thread not found$"):
            await bot.send_message(chat.id, "x", message_thread_id=thread)
    # A reply outside topics carries a thread id that must not be sent back.
    first = person.says("一", plain)
    reply = person.says("二", plain, reply_to=first)
    assert reply.thread_id == first.message_id
    assert not reply.is_topic_message
    with pytest.raises(BadRequest, match=r"^Message thread not found$"):
        await bot.send_message(plain.id, "x", message_thread_id=reply.thread_id)


async def test_queries_are_answered_once_and_in_time(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    await bot.send_message(person.id, "x", reply_markup=keyboard())
    (message,) = api.messages(person)
    first, late = person.taps(message, "b"), person.taps(message, data="never made by us")
    with pytest.raises(BadRequest, match=r"^Message_too_long$"):
        await bot.answer_callback_query(first.id, "字" * 201)
    await bot.answer_callback_query(first.id, "字" * 200, show_alert=True)
    with pytest.raises(BadRequest, match=r"^Query is too old and response timeout expired or query id is invalid$"):
        await bot.answer_callback_query(first.id)
    api.world.clock.advance(120)
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await bot.answer_callback_query(late.id)
    results = [InlineQueryResultArticle(str(i), "题", InputTextMessageContent("x")) for i in range(51)]
    with pytest.raises(BadRequest, match=r"^Results_too_much$"):
        await bot._post("answerInlineQuery", {"inline_query_id": "1", "results": [r.to_dict() for r in results]})
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await bot.answer_inline_query("1", results[:2])


@pytest.mark.parametrize(
    ("poll", "reason"),
    [
        ({"question": "问" * 301}, "poll question length must not exceed 300"),
        ({"options": ["项" * 101, "b"]}, "poll options length must not exceed 100"),
        ({"options": [str(i) for i in range(13)]}, "poll can't have more than 12 options"),
        ({"type": "quiz"}, "wrong correct option ID specified"),
        ({"type": "quiz", "correct_option_ids": [2]}, "wrong correct option ID specified"),
        ({"type": "quiz", "correct_option_ids": [0], "explanation": "解" * 201}, "message is too long"),
        ({"type": "quiz", "correct_option_ids": [0], "explanation": "a\nb\nc\nd"}, "message is too long"),
    ],
)
async def test_quiz_polls_have_limits(api: BotApi, bot: Bot, poll: dict[str, Any], reason: str) -> None:
    person = api.person(started=True)
    with pytest.raises(BadRequest):
        await bot.send_poll(person.id, **{"question": "问", "options": ["a", "b"], **poll})
    assert words(api) == reason


async def test_commands_are_kept_by_scope_and_checked(api: BotApi, bot: Bot) -> None:
    from telegram import BotCommandScopeAllGroupChats

    await bot.set_my_commands([BotCommand("ask", "问")])
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=BotCommandScopeAllGroupChats())
    assert [c.command for c in await bot.get_my_commands()] == ["ask"]
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeAllGroupChats())] == ["help"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"^Bot_command_invalid$"):
        await bot.set_my_commands([BotCommand("法治", "不行")])


async def test_members_are_shown_in_full(api: BotApi, bot: Bot) -> None:
    boss, guest = api.person("主任"), api.person("客人")
    group = api.group("群", boss, guest, username="work_group")
    boss.promotes(boss, group, "creator")
    boss.promotes(guest, group, "restricted", can_send_messages=True)
    assert (await bot.get_chat("@work_group")).id == group.id
    assert [m.status for m in await bot.get_chat_administrators(group.id)] == ["creator"]
    assert (await bot.get_chat_member(group.id, guest.id)).status == "restricted"
    assert (await bot.get_chat_member(group.id, api.person().id)).status == "left"
    assert await bot.get_chat_member_count(group.id) == 3
    group.hidden_members = True
    with pytest.raises(BadRequest, match=r"^Member list is inaccessible$"):
        await bot.get_chat_member(group.id, guest.id)
    assert await bot.leave_chat(group.id)
    with pytest.raises(Forbidden):
        await bot.get_chat(group.id)


async def test_speed_limits_with_the_real_waiting_time(api: BotApi, bot: Bot) -> None:
    api.world.limits.enabled = True
    person = api.person(started=True)
    group = api.group("群")
    for _ in range(3):
        await bot.send_message(person.id, "x")
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(person.id, "x")
    assert refusal.value._retry_after.total_seconds() == 1
    for _ in range(20):
        api.world.clock.advance(1)
        await bot.send_message(group.id, "x")
    api.world.clock.advance(1)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(group.id, "x")
    assert 38 <= refusal.value._retry_after.total_seconds() <= 40
    api.world.clock.advance(refusal.value._retry_after.total_seconds())
    await bot.send_message(group.id, "x")
    api.world.clock.advance(5)
    people = [api.person(started=True) for _ in range(31)]
    for other in people[:30]:
        await bot.send_message(other.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].id, "x")


async def test_tokens_methods_and_formats(api: BotApi, bot: Bot) -> None:
    person = api.person(started=True)
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{api.url}/bot9:wrong/getMe")).json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        assert (await http.get(f"{api.url}/botnonsense/getMe")).status_code == 404
        url = f"{api.base_url}{api.token}"
        assert (await http.get(f"{url}/GETME")).json()["result"]["username"] == "mingfa_bot"
        wrong = await http.get(f"{url}/sendTelepathy")
        assert (wrong.status_code, wrong.json()["description"]) == (404, "Not Found: method not found")
        for how in ({"json": {"chat_id": person.id, "text": "1"}}, {"data": {"chat_id": person.id, "text": "1"}}):
            assert (await http.post(f"{url}/sendMessage", **how)).json()["result"]["text"] == "1"  # type: ignore[arg-type]
        assert (await http.get(f"{url}/sendMessage", params={"chat_id": person.id, "text": "2"})).status_code == 200
    assert [m.text for m in api.messages(person)] == ["1", "1", "2"]
    api.world.record.calls.remove(next(c for c in api.calls if c.method == "sendTelepathy"))
    with pytest.raises(InvalidToken):
        await Bot("9:wrong", base_url=api.base_url).initialize()
