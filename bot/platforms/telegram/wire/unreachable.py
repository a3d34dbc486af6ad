"""Why no connection comes about, and what to do: in words for whoever looks at the log or at ``/health``."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx
from telegram.error import TelegramError

from bot.logs import advise
from bot.platforms.telegram import texts
from bot.platforms.telegram.wire.handshake import NoGreeting
from bot.settings.proxy import Proxy

try:
    from socksio.exceptions import SOCKSError
except ImportError:  # without it there are no SOCKS proxies either: the start says so

    class SOCKSError(Exception):  # type: ignore[no-redef]
        """Never raised."""


NOT_SOCKS = (SOCKSError, AssertionError)
"""What comes out of httpx, as it is, when a SOCKS proxy answers in another language."""
_NO_CONNECTION = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)
# Of a proxy these say no less: with a way to Telegram there would have been an answer.
_NO_ANSWER = (httpx.RemoteProtocolError, httpx.ReadTimeout)
_LOGIN = ("407", "authenticat", "username", "password")


def explain(error: TelegramError, proxy: Proxy | None) -> None:
    """When there was no connection at all, give the error a sentence with the cure: before its own words, and for the log."""
    causes = list(_causes(error))
    if not any(isinstance(cause, _NO_CONNECTION if proxy is None else _NO_CONNECTION + _NO_ANSWER) for cause in causes):
        return
    sentence = _sentence(causes, proxy)
    advise(error, sentence)
    error.message = f"{sentence} ({error.message})"


def _sentence(causes: list[BaseException], proxy: Proxy | None) -> str:
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return texts.UNREACHABLE_TRUST
    if proxy is None:
        return texts.UNREACHABLE_DIRECTLY
    said = texts.UNREACHABLE_PROXY
    for cause in causes:
        words = str(cause).lower()
        if isinstance(cause, httpx.ProxyError) and any(word in words for word in _LOGIN):
            said = texts.UNREACHABLE_LOGIN
        elif isinstance(cause, (*NOT_SOCKS, NoGreeting, httpx.RemoteProtocolError)):
            said = texts.UNREACHABLE_KIND
    return said.format(proxy=proxy, setting=proxy.setting, scheme=proxy.url.partition(":")[0])


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__
