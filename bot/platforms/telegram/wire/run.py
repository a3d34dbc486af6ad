"""The life of the bot process: start through trouble, run, stop within ten seconds with what was in hand finished."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.backoff import Backoff
from bot.platforms.telegram import texts, trace
from bot.platforms.telegram.context import BotApplication, services_of
from bot.platforms.telegram.routes import publish_commands
from bot.platforms.telegram.wire import webhook
from bot.platforms.telegram.wire.polling import Polling
from bot.platforms.telegram.wire.processor import ChatLanes
from bot.platforms.telegram.wire.request import TolerantRequest
from bot.settings.proxy import Proxy

_log = logging.getLogger(__name__)
_BACKOFF = Backoff(1.0, 30.0)
# Together well under ten seconds, with polling's last call of 1.5 and what a busy machine adds.
_FINISH, _CLOSE = 5.5, 1.0
# Whoever has not got a turn by then gets none from this process.
_LAST_TURNS = 3.0


class StartError(Exception):
    """The bot cannot run like this; the message says what to change (Chinese)."""


@dataclass(frozen=True, slots=True)
class Wire:
    """How updates arrive: by polling, or pushed to ``webhook_url`` when it is set."""

    webhook_url: str
    secret: str
    port: int
    poll_interval: float
    address: str = ""


async def check_token(token: str, base_url: str, proxy: Proxy | None = None) -> None:
    """Raises ``StartError`` when Telegram says that the token is wrong: better now than after the knowledge was prepared.

    Any other trouble is left to ``run``, which tries until it passes.
    """
    try:
        wires = (TolerantRequest(proxy=proxy), TolerantRequest(proxy=proxy))
        async with Bot(token, base_url, request=wires[0], get_updates_request=wires[1]):
            return
    except InvalidToken as error:
        raise StartError(texts.TOKEN_WRONG) from error
    except TelegramError as error:
        _log.warning("the token could not be checked yet: %s", trace.cause(error))


async def run(application: BotApplication, wire: Wire, stop: asyncio.Event) -> None:
    """Run until ``stop`` is set; raises ``StartError`` for a wrong token and what else only a person can mend."""
    polling = None if wire.webhook_url else Polling(application, wire.poll_interval)
    try:
        if not await _initialize(application, stop):
            return
        await application.start()
        menus = asyncio.create_task(publish_commands(application.bot))
        try:
            await (_webhook(application, wire, stop) if polling is None else polling.run(stop))
        except InvalidToken as error:
            raise StartError(texts.TOKEN_WRONG) from error
        finally:
            menus.cancel()
            await _finish(application)
        if polling is not None:
            await polling.acknowledge()
    finally:
        await _close(application)


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and Ctrl-C set the event; must be called in the running loop."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows: there a loop hears no signals by itself
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


async def _initialize(application: BotApplication, stop: asyncio.Event) -> bool:
    """Ask Telegram who we are, until it answers; returns whether to go on."""
    tries, said = 0, ""
    while not stop.is_set():
        try:
            await application.initialize()
            _log.info("running as @%s (%s)", application.bot.username, application.bot.id)
            return True
        except InvalidToken as error:
            raise StartError(texts.TOKEN_WRONG) from error
        except TelegramError as error:
            if trace.cause(error) != said:
                said = trace.cause(error)
                _log.warning("Telegram cannot be reached, trying on: %s", said)
        tries += 1
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _BACKOFF.after(tries))
    return False


async def _webhook(application: BotApplication, wire: Wire, stop: asyncio.Event) -> None:
    secret = wire.secret or webhook.secret_for(application.bot.token)
    server = webhook.WebhookServer(application, secret)
    try:
        server.listen(wire.port, wire.address)
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise StartError(texts.LISTEN_WRONG.format(address=wire.address)) from error
        raise StartError(texts.PORT_TAKEN.format(port=wire.port, reason=error.strerror or error)) from error
    try:
        await _announce(application, wire.webhook_url, secret)
        _log.info("listening on port %d for %s", wire.port, urlsplit(wire.webhook_url).hostname)
        await stop.wait()
    except InvalidToken:
        raise
    except TelegramError as error:
        said = error.message.replace(wire.webhook_url, urlsplit(wire.webhook_url).hostname or "")  # which may hold a password
        raise StartError(texts.WEBHOOK_REFUSED.format(reason=said)) from error
    finally:
        await server.close()


async def _announce(application: BotApplication, url: str, secret: str) -> None:
    try:
        await webhook.announce(application.bot, url, secret)
    except InvalidToken as error:
        # PTB says so too when there is no such method. Then whoever runs that server tells it where we are.
        await application.bot.get_me()
        _log.warning("setWebhook: %s; listening all the same", trace.cause(error))


async def _finish(application: BotApplication) -> None:
    """Let the updates in hand be answered, as long as there is time."""
    if not application.running:
        return
    # What is under way is finished; what still waits for its turn is left to the next process.
    if isinstance(lanes := application.update_processor, ChatLanes):
        lanes.stop()
    line = services_of(application).line
    leave = asyncio.get_running_loop().call_later(_LAST_TURNS, line.close)
    try:
        async with asyncio.timeout(_FINISH):
            await application.stop()
    except TimeoutError:
        _log.warning("stopped with updates unfinished: sending took too long")
    finally:
        leave.cancel()
        line.close()


async def _close(application: BotApplication) -> None:
    try:
        async with asyncio.timeout(_CLOSE):
            await application.shutdown()
    except (TimeoutError, RuntimeError) as error:  # RuntimeError: stop was cut short
        _log.debug("shutdown: %s", error)
