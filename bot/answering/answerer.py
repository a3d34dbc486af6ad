"""The decision: answer, offer a choice, or say that the speech does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot import texts
from bot.answering.answer import Answer, Candidate, Outcome
from bot.answering.asked import asked, is_composed, names_in
from bot.answering.fitted import Fitted, Thresholds
from bot.answering.frame import is_item, names
from bot.answering.logistic import apply, sigmoid, softmax
from bot.answering.scorer import RANK_FEATURES, Scorer, Shortlist
from bot.library.models import Library
from bot.library.normalize import clean, normalize, simplify

MAX_MATCHES = 3
# A Telegram message is never longer; what is longer elsewhere is no question.
MAX_QUESTION = 4096
# Candidates less likely than this are not worth a line in a choice.
LEAST_SHARE = 0.01
# Who composes a message says plainly what it asks: nearly every labelled question of this kind is likelier than these, and hardly
# any pasted text that asks nothing is. The fitted thresholds are about what people type.
COMPOSED = Thresholds(answer=0.95, sure=0.0, choose=0.7)
# An exam item repeats the words of its document ("passage" measures that): with less than this for a choice it is about another
# one, with less than this for an answer it may be. One that names another takes so much for a choice too. Where a person's
# question ends it (空里填什么?), it need only not be about another.
ITEM_CHOICE, ITEM_ANSWER = 0.1, 0.5


class QuestionError(Exception):
    """A question that cannot be answered as it is; the message says how to ask (Chinese)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with the features that led to it (by name) and the two chances the outcome was decided on."""

    answer: Answer
    features: Mapping[str, float]
    candidates: tuple[Mapping[str, float], ...]
    respond: float
    right: float


class Answerer:
    """Answers questions from one library; safe to share between threads, since nothing changes after it is made."""

    def __init__(self, scorer: Scorer, fitted: Fitted) -> None:
        self.library = scorer.library
        self._fitted = fitted
        self._scorer = scorer
        self._names = names_in(scorer.library)

    @property
    def fitted(self) -> Fitted:
        """The numbers that it decides by."""
        return self._fitted

    def answer(self, question: str, *, addressed: bool = True) -> Answer:
        """Answer one question. ``addressed``: said to the bot, not overheard.

        Raises ``QuestionError`` for text that is blank or longer than ``MAX_QUESTION``.
        """
        return self.decide(question, addressed=addressed).answer

    def decide(self, question: str, *, addressed: bool = True) -> Decision:
        """As ``answer``, with the reasons."""
        if not clean(question):
            raise QuestionError(texts.EMPTY_QUESTION)
        # One character of another script can become eighteen of ours: measured before and after.
        said = simplify(question[: MAX_QUESTION + 1])
        if max(len(question), len(said)) > MAX_QUESTION:
            raise QuestionError(texts.TOO_LONG.format(length=max(len(question), len(said)), limit=200))
        if not normalize(said):  # only emoji or punctuation: nothing was asked
            return _NOTHING
        parts = asked(said, addressed=addressed, known=self._names)
        thresholds = self._fitted.addressed if addressed else self._fitted.overheard
        if is_composed(said):
            thresholds = thresholds.at_least(COMPOSED)
        words = self._own_words(said)
        found = [self._scorer.shortlist(part) for part in parts]
        decisions = [decide(one, self._fitted, self.library, thresholds, addressed=addressed, words=words) for one in found]
        return max(decisions, key=_confidence, default=_NOTHING)

    def _own_words(self, said: str) -> tuple[float, float]:
        """How much of the passage's own words a choice and an answer take."""
        if not is_item(said):
            return 0.0, 0.0
        if names(said) - self._names:
            return ITEM_ANSWER, ITEM_ANSWER
        return ITEM_CHOICE, ITEM_CHOICE if said.endswith("?") else ITEM_ANSWER


_NOTHING = Decision(Answer(Outcome.NONE, ()), {}, (), 0.0, 0.0)
_BY_OUTCOME = (Outcome.NONE, Outcome.CHOOSE, Outcome.ANSWER)


def _confidence(decision: Decision) -> tuple[int, float]:
    return _BY_OUTCOME.index(decision.answer.outcome), decision.respond


def decide(
    shortlist: Shortlist,
    fitted: Fitted,
    library: Library,
    thresholds: Thresholds,
    *,
    addressed: bool,
    words: tuple[float, float] = (0.0, 0.0),
) -> Decision:
    """The outcome for a scored question: pure, the same for the same numbers.

    ``words``: how much of the passage's own words it takes for a choice and for an answer.
    """
    order, shares, features = rank(shortlist, fitted)
    row = feature_row(features, fitted.respond.names)
    respond = float(sigmoid(apply(fitted.respond, row))[0])
    right = float(sigmoid(apply(fitted.right, feature_row(features, fitted.right.names)))[0])
    worth = [number for number in order[:MAX_MATCHES] if shares[number] >= LEAST_SHARE] or list(order[:1])
    if features["passage"] < words[0]:
        outcome = Outcome.NONE
    elif respond >= thresholds.answer and right >= thresholds.sure and features["passage"] >= words[1]:
        outcome = Outcome.ANSWER
    elif respond >= thresholds.choose or (addressed and shortlist.question["keyword"]):
        outcome = Outcome.CHOOSE
    else:
        outcome = Outcome.NONE
    shown = worth if outcome is Outcome.CHOOSE else order[:MAX_MATCHES]
    candidates = tuple(Candidate(library.entries[shortlist.entries[n]], 100 * respond * float(shares[n])) for n in shown)
    rows = tuple(dict(zip(RANK_FEATURES, map(float, shortlist.features[n]), strict=True)) for n in shown)
    return Decision(Answer(outcome, candidates), features, rows, respond, right)


def rank(shortlist: Shortlist, fitted: Fitted) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Rows best first, each row's share of the belief, and all features the decision looks at."""
    logits = apply(fitted.rank, shortlist.features)
    shares = softmax(logits)
    order = np.argsort(-logits, kind="stable")
    best = shortlist.features[order[0]]
    sorted_shares = shares[order]
    features = dict(zip(RANK_FEATURES, map(float, best), strict=True))
    features |= shortlist.question
    features["logit"] = float(logits[order[0]])
    features["share"] = float(sorted_shares[0])
    features["share_three"] = float(sorted_shares[:MAX_MATCHES].sum())
    features["margin"] = float(logits[order[0]] - logits[order[1]]) if len(order) > 1 else 5.0
    tops = [int(np.argmax(shortlist.features[:, column])) for column in range(len(RANK_FEATURES))]
    features["agreement"] = sum(top == order[0] for top in tops) / len(tops)
    features["over_background"] = features["meaning"] - features["background"]
    return order, shares, features


def feature_row(features: Mapping[str, float], names: tuple[str, ...]) -> np.ndarray:
    """Features as one row in a model's own order."""
    return np.array([[features[name] for name in names]])
