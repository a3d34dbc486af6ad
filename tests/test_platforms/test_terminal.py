"""The conversation at the prompt."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from bot import texts as common_texts
from bot.answering import texts as answering_texts
from bot.answering.answer import Answer, Outcome
from bot.answering.answerer import Answerer
from bot.answering.card import View
from bot.answering.entry_card import entry_card, entry_hit, entry_view
from bot.library.daily import entry_of_day
from bot.library.models import Library
from bot.library.speech import readable
from bot.platforms.terminal import texts as terminal_texts
from bot.platforms.terminal.prompt import Prompt, answer_text, card_text, chat
from bot.richtext.block import Block


@pytest.fixture
def conversation(answerer: Answerer) -> Prompt:
    return Prompt(lambda: answerer, lambda: date(2026, 11, 23))


class Choosing(Answerer):
    """An answerer that always offers the same choice."""

    def answer(self, question: str, *, addressed: bool = True) -> Answer:
        return Answer(Outcome.CHOOSE, tuple(entry_hit(entry, 30.0) for entry in self.library.entries[:3]))


@pytest.fixture
def choosing(answerer: Answerer) -> Prompt:
    return Prompt(lambda: Choosing(answerer.speech), lambda: date(2026, 11, 23))


def test_a_choice_is_picked_by_number(choosing: Prompt, library: Library) -> None:
    offered = choosing.reply("清单") or ""
    assert offered.startswith(common_texts.CHOOSE)
    assert f"2. {library.entries[1].title}" in offered
    assert choosing.reply("9") == terminal_texts.BAD_PICK.format(count=3)
    assert (choosing.reply("2") or "").startswith(f"【{library.entries[1].title}】")


NUMBERS = ["2", " 2 ", "２", "2️⃣", "（2）", "２。", "2\u200b", "②", "2.", "2、", "第2个", "第二条", "选2", "我选第二个", "二"]
NUMBERS += ["【2】", "“2”", "#2", "2吧", "两"]


@pytest.mark.parametrize("said", NUMBERS)
def test_a_number_is_understood_as_people_type_it(choosing: Prompt, library: Library, said: str) -> None:
    choosing.reply("清单")
    assert (choosing.reply(said) or "").startswith(f"【{library.entries[1].title}】")


@pytest.mark.parametrize("said", ["0", "4", "999"])
def test_a_number_that_is_not_offered_is_told_and_the_choice_stays_open(choosing: Prompt, library: Library, said: str) -> None:
    choosing.reply("清单")
    assert choosing.reply(said) == terminal_texts.BAD_PICK.format(count=3)
    assert (choosing.reply("1") or "").startswith(f"【{library.entries[0].title}】")


def test_after_one_card_another_of_the_choice_can_be_seen(choosing: Prompt, library: Library) -> None:
    choosing.reply("清单")
    choosing.reply("1")
    assert (choosing.reply("3") or "").startswith(f"【{library.entries[2].title}】")


def test_none_of_the_choices_is_an_answer_too(choosing: Prompt) -> None:
    choosing.reply("清单")
    assert choosing.reply(common_texts.CHOOSE_NONE) == common_texts.PICK_NONE


def test_a_card_has_all_its_parts_and_no_censor_marks(answerer: Answerer, library: Library) -> None:
    for entry in library.entries:
        shown = card_text(entry_card(entry), answerer.view)
        assert entry.title in shown
        assert entry.gist in shown
        assert entry.place.label in shown
        assert "*" not in shown
        assert all(caution in shown for caution in entry.cautions)
        assert all(f"《{s.law}》第{s.article}条（{s.version}版）" in shown for s in entry.statutes)
        assert all(case.title in shown for case in entry.cases)
        for excerpt in entry.passage:
            assert readable(excerpt) in shown


def test_a_case_that_nobody_checked_is_not_shown(library: Library) -> None:
    from dataclasses import replace

    entry = next(entry for entry in library.entries if entry.cases)
    unchecked = replace(entry, cases=tuple(replace(case, status="未核") for case in entry.cases))
    assert common_texts.LABEL_CASE not in card_text(entry_card(unchecked), lambda _, name: entry_view(unchecked, library, name))
    assert entry_view(unchecked, library, "cases") == View(common_texts.LABEL_CASE, (Block(answering_texts.NO_CASES, gap=True),))


def test_the_caution_on_private_freedom_stands_on_its_card(library: Library) -> None:
    assert any("机关" in caution for caution in library.by_id["p12-7"].cautions)
    assert any("权力" in caution for caution in library.by_id["p05-1"].cautions)


@pytest.mark.parametrize("wanted", ["p12-3", "P12-3", " 法无授权不可为 ", "法無授權不可為"])
def test_topics_are_found_by_id_or_title(conversation: Prompt, wanted: str) -> None:
    assert (conversation.reply(f"/topic {wanted}") or "").startswith("【法无授权不可为】")


def test_commands_say_what_is_wrong_with_them(conversation: Prompt) -> None:
    assert conversation.reply("/topic") == common_texts.TOPIC_USAGE
    assert "没有“p99”这一条" in (conversation.reply("/topic p99") or "")
    assert "/nothing" in (conversation.reply("/nothing") or "")
    assert conversation.reply("/help") == terminal_texts.CHAT_HELP
    assert conversation.reply("/quit") is None


def test_the_day_entry_goes_through_all_entries_in_order(library: Library) -> None:
    start = date(2026, 11, 23)
    days = [entry_of_day(library, start + timedelta(days=n)) for n in range(len(library.entries))]
    assert {entry.id for entry in days} == set(library.by_id)
    position = library.entries.index(days[0])
    assert days[1] is library.entries[(position + 1) % len(days)]
    assert entry_of_day(library, start + timedelta(days=len(days))) is days[0]


def test_no_answer_says_what_the_speech_covers(answerer: Answerer) -> None:
    assert "/topics" in answer_text(Answer(Outcome.NONE, ()), answerer)


@pytest.mark.parametrize("said", ["／help", "、help", "/ help", "／ｈｅｌｐ", "。/help", "/帮助", "／帮助。", "/HELP", "\\help", "帮助"])
def test_a_slash_of_a_chinese_keyboard_is_one(conversation: Prompt, said: str) -> None:
    assert conversation.reply(said) == terminal_texts.CHAT_HELP


IDS = ["／topic p12-3", "、topic P12－3", "/topic：p12—3", "/topic法无授权不可为", "p12-3", "Ｐ12－3。", "“p12–3”"]


@pytest.mark.parametrize("said", IDS)
def test_an_entry_is_shown_however_its_id_is_typed(conversation: Prompt, said: str) -> None:
    assert (conversation.reply(said) or "").startswith("【法无授权不可为】")


@pytest.mark.parametrize("said", ["／quit", "、quit", "退出", "/退出", "ｑｕｉｔ", "quit", "EXIT", "再见"])
def test_there_are_many_ways_out(conversation: Prompt, said: str) -> None:
    assert conversation.reply(said) is None


@pytest.mark.parametrize(("said", "shown"), [("／nothing", "／nothing"), ("、nothing", "、nothing"), ("/没有的", "/没有的")])
def test_a_command_that_is_none_is_named(conversation: Prompt, said: str, shown: str) -> None:
    assert conversation.reply(said) == terminal_texts.UNKNOWN_COMMAND.format(command=shown)


@pytest.mark.parametrize("before", ["/ask ", "、ask", "、"])
def test_what_follows_ask_or_a_stray_sign_is_a_question(conversation: Prompt, before: str) -> None:
    assert (conversation.reply(f"{before}法无授权不可为这句话怎么讲的") or "").startswith("【法无授权不可为】")


def test_lines_in_another_encoding_are_told_not_answered(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("谁执法谁普法\n".encode("gbk")), encoding="utf-8", errors="replace"))
    chat(Choosing(answerer.speech), lambda: date(2026, 3, 2))
    assert terminal_texts.INPUT_NOT_UTF8 in capsys.readouterr().out.splitlines()
