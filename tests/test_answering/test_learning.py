"""Learning from more wordings than can be learned together: nothing falls to zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.answering.embedding import SentenceEncoder
from bot.answering.grams import CHARACTERS
from bot.answering.kernel import PENALTY, TextKernel
from bot.answering.learning import learn, neighbourhoods
from bot.answering.scorer import RANK_FEATURES, Scorer, no_memo
from bot.library.models import Library
from bot.library.normalize import normalize, simplify

SUBJECTS = ("普法责任", "执法检查", "信访接待", "公开清单", "学法考试", "行政复议")
FRAMES = ("{}归谁管", "{}什么时候开始", "请问{}怎么落实", "我们单位的{}做得不好会怎样", "{}的要求")
CHATTER = ("今天食堂吃什么", "明天几点开会", "收到谢谢", "签到表在哪")


@pytest.fixture
def kernel() -> TextKernel:
    return TextKernel([normalize(frame.format(subject)) for subject in SUBJECTS for frame in FRAMES] + [*CHATTER], CHARACTERS)


BOUNDS = np.arange(0, len(SUBJECTS) * len(FRAMES) + 1, len(FRAMES))
EVERY = np.arange(len(SUBJECTS))


@pytest.fixture(scope="module")
def small(library: Library) -> Library:
    entries = tuple(replace(entry, aliases=entry.aliases[:12]) for entry in library.entries[:8])
    return replace(library, entries=entries, background=library.background[:60])


def test_above_the_limit_learning_still_tells_known_wordings_apart(small: Library) -> None:
    scorer = Scorer(small, SentenceEncoder(), together=0)
    learned, found = RANK_FEATURES.index("learned"), 0
    for number, entry in enumerate(small.entries):
        for alias in entry.aliases:
            shortlist = scorer.shortlist(simplify(alias))
            scores = shortlist.features[:, learned]
            assert scores.any()
            assert shortlist.question["chatter"] < 0
            found += bool(shortlist.entries[np.argmax(scores)] == number)
    assert found >= 0.97 * sum(len(entry.aliases) for entry in small.entries)
    assert scorer.shortlist(simplify(small.background[0].text)).question["chatter"] > 0


def test_beside_everything_is_what_learning_together_gives(kernel: TextKernel) -> None:
    together, beside = learn(kernel, BOUNDS, [], no_memo), learn(kernel, BOUNDS, [], no_memo, together=0)
    for text in ("普法责任怎么落实", "信访的清单", "食堂几点开始", "xyz"):
        similar = kernel.similarities(CHARACTERS.of(text))
        chosen, scores, background = together.judge(similar, EVERY)
        again, nearly, nearly_background = beside.judge(similar, EVERY)
        assert chosen.tolist() == again.tolist() == EVERY.tolist()
        np.testing.assert_allclose(nearly, scores, atol=0.01)
        assert nearly_background == pytest.approx(background, abs=0.01)


def test_a_part_of_the_kernel_solves_its_own_ridge_equations(kernel: TextKernel) -> None:
    texts = np.array([0, 3, 7, 8, 20, 29, 30, 33])
    full = np.stack([kernel.similarities(CHARACTERS.of(text)) for text in _texts()])[np.ix_(texts, texts)]
    wanted = np.array([1, 1, -1, -1, 1, -1, -1, 1], dtype=np.float32)
    exact = np.linalg.solve(full + PENALTY * np.eye(len(texts)), wanted)
    np.testing.assert_allclose(kernel.by_text().part(texts).solve(wanted), exact, atol=2e-3)


def test_texts_that_share_nothing_are_learned_each_for_itself() -> None:
    kernel = TextKernel(["甲", "乙", "丙"], CHARACTERS)
    votes = kernel.by_text().part(np.arange(3)).solve(np.array([1, -1, 2], dtype=np.float32))
    np.testing.assert_allclose(votes, np.array([1, -1, 2]) / (1 + PENALTY), atol=1e-5)


def test_a_neighbourhood_holds_its_own_class_the_nearest_ones_and_some_background() -> None:
    classes = (
        ["普法责任归谁管", "普法责任清单"],
        ["学校怎么学法", "学校学法考试"],
        ["普法责任落实", "谁有普法责任"],
        ["信访接待", "信访日"],
    )
    kernel = TextKernel([normalize(text) for texts in classes for text in texts] + [*CHATTER], CHARACTERS)
    near = neighbourhoods(kernel, np.array([0, 2, 4, 6, 8]), 5)
    assert near[0].tolist() == [0, 1, 4, 5, 8, 11]
    assert near[2].tolist() == [0, 1, 4, 5, 8, 11]
    assert {2, 3} <= set(near[1].tolist())
    assert {6, 7} <= set(near[3].tolist())


def test_a_class_is_in_its_own_neighbourhood_even_if_another_has_the_same_words() -> None:
    kernel = TextKernel(["普法", "普法", "普法"], CHARACTERS)
    assert [set(texts.tolist()) >= {number} for number, texts in enumerate(neighbourhoods(kernel, np.arange(4), 1))] == [True] * 3


def test_what_was_learned_is_remembered_by_its_texts_and_neighbourhoods(kernel: TextKernel) -> None:
    kept: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def memo(kind: str, key: Sequence[str], compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        if (kind, *key) not in kept:
            kept[kind, *key] = compute()
        return kept[kind, *key]

    similar = kernel.similarities(CHARACTERS.of("普法责任"))
    first, second = (learn(kernel, BOUNDS, ["texts"], memo, together=0).judge(similar, EVERY) for _ in range(2))
    assert len(kept) == 1
    assert first[1].tolist() == second[1].tolist()
    learn(kernel, BOUNDS, ["texts"], memo)
    learn(kernel, BOUNDS, ["other texts"], memo, together=0)
    assert len(kept) == 3


def _texts() -> list[str]:
    return [normalize(frame.format(subject)) for subject in SUBJECTS for frame in FRAMES] + [*CHATTER]
