"""/test 问题: what people would get, and why. Nothing is counted or kept, and nobody else sees it: private chats only."""

from __future__ import annotations

from telegram import Update

from bot import texts as common_texts
from bot.access import Action
from bot.answering.answer import Decision, Outcome
from bot.answering.answerer import QuestionError
from bot.features.asking import views
from bot.features.teaching import texts
from bot.features.teaching.dry_run_panel import why_screen
from bot.library.models import Library
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.render import Screen, plain
from bot.platforms.telegram.staff import gate
from bot.platforms.telegram.staff.actor import Actor
from bot.platforms.telegram.staff.gate import staff_command


async def _test(update: Update, context: BotContext, actor: Actor, question: str) -> None:
    """The card, then the reasons."""
    desk = gate.desk_of(context)
    answerer = desk.knowledge.answerer
    if not question:
        await gate.tell(update, context, texts.TEST_USAGE)
        return
    try:
        addressed, overheard = answerer.decide(question), answerer.decide(question, addressed=False)
    except QuestionError as error:
        await gate.tell(update, context, str(error))
        return
    await gate.show(update, context, _as_people_see(addressed, answerer.library))
    taught = desk.teaching.keeper.used if desk.teaching is not None else ()
    reasons = why_screen(texts.TEST_HEAD, addressed, overheard, taught, answerer.library)
    await gate.say(update, context, reasons)


def _as_people_see(decision: Decision, library: Library) -> Screen:
    answer = decision.answer
    if answer.outcome is Outcome.ANSWER:
        return views.card_screen(library.by_id[answer.hits[0].id])
    if answer.outcome is Outcome.CHOOSE:
        return views.choice_screen(answer.hits)
    return plain(common_texts.NONE)


HANDLERS: list[gate.Guarded] = [staff_command("test", Action.TEST, _test)]
