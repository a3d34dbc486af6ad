"""A real python-telegram-bot Application, polling the fake: what arrives, what can be said, how one waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    PollAnswerHandler,
    filters,
)

from tests.fakes.bot_api import BotApi

pytestmark = pytest.mark.asyncio
App = Application[Any, Any, Any, Any, Any, Any]
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("看全段", callback_data="p:1"), InlineKeyboardButton("👍", callback_data="up")]])


def echo_bot(api: BotApi) -> App:
    """A bot that repeats what it hears and remembers every update."""
    app = ApplicationBuilder().token(api.token).base_url(api.base_url).base_file_url(api.base_file_url).build()
    app.bot_data["seen"] = seen = []

    async def remember(update: Update, context: Any) -> None:
        seen.append(update)

    async def ask(update: Update, context: Any) -> None:
        message = update.message
        assert message is not None
        await message.reply_html(f"<b>答</b>：{' '.join(context.args)}", reply_markup=KEYBOARD, do_quote=True)

    async def press(update: Update, context: Any) -> None:
        query = update.callback_query
        assert query is not None
        await query.answer("好的")
        await query.edit_message_text(f"pressed {query.data}")

    async def echo(update: Update, context: Any) -> None:
        message = update.effective_message
        assert message is not None
        await message.reply_text(message.text or message.caption or "?")

    async def inline(update: Update, context: Any) -> None:
        query = update.inline_query
        assert query is not None
        content = InputTextMessageContent(f"<i>{query.query}</i>", parse_mode="HTML")
        await query.answer([InlineQueryResultArticle("r1", "题", content, reply_markup=KEYBOARD)], cache_time=60)

    app.add_handler(MessageHandler(filters.ALL, remember), group=-1)
    app.add_handler(CommandHandler("ask", ask, filters=filters.UpdateType.MESSAGE))
    app.add_handler(CommandHandler("silent", remember))
    app.add_handler(CallbackQueryHandler(press))
    app.add_handler(InlineQueryHandler(inline))
    app.add_handler(ChosenInlineResultHandler(remember))
    app.add_handler(PollAnswerHandler(remember))
    app.add_handler(ChatMemberHandler(remember, ChatMemberHandler.ANY_CHAT_MEMBER))
    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, echo))
    return app


@asynccontextmanager
async def polling(app: App) -> AsyncIterator[App]:
    """The application, started and polling."""
    assert app.updater is not None
    async with app:
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES, bootstrap_retries=0)
        await app.start()
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def test_a_private_question_is_answered_and_a_button_edits_the_answer(api: BotApi) -> None:
    async with polling(echo_bot(api)):
        person = api.person("小王")
        question = person.command("ask", "工资 & 加班")
        answer = await api.next_message(person)
        assert answer.text == "答：工资 & 加班"
        assert answer.covered("bold") == ["答"]
        assert answer.reply_to is question
        assert answer.button_texts == ["看全段", "👍"]
        toast = await person.presses(answer, "看全段")
        assert toast.text == "好的"
        assert not toast.show_alert
        await api.wait_for_method("editMessageText")
        assert [(m.text, m.buttons) for m in api.messages(person)] == [("pressed p:1", [])]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/silent@mingfa_bot", True),
        ("/silent", True),
        ("/silent@other_bot", False),
        ("@mingfa_bot 问题", False),  # see privacy.py: a plain mention does not get through
        ("发工资请吃饭", False),
    ],
)
async def test_privacy_mode_lets_only_what_is_meant_for_the_bot_through(api: BotApi, text: str, heard: bool) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person()
        group = api.group("工作群", person)
        person.says(text, group)
        await api.quiet(app)
        assert [u.message.text for u in app.bot_data["seen"]][:1] == ([text] if heard else [])


async def test_without_privacy_mode_or_as_admin_everything_but_other_bots_arrives(api: BotApi) -> None:
    person, other = api.person(), api.other_bot()
    open_group, admin_group = api.group("甲", person), api.group("乙", person, bot="administrator")
    person.says("一", open_group)
    person.says("二", admin_group)
    other.says("/ask@mingfa_bot 三", admin_group)
    api.world.privacy_mode = False
    person.says("四", open_group)
    async with polling(echo_bot(api)) as app:
        await api.quiet(app)
        assert [u.message.text for u in app.bot_data["seen"]] == ["二", "四"]
        assert (await app.bot.get_me()).can_read_all_group_messages


async def test_a_bare_command_goes_to_the_bot_that_spoke_last(api: BotApi) -> None:
    person, other = api.person(), api.other_bot()
    group = api.group("群", person)
    other.says("hello", group)
    async with polling(echo_bot(api)) as app:
        person.says("/silent", group)
        await api.quiet(app)
        assert app.bot_data["seen"] == []


async def test_replies_stay_in_their_topic_and_topics_have_a_root_message(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person()
        forum = api.group("论坛", person, forum=True)
        person.command("ask", "一", forum, at=True, thread="通知")
        answer = await api.next_message(forum)
        update = app.bot_data["seen"][0]
        assert update.message.is_topic_message
        assert update.message.reply_to_message.forum_topic_created.name == "通知"
        assert answer.thread_id == forum.topic("通知")
        person.command("ask", "二", forum, at=True)
        assert (await api.next_message(forum)).thread_id is None


async def test_entities_count_utf16_units_and_captions_carry_mentions(api: BotApi) -> None:
    api.world.privacy_mode = False
    async with polling(echo_bot(api)) as app:
        person = api.person()
        group = api.group("群", person)
        person.photo("😀😀 @mingfa_bot 工资", group)
        await api.quiet(app)
        (update,) = app.bot_data["seen"]
        assert list(update.message.parse_caption_entities().values()) == ["@mingfa_bot"]


async def test_edits_arrive_as_edits_and_do_not_look_like_new_messages(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person()
        question = person.says("工资")
        await api.next_message(person)
        person.edits(question, "工资条")
        await api.quiet(app)
        assert [u.edited_message.text for u in app.bot_data["seen"][1:]] == ["工资条"]
        assert [m.text for m in api.messages(person)] == ["工资"]


async def test_inline_results_can_be_sent_and_edited_by_their_buttons(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person()
        offer = await person.searches("加班")
        assert offer.cache_time == 60
        sent = person.picks(offer.results[0], "加班", api.group("群", person))
        assert sent.text == "加班"
        assert sent.covered("italic") == ["加班"]
        await person.presses(sent, "👍")
        await api.wait_for_method("editMessageText")
        assert sent.text == "pressed up"
        await api.quiet(app)
        assert any(u.chosen_inline_result for u in app.bot_data["seen"])


async def test_membership_migration_and_strange_senders_parse(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        boss, guest = api.person("主任"), api.person("客人")
        group = api.group("群", boss, type="group", bot=None)
        boss.adds_bot(group)
        boss.promotes(api.world.bot, group)
        guest.joins(group)
        guest.leaves(group)
        bigger = boss.migrates(group)
        api.anonymous_admin(bigger).command("silent", chat=bigger)
        channel = api.channel(linked=bigger)
        api.posts(channel, "公告")
        api.as_channel(channel).says("路过", bigger)
        guest.starts("t_wage-arrears")
        guest.blocks()
        guest.unblocks()
        boss.removes_bot(bigger)
        await api.quiet(app)
        kinds = [u.my_chat_member.new_chat_member.status for u in app.bot_data["seen"] if u.my_chat_member]
        assert kinds == ["member", "administrator", "kicked", "member", "kicked"]
        seen = [u for u in app.bot_data["seen"] if u.message]
        assert [u.message.migrate_to_chat_id for u in seen if u.message.migrate_to_chat_id] == [bigger.id]
        assert [u.message.migrate_from_chat_id for u in seen if u.message.migrate_from_chat_id] == [group.id]
        assert {u.message.from_user.id for u in seen} >= {1087968824, 136817688, 777000}
        assert any(u.message.is_automatic_forward for u in seen)


async def test_polls_are_checked_sent_and_voted_in(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person(started=True)
        sent = await app.bot.send_poll(person.id, "几天？", ["7", "15"], type="quiz", correct_option_ids=[1], is_anonymous=False)
        assert sent.poll is not None
        assert sent.poll.options[1].persistent_id
        person.votes(api.messages(person)[0], 1)
        await api.quiet(app)
        (answer,) = [u.poll_answer for u in app.bot_data["seen"] if u.poll_answer]
        assert answer.option_ids == (1,)
        assert answer.user.id == person.id
        stopped = await app.bot.stop_poll(person.id, sent.message_id)
        assert stopped.is_closed
        assert stopped.total_voter_count == 1


async def test_files_go_up_and_come_down(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person(started=True)
        sent = await app.bot.send_document(person.id, b"a,b\n", filename="sheet.csv", caption="<b>表</b>", parse_mode="HTML")
        assert sent.document is not None
        assert sent.document.file_name == "sheet.csv"
        assert sent.caption == "表"
        again = await app.bot.send_document(person.id, sent.document.file_id)
        file = await app.bot.get_file(again.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"a,b\n"
        photo = await app.bot.send_photo(person.id, b"\xff\xd8")
        copied = await app.bot.copy_message(person.id, person.id, photo.message_id, caption="新")
        assert api.messages(person)[-1].message_id == copied.message_id
        assert api.messages(person)[-1].text == "新"


async def test_silence_can_be_asserted(api: BotApi) -> None:
    async with polling(echo_bot(api)) as app:
        person = api.person()
        person.says("/silent")
        await api.quiet(app)
        assert api.messages(person) == []
        with pytest.raises(AssertionError, match="no such call within"):
            await api.wait_for_method("sendMessage", timeout=0.01)
