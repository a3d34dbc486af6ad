"""Why a question got what it got, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Decision, Outcome
from bot.chat.screen import Block, Screen, screen
from bot.features.teaching import texts
from bot.library.models import Library
from bot.library.supplementing import Taught


def why_screen(head: str, addressed: Decision, overheard: Decision, taught: Sequence[Taught], library: Library) -> Screen:
    """The candidates with their scores, the reason of the outcome, and whether a group would have heard it unasked."""
    blocks = [Block(head, "b"), Block(texts.TEST_OUTCOMES[addressed.answer.outcome])]
    if addressed.answer.hits:
        blocks.append(Block(texts.TEST_CANDIDATES, gap=True))
        blocks += [
            Block(texts.TEST_CANDIDATE.format(number=number, title=one.title, id=one.key, score=round(one.score)))
            for number, one in enumerate(addressed.answer.hits, 1)
        ]
    blocks.append(Block(_reason(addressed), gap=True))
    if addressed.features:
        known = round(100 * addressed.features["known"])
        blocks.append(Block(texts.TEST_KNOWN.format(known=known)))
    said = texts.TEST_HEARD if overheard.answer.outcome is Outcome.ANSWER else texts.TEST_SILENT
    numbers = {"respond": _percent(overheard.respond), "answer": _percent(overheard.bars.answer)}
    numbers |= {"right": _percent(overheard.right), "sure": _percent(overheard.bars.sure)}
    blocks.append(Block(said.format(**numbers), gap=True))
    blocks.append(Block(texts.TEST_VERSION.format(version=library.version, taught=len(taught))))
    return screen(blocks)


def _reason(decision: Decision) -> str:
    if not decision.features:
        return texts.TEST_NO_WORDS
    numbers = {
        "respond": _percent(decision.respond),
        "right": _percent(decision.right),
        "answer": _percent(decision.bars.answer),
        "sure": _percent(decision.bars.sure),
        "choose": _percent(decision.bars.choose),
    }
    outcome = decision.answer.outcome
    if outcome is Outcome.ANSWER:
        return texts.TEST_WHY_ANSWER.format(**numbers)
    if outcome is Outcome.NONE:
        return texts.TEST_WHY_NONE.format(**numbers)
    if decision.respond < decision.bars.choose:
        return texts.TEST_WHY_KEYWORD.format(**numbers)
    return (texts.TEST_WHY_UNSURE_WHICH if decision.respond >= decision.bars.answer else texts.TEST_WHY_UNSURE).format(**numbers)


def _percent(chance: float) -> str:
    """A chance for people; one that nothing reaches is "never"."""
    return texts.NEVER if chance > 1 else f"{100 * chance:.0f}%"
