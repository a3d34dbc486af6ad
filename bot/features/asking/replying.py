"""A question → what is said to it, for every platform and every source. Sends nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts as common_texts
from bot import trace
from bot.answering.answer import Outcome
from bot.answering.answerer import QuestionError
from bot.answering.card import Card
from bot.answering.entry_card import entry_card
from bot.chat.screen import Screen, screen
from bot.features.asking import screens, texts
from bot.features.asking.presses import Mark
from bot.features.asking.service import Asking
from bot.library.daily import entry_of_day
from bot.library.models import typed_id
from bot.when import full_day

# Outcomes that are not the engine's: a command, or text in which there is nothing to answer.
WORD = "word"
UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Told:
    """What to say and why. ``key``: of the hit on the card; ``near``: keys of the nearest hits, best first."""

    screen: Screen
    outcome: str
    key: str | None = None
    near: tuple[str, ...] = ()


async def to_question(question: str, asking: Asking, *, private: bool) -> Told:
    """What to say to something that was said to us, and is no command."""
    answerer = asking.knowledge.answerer
    hit = answerer.by_typed_id(question)
    card = answerer.card(hit.key) if hit is not None else None
    if card is not None:  # somebody who has the list before them: the id alone is no question to be weighed
        trace.note(outcome=WORD, entry=card.key)
        return Told(screens.card_screen(card), WORD, card.key)
    if answerer.looks_like_id(question):
        trace.note(outcome=WORD)
        return Told(screen(common_texts.TOPIC_UNKNOWN.format(topic=typed_id(question))), WORD)
    return await answer_to(question, asking, addressed=True, private=private)


def to_nothing(*, wordless: bool) -> Told:
    """What to say where nothing was asked. ``wordless``: it was a picture or the like."""
    trace.note(outcome=UNASKED)
    return Told(screen(common_texts.WORDS_ONLY if wordless else texts.ASK_USAGE), UNASKED)


async def answer_to(question: str, asking: Asking, *, addressed: bool, private: bool) -> Told:
    """The engine's answer as a screen; text without a question in it gets a sentence how to ask."""
    try:
        answer = await asking.knowledge.answer(question, addressed=addressed)
    except QuestionError as error:
        trace.note(outcome=UNASKED)
        return Told(screen(str(error)), UNASKED)
    near = tuple(hit.key for hit in answer.hits)
    best = answer.best
    trace.note(outcome=answer.outcome.value)
    if best is not None:
        trace.note(entry=best.key, score=f"{best.score:.0f}")
    card = asking.knowledge.answerer.card(best.key) if best is not None else None
    if answer.outcome is Outcome.ANSWER and card is not None:
        shown = screens.card_screen(card, Mark.NONE if addressed else Mark.OVERHEARD, also=answer.also)
        return Told(shown, Outcome.ANSWER, card.key, near)
    if answer.outcome is Outcome.CHOOSE:
        return Told(screens.choice_screen(answer.hits), Outcome.CHOOSE, None, near)
    return Told(screen(common_texts.NONE if private else texts.GROUP_NONE), Outcome.NONE, None, near)


def word_screen(word: str, asking: Asking, *, private: bool, address: str, is_owner: bool = False) -> Screen:
    """The screen of a command that needs nothing but its name. ``address``: ours, such as @mingfa_bot."""
    library = asking.knowledge.library
    if word == "topics":
        return screens.parts_screen(library)
    if word == "daily":
        return daily_screen(asking)
    if word == "privacy":
        return screen(texts.PRIVACY)
    if word == "about":
        return screen(texts.ABOUT.format(speech=library.speech.title, count=len(library.entries), version=library.version))
    lines = [(texts.HELP_PRIVATE if private else texts.HELP_GROUP).format(username=address.removeprefix("@"))]
    return screen("\n\n".join([*lines, *([texts.HELP_OWNER] if private and is_owner else [])]))


def daily_card(asking: Asking) -> tuple[Card, str]:
    """今日一条 and the line above it."""
    today = asking.today()
    card = entry_card(entry_of_day(asking.knowledge.library, today))
    return card, common_texts.DAILY_HEADING.format(date=full_day(today))


def daily_screen(asking: Asking) -> Screen:
    """今日一条."""
    card, heading = daily_card(asking)
    return screens.card_screen(card, heading=heading)
