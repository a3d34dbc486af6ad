"""Updates pushed by Telegram, and a health path for the platform we run on.

Nobody's body is read before the secret was seen: what a stranger sends costs a header and no more. What carries the secret and
cannot be understood is acknowledged all the same, or Telegram would send it again for ever.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot
from tornado.http1connection import HTTP1Connection
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler, stream_request_body

from bot.platforms.telegram.context import BotApplication, services_of
from bot.platforms.telegram.routes import ALLOWED_UPDATES
from bot.platforms.telegram.wire import intake
from bot.platforms.telegram.wire.listening import BoundedServer
from bot.platforms.telegram.wire.retrying import pause_for_harmless

_log = logging.getLogger(__name__)
HEALTH_PATHS = r"/(?:health|healthz)?"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# What a stranger's request may still bring so that the refusal reaches him; longer ones are cut off.
_DRAINED = 65_536
_TRIES = 8
# Seconds.
_GRACE = 0.25


def secret_for(token: str) -> str:
    """A secret that every process with the same token makes for itself, and nobody else can."""
    return hmac.new(token.encode(), b"mingfa webhook", hashlib.sha256).hexdigest()


class WebhookServer:
    """Listens until closed; ``close`` lets what was accepted be acknowledged, so that it does not come again."""

    def __init__(self, application: BotApplication, secret: str) -> None:
        self.application = application
        self.secret = secret.encode()
        self.closing = False
        self.under_way: set[asyncio.Event] = set()
        web = _Web([(HEALTH_PATHS, _Health, {"server": self}), (r"/.*", _Hook, {"server": self})])
        self._http = BoundedServer(web)

    def listen(self, port: int, address: str = "") -> None:
        """Start; raises ``OSError`` when the port cannot be had. Without an address: on all of them."""
        self._http.listen(port, address=address)

    def proven(self, handler: RequestHandler) -> None:
        """This request had the secret."""
        self._http.prove(_connection(handler).stream)

    async def close(self) -> None:
        """Take nothing more, end what is under way (it takes no longer than the grace)."""
        self.closing = True
        self._http.stop()
        for done in list(self.under_way):
            await done.wait()
        await self._http.close_all_connections()


@stream_request_body
class _Hook(RequestHandler):
    """POST: an update. Any path will do, since proxies like to change it; the secret decides."""

    def initialize(self, server: WebhookServer) -> None:
        self._server = server
        self._body = bytearray()
        self._trusted = False

    async def prepare(self) -> None:
        """The header is here, the body is not: is it worth reading?"""
        if self.request.method != "POST":
            return
        given = self.request.headers.get(_SECRET_HEADER, "").encode()
        self._trusted = hmac.compare_digest(given, self._server.secret)
        if self._trusted:
            self._server.proven(self)
            return
        await self._refuse()

    def data_received(self, chunk: bytes) -> None:
        """A piece of the body; tornado stops at the longest that we take."""
        if self._trusted:
            self._body += chunk

    async def post(self) -> None:
        server = self._server
        if server.closing:
            self.set_status(503)  # it will come again, to the process that follows us
            return
        try:
            raw = json.loads(self._body)
        except (json.JSONDecodeError, UnicodeDecodeError):
            self.set_status(400)  # cut on its way: the next try may be whole
            return
        except (ValueError, RecursionError) as error:
            # Lists in lists a thousand times, a number of ten thousand digits: no better the next time.
            _log.error("an update is not understood and skipped: %s", type(error).__name__)
            return
        update = intake.parse(raw, server.application)
        done = asyncio.Event()
        server.under_way.add(done)
        try:
            if update is not None:
                # Not acknowledged before it is handled, so that a crash loses nothing; but a slow chat must not hold up
                # the others, whose updates Telegram keeps back behind this one.
                handled = await intake.hand_over(update, server.application)
                await asyncio.wait({handled}, timeout=_GRACE)
                await self._keep_safe(update.update_id, raw, handled)
            await self.finish()
        finally:
            server.under_way.discard(done)
            done.set()

    async def _keep_safe(self, number: int, raw: Any, handled: asyncio.Future[bool]) -> None:
        """What is not answered yet is put aside before Telegram hears that we have it; what never will be must come again."""
        if not handled.done():
            pending = services_of(self._server.application).pending
            if await pending.hold({number: raw}):
                handled.add_done_callback(lambda done: pending.release(number) if not done.cancelled() and done.result() else None)
        elif not handled.result():
            self.set_status(503)

    async def _refuse(self) -> None:
        self.set_status(403)
        self.set_header("Connection", "close")
        await self.finish()
        length = self.request.headers.get("Content-Length", "")
        if not (length.isdecimal() and len(length) < 10 and int(length) <= _DRAINED):
            _connection(self).stream.close()


class _Health(_Hook):
    """GET: up."""

    async def get(self) -> None:
        self.write("ok")

    async def head(self) -> None:
        self.set_status(200)


def _connection(handler: RequestHandler) -> HTTP1Connection:
    connection = handler.request.connection
    assert isinstance(connection, HTTP1Connection)
    return connection


class _Web(WebApplication):
    def log_request(self, handler: RequestHandler) -> None:
        """Every update has its line already."""


async def announce(bot: ExtBot[int], url: str, secret: str) -> None:
    """Tell Telegram where we listen; tries on through passing trouble, raises ``TelegramError`` for a refusal."""
    for attempt in range(_TRIES):
        try:
            await bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)
            return
        except TelegramError as error:
            wait = pause_for_harmless(error, attempt)
            if wait is None or attempt + 1 == _TRIES:
                raise
            await asyncio.sleep(wait)
