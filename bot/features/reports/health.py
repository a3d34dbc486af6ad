"""/health: how the bot is, for its owner."""

from __future__ import annotations

from bot.access import Action
from bot.chat import texts as chat_texts
from bot.chat.conversation import Act, Conversation
from bot.chat.press import Press
from bot.chat.reply import Reply, show
from bot.chat.screen import Block, Button, screen
from bot.features.reports import texts
from bot.features.reports.condition import Health


class Again(Press, prefix="hl"):
    """Look again."""


health = Conversation[None]("health", Action.HEALTH)


@health.command("health", chat_texts.STAFF_COMMANDS["health"])
async def command(act: Act[None], _: str) -> Reply:
    """/health."""
    return await _look(act)


@health.press(Again)
async def again(act: Act[None], _: Again) -> Reply:
    """Its button."""
    return await _look(act)


async def _look(act: Act[None]) -> Reply:
    found, condition = act.desk(Health), await act.platform.condition()
    lines = [
        *found.process(),
        *condition.load,
        *await found.storage(),
        *condition.facts,
        *await found.disk(),
    ]
    troubles = found.troubles()
    blocks = [
        Block(texts.HEALTH_TITLE, "b"),
        Block("\n".join(f"{name}：{value}" for name, value in lines)),
        *(Block(advice, gap=True) for advice in condition.advice),
        Block("\n".join([texts.HEALTH_TROUBLES, *troubles]) if troubles else texts.HEALTH_NO_TROUBLE, gap=True),
    ]
    return show(screen(blocks, [[Button(texts.BUTTON_AGAIN, Again())]]))
