"""All staff handlers in one list: those of conversations, and of modules that still export ``HANDLERS`` and are named here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, cast

from telegram import Update
from telegram.ext import BaseHandler

from bot.features.teaching import dry_run
from bot.platforms.telegram import adapter
from bot.platforms.telegram.context import BotApplication, BotContext, services_of

Handler = BaseHandler[Update, BotContext, Any]
# Before everything else: what is meant for an open dialogue, or changes what is in hand, is no question.
_FIRST = -1
_DIALOGUES = -3


class StaffModule(Protocol):
    """A module of this package that handles updates."""

    HANDLERS: list[Handler]


MODULES: tuple[Any, ...] = (dry_run,)


def handlers() -> Iterator[Handler]:
    """Every staff handler that is no conversation's."""
    for module in MODULES:
        yield from cast(StaffModule, module).HANDLERS


def register_staff(application: BotApplication, ask: adapter.Ask) -> None:
    """Add the staff handlers; must come before those that take any command or any button."""
    application.add_handler(adapter.listener(), group=_DIALOGUES)
    application.add_handler(adapter.edits(), group=_FIRST)
    application.add_handler(adapter.cancel())
    for handler in adapter.handlers(services_of(application).host.conversations, ask):
        application.add_handler(handler)
    for handler in handlers():
        application.add_handler(handler)
