"""The typed context of every handler: the services are made in ``bot.app.composition``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot, JobQueue

from bot.chat.flood import FloodGate, Limits
from bot.chat.host import Host
from bot.chat.overhear import HourlyBudget
from bot.chat.ports import AnswerMemory, GroupPreferences, GroupRegister, KnowledgeHolder, QuestionRecorder
from bot.outbox.traffic import Traffic
from bot.platforms.telegram.addressing import Me
from bot.platforms.telegram.albums import Albums
from bot.platforms.telegram.clock import ServerClock
from bot.platforms.telegram.desk import TelegramDesk
from bot.platforms.telegram.pending import PendingAnswers, Unkept
from bot.platforms.telegram.turns import Line
from bot.platforms.telegram.vitals import Vitals

_KEY = "services"
Store = dict[Any, Any]
BotApplication = Application[ExtBot[int], "BotContext", Store, Store, Store, JobQueue[Any]]


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers work with. ``today``: the date in China; ``max_age``: how old a message may be to be answered.

    ``desk``: ``None`` as long as no database could be opened. ``clock``: Telegram's time. ``host`` runs the conversations.
    """

    knowledge: KnowledgeHolder
    answers: AnswerMemory
    preferences: GroupPreferences
    groups: GroupRegister
    recorder: QuestionRecorder
    flood: FloodGate
    budget: HourlyBudget
    owners: frozenset[int]
    max_age: timedelta
    today: Callable[[], date]
    host: Host
    desk: TelegramDesk | None = None
    limits: Limits = field(default_factory=Limits)
    vitals: Vitals = field(default_factory=Vitals)
    clock: ServerClock = field(default_factory=ServerClock)
    pending: PendingAnswers = field(default_factory=Unkept)
    line: Line = field(default_factory=lambda: Line(Traffic()))
    albums: Albums = field(default_factory=Albums)

    @property
    def traffic(self) -> Traffic:
        """How much of the bot's second is used."""
        return self.line.traffic


class BotContext(CallbackContext[ExtBot[int], Store, Store, Store]):
    """PTB's context with our services. ``toasted``: the pressed button has been answered."""

    toasted = False

    @property
    def services(self) -> Services:
        """The services of this application."""
        services: Services = self.application.bot_data[_KEY]
        return services

    @property
    def bot_application(self) -> BotApplication:
        """The application, typed as ours."""
        return cast(BotApplication, self.application)

    @property
    def me(self) -> Me:
        """Who we are; PTB asked once, at the start."""
        user = self.bot.bot
        return Me(user.id, (user.username or "").lower())


def context_types() -> ContextTypes[BotContext, Store, Store, Store]:
    """For ``ApplicationBuilder.context_types``."""
    return ContextTypes(context=BotContext)


def services_of(application: BotApplication) -> Services:
    """The services of an application."""
    services: Services = application.bot_data[_KEY]
    return services


def install(application: BotApplication, services: Services) -> None:
    """Give the services to every context of this application, in place of those that it had."""
    application.bot_data[_KEY] = services
