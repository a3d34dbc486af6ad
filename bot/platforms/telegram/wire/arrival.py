"""Whether a call that failed can have reached Telegram. PTB folds that into a few errors; the exception of httpx behind them tells."""

from __future__ import annotations

import httpx
from telegram.error import NetworkError, TelegramError, TimedOut

_NEVER_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_LOST = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)


def never_left(error: BaseException) -> bool:
    """The connection was never made: not one byte of the request has left."""
    return isinstance(error, NetworkError) and isinstance(error.__cause__, _NEVER_CONNECTED)


def surely_not_done(error: TelegramError) -> bool:
    """It never left, or Telegram itself said that it cannot just now."""
    if never_left(error):
        return True
    # BadRequest is a NetworkError too.
    if type(error) is not NetworkError or isinstance(error.__cause__, (TelegramError, httpx.HTTPError, httpx.InvalidURL)):
        return False
    # What remains without a cause is Telegram's own refusal with a 5xx status.
    return not str(error).startswith("Unknown error")


def went_astray(error: BaseException) -> bool:
    """The request or its answer was lost on the way; nothing has timed out, so asking again costs no time."""
    # An answer that is not JSON; or something between us and Telegram answered in its place, and what Telegram did before that,
    # nobody knows.
    if type(error) is TelegramError or (type(error) is NetworkError and isinstance(error.__cause__, TelegramError)):
        return True
    return isinstance(error, NetworkError) and isinstance(error.__cause__, _LOST)


def may_have_arrived(error: BaseException) -> bool:
    """Telegram may have done it all the same."""
    return went_astray(error) or (isinstance(error, TimedOut) and not never_left(error))
