"""Buttons: every one on every card, choices, contents, thumbs, and presses that mean nothing any more."""

from __future__ import annotations

import pytest

from bot import texts as common_texts
from bot.chat import texts as chat_texts
from bot.features.asking import texts as asking_texts
from bot.features.asking.presses import Contents, Look, Mark, Neither, Open, Pick
from bot.library.models import Library
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.state import Message
from tests.running import ASKS, ENTRY, OTHER_ENTRY, Running

VIEWS = ["看全段", "法条依据", "真实案例", "相关要点"]


async def press(api: BotApi, person: object, message: Message, button: str, bot: Running) -> str:
    """Press and wait for the edit as well; returns the toast."""
    toast = await person.presses(message, button)  # type: ignore[attr-defined]
    await api.quiet(bot.application)
    return str(toast.text)


@pytest.mark.parametrize("view", VIEWS)
async def test_each_view_edits_the_message_and_leads_back(api: BotApi, bot: Running, view: str) -> None:
    wang, li = api.person("小王"), api.person("小李")
    group = api.group("工作群", wang, li)
    wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    shown = card.text
    await press(api, li, card, view, bot)
    assert card.text != shown
    await press(api, li, card, "返回", bot)
    assert (card.text, card.button_texts[:4]) == (shown, VIEWS)
    assert len(api.messages(group)) == 1


async def test_every_entry_in_every_view_is_accepted(api: BotApi, bot: Running, library: Library) -> None:
    wang = api.person()
    wang.command("topic", ENTRY)
    message = await api.next_message(wang)
    for entry in library.entries:
        wang = api.person()  # nobody presses so often
        for press_ in (Open(entry.id), *(Look(entry.id, view) for view in ("whole", "law", "cases", "related"))):
            wang.taps(message, data=press_.pack())
        await api.quiet(bot.application, timeout=60)  # of one chat only so many may wait
    refused = [call.error for call in api.calls if call.error]
    assert refused == []
    assert len(api.calls_of("editMessageText")) == 5 * len(library.entries)


async def test_whole_paragraph_is_the_speech_with_censored_words_hidden(api: BotApi, bot: Running, library: Library) -> None:
    wang = api.person()
    wang.command("topic", "p12-1")
    card = await api.next_message(wang)
    assert "*" not in card.text
    assert "……强调" in card.text
    await press(api, wang, card, "看全段", bot)
    assert "*" not in card.text
    assert library.speech.paragraphs[12][-40:] in card.text


async def test_long_paragraphs_are_paged_both_ways(api: BotApi, bot: Running, library: Library) -> None:
    long = max(library.entries, key=lambda entry: sum(len(library.speech.paragraphs[n]) for n in entry.place.paragraphs))
    wang = api.person()
    wang.command("topic", long.id)
    card = await api.next_message(wang)
    await press(api, wang, card, "看全段", bot)
    pages = [card.text]
    while "下一页" in card.button_texts:
        await press(api, wang, card, "下一页", bot)
        pages.append(card.text)
    whole = "".join(pages)
    for number in long.place.paragraphs:
        assert library.speech.paragraphs[number].split("*")[-1][-30:] in whole
    for page in reversed(pages[:-1]):
        await press(api, wang, card, "上一页", bot)
        assert card.text == page


async def test_related_points_are_one_press_away(api: BotApi, bot: Running, library: Library) -> None:
    wang = api.person()
    wang.command("topic", ENTRY)
    card = await api.next_message(wang)
    await press(api, wang, card, "相关要点", bot)
    other = library.by_id[library.by_id[ENTRY].related[0]]
    await press(api, wang, card, other.title, bot)
    assert card.covered("bold") == [other.title]


async def test_choice_offers_titles_and_picking_shows_the_card(api: BotApi, bot: Running, unsure: str) -> None:
    wang, li = api.person("小王"), api.person("小李")
    wang.says(unsure)
    choice = await api.next_message(wang)
    assert choice.text == common_texts.CHOOSE
    titles = choice.button_texts[:-1]
    assert 1 <= len(titles) <= 3
    assert choice.button_texts[-1] == "都不是"
    await press(api, wang, choice, titles[-1], bot)
    assert choice.covered("bold") == [titles[-1]]
    li.says(unsure)
    second = await api.next_message(li)
    await press(api, li, second, "都不是", bot)
    assert (second.text, second.buttons) == (common_texts.PICK_NONE, [])
    assert [pick[2] is None for pick in bot.recorder.picks] == [False, True]


async def test_contents_by_part_to_a_card_and_back(api: BotApi, bot: Running, library: Library) -> None:
    wang = api.person()
    wang.command("topics")
    contents = await api.next_message(wang)
    found: list[str] = []
    for _ in range(len(library.parts) // 8 + 1):
        found += [label for label in contents.button_texts if label not in ("上一页", "下一页")]
        if "下一页" in contents.button_texts:
            await press(api, wang, contents, "下一页", bot)
    assert found == [f"{part}（{len(entries)}）" for part, entries in library.parts.items()]
    part, entries = list(library.parts.items())[-1]
    await press(api, wang, contents, f"{part}（{len(entries)}）", bot)
    assert contents.button_texts[: len(entries[:8])] == [entry.title for entry in entries[:8]]
    await press(api, wang, contents, entries[0].title, bot)
    assert contents.covered("blockquote")
    await press(api, wang, contents, "法条依据", bot)
    await press(api, wang, contents, "返回", bot)
    await press(api, wang, contents, "返回目录", bot)
    assert part in contents.text
    await press(api, wang, contents, "返回目录", bot)
    assert contents.text.startswith("讲话要点共")


async def test_thumbs_are_thanked_and_the_last_one_counts(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    assert await press(api, wang, card, "👍", bot) == asking_texts.TOAST_THANKS_UP
    assert await press(api, wang, card, "👎", bot) == asking_texts.TOAST_THANKS_DOWN
    assert not await bot.recorder.voted(wang.id, card.message_id, wang.id, up=False)
    assert await bot.recorder.voted(wang.id, card.message_id, wang.id, up=True)


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "card:no-such:0:",
        "card:law_1:0:",
        "view:p12-3:0:",
        "view:p12-3:nothing",
        "law:../../etc:0:",
        "part:99:0:",
        "part:x:0:",
        "🙂",
        "law:p12-3:0:z",
        "a" * 64,
    ],
)
async def test_presses_that_we_never_made_are_stale(api: BotApi, bot: Running, data: str) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    shown = card.text
    assert (await wang.presses(card, data=data)).text == chat_texts.TOAST_STALE
    assert card.text == shown


async def test_a_button_works_under_an_old_message_and_is_stale_when_it_has_gone(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    wang.taps(card, "法条依据", inaccessible=True)
    await api.quiet(bot.application)
    assert common_texts.LABEL_LAW in card.text
    data = Open(ENTRY).pack()
    wang.deletes(card)
    assert (await wang.presses(card, data=data)).text == chat_texts.TOAST_STALE


async def test_pressing_twice_is_no_fault(api: BotApi, bot: Running, log: pytest.LogCaptureFixture) -> None:
    wang, li = api.person("小王"), api.person("小李")
    group = api.group("工作群", wang, li)
    wang.command("ask", ASKS, group)
    card = await api.next_message(group)
    data = Look(ENTRY, "law").pack()
    for person in (wang, li):
        await person.presses(card, data=data)
    await api.quiet(bot.application)
    assert [record for record in log.records if record.levelname == "ERROR"] == []


async def test_a_toast_that_comes_too_late_takes_nothing_away(api: BotApi, bot: Running) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    api.faults.refuse(
        400, "Bad Request: query is too old and response timeout expired or query ID is invalid", method="answerCallbackQuery"
    )
    wang.taps(card, "法条依据")
    await api.wait_for_method("editMessageText")
    await api.quiet(bot.application)
    assert common_texts.LABEL_LAW in card.text


def test_data_is_short_ascii_and_means_what_it_meant() -> None:
    longest = Look("x" * 24, "eightish", 999, Mark.OVERHEARD)
    assert len(longest.pack().encode("ascii")) <= 64
    for press_ in (longest, Contents(), Neither(), Pick("law_mfd-1077"), Open("ov-four-laws", 3, Mark.TOPICS)):
        assert type(press_).read(press_.pack()) == press_


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (f"card:{ENTRY}:0:", "法无授权不可为"),
        (f"card:{ENTRY}:99:", "法无授权不可为"),
        (f"whole:{ENTRY}:0:", "讲话第12段全文"),
        (f"law:{ENTRY}:0:o", common_texts.LABEL_LAW),
        (f"cases:{ENTRY}:0:", common_texts.LABEL_CASE),
        (f"related:{ENTRY}:0:t", common_texts.LABEL_RELATED),
        (f"pick:{ENTRY}:0:", "法无授权不可为"),
        ("neither::0:", common_texts.PICK_NONE),
        ("parts::1:", "讲话要点共"),
        ("part:1:0:", "请选"),
        (f"part:{ENTRY}:0:", "法无授权不可为"),
    ],
)
async def test_a_button_from_before_there_were_other_sources_does_what_it_did(api: BotApi, bot: Running, data: str, shown: str) -> None:
    wang = api.person()
    wang.command("topic", OTHER_ENTRY)
    card = await api.next_message(wang)
    wang.taps(card, data=data)
    await api.quiet(bot.application)
    assert shown in card.text + " ".join(card.button_texts)
    assert not [call.error for call in api.calls if call.error]


@pytest.mark.parametrize("data", [f"up:{ENTRY}:0:", f"down:{ENTRY}:0:o"])
async def test_a_thumb_from_before_counts(api: BotApi, bot: Running, data: str) -> None:
    wang = api.person()
    wang.says(ASKS)
    card = await api.next_message(wang)
    assert (await wang.presses(card, data=data)).text in (asking_texts.TOAST_THANKS_UP, asking_texts.TOAST_THANKS_DOWN)
    assert not await bot.recorder.voted(wang.id, card.message_id, wang.id, up=data.startswith("up"))
