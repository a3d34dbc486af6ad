"""Updates pushed by Telegram, and a health path for the platform we run on."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json

from telegram.error import TelegramError
from telegram.ext import ExtBot
from tornado.httpserver import HTTPServer
from tornado.web import Application as WebApplication
from tornado.web import RequestHandler

from bot.telegram import intake
from bot.telegram.context import BotApplication
from bot.telegram.retrying import pause_after
from bot.telegram.routes import ALLOWED_UPDATES

HEALTH_PATHS = r"/(?:health|healthz)?"
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LONGEST_BODY = 1_000_000
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
        self._http = HTTPServer(web, max_body_size=_LONGEST_BODY)

    def listen(self, port: int, address: str = "") -> None:
        """Start; raises ``OSError`` when the port cannot be had. Without an address: on all of them."""
        self._http.listen(port, address=address)

    async def close(self) -> None:
        """Take nothing more, end what is under way (it takes no longer than the grace)."""
        self.closing = True
        self._http.stop()
        for done in list(self.under_way):
            await done.wait()
        await self._http.close_all_connections()


class _Hook(RequestHandler):
    """POST: an update. Any path will do, since proxies like to change it; the secret decides."""

    def initialize(self, server: WebhookServer) -> None:
        self._server = server

    async def post(self) -> None:
        server = self._server
        given = self.request.headers.get(_SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, server.secret):
            self.set_status(403)
            return
        if server.closing:
            self.set_status(503)  # it will come again, to the process that follows us
            return
        try:
            raw = json.loads(self.request.body)
        except ValueError:
            self.set_status(400)
            return
        update = intake.parse(raw, server.application)
        done = asyncio.Event()
        server.under_way.add(done)
        try:
            if update is not None:
                # Not acknowledged before it is handled, so that a crash loses nothing; but a slow chat must not hold up
                # the others, whose updates Telegram keeps back behind this one.
                await asyncio.wait({await intake.hand_over(update, server.application)}, timeout=_GRACE)
            await self.finish()
        finally:
            server.under_way.discard(done)
            done.set()


class _Health(_Hook):
    """GET: up."""

    async def get(self) -> None:
        self.write("ok")

    async def head(self) -> None:
        self.set_status(200)


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
            wait = pause_after(error, attempt)
            if wait is None or attempt + 1 == _TRIES:
                raise
            await asyncio.sleep(wait)
