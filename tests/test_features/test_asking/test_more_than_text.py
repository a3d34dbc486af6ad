"""What Telegram tells beside the words: quotes, albums, our name among other marks, contents that are no text."""

from __future__ import annotations

from typing import Any

import pytest

from bot import texts as common_texts
from bot.features.asking import texts
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.state import Chat, Message
from tests.running import ASKS, CHATTER, ENTRY, Running, Start

OPEN = [{"privacy_mode": False}]
NOTICE = f"各位：下周三下午两点在三楼会议室开会，请带好笔和本子，车停在后院。另外请大家想一想，{ASKS}，下周要抽查。中午食堂照常供应。"
QUOTE = {"text": ASKS, "position": NOTICE.index(ASKS), "is_manual": True}
ELSEWHERE = {"origin": {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "李"}}


def card_of(bot: Running) -> list[str]:
    return [bot.services.knowledge.library.by_id[ENTRY].title]


@pytest.mark.parametrize("words", ["/ask", "@mingfa_bot", "／ask"])
@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_a_quote_is_the_question(api: BotApi, bot: Running, words: str) -> None:
    li, wang = api.person("李"), api.person("王")
    group = api.group("工作群", li, wang)
    notice = li.says(NOTICE, group)
    wang.says(words, group, reply_to=notice, extra={"quote": QUOTE})
    card = await api.next_message(group)
    assert (card.covered("bold"), card.reply_to) == (card_of(bot), notice)
    await api.quiet(bot.application)
    # What somebody else has written is answered and not kept.
    assert [(asked.key, asked.question) for asked in bot.recorder.questions] == [(ENTRY, "")]


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_a_quote_from_another_chat_is_one_too(api: BotApi, bot: Running) -> None:
    wang = api.person("王")
    group = api.group("工作群", wang)
    said = wang.says("/ask", group, extra={"quote": {**QUOTE, "is_manual": None}, "external_reply": ELSEWHERE})
    card = await api.next_message(group)
    assert (card.covered("bold"), card.reply_to) == (card_of(bot), said)
    await api.quiet(bot.application)
    assert [(asked.key, asked.question) for asked in bot.recorder.questions] == [(ENTRY, "")]
    wang.says("/ask", group, extra={"external_reply": ELSEWHERE})
    assert (await api.next_message(group)).text == texts.ASK_USAGE


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_without_a_quote_that_somebody_chose_the_message_is_meant(api: BotApi, bot: Running) -> None:
    li, wang = api.person("李"), api.person("王")
    group = api.group("工作群", li, wang)
    whole = li.says(ASKS, group)
    wang.says("/ask", group, reply_to=whole, extra={"quote": {"text": ASKS[:2], "position": 0}})
    assert (await api.next_message(group)).covered("bold") == card_of(bot)


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_words_beside_a_quote_are_the_question(api: BotApi, bot: Running) -> None:
    wang = api.person("王")
    group = api.group("工作群", wang)
    quote = {"text": "红烧肉", "position": 7, "is_manual": True}
    wang.says(f"/ask {ASKS}", group, reply_to=wang.says(CHATTER, group), extra={"quote": quote})
    assert (await api.next_message(group)).covered("bold") == card_of(bot)


@pytest.mark.parametrize(
    "text",
    [
        f"请问@mingfa_bot{ASKS}",
        f"{ASKS}@Mingfa_Bot",
        f"＠mingfa_bot {ASKS}",
        f"<b>@mingfa_bot</b> {ASKS}",
        f"<code>@mingfa_bot</code>{ASKS}",
        f"<blockquote>{ASKS} @mingfa_bot</blockquote>",
        f'<a href="https://example.com">@mingfa_bot</a>{ASKS}',
        f"😀<tg-spoiler>@mingfa_bot</tg-spoiler>，{ASKS}",
    ],
)
@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_our_name_counts_whatever_touches_or_covers_it(api: BotApi, bot: Running, text: str) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    said = wang.says(text, group, html=True)
    card = await api.next_message(group)
    assert (card.covered("bold"), card.reply_to) == (card_of(bot), said)


@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_our_name_in_a_caption_or_as_a_mention_of_us_counts(api: BotApi, bot: Running) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.photo(f"请问@mingfa_bot{ASKS}", group)
    assert (await api.next_message(group)).covered("bold") == card_of(bot)
    me = {"id": bot.application.bot.id, "is_bot": True, "first_name": "明法"}
    mark = {"type": "text_mention", "offset": 2, "length": 2, "user": me}
    wang.posts(group, body=f"😀明法{ASKS}", entities=[mark])
    assert (await api.next_message(group)).covered("bold") == card_of(bot)


@pytest.mark.parametrize("name", ["a@mingfa_bot.cn", "@mingfa_bot2", "https://t.me/@mingfa_bot", "mingfa_bot", "x@mingfa_bot"])
@pytest.mark.parametrize("api", OPEN, indirect=True)
async def test_what_only_looks_like_our_name_is_none(api: BotApi, bot: Running, name: str) -> None:
    wang = api.person()
    group = api.group("工作群", wang)
    wang.says(f"{name} {ASKS}", group)
    wang.says(f"@mingfa_bot {CHATTER}", group)
    assert (await api.next_message(group)).text == texts.GROUP_NONE


@pytest.mark.parametrize("mark", [{"type": "date_time", "unix_time": 5}, {"type": "no_such_mark", "more": {"a": [1]}}])
async def test_marks_that_nobody_knows_change_nothing(api: BotApi, bot: Running, mark: dict[str, Any]) -> None:
    wang = api.person()
    wang.posts(body=ASKS, entities=[{**mark, "offset": 0, "length": 3}])
    assert (await api.next_message(wang)).covered("bold") == card_of(bot)


async def test_a_command_under_another_mark_is_one(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says("<b>/help</b>", html=True)
    assert (await api.next_message(wang)).text.startswith("直接打字提问")


def album(api: BotApi, person: Any, captions: list[str | None], chat: Chat | None = None) -> list[Message]:
    return [person.photo(caption, chat, extra={"media_group_id": "17"}) for caption in captions]


@pytest.mark.parametrize("place", [0, 2, 4])
async def test_an_album_has_one_answer_wherever_its_question_stands(api: BotApi, start: Start, place: int) -> None:
    wang = api.person()
    async with start() as bot:
        sent = album(api, wang, [ASKS if number == place else None for number in range(5)])
        card = await api.next_message(wang)
        assert card.covered("bold") == card_of(bot)
    # Stopped, with all that was still to be said.
    assert [message for message in api.messages(wang.chat) if message not in sent] == [card]


async def test_an_album_without_a_question_has_one_notice_and_uses_up_nothing(api: BotApi, bot: Running) -> None:
    bot.services.albums.patience = 0.05
    wang = api.person()
    album(api, wang, [None] * 5)
    notice = await api.next_message(wang)
    assert notice.text == common_texts.WORDS_ONLY
    for _ in range(10):
        wang.says("/about")
        assert (await api.next_message(wang)).text != common_texts.FLOOD
    wang.says("/about")
    assert (await api.next_message(wang)).text == common_texts.FLOOD


async def test_a_question_that_comes_after_the_notice_takes_its_place(api: BotApi, bot: Running) -> None:
    bot.services.albums.patience = 0.01
    wang = api.person()
    album(api, wang, [None, None])
    notice = await api.next_message(wang)
    assert notice.text == common_texts.WORDS_ONLY
    album(api, wang, [ASKS])
    await api.wait_for(lambda call: call.method == "editMessageText")
    assert notice.covered("bold") == card_of(bot)


CONTENTS: list[dict[str, Any]] = [
    {
        "poll": {
            "id": "1",
            "question": "几点开会",
            "options": [{"text": "九点", "voter_count": 0}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
    },
    {"poll": {"id": "1", "question": "缺了许多", "options": [{}]}},
    {"checklist": {"title": "清单", "tasks": [{"id": 1, "text": "扫地"}]}},
    {"checklist": {"title": "清单"}},
    {"giveaway": {"chats": [], "winners_selection_date": 1_800_000_000, "winner_count": 1}},
    {"paid_media": {"star_count": 1, "paid_media": []}},
    {"story": {"chat": {"id": 7, "type": "private"}, "id": 1}},
    {"dice": {"emoji": "🎲", "value": 1}},
    {"hologram": {"depth": 3}},
]


@pytest.mark.parametrize("content", CONTENTS, ids=[f"{number}-{next(iter(one))}" for number, one in enumerate(CONTENTS)])
async def test_what_is_no_text_gets_the_one_helpful_sentence(api: BotApi, bot: Running, content: dict[str, Any]) -> None:
    wang = api.person()
    wang.posts(content=content)
    assert (await api.next_message(wang)).text == common_texts.WORDS_ONLY


async def test_what_happens_in_a_chat_is_no_question(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.posts(content={"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": wang.id, "type": "private"}}})
    wang.posts(content={"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}})
    wang.says("/about")
    assert (await api.next_message(wang)).text.startswith("明法")
