"""The composition root: settings → services. The only room that knows all rooms."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

from telegram.ext import Application
from telegram.warnings import PTBDeprecationWarning

from bot import logs
from bot.answering.answerer import Answerer
from bot.answering.building import AnswererBuilder, Progress, no_progress
from bot.answering.live import LiveKnowledge
from bot.app import texts
from bot.app.cautions import cautions
from bot.app.conversations import CONVERSATIONS, asking_of, without_database
from bot.app.lifecycle import Storage, utc_now
from bot.app.sources import sources
from bot.chat.flood import FloodGate, Limits
from bot.chat.host import Host
from bot.chat.overhear import HourlyBudget
from bot.chat.ports import KnowledgeHolder
from bot.features.asking.memory import MemoryAnswers, MemoryGroups, MemoryRecorder
from bot.features.teaching.teaching import Build, Teaching, build_teaching
from bot.library.loader import load_library
from bot.outbox.traffic import Traffic
from bot.platforms.telegram import texts as telegram_texts
from bot.platforms.telegram.admission import Admission
from bot.platforms.telegram.context import BotApplication, Services, context_types, install, services_of
from bot.platforms.telegram.routes import register
from bot.platforms.telegram.turns import Line
from bot.platforms.telegram.wire.processor import ChatLanes
from bot.platforms.telegram.wire.request import PooledRequest, TolerantRequest, trusted
from bot.platforms.telegram.wire.retrying import PatientCalls
from bot.platforms.telegram.wire.run import StartError, Wire, check_token, run, stop_on_signals
from bot.settings.config import Settings
from bot.settings.proxy import Proxy
from bot.storage.engine import Database, open_database
from bot.storage.errors import StorageError
from bot.when import CHINA

_log = logging.getLogger(__name__)
DATABASE_FILE = Path("var/mingfa.db")
# What stands in everybody's menu, also beside the commands of a role.
_SHARED = ("topics", "daily", "help")


def build_services(settings: Settings, knowledge: KnowledgeHolder) -> Services:
    """Everything the handlers work with, kept in this process."""
    groups, answers, recorder = MemoryGroups(), MemoryAnswers(), MemoryRecorder()

    async def forget(user_id: int) -> None:
        await recorder.forgotten(user_id)
        await answers.forgotten(user_id)

    return Services(
        knowledge=knowledge,
        answers=answers,
        preferences=groups,
        groups=groups,
        recorder=recorder,
        flood=FloodGate(settings.questions_per_minute),
        limits=Limits(settings.questions_per_minute),
        budget=HourlyBudget(settings.overheard_per_hour),
        owners=settings.owners,
        max_age=settings.max_age,
        today=_today,
        host=Host(CONVERSATIONS, without_database(settings.owners, forget), utc_now, _shared_menu()),
        line=Line(Traffic(settings.messages_per_second)),
    )


def _shared_menu() -> list[tuple[str, str]]:
    return [(name, telegram_texts.COMMANDS[name]) for name in _SHARED]


def build_application(settings: Settings, services: Services) -> BotApplication:
    """PTB's application with our order of work, our retries and our handlers; it fetches nothing by itself."""
    admission = Admission(lambda: application.bot.id, settings.max_age, services.clock.now)
    application: BotApplication = (
        Application.builder()
        .token(settings.token)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.file_url}/bot")
        .request(PooledRequest(proxy=settings.proxy, hear=services.clock.listen))
        .get_updates_request(TolerantRequest(connection_pool_size=1, proxy=settings.proxy, hear=services.clock.listen))
        .rate_limiter(PatientCalls(services.line, lambda: services_of(application).pending))
        .concurrent_updates(ChatLanes(admission, lambda: services_of(application).pending))
        .context_types(context_types())
        .updater(None)
        .build()
    )
    backing = services.host.backing
    services.host.backing = replace(backing, desk=backing.desk.also(asking_of(services)))
    install(application, services)
    register(application)
    return application


def run_bot(settings: Settings, progress: Progress = no_progress) -> None:
    """``run``: the bot until it is told to stop; raises ``StartError`` with what a person must mend."""
    if not settings.token:
        raise StartError(texts.TOKEN_MISSING)
    if not settings.token.isprintable() or not settings.token.isascii() or set(settings.token) & set(" /?#%"):
        raise StartError(telegram_texts.TOKEN_WRONG)
    logs.configure(settings.log_level)
    # PTB warns of its own future with every 429.
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    proxy, risks = _way(settings), _risks(settings)
    asyncio.run(check_token(settings.token, f"{settings.api_url}/bot", proxy))
    for risk in risks:
        _log.warning("%s", risk)
    _log.info("proxy: %s", "none" if proxy is None else f"{proxy} ({proxy.setting})")
    build = AnswererBuilder(settings, progress, sources(settings))
    answerer = build(load_library(settings.knowledge))
    # The first question loads the model of sentences, a second or more in which nothing else happens: let it be ours.
    answerer.answer(answerer.library.entries[0].title)
    asyncio.run(_serve(settings, answerer, build))


async def _serve(settings: Settings, answerer: Answerer, build: AnswererBuilder) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    knowledge = LiveKnowledge(answerer)
    services = build_services(settings, knowledge)
    logging.getLogger().addHandler(services.vitals)
    application = build_application(settings, services)
    wire = Wire(settings.webhook_url, settings.webhook_secret, settings.port, settings.poll_interval, settings.webhook_listen)
    try:
        teaching = teaching_of(settings, build)
        async with Storage(application, settings, knowledge, database_of(settings), teaching=teaching, stop=stop).opened():
            await run(application, wire, stop)
    except StorageError as error:
        raise StartError(str(error)) from error


def _way(settings: Settings) -> Proxy | None:
    """The proxy, if it and what it needs can be used; raises ``StartError`` and ``SettingsError``."""
    proxy = settings.proxy
    if proxy is not None and proxy.url.startswith("socks") and find_spec("socksio") is None:
        raise StartError(texts.PROXY_NO_SOCKS.format(setting=proxy.setting))
    try:
        trusted()
    except OSError as error:
        raise StartError(texts.CERTIFICATES_BAD.format(reason=error.strerror or error)) from error
    return proxy


def _risks(settings: Settings) -> list[str]:
    """What to warn of; a ``DATABASE_URL`` that is none is refused before anything was prepared."""
    try:
        return cautions(settings)
    except StorageError as error:
        raise StartError(str(error)) from error


def teaching_of(settings: Settings, build: Build) -> Callable[[Database, LiveKnowledge], Teaching]:
    """What makes the knowledge follow the database."""
    return lambda database, live: build_teaching(settings.knowledge, database, live, build)


def database_of(settings: Settings) -> Database:
    """The database that the settings name, or ``var/mingfa.db``; connects at first use. Raises ``BadDatabaseUrl``."""
    return open_database(settings.database_url, DATABASE_FILE)


def _today() -> date:
    return datetime.now(CHINA).date()
