"""All staff handlers in one list. A module with commands, buttons or dialogues exports ``HANDLERS`` (and ``DIALOGS``) and is named here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, cast

from telegram import Update
from telegram.ext import BaseHandler

from bot.features.teaching import dry_run
from bot.platforms.telegram import adapter
from bot.platforms.telegram.context import BotApplication, BotContext, services_of
from bot.platforms.telegram.staff import dialogs
from bot.platforms.telegram.staff.dialogs import DialogKind, router

Handler = BaseHandler[Update, BotContext, Any]
# Before everything else: what is meant for an open dialogue is no question.
_FIRST = -1
_DIALOGUES = -3


class StaffModule(Protocol):
    """A module of this package that handles updates."""

    HANDLERS: list[Handler]


# One line a module, so that two people can add theirs at the same time.
MODULES: tuple[Any, ...] = (
    dialogs,
    dry_run,
)  # fmt: skip


def handlers() -> Iterator[Handler]:
    """Every staff handler."""
    for module in MODULES:
        yield from cast(StaffModule, module).HANDLERS


def dialog_kinds() -> list[DialogKind]:
    """Every kind of dialogue."""
    return [kind for module in MODULES for kind in getattr(module, "DIALOGS", ())]


def register_staff(application: BotApplication, ask: adapter.Ask) -> None:
    """Add the staff handlers; must come before those that take any command or any button."""
    application.add_handler(adapter.listener(), group=_DIALOGUES)
    for handler in adapter.handlers(services_of(application).host.conversations, ask):
        application.add_handler(handler)
    application.add_handler(router(dialog_kinds()), group=_FIRST)
    application.add_handler(adapter.edits(), group=_FIRST)
    for handler in handlers():
        application.add_handler(handler)
