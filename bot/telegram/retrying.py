"""Trying again when a call surely did nothing: 429, no connection, a server error.

PTB's own ``AIORateLimiter`` stops every chat when one chat is told to slow down; here only that chat waits.
A message that may have arrived (a timeout, a connection lost on the way) is never sent again; a change of one may be made twice.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.delivery.traffic import Traffic
from bot.logs import somebody

_log = logging.getLogger(__name__)
_PATIENCE = 90.0
_BACKOFF = (0.3, 1.0, 3.0)
# Not ours to repeat: polling has its own loop, and a query expires before a second try.
_ONCE = frozenset({"getUpdates", "getMe", "setWebhook", "deleteWebhook", "answerCallbackQuery", "answerInlineQuery"})
# Twice is as good as once: after a lost connection or a garbled answer these are called again.
_HARMLESS = ("edit", "delete", "get", "setMy")
# What counts against Telegram's limit of a second.
_MESSAGES = ("send", "copy", "forward")
_Result = bool | dict[str, Any] | list[dict[str, Any]]


class PatientCalls(BaseRateLimiter[int]):
    """Repeats a call up to ``max_retries`` times (``rate_limit_args`` overrides it for one call).

    Waits as long as Telegram says after a 429, but not more than ``patience`` seconds in all: an answer that
    comes later than that helps nobody. Messages are counted in ``traffic``.
    """

    def __init__(self, traffic: Traffic, max_retries: int = 3, patience: float = _PATIENCE) -> None:
        self._traffic = traffic
        self._max_retries = max_retries
        self._patience = patience

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> _Result:
        """See ``BaseRateLimiter``; raises the last error when it gives up."""
        tries = 0 if endpoint in _ONCE else self._max_retries if rate_limit_args is None else rate_limit_args
        waited = 0.0
        if endpoint.startswith(_MESSAGES) and endpoint != "sendChatAction":
            self._traffic.note()
        for attempt in range(tries):
            try:
                return await callback(*args, **kwargs)
            except TelegramError as error:
                wait = pause_after(error, attempt)
                if wait is None and endpoint.startswith(_HARMLESS) and _went_astray(error):
                    wait = _backoff(attempt)
                if wait is None or waited + wait > self._patience:
                    raise
                _log.info("%s for %s: %s, trying again in %.1f s", endpoint, _place(data.get("chat_id")), type(error).__name__, wait)
                waited += wait
                await asyncio.sleep(wait)
        return await callback(*args, **kwargs)


def _place(chat_id: object) -> str:
    return f"chat {chat_id}" if isinstance(chat_id, int) and chat_id < 0 else somebody(chat_id)


def pause_after(error: TelegramError, attempt: int) -> float | None:
    """Seconds to wait before the call is made again; ``None``: never, it may have had its effect or can have none."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return (wait if isinstance(wait, (int, float)) else wait.total_seconds()) + 0.1
    if not isinstance(error, NetworkError) or not _surely_not_done(error):
        return None
    return _backoff(attempt)


def _backoff(attempt: int) -> float:
    return _BACKOFF[min(attempt, len(_BACKOFF) - 1)] * random.uniform(0.8, 1.2)


def _went_astray(error: TelegramError) -> bool:
    """Whether the request or its answer was lost on the way; nothing has timed out, so asking again costs no time."""
    return type(error) is TelegramError or isinstance(error.__cause__, (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError))


def _surely_not_done(error: NetworkError) -> bool:
    if isinstance(error.__cause__, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)):
        return True
    if isinstance(error, TimedOut) or isinstance(error.__cause__, (httpx.HTTPError, httpx.InvalidURL)):
        return False
    # BadRequest is a NetworkError too; what remains without a cause is an answer with a 5xx status.
    return type(error) is NetworkError and not str(error).startswith("Unknown error")
