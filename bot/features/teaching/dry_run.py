"""/test 问题: what people would get, and why. Nothing is counted or kept, and nobody else sees it: private chats only."""

from __future__ import annotations

from telegram import Update

from bot import texts as common_texts
from bot.access import Action
from bot.answering.answer import Decision, Outcome
from bot.answering.answerer import Answerer, QuestionError
from bot.features.asking import screens
from bot.features.teaching import texts
from bot.features.teaching.dry_run_panel import why_screen
from bot.platforms.telegram import rendering
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
    await gate.show(update, context, _as_people_see(addressed, answerer))
    taught = desk.teaching.keeper.used if desk.teaching is not None else ()
    reasons = why_screen(texts.TEST_HEAD, addressed, overheard, taught, answerer.library)
    await gate.say(update, context, reasons)


def _as_people_see(decision: Decision, answerer: Answerer) -> Screen:
    answer = decision.answer
    card = answerer.card(answer.hits[0].key) if answer.outcome is Outcome.ANSWER else None
    if card is not None:
        return rendering.one(screens.card_screen(card, also=answer.also))
    if answer.outcome is Outcome.CHOOSE:
        return rendering.one(screens.choice_screen(answer.hits))
    return plain(common_texts.NONE)


HANDLERS: list[gate.Guarded] = [staff_command("test", Action.TEST, _test)]
