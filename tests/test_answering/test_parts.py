"""The parts of matching: normal forms, grams, indexes, kernels, fitting."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.answering.grams import character_grams, syllable, syllable_grams
from bot.answering.inverted import InvertedIndex
from bot.answering.kernel import PENALTY, TextKernel, train
from bot.answering.logistic import apply, fit_choice, fit_logistic, sigmoid, softmax
from bot.answering.questionform import form_features
from bot.library.normalize import clean, normalize, simplify


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("法無授權不可為", "法无授权不可为"),
        ("法无授权，不可为！", "法无授权不可为"),
        ("法\u200b无\ufeff授权 不可为\x00", "法无授权不可为"),
        ("ＡＢＣ１２", "abc12"),
        ("\u202e法无授权\ud800不可为", "法无授权不可为"),
        ("👍", ""),
    ],
)
def test_wordings_that_look_alike_are_the_same(text: str, same: str) -> None:
    assert normalize(text) == same


def test_cleaning_keeps_punctuation_and_folds_space() -> None:
    assert clean(" 谁\t执法，\n谁普法？ ") == "谁 执法，谁普法？".replace("，", "， ")
    assert simplify("誰？") == "谁?"


def test_normalising_twice_changes_nothing() -> None:
    for text in ("以案釋法庫怎麼建", "㍿第⑤條", "ﾊﾛｰ"):
        assert normalize(normalize(text)) == normalize(text)


def test_grams_of_short_texts() -> None:
    assert list(character_grams("普法")) == ["普", "法", "普法"]
    assert list(syllable_grams("谁")) == []


@pytest.mark.parametrize(("typed", "meant"), [("受权", "授权"), ("治则", "职责"), ("名单", "明丹"), ("老六", "脑牛")])
def test_fuzzy_sounds_catch_slips_of_input_methods(typed: str, meant: str) -> None:
    assert [syllable(char) for char in typed] == [syllable(char) for char in meant]


def test_bm25_is_the_textbook_formula() -> None:
    index = InvertedIndex([["甲甲乙"], ["乙丙"]], lambda text: list(text))
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    weight = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2.5))
    assert index.scores(["甲"], 100)[0] == pytest.approx(idf * weight, rel=1e-5)
    assert index.scores(["甲"], 100)[1] == 0
    assert index.scores(["戊"], 100).tolist() == [0, 0]


def test_a_small_budget_reads_the_rarest_terms_first() -> None:
    index = InvertedIndex([["甲乙"], ["甲"], ["甲"]], lambda text: list(text))
    assert index.scores(["甲", "乙"], 1).tolist() == pytest.approx(index.scores(["乙"], 99).tolist())


def test_kernel_similarity_is_a_cosine() -> None:
    kernel = TextKernel(["法治讲座", "普法责任", "法治讲座"], character_grams)
    similar = kernel.similarities("法治讲座")
    assert similar[0] == pytest.approx(1, abs=1e-5)
    assert similar[2] == pytest.approx(1, abs=1e-5)
    assert 0 < similar[1] < 0.5
    assert kernel.similarities("xyz").tolist() == [0, 0, 0]


def test_training_solves_the_ridge_equations() -> None:
    texts = ["谁来普法", "谁执法谁普法", "签到表在哪", "讲座几点开始", "普法归谁管"]
    kernel = TextKernel(texts, character_grams)
    targets = np.array([[1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1]], dtype=np.float32)
    full = np.stack([kernel.similarities(text) for text in texts])
    exact = np.linalg.solve(full + PENALTY * np.eye(len(texts)), targets)
    np.testing.assert_allclose(train(kernel, targets), exact, atol=2e-3)


def test_logistic_regression_finds_the_weights_that_made_the_data() -> None:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(4000, 2)) * [1.0, 5.0] + [0.0, 3.0]
    chances = sigmoid(2 * features[:, 0] - 0.2 * features[:, 1] + 0.5)
    labels = (rng.random(4000) < chances).astype(float)
    fitted = fit_logistic(["a", "b"], features, labels, np.ones(4000), 0.1)
    np.testing.assert_allclose(sigmoid(apply(fitted, features)), chances, atol=0.06)


def test_choice_model_learns_which_feature_points_to_the_right_candidate() -> None:
    rng = np.random.default_rng(2)
    groups = [rng.normal(size=(5, 2)) for _ in range(300)]
    right = []
    for group in groups:
        chosen = rng.choice(5, p=softmax(3 * group[:, 0]))
        right.append(np.arange(5) == chosen)
    fitted = fit_choice(["signal", "noise"], groups, right, 1.0)
    assert fitted.weights[0] == pytest.approx(3, abs=0.6)
    assert abs(fitted.weights[1]) < 0.4


@pytest.mark.parametrize(
    ("message", "feature", "value"),
    [
        ("谁来管？", "asking", 0.5),
        ("收到，辛苦了", "courtesy", 1.0),
        ("那句原话怎么说", "quoting", 1.0),
        ("开会了", "asking", 0.0),
        ("行吗?", "marked", 1.0),
    ],
)
def test_signs_of_a_question(message: str, feature: str, value: float) -> None:
    assert form_features(simplify(message))[feature] == value
