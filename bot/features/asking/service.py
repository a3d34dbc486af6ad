"""Questions answered: screens of cards, choices and sentences from the live knowledge; and the ports behind which things are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot import texts as common_texts
from bot import trace
from bot.answering.answer import Outcome
from bot.answering.answerer import QuestionError
from bot.answering.card import Card
from bot.answering.entry_card import entry_card
from bot.chat.ports import AnswerMemory, GroupPreferences, KnowledgeHolder, QuestionRecorder
from bot.chat.questions import UNASKED, WORD, Offer, Questions, Told
from bot.chat.screen import Screen, screen
from bot.features.asking import screens, texts
from bot.features.asking.presses import Mark
from bot.library.daily import entry_of_day
from bot.library.models import typed_id
from bot.when import full_day


@dataclass(frozen=True)
class Asking(Questions):
    """``today``: the date in China. ``may_keep``: whether one more question of this person may be kept for editors today."""

    knowledge: KnowledgeHolder
    answers: AnswerMemory
    recorder: QuestionRecorder
    preferences: GroupPreferences
    may_keep: Callable[[int], bool]
    today: Callable[[], date]

    def card(self, key: str) -> Card | None:
        """The card of a hit; ``None`` for what is not there (any more)."""
        card = self.knowledge.answerer.card(key)
        trace.note(entry=key if card is not None else "-")  # else it may be anything that somebody made up
        return card

    async def told(self, question: str, *, private: bool) -> Told:
        """See ``Questions``."""
        answerer = self.knowledge.answerer
        hit = answerer.by_typed_id(question)
        card = answerer.card(hit.key) if hit is not None else None
        if card is not None:  # somebody who has the list before them: the id alone is no question to be weighed
            trace.note(outcome=WORD, entry=card.key)
            return Told(screens.card_screen(card), WORD, card.key)
        if answerer.looks_like_id(question):
            trace.note(outcome=WORD)
            return Told(screen(common_texts.TOPIC_UNKNOWN.format(topic=typed_id(question))), WORD)
        return await self._answer(question, common_texts.NONE if private else texts.GROUP_NONE)

    async def overheard(self, question: str) -> Told:
        """See ``Questions``."""
        return await self._answer(question, texts.GROUP_NONE, overheard=True)

    def told_nothing(self, *, wordless: bool) -> Told:
        """See ``Questions``."""
        trace.note(outcome=UNASKED)
        return Told(screen(common_texts.WORDS_ONLY if wordless else texts.ASK_USAGE), UNASKED)

    def told_word(self, word: str, *, private: bool, address: str, is_owner: bool) -> Told:
        """See ``Questions``."""
        trace.note(outcome=WORD, word=word)
        return Told(self.word_screen(word, private=private, address=address, is_owner=is_owner), WORD)

    async def offers(self, question: str) -> Sequence[Offer]:
        """See ``Questions``."""
        return [Offer(card.key, card.title, card.plain, screens.card_screen(card)) for card in await self._offered(question)]

    def word_screen(self, word: str, *, private: bool, address: str, is_owner: bool = False) -> Screen:
        """The screen of a command that needs nothing but its name. ``address``: ours, such as @mingfa_bot."""
        library = self.knowledge.library
        if word == "topics":
            return screens.parts_screen(library)
        if word == "daily":
            return screens.card_screen(self._of_day(), heading=common_texts.DAILY_HEADING.format(date=full_day(self.today())))
        if word == "privacy":
            return screen(texts.PRIVACY)
        if word == "about":
            return screen(texts.ABOUT.format(speech=library.speech.title, count=len(library.entries), version=library.version))
        lines = [(texts.HELP_PRIVATE if private else texts.HELP_GROUP).format(username=address.removeprefix("@"))]
        return screen("\n\n".join([*lines, *([texts.HELP_OWNER] if private and is_owner else [])]))

    async def _answer(self, question: str, none: str, *, overheard: bool = False) -> Told:
        """The engine's answer as a screen; text without a question in it gets a sentence how to ask."""
        try:
            answer = await self.knowledge.answer(question, addressed=not overheard)
        except QuestionError as error:
            trace.note(outcome=UNASKED)
            return Told(screen(str(error)), UNASKED)
        near = tuple(hit.key for hit in answer.hits)
        best = answer.best
        trace.note(outcome=answer.outcome.value)
        if best is not None:
            trace.note(entry=best.key, score=f"{best.score:.0f}")
        card = self.knowledge.answerer.card(best.key) if best is not None and answer.outcome is Outcome.ANSWER else None
        if card is not None:
            shown = screens.card_screen(card, Mark.OVERHEARD if overheard else Mark.NONE, also=answer.also)
            return Told(shown, Outcome.ANSWER, card.key, near)
        if answer.outcome is Outcome.CHOOSE:
            return Told(screens.choice_screen(answer.hits), Outcome.CHOOSE, None, near)
        return Told(screen(none), Outcome.NONE, None, near)

    async def _offered(self, question: str) -> list[Card]:
        """No guesses where no source says."""
        if not question.strip():
            return [self._of_day()]
        try:
            answer = await self.knowledge.answer(question, addressed=True)
        except QuestionError:
            return []
        hits = () if answer.outcome is Outcome.NONE else (*answer.hits, *answer.also)
        cards = {hit.key: self.knowledge.answerer.card(hit.key) for hit in hits}
        return [card for card in cards.values() if card is not None]

    def _of_day(self) -> Card:
        return entry_card(entry_of_day(self.knowledge.library, self.today()))
