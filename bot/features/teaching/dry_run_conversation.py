"""/test 问题: what people would get, and why. Nothing is counted or kept, and nobody else sees it: private chats only."""

from __future__ import annotations

from bot import texts as common_texts
from bot.access import Action
from bot.answering.answer import Decision, Outcome
from bot.answering.answerer import Answerer, QuestionError
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.reply import Reply, say, show, tell
from bot.chat.screen import Screen, screen
from bot.features.asking.screens import card_screen, choice_screen
from bot.features.teaching import texts
from bot.features.teaching.dry_run_screens import why_screen
from bot.features.teaching.lessons import Lessons

dry_run: Conversation[None] = Conversation("test", Action.TEST)


@dry_run.command("test", chat_texts.STAFF_COMMANDS["test"])
async def command(act: Act[None], question: str) -> Reply:
    """The card, then the reasons."""
    if not question:
        return tell(texts.TEST_USAGE)
    lessons = act.desk(Lessons)
    answerer = lessons.answerer
    try:
        addressed, overheard = answerer.decide(question), answerer.decide(question, addressed=False)
    except QuestionError as error:
        return tell(str(error))
    reasons = why_screen(texts.TEST_HEAD, addressed, overheard, lessons.used, answerer.library)
    return show(_as_people_see(addressed, answerer)) + say(reasons)


def _as_people_see(decision: Decision, answerer: Answerer) -> Screen:
    answer = decision.answer
    card = answerer.card(answer.hits[0].key) if answer.outcome is Outcome.ANSWER else None
    if card is not None:
        return card_screen(card, also=answer.also)
    return choice_screen(answer.hits) if answer.outcome is Outcome.CHOOSE else screen(common_texts.NONE)
