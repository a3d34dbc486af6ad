"""The parts of matching: normal forms, grams, indexes, kernels, fitting."""

from __future__ import annotations

import math
import sys
import unicodedata

import numpy as np
import pytest

from bot.answering.grams import CHARACTERS, SOUNDS, GramKind, characters, syllable
from bot.answering.inverted import InvertedIndex
from bot.answering.kernel import PENALTY, Contrast, TextKernel
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


def test_every_character_is_kept_or_dropped_by_what_it_is() -> None:
    """``clean`` and ``normalize`` take short ways; whatever the character, they lead where the long ones would."""
    wrong = []
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        dropped = not char.isspace() and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
        kept = "ab" if dropped else "a b" if char.isspace() else f"a{char}b"
        words = "".join(one for one in simplify(char) if one.isalnum())
        if (clean(f"a{char}b"), normalize(char)) != (kept, words):
            wrong.append(number)
    assert wrong == []


def test_cleaning_keeps_punctuation_and_folds_space() -> None:
    assert clean(" 谁\t执法，\n谁普法？ ") == "谁 执法，谁普法？".replace("，", "， ")
    assert simplify("誰？") == "谁?"


def test_normalising_twice_changes_nothing() -> None:
    for text in ("以案釋法庫怎麼建", "㍿第⑤條", "ﾊﾛｰ"):
        assert normalize(normalize(text)) == normalize(text)


def test_grams_of_short_texts() -> None:
    assert len(CHARACTERS.of("普法")) == 3
    assert len(CHARACTERS.of("普普普")) == 3  # 普, 普普, 普普普: once each
    assert len(SOUNDS.of("谁")) == 0
    assert len(CHARACTERS.of("")) == 0


def test_grams_never_run_across_two_texts() -> None:
    grams, places = CHARACTERS.of_all(["法治", "普法"])
    assert sorted(zip(places.tolist(), grams.tolist(), strict=True)) == sorted(
        [(0, gram) for gram in CHARACTERS.of("法治").tolist()] + [(1, gram) for gram in CHARACTERS.of("普法").tolist()]
    )


def test_different_grams_are_different_numbers_up_to_the_last_code_point() -> None:
    texts = ["\U0010ffff", "\U0010ffff\U0010ffff\U0010ffff", "a", "aa", "aaa", "ab", "ba", "\x00a"]
    whole = [CHARACTERS.of(text).max() for text in texts]
    assert len(set(whole)) == len(texts)


def test_texts_that_sound_alike_share_their_sounds() -> None:
    assert SOUNDS.of("法无受权不可为").tolist() == SOUNDS.of("法无授权不可为").tolist()


@pytest.mark.parametrize(("typed", "meant"), [("受权", "授权"), ("治则", "职责"), ("名单", "明丹"), ("老六", "脑牛")])
def test_fuzzy_sounds_catch_slips_of_input_methods(typed: str, meant: str) -> None:
    assert [syllable(char) for char in typed] == [syllable(char) for char in meant]


SINGLE = GramKind(characters, (1,))


def bm25(index: InvertedIndex, text: str, budget: int = 10_000) -> list[float]:
    """Scores without the division by the scale."""
    grams = SINGLE.of(text)
    idf = [math.log(1 + (index.size - n + 0.5) / (n + 0.5)) for n in (FREQUENCY.get(char, 0) for char in set(text))]
    return [float(score) * (sum(idf) + 1) for score in index.scores(grams, budget)[0]]


FREQUENCY = {"甲": 1, "乙": 2, "丙": 1}


def test_bm25_is_the_textbook_formula() -> None:
    index = InvertedIndex([["甲甲乙"], ["乙", "丙"]], SINGLE)
    idf = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    weight = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2.5))
    assert bm25(index, "甲") == pytest.approx([idf * weight, 0], rel=1e-5)
    assert bm25(index, "戊") == [0, 0]
    assert index.scores(SINGLE.of("甲戊"), 100)[1] == 0.5


def test_a_small_budget_reads_the_rarest_terms_first() -> None:
    index = InvertedIndex([["甲乙"], ["甲"], ["甲"]], SINGLE)
    scores, _ = index.scores(SINGLE.of("甲乙"), 1)
    assert scores[0] > 0
    assert scores[1:].tolist() == [0, 0]


def test_kernel_similarity_is_a_cosine() -> None:
    kernel = TextKernel(["法治讲座", "普法责任", "法治讲座"], CHARACTERS)
    similar = kernel.similarities(CHARACTERS.of("法治讲座"))
    assert similar[0] == pytest.approx(1, abs=1e-5)
    assert similar[2] == pytest.approx(1, abs=1e-5)
    assert 0 < similar[1] < 0.5
    assert kernel.similarities(CHARACTERS.of("xyz")).tolist() == [0, 0, 0]


def test_training_solves_the_ridge_equations() -> None:
    texts = ["谁来普法", "谁执法管普法", "签到表在哪", "讲座几点开始", "普法归谁管"]
    kernel = TextKernel(texts, CHARACTERS)
    targets = np.array([[1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1]], dtype=np.float32)
    full = np.stack([kernel.similarities(CHARACTERS.of(text)) for text in texts])
    exact = np.linalg.solve(full + PENALTY * np.eye(len(texts)), targets)
    np.testing.assert_allclose(kernel.train(targets), exact, atol=2e-3)


def test_contrast_leans_to_the_side_that_a_text_sounds_like() -> None:
    contrast = Contrast(TextKernel(["谁来普法", "普法归谁管", "签到表在哪", "讲座几点开始"], CHARACTERS), 2)
    assert contrast.score(CHARACTERS.of("普法谁管")) > 0.2
    assert contrast.score(CHARACTERS.of("签到几点")) < -0.2
    assert contrast.score(CHARACTERS.of("xyz")) == 0


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
