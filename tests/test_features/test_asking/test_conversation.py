"""Asking: in private, in groups, in forums, by command, name, reply and caption; and silence where nobody asked."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.answering import texts as answering_texts
from bot.features.asking import texts
from tests.fakes.bot_api import BotApi
from tests.running import ASKS, CHATTER, ENTRY, Running, Start

OPEN = [{"privacy_mode": False}]


async def test_private_text_is_a_question_and_gets_its_card(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    entry = bot.services.knowledge.library.by_id[ENTRY]
    assert card.covered("bold") == [entry.title]
    assert card.covered("blockquote") == list(entry.passage)
    assert entry.gist in card.text
    assert entry.place.label in card.text
    assert card.reply_to is None
    assert card.button_texts == ["看全段", "法条依据", "真实案例", "相关要点", "👍", "👎"]
    await api.quiet(bot.application)
    (asked,) = bot.recorder.questions
    assert (asked.outcome, asked.key, asked.answer_id, asked.addressed) == ("answer", ENTRY, card.message_id, True)


async def test_what_the_speech_does_not_say_gets_one_sentence(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(CHATTER)
    assert (await api.next_message(wang)).text == common_texts.NONE
    group = api.group("工作群", wang)
    wang.command("ask", CHATTER, group)
    said = await api.next_message(group)
    assert (said.text, said.buttons) == (texts.GROUP_NONE, [])


@pytest.mark.parametrize("way", ["command", "named command", "reply", "mention", "mention inside", "caption", "caption command"])
@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_group_question_is_answered_as_a_reply_to_the_asker(api: BotApi, bot: Running, way: str) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    earlier = None
    if way == "reply":
        wang.command("help", "", group)
        earlier = await api.next_message(group)
    said = {
        "command": lambda: wang.command("ask", ASKS, group),
        "named command": lambda: wang.command("ask", ASKS, group, at=True),
        "reply": lambda: wang.says(ASKS, group, reply_to=earlier),
        "mention": lambda: wang.mentions(ASKS, group),
        "mention inside": lambda: wang.says(f"😀请教一下 @Mingfa_Bot {ASKS}", group),
        "caption": lambda: wang.photo(f"@mingfa_bot {ASKS}", group),
        "caption command": lambda: wang.photo(f"/ask {ASKS}", group),
    }[way]()
    card = await api.next_message(group)
    await api.quiet(bot.application)
    assert card.reply_to is said
    assert bot.recorder.questions[-1].key == ENTRY
    assert "mingfa" not in bot.recorder.questions[-1].question.lower()


async def test_with_privacy_mode_on_commands_and_replies_work(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    wang.says("法无禁止即可为呢，是什么意思", group, reply_to=card)
    again = await api.next_message(group)
    assert again.covered("bold") == ["法无禁止即可为"]
    wang.says(ASKS, group)
    await api.quiet()
    assert len(api.messages(group)) == 2


async def test_ask_alone_as_a_reply_answers_the_replied_message(api: BotApi, bot: Running) -> None:
    wang, li = api.person("小王"), api.person("小李")
    group = api.group("工作群", wang, li)
    question = li.says(ASKS, group)
    wang.command("ask", "", group, reply_to=question)
    card = await api.next_message(group)
    await api.quiet(bot.application)
    assert card.reply_to is question
    assert bot.recorder.questions[-1].key == ENTRY


async def test_ask_without_a_question_says_how(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.command("ask", "", group)
    assert (await api.next_message(group)).text == texts.ASK_USAGE


async def test_answer_stays_in_the_topic_but_never_names_general(api: BotApi, bot: Running) -> None:
    wang = api.person()
    forum = api.group("论坛", wang, forum=True)
    wang.command("ask", ASKS, forum, thread="通知")
    card = await api.next_message(forum)
    assert card.thread_id == forum.topic("通知")
    wang.command("ask", "法无禁止即可为", forum)
    general = await api.next_message(forum)
    assert general.thread_id is None
    plain = api.group("普通群", wang)
    first = wang.command("ask", ASKS, plain)
    await api.next_message(plain)
    wang.command("ask", "法无禁止即可为", plain, reply_to=first)
    await api.next_message(plain)
    assert [call.params.get("message_thread_id") for call in api.calls_of("sendMessage", chat=plain)] == [None, None]


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_a_message_in_a_topic_that_the_bot_opened_is_not_addressed(api: BotApi, bot: Running) -> None:
    wang = api.person()
    forum = api.group("论坛", wang, forum=True)
    wang.says(ASKS, forum, thread="通知")
    await api.quiet(bot.application)
    assert api.messages(forum) == []


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_nobody_is_answered_who_did_not_ask_us(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    news = api.channel("频道", linked=group)
    wang.says(ASKS, group)
    wang.says(CHATTER, group)
    wang.command("ask", ASKS, group, at="other_bot")
    wang.command("unknown", ASKS, group)
    wang.says(f"@other_bot {ASKS}", group)
    wang.says(f"@mingfa_bot {ASKS}", group, via=api.world.bot)
    api.posts(news, f"@mingfa_bot {ASKS}")
    api.as_channel(news).mentions(ASKS, group)
    api.other_bot().mentions(ASKS, group)
    await api.quiet(bot.application)
    assert api.messages(group) == []
    assert bot.recorder.questions == []


async def test_commands_for_other_bots_stay_unanswered_in_private_and_in_replies(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    wang.command("ask", ASKS, group, at="other_bot", reply_to=card)
    wang.command("ask", ASKS, at="other_bot")
    await api.quiet(bot.application)
    assert len(api.messages(group)) == 1
    assert api.messages(wang) == []


async def test_anonymous_admin_may_ask(api: BotApi, bot: Running) -> None:
    group = api.group("工作群", api.person())
    said = api.anonymous_admin(group).command("ask", ASKS, group)
    assert (await api.next_message(group)).reply_to is said


async def test_wordless_messages(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.photo()
    assert (await api.next_message(wang)).text == common_texts.WORDS_ONLY
    wang.says("😀😀")
    assert (await api.next_message(wang)).text in (answering_texts.EMPTY_QUESTION, common_texts.NONE)
    wang.photo(ASKS)
    assert (await api.next_message(wang)).covered("bold")


@pytest.mark.parametrize(
    ("word", "opening"),
    [("帮助", "直接打字提问"), ("目录", "讲话要点共"), ("今日一条", "今日一条（2026年3月2日）"), ("隐私。", "隐私说明")],
)
async def test_chinese_words_open_screens_when_addressed(api: BotApi, bot: Running, word: str, opening: str) -> None:
    wang = api.person()
    wang.says(word)
    assert (await api.next_message(wang)).text.startswith(opening)


async def test_a_question_that_begins_like_a_word_stays_a_question(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says("目录外的权力，法无授权不可为怎么讲")
    await api.quiet(bot.application)
    assert bot.recorder.questions[0].near[0] == ENTRY


async def test_overheard_only_where_wanted_and_only_so_often(api: BotApi, start: Start) -> None:
    api.world.bot_privacy = False
    async with start() as bot:
        wang = api.person()
        group = api.group("工作群", wang, bot="administrator")
        wang.says(ASKS, group)
        await api.quiet(bot.application)
        assert api.messages(group) == []
        bot.overhear(group.id, per_hour=1)
        said = wang.says(ASKS, group)
        card = await api.next_message(group)
        assert card.reply_to is said
        assert card.button_texts[-1] == "不用提醒我"
        wang.says("法无禁止即可为是什么意思？", group)
        wang.says(CHATTER, group)
        await api.quiet(bot.application)
        assert len(api.messages(group)) == 1
        assert [asked.addressed for asked in bot.recorder.questions] == [False]


async def test_dont_remind_me_is_for_admins_and_lasts_an_hour(api: BotApi, bot: Running) -> None:
    wang, boss = api.person("小王"), api.person("主任")
    group = api.group("工作群", wang, boss, bot="administrator")
    boss.promotes(boss, group)
    bot.overhear(group.id)
    wang.says(ASKS, group)
    card = await api.next_message(group)
    assert (await wang.presses(card, "不用提醒我")).text == texts.TOAST_ADMINS_ONLY
    api.faults.refuse(400, method=("getChatMember", "getChatAdministrators"), times=2)
    assert (await boss.presses(card, "不用提醒我")).text == texts.TOAST_NOT_CHECKED
    assert (await boss.presses(card, "不用提醒我")).text == texts.TOAST_HUSHED
    wang.says("法无禁止即可为是什么意思？", group)
    await api.quiet(bot.application)
    assert len(api.messages(group)) == 1


async def test_flood_gets_one_notice_then_silence(api: BotApi, start: Start) -> None:
    async with start(questions_per_minute=2) as bot:
        wang, li = api.person("小王"), api.person("小李")
        for _ in range(6):
            wang.says(ASKS)
        wang.command("help")
        li.says(ASKS)
        await api.quiet(bot.application)
        # The ways out (/help, /cancel) always work.
        assert [message.text == common_texts.FLOOD for message in api.messages(wang)] == [False, False, True, False]
        assert len(api.messages(li)) == 1


@pytest.mark.parametrize("api", [{"privacy_mode": True}, {"privacy_mode": False}], indirect=True)
async def test_added_renamed_promoted_removed_all_in_silence(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang, bot=None)
    wang.adds_bot(group)
    wang.promotes(api.world.bot, group)
    wang.removes_bot(group)
    await api.quiet(bot.application)
    assert bot.groups.told == [("joined", group.id), ("joined", group.id), ("left", group.id)]
    assert api.calls_of("sendMessage") == []
