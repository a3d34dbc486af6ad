"""Which evaluation questions change?"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.answerer import Answerer
from bot.answering.building import AnswererBuilder
from bot.answering.entry_card import entry_hit
from bot.answering.training.labelled import Labelled, LabelledError, evaluation_set, read_labelled
from bot.features.teaching.trial import Grade, Shift, Trial, effect, grade
from bot.library.models import Library
from bot.library.supplementing import Taught, Wordings, supplement

NEW = "田里的水渠归谁管才合规矩"


def message(*entries: str, question: str = "问") -> Labelled:
    return Labelled(question, entries, "plain", True, "test")


@pytest.mark.parametrize(
    ("right", "outcome", "given", "expected"),
    [
        (0, Outcome.ANSWER, (0, 1), Grade.RIGHT),
        (1, Outcome.ANSWER, (0, 1), Grade.WRONG),
        (1, Outcome.CHOOSE, (0, 1), Grade.RIGHT_CHOICE),
        (2, Outcome.CHOOSE, (0, 1), Grade.WRONG_CHOICE),
        (0, Outcome.NONE, (0, 1), Grade.LEFT_ALONE),
        (None, Outcome.NONE, (0,), Grade.RIGHT),
        (None, Outcome.CHOOSE, (0,), Grade.WRONG_CHOICE),
        (None, Outcome.ANSWER, (0,), Grade.WRONG),
    ],
)
def test_grades(library: Library, right: int | None, outcome: Outcome, given: tuple[int, ...], expected: Grade) -> None:
    answer = Answer(outcome, tuple(entry_hit(library.entries[number], 50) for number in given))
    assert grade(message(*([library.entries[right].id] if right is not None else [])), answer) is expected


def test_the_greatest_changes_come_first() -> None:
    messages = [message("a", question="一"), message(question="二"), message("a", question="三"), message("a", question="四")]
    before = [Grade.LEFT_ALONE, Grade.RIGHT, Grade.WRONG, Grade.RIGHT]
    after = [Grade.RIGHT_CHOICE, Grade.WRONG, Grade.RIGHT, Grade.RIGHT]
    found = effect(messages, before, after)
    assert [shift.question for shift in found.better] == ["三", "一"]
    assert found.worse == (Shift("二", True, Grade.RIGHT, Grade.WRONG),)
    assert found.asked == 4


async def test_teaching_a_question_makes_it_better_and_the_set_is_read_once(build: AnswererBuilder, small: Library) -> None:
    entry = small.entries[3]
    reads = []

    def messages() -> list[Labelled]:
        reads.append(1)
        return [message(entry.id, question=NEW), message(question="今天中午食堂吃红烧肉"), message(entry.id, question=entry.aliases[0])]

    trial = Trial(build, messages)
    taught = supplement(small, Wordings(small), [Taught(NEW, entry.id)]).library
    found = await trial.run(build(small), taught)
    assert [shift.question for shift in found.better] == [NEW]
    assert not found.worse
    assert (await trial.run(build(small), small)).better == ()
    assert reads == [1]


async def test_without_an_evaluation_set_it_says_so(build: AnswererBuilder, small: Library, tmp_path: Path) -> None:
    with pytest.raises(LabelledError):
        await Trial(build, lambda: read_labelled(tmp_path / "questions.jsonl")).run(build(small), small)


def test_the_evaluation_set_of_the_project_is_found() -> None:
    assert len(evaluation_set()) > 500


async def test_what_was_tried_is_not_asked_again(build: AnswererBuilder, small: Library) -> None:
    built: list[str] = []

    def counting(library: Library) -> Answerer:
        built.append(library.version)
        return build(library)

    entry = small.entries[3]
    trial = Trial(counting, lambda: [message(entry.id, question=NEW)])
    first = supplement(small, Wordings(small), [Taught(NEW, entry.id)]).library
    second = supplement(small, Wordings(small), [Taught(NEW, entry.id), Taught("还有一种问法是怎样的", entry.id)]).library
    await trial.run(build(small), first)
    assert (await trial.run(build(small), first)).better
    assert not (await trial.run(build(first), second)).better
    assert built == [first.version, second.version]
