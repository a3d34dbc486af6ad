"""The commands that open a screen: /start /help /topics /topic /daily /privacy /about. /ask is a question."""

from __future__ import annotations

import textwrap
from collections.abc import Awaitable, Callable

from bot import texts as common_texts
from bot import trace
from bot.chat.conversation import ANYBODY, EVERYBODY, Act, Conversation
from bot.chat.menus import help_lines
from bot.chat.platform import PlatformError
from bot.chat.reply import Reply, show
from bot.chat.screen import Block, screen
from bot.features.asking import texts
from bot.features.asking.screens import card_screen
from bot.features.asking.service import Asking
from bot.library.normalize import clean

_DEEP_LINK = "t_"

looking = Conversation[None]("looking", ANYBODY)


def _word(name: str) -> Callable[[Act[None], str], Awaitable[Reply]]:
    async def function(act: Act[None], _: str) -> Reply:
        return show(act.desk(Asking).word_screen(name, private=act.place.private, address=act.platform.address))

    return function


@looking.command("start", right=EVERYBODY)
async def start(act: Act[None], words: str) -> Reply:
    """/start: a greeting; with a deep link ``t_<key>`` the card of that hit. The menu of somebody with a role is set anew."""
    wanted = words.split(maxsplit=1)[0] if words else ""
    card = act.desk(Asking).card(wanted.removeprefix(_DEEP_LINK)) if wanted.startswith(_DEEP_LINK) else None
    if act.place.private and act.who.roles:
        try:
            await act.platform.offer(act.who.user_id, act.menu(act.who.roles))
        except PlatformError as error:
            trace.note(menu=trace.cause(error))
    if card is not None:
        return show(card_screen(card))
    return show(texts.START if act.place.private else texts.HELP_GROUP.format(username=act.platform.address.removeprefix("@")))


@looking.command("help", right=EVERYBODY, way_out=True)
async def help_(act: Act[None], _: str) -> Reply:
    """/help: in a private chat what everybody can do, and what this person can by role."""
    shown = act.desk(Asking).word_screen("help", private=act.place.private, address=act.platform.address)
    roles = act.who.roles
    lines = help_lines(act.menu(roles), roles) if act.place.private else ""
    return show(screen([*shown.blocks, Block(lines, gap=True)]) if lines else shown)


for _name in ("topics", "daily", "privacy", "about"):
    looking.command(_name)(_word(_name))


@looking.command("topic")
async def topic(act: Act[None], words: str) -> Reply:
    """/topic ID or title: one card, of whatever source."""
    asking, wanted = act.desk(Asking), clean(words)
    hit = asking.knowledge.answerer.find(wanted) if wanted else None
    card = asking.card(hit.key) if hit is not None else None
    if card is not None:
        return show(card_screen(card))
    if not wanted:
        return show(common_texts.TOPIC_USAGE)
    if not act.place.private:
        return show(texts.TOPIC_UNKNOWN_HERE)  # what anybody writes is not said again by us, before everybody
    short = textwrap.shorten(wanted, 40, placeholder="…") if " " in wanted else wanted[:40]
    return show(common_texts.TOPIC_UNKNOWN.format(topic=short))
