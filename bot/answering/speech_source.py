"""The speech as a source: which entry answers, whether it is sure, offers a choice, or says that the speech does not say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from bot.answering.answer import CERTAINTY, MAX_MATCHES, Answer, Decision, Outcome
from bot.answering.asked import asked, is_composed, names_in
from bot.answering.card import Card, View
from bot.answering.entry_card import entry_card, entry_hit, entry_view
from bot.answering.fitted import Fitted, Thresholds
from bot.answering.frame import is_item, names
from bot.answering.hit import SPEECH, Hit
from bot.answering.logistic import apply, sigmoid, softmax
from bot.answering.scorer import RANK_FEATURES, Scorer, Shortlist
from bot.library.models import Entry, looks_like_id
from bot.library.normalize import normalize

# Candidates less likely than this are not worth a line in a choice.
LEAST_SHARE = 0.01
# Who composes a message says plainly what it asks: nearly every labelled question of this kind is likelier than these, and hardly
# any pasted text that asks nothing is. The fitted thresholds are about what people type.
COMPOSED = Thresholds(answer=0.95, sure=0.0, choose=0.7)
# An exam item repeats the words of its document ("passage" measures that): with less than this for a choice it is about another
# one, with less than this for an answer it may be. One that names another takes so much for a choice too. Where a person's
# question ends it (空里填什么?), it need only not be about another.
ITEM_CHOICE, ITEM_ANSWER = 0.1, 0.5


class SpeechSource:
    """``Source`` of the entries of one library."""

    kind = SPEECH

    def __init__(self, scorer: Scorer, fitted: Fitted) -> None:
        self.library = scorer.library
        self._fitted = fitted
        self._scorer = scorer
        self._names = names_in(scorer.library)

    def decide(self, said: str, *, addressed: bool) -> Decision:
        """See ``Source``."""
        bars = self._fitted.addressed if addressed else self._fitted.overheard
        if not normalize(said):  # only emoji or punctuation: nothing was asked
            return _nothing(bars)
        parts = asked(said, addressed=addressed, known=self._names)
        if is_composed(said):
            bars = bars.at_least(COMPOSED)
        words = self._own_words(said)
        found = [self._scorer.shortlist(part) for part in parts]
        decisions = [decide(one, self._fitted, self._candidate, bars, addressed=addressed, words=words) for one in found]
        return max(decisions, key=_confidence, default=_nothing(bars))

    def hit(self, id_: str) -> Hit | None:
        """See ``Source``."""
        return _found(self.library.by_id.get(id_))

    def by_typed_id(self, typed: str) -> Hit | None:
        """See ``Source``."""
        return _found(self.library.by_typed_id(typed))

    def by_title(self, wanted: str) -> Hit | None:
        """See ``Source``."""
        return _found(self.library.by_title(wanted))

    def looks_like_id(self, typed: str) -> bool:
        """See ``Source``."""
        return looks_like_id(typed)

    def card(self, id_: str) -> Card | None:
        """See ``Source``."""
        entry = self.library.by_id.get(id_)
        return None if entry is None else entry_card(entry)

    def view(self, id_: str, name: str) -> View | None:
        """See ``Source``."""
        entry = self.library.by_id.get(id_)
        return None if entry is None else entry_view(entry, self.library, name)

    def _candidate(self, number: int, score: float) -> Hit:
        return entry_hit(self.library.entries[number], score)

    def _own_words(self, said: str) -> tuple[float, float]:
        """How much of the passage's own words a choice and an answer take."""
        if not is_item(said):
            return 0.0, 0.0
        if names(said) - self._names:
            return ITEM_ANSWER, ITEM_ANSWER
        return ITEM_CHOICE, ITEM_CHOICE if said.endswith("?") else ITEM_ANSWER


def _found(entry: Entry | None) -> Hit | None:
    return None if entry is None else entry_hit(entry)


def _nothing(bars: Thresholds) -> Decision:
    return Decision(Answer(Outcome.NONE, ()), bars)


def _confidence(decision: Decision) -> tuple[int, float]:
    return CERTAINTY(decision.answer.outcome), decision.respond


def decide(
    shortlist: Shortlist,
    fitted: Fitted,
    hit: Callable[[int, float], Hit],
    bars: Thresholds,
    *,
    addressed: bool,
    words: tuple[float, float] = (0.0, 0.0),
) -> Decision:
    """The outcome for a scored question: pure, the same for the same numbers.

    ``hit`` makes one of an entry's number and its score. ``words``: how much of the passage's own words it takes for a choice
    and for an answer.
    """
    order, shares, features = rank(shortlist, fitted)
    row = feature_row(features, fitted.respond.names)
    respond = float(sigmoid(apply(fitted.respond, row))[0])
    right = float(sigmoid(apply(fitted.right, feature_row(features, fitted.right.names)))[0])
    worth = [number for number in order[:MAX_MATCHES] if shares[number] >= LEAST_SHARE] or list(order[:1])
    if features["passage"] < words[0]:
        outcome = Outcome.NONE
    elif respond >= bars.answer and right >= bars.sure and features["passage"] >= words[1]:
        outcome = Outcome.ANSWER
    elif respond >= bars.choose or (addressed and shortlist.question["keyword"]):
        outcome = Outcome.CHOOSE
    else:
        outcome = Outcome.NONE
    shown = worth if outcome is Outcome.CHOOSE else order[:MAX_MATCHES]
    hits = tuple(hit(shortlist.entries[n], 100 * respond * float(shares[n])) for n in shown)
    rows = {one.key: dict(zip(RANK_FEATURES, map(float, shortlist.features[n]), strict=True)) for one, n in zip(hits, shown, strict=True)}
    return Decision(Answer(outcome, hits), bars, features, rows, respond, right)


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
