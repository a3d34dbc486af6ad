"""How much of each kind of thing one person may do in a minute, so that nobody fills, freezes or drowns anything.

Questions have a limit that people feel (see ``flood``). Everything else has one that only a flood reaches: work of staff, presses
of buttons, what is typed in inline mode. Ways out (/cancel, /help) are counted apart, so that they work when nothing else does.
"""

from __future__ import annotations

import time

from telegram import Message

from bot import texts
from bot.access import NOBODY
from bot.chat.flood import FloodVerdict
from bot.platforms.telegram import speak, trace
from bot.platforms.telegram.admission import person_of
from bot.platforms.telegram.context import BotContext
from bot.platforms.telegram.questions import within_limits
from bot.platforms.telegram.render import plain


async def may_command(said: Message, context: BotContext, *, way_out: bool = False) -> bool:
    """As ``within_limits``, for a command or a line of a dialogue: for staff it is work and no question."""
    limits = context.services.limits
    if await _is_staff(said, context):
        gate = limits.staff
    elif way_out:
        gate = limits.ways_out
    else:
        return await within_limits(said, context)
    verdict = gate.admit(person_of(said), time.monotonic())
    if verdict is FloodVerdict.ANSWER:
        return True
    trace.note(outcome="flood", verdict=verdict.value)
    if verdict is FloodVerdict.NOTICE:
        await speak.reply(context, said, plain(texts.FLOOD))
    return False


async def _is_staff(said: Message, context: BotContext) -> bool:
    user, services = said.from_user, context.services
    if user is None or said.sender_chat is not None or user.id in NOBODY:
        return False
    return bool(await services.host.backing.gate.roles_if_known(user.id))
