"""The promises about quality, held by the evaluation set; and the counting itself."""

from __future__ import annotations

import time

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.answerer import Answerer
from bot.answering.entry_card import entry_hit
from bot.answering.training.evaluate import EvaluationReport, evaluate, quantile
from bot.answering.training.labelled import EVALUATION_FOLDER, QUESTIONS, Labelled, LabelledError, read_labelled
from bot.library.models import Entry, Library
from bot.library.normalize import normalize


@pytest.fixture(scope="module")
def report(answerer: Answerer) -> EvaluationReport:
    messages = read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))
    return evaluate(lambda question, addressed: answerer.answer(question, addressed=addressed), messages, time.perf_counter)


def test_questions_find_their_passage(report: EvaluationReport) -> None:
    tally = report.addressed
    assert tally.count >= 270
    assert tally.share(tally.first) >= 0.92
    assert tally.share(tally.in_three) >= 0.98
    assert tally.share(tally.helped) >= 0.93
    assert tally.share(tally.answered_wrong) <= 0.03


def test_messages_that_deserve_silence_get_it(report: EvaluationReport) -> None:
    tally = report.silence
    assert tally.count >= 250
    assert tally.share(tally.answered_wrong) <= 0.02
    assert tally.share(tally.chose_wrong) <= 0.08


def test_long_and_pasted_texts_get_no_answer_and_nothing_unasked(report: EvaluationReport) -> None:
    assert report.pasted.count >= 500
    assert len(report.pasted_kinds) >= 12
    assert report.pasted.answered_wrong == 0
    assert report.pasted.share(report.pasted.chose_wrong) <= 0.04
    unasked = report.pasted_overheard
    assert (unasked.answered_wrong, unasked.chose_wrong) == (0, 0)


def test_overheard_questions_are_answered_and_chatter_is_left_alone(report: EvaluationReport) -> None:
    assert report.overheard.count >= 60
    assert report.overheard.share(report.overheard.answered_right) >= 0.7
    unasked = report.silence_overheard
    assert unasked.share(unasked.answered_wrong + unasked.chose_wrong) <= 0.005


def test_no_evaluation_question_is_an_alias_or_background(library: Library) -> None:
    known = {normalize(alias) for entry in library.entries for alias in entry.aliases} | {normalize(m.text) for m in library.background}
    messages = read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))
    # Bare keywords, thumbs and greetings of a few characters coincide by nature.
    assert not [m.question for m in messages if len(normalize(m.question)) > 5 and normalize(m.question) in known]


def test_the_evaluation_and_the_fitting_set_share_no_message() -> None:
    held_out = {normalize(m.question) for m in read_labelled(*(EVALUATION_FOLDER / name for name in QUESTIONS))}
    fitted = {normalize(m.question) for m in read_labelled(*EVALUATION_FOLDER.glob("fit_*.jsonl"))}
    assert len({text for text in held_out & fitted if len(text) > 6}) == 0


def test_every_label_names_an_entry(library: Library) -> None:
    messages = read_labelled(*EVALUATION_FOLDER.glob("*.jsonl"))
    assert {id_ for message in messages for id_ in message.entries} <= set(library.by_id)


def test_counting(library: Library) -> None:
    first, second, third = library.entries[:3]

    def said(outcome: Outcome, *entries: Entry) -> Answer:
        return Answer(outcome, tuple(entry_hit(entry, 50.0) for entry in entries))

    replies = {
        "right": said(Outcome.ANSWER, first, second),
        "wrong": said(Outcome.ANSWER, second, first),
        "among": said(Outcome.CHOOSE, second, first),
        "not among": said(Outcome.CHOOSE, second, third),
        "quiet": said(Outcome.NONE, first),
    }
    messages = [Labelled(question, (first.id,), "exam", True, "x") for question in replies]
    tally = evaluate(lambda question, addressed: replies[question], messages, time.perf_counter).addressed
    assert (tally.count, tally.first, tally.in_three, tally.helped, tally.answered_wrong, tally.none) == (5, 2, 4, 2, 1, 1)
    silent = [Labelled(question, (), "noise", False, "x") for question in replies]
    counted = evaluate(lambda question, addressed: replies[question], silent, time.perf_counter).silence
    assert (counted.answered_wrong, counted.chose_wrong, counted.none) == (2, 2, 1)


def test_quantiles() -> None:
    assert quantile([], 0.5) == 0
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile([1, 2, 3], 1) == 3


def test_broken_labels_are_told_with_their_line(tmp_path: object) -> None:
    path = EVALUATION_FOLDER.__class__(str(tmp_path)) / "broken.jsonl"
    path.write_text('{"question": "a", "entries": [], "voice": "x", "addressed": true}\n{"question": 1', encoding="utf-8")
    with pytest.raises(LabelledError, match="第 2 行"):
        read_labelled(path)
