"""The commands that open a screen: /start /help /topics /topic /daily /privacy /about. /ask is a question."""

from __future__ import annotations

import textwrap

from telegram import Message, Update
from telegram.constants import ChatType

from bot import texts as common_texts
from bot.chat.menus import help_lines
from bot.features.asking import replying, texts, views
from bot.library.normalize import clean
from bot.platforms.telegram import menus, speak, trace
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.limits import may_command
from bot.platforms.telegram.render import Block, Screen, pages, plain

_DEEP_LINK = "t_"


async def word(update: Update, context: BotContext) -> None:
    """A command that needs nothing but its name."""
    said = update.message
    if said is None or not said.text:
        return
    name = said.text[1:].split(maxsplit=1)[0].partition("@")[0].lower()
    private = said.chat.type == ChatType.PRIVATE
    if name == "help" and private and said.from_user is not None:
        await _help(said, said.from_user.id, context)
        return
    await _show(said, name, replying.word_screen(name, context, private=private, user_id=0), context)


async def _help(said: Message, user_id: int, context: BotContext) -> None:
    """/help in a private chat: what everybody can do, and what this person can by role."""
    lines = help_lines(menus.guarded_commands(context), await menus.roles_of(context, user_id))
    first, *rest = pages([Block(texts.HELP_PRIVATE.format(username=context.bot.username)), *([Block(lines, gap=True)] if lines else [])])
    await _show(said, "help", Screen(first), context)
    for html in rest:
        await speak.reply(context, said, Screen(html))


async def start(update: Update, context: BotContext) -> None:
    """/start: a greeting; with a deep link ``t_<entry id>`` the card of that entry."""
    said = update.message
    if said is None:
        return
    wanted = context.args[0] if context.args else ""
    entry = context.services.knowledge.library.by_id.get(wanted.removeprefix(_DEEP_LINK)) if wanted.startswith(_DEEP_LINK) else None
    if entry is not None:
        trace.note(entry=entry.id)
    private = said.chat.type == ChatType.PRIVATE
    greeting = texts.START if private else texts.HELP_GROUP.format(username=context.bot.username)
    await _show(said, "start", views.card_screen(entry) if entry else plain(greeting), context)
    if private and said.from_user is not None:
        roles = await menus.roles_of(context, said.from_user.id)
        if roles:
            await menus.refresh(context, said.from_user.id, roles)


async def topic(update: Update, context: BotContext) -> None:
    """/topic ID or title: one card."""
    said = update.message
    if said is None:
        return
    wanted = clean(" ".join(context.args or []))
    entry = context.services.knowledge.library.find(wanted) if wanted else None
    if entry is not None:
        trace.note(entry=entry.id)
        screen = views.card_screen(entry)
    elif wanted and said.chat.type != ChatType.PRIVATE:
        screen = plain(texts.TOPIC_UNKNOWN_HERE)  # what anybody writes is not said again by us, before everybody
    elif wanted:
        screen = plain(
            common_texts.TOPIC_UNKNOWN.format(topic=textwrap.shorten(wanted, 40, placeholder="…") if " " in wanted else wanted[:40])
        )
    else:
        screen = plain(common_texts.TOPIC_USAGE)
    await _show(said, "topic", screen, context)


async def _show(said: Message, name: str, screen: Screen, context: BotContext) -> None:
    if await may_command(said, context, way_out=name == "help"):
        trace.note(outcome="command", command=name)
        await speak.reply(context, said, screen)
