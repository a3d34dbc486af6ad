"""The answer to a question from all sources, and every hit by its key or name."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering import texts
from bot.answering.answer import Answer, Decision
from bot.answering.card import Card, View
from bot.answering.hit import Hit, split_key
from bot.answering.sources import Source, merge
from bot.answering.speech_source import SpeechSource
from bot.library.models import Library
from bot.library.normalize import clean, simplify

# A Telegram message is never longer; what is longer elsewhere is no question.
MAX_QUESTION = 4096


class QuestionError(Exception):
    """A question that cannot be answered as it is; the message says how to ask (Chinese)."""


class Answerer:
    """Answers questions from the speech and from whatever other sources there are; safe to share between threads."""

    def __init__(self, speech: SpeechSource, *others: Source) -> None:
        self.speech = speech
        self.sources: tuple[Source, ...] = (speech, *others)
        self._by_kind = {source.kind: source for source in self.sources}

    @property
    def library(self) -> Library:
        """What the speech says: the knowledge that is browsed and taught."""
        return self.speech.library

    def answer(self, question: str, *, addressed: bool = True) -> Answer:
        """Answer one question. ``addressed``: said to the bot, not overheard.

        Raises ``QuestionError`` for text that is blank or longer than ``MAX_QUESTION``.
        """
        return self.decide(question, addressed=addressed).answer

    def decide(self, question: str, *, addressed: bool = True) -> Decision:
        """As ``answer``, with the reasons of the source that leads."""
        if not clean(question):
            raise QuestionError(texts.EMPTY_QUESTION)
        # One character of another script can become eighteen of ours: measured before and after.
        said = simplify(question[: MAX_QUESTION + 1])
        if max(len(question), len(said)) > MAX_QUESTION:
            raise QuestionError(texts.TOO_LONG.format(length=max(len(question), len(said)), limit=200))
        return merge([source.decide(said, addressed=addressed) for source in self.sources])

    def hit(self, key: str) -> Hit | None:
        """The one with this key, if it is still there."""
        source, id_ = self._of(key)
        return None if source is None else source.hit(id_)

    def card(self, key: str) -> Card | None:
        """What people see of it."""
        source, id_ = self._of(key)
        return None if source is None else source.card(id_)

    def view(self, key: str, name: str) -> View | None:
        """One of the views that its card names."""
        source, id_ = self._of(key)
        return None if source is None else source.view(id_, name)

    def by_typed_id(self, typed: str) -> Hit | None:
        """The one whose id this is, and nothing else, however it is typed."""
        return self._first(lambda source: source.by_typed_id(typed))

    def find(self, wanted: str) -> Hit | None:
        """The one with this id or title, however it is typed."""
        return self.by_typed_id(wanted) or self._first(lambda source: source.by_title(wanted))

    def looks_like_id(self, typed: str) -> bool:
        """Whether this is an id of some source and nothing else, maybe of what is not there."""
        return any(source.looks_like_id(typed) for source in self.sources)

    def _of(self, key: str) -> tuple[Source | None, str]:
        kind, id_ = split_key(key)
        return self._by_kind.get(kind), id_

    def _first(self, look: Callable[[Source], Hit | None]) -> Hit | None:
        return next((hit for source in self.sources if (hit := look(source)) is not None), None)
