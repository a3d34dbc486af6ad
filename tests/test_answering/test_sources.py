"""Several sources, one answer: the surest leads, and every hit is found by its key."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answer, Decision, Outcome
from bot.answering.answerer import Answerer
from bot.answering.hit import SPEECH, Hit, key_of, split_key
from bot.answering.sources import merge
from tests.faq import BARS, ITEMS, Faq

SPOKEN = "法无授权不可为这句话怎么讲的"


@pytest.fixture
def both(answerer: Answerer) -> Answerer:
    return Answerer(answerer.speech, Faq())


def said(kind: str, outcome: Outcome, *scores: float) -> Decision:
    """What one source says: hits with these scores."""
    hits = tuple(Hit(kind, f"n{number}", "", "", "", score) for number, score in enumerate(scores))
    return Decision(Answer(outcome, hits), BARS)


def test_each_source_answers_its_own_questions(both: Answerer) -> None:
    for id_, question, text in ITEMS:
        answer = both.answer(question)
        assert (answer.outcome, answer.hits[0].key, answer.hits[0].text) == (Outcome.ANSWER, f"faq_{id_}", text)
    assert both.answer(SPOKEN).hits[0].key == "p12-3"


@pytest.mark.parametrize("question", [SPOKEN, "清单", "今天食堂吃什么", "收到", "👍", "谁执法谁普法怎么落实"])
@pytest.mark.parametrize("addressed", [True, False])
def test_a_source_that_says_nothing_changes_nothing(answerer: Answerer, both: Answerer, question: str, addressed: bool) -> None:
    assert both.decide(question, addressed=addressed) == answerer.decide(question, addressed=addressed)


def test_choices_of_several_sources_are_one_choice_of_at_most_three() -> None:
    decision = merge([said("a", Outcome.CHOOSE, 50, 30, 10), said("b", Outcome.CHOOSE, 60, 20)])
    assert decision.answer.outcome is Outcome.CHOOSE
    assert [(hit.kind, hit.score) for hit in decision.answer.hits] == [("b", 60), ("a", 50), ("a", 30)]
    assert decision.answer.also == ()


@pytest.mark.parametrize("order", [1, -1])
def test_the_surest_leads_and_the_other_answer_comes_along(order: int) -> None:
    answer = merge([said("a", Outcome.ANSWER, 91, 2), said("b", Outcome.ANSWER, 97)][::order]).answer
    assert (answer.outcome, answer.hits[0].kind) == (Outcome.ANSWER, "b")
    assert [hit.kind for hit in answer.also] == ["a"]


@pytest.mark.parametrize("outcome", [Outcome.CHOOSE, Outcome.NONE])
def test_who_is_sure_is_not_mixed_with_who_is_not(outcome: Outcome) -> None:
    answer = merge([said("a", outcome, 99), said("b", Outcome.ANSWER, 90)]).answer
    assert (answer.outcome, [hit.kind for hit in answer.hits], answer.also) == (Outcome.ANSWER, ["b"], ())


def test_what_no_source_knows_names_the_nearest_of_all() -> None:
    answer = merge([said("a", Outcome.NONE, 3), said("b", Outcome.NONE, 5)]).answer
    assert (answer.outcome, [hit.kind for hit in answer.hits]) == (Outcome.NONE, ["b", "a"])
    assert merge([said("a", Outcome.NONE), said("b", Outcome.NONE)]).answer == Answer(Outcome.NONE, ())


def test_hits_are_found_by_key_by_id_and_by_title_in_every_source(both: Answerer) -> None:
    for key in ("p12-3", "faq_shitang"):
        hit = both.hit(key)
        assert hit is not None
        assert (hit.key, both.find(hit.id), both.find(hit.title)) == (key, hit, hit)
    for key in ("faq_p12-3", "shitang", "law_1", "_", "", "faq_"):
        assert both.hit(key) is None
    assert both.looks_like_id("p99-9")
    assert both.looks_like_id("shitang")
    assert not both.looks_like_id("食堂")


@pytest.mark.parametrize(("kind", "id_"), [("law", "x" * 21), ("law", "民法典"), ("law", ""), ("L", "1"), (SPEECH, "a_b_c"), (SPEECH, "")])
def test_an_id_that_has_no_room_on_a_button_is_told_at_once(kind: str, id_: str) -> None:
    with pytest.raises(ValueError, match="no room"):
        Hit(kind, id_, "", "", "")


@pytest.mark.parametrize(("kind", "id_", "key"), [(SPEECH, "p12-3", "p12-3"), ("law", "mfd-1077", "law_mfd-1077")])
def test_a_plain_id_is_an_entry_of_the_speech(kind: str, id_: str, key: str) -> None:
    assert key_of(kind, id_) == key
    assert split_key(key) == (kind, id_)
