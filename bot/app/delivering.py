"""The worker beside the bot: started with the database, stopped cleanly with it; ``listener`` hears what it does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.answering.card import Card
from bot.answering.live import LiveKnowledge
from bot.features.asking.screens import card_screen
from bot.features.broadcasts.cards import Cards
from bot.features.broadcasts.rules import rules_of
from bot.features.broadcasts.sources import withdraw_unfrozen
from bot.outbox.listener import Listener
from bot.outbox.outbox import Outbox
from bot.outbox.store.lock import AlreadySending
from bot.outbox.traffic import Traffic
from bot.outbox.worker import DeliveryWorker, WorkerSettings
from bot.platforms.telegram import rendering, speak
from bot.platforms.telegram.sender import TelegramSender, broadcast_bot
from bot.settings.config import Settings
from bot.storage.engine import Database
from bot.storage.errors import DatabaseUnavailable
from bot.when import CHINA

_log = logging.getLogger(__name__)
_AGAIN = 5.0


def cards_of(knowledge: LiveKnowledge) -> Cards:
    """Cards as broadcasts, as the chat shows them."""

    def html(card: Card, heading: str) -> str:
        return rendering.one(card_screen(card, heading=heading)).html

    return Cards(knowledge, html)


@asynccontextmanager
async def delivering(
    settings: Settings,
    knowledge: LiveKnowledge,
    database: Database,
    clock: Callable[[], datetime],
    stop: asyncio.Event,
    listener: Listener,
    traffic: Traffic,
) -> AsyncIterator[Outbox]:
    """Send broadcasts until left, or nothing new from ``stop`` on; what is on the wire has its outcome written down before this ends.

    ``stop`` comes first: whoever stops us may not wait long, and what is on the wire needs all of that time.
    """
    wire = broadcast_bot(settings.token, f"{settings.api_url}/bot", proxy=settings.proxy)

    def buttons(key: str) -> InlineKeyboardMarkup | None:
        card = knowledge.answerer.card(key)
        return None if card is None else speak.markup(rendering.one(card_screen(card)))

    worker = DeliveryWorker(
        database,
        sender := TelegramSender(wire, buttons),
        clock,
        WorkerSettings(zone=CHINA, rules=rules_of(settings)),
        listener=listener,
        daily=cards_of(knowledge).of_day,
        traffic=traffic,
    )
    stopping = asyncio.Event()

    def cease(_: object = None) -> None:
        stopping.set()
        worker.stop()

    async def before() -> None:
        for one in await withdraw_unfrozen(database, clock):
            await listener.withdrawn(one.broadcast.id, taken_back=one.taken_back)

    task = asyncio.create_task(_work(wire, worker, before, stopping))
    told = asyncio.create_task(stop.wait())
    told.add_done_callback(cease)
    try:
        yield Outbox(sender, worker.wake)
    finally:
        cease()
        told.cancel()
        await asyncio.gather(task, told, return_exceptions=True)
        await wire.shutdown()


async def _work(wire: Bot, worker: DeliveryWorker, before: Callable[[], Awaitable[None]], stopping: asyncio.Event) -> None:
    """Run the worker, each time after ``before``; whatever ends it early is said, and it begins again."""
    try:
        await wire.initialize()
    except TelegramError as error:
        # It opened its connections before it asked who it is, which nothing here needs. Its words may hold the token.
        _log.info("the wire for broadcasts: %s", type(error).__name__)
    said = False
    while not stopping.is_set():
        try:
            await before()
            await worker.run()
        except AlreadySending:
            if not said:
                _log.warning("another process sends the broadcasts of this database; this one takes over when that ends")
            said = True
        except DatabaseUnavailable as error:
            _log.warning("broadcasts wait: database %s", error.cause)
        except Exception:
            _log.exception("the worker for broadcasts ended; it begins again")
        try:
            async with asyncio.timeout(_AGAIN):
                await stopping.wait()
        except TimeoutError:
            continue
