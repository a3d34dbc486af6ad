"""Trying again when a call surely did nothing: 429, no connection, a server error of Telegram's own.

PTB's own ``AIORateLimiter`` stops every chat when one chat is told to slow down; here only that chat waits. Messages wait for their
turn (``turns``) and are not given up because of 429s; edits, answers to buttons and the like go past that line.
A message that may have arrived (a timeout, a connection lost on the way, an answer that is not Telegram's) is never sent again: who has
no answer can ask once more, but an answer that stands there twice, in a group before everybody, cannot be taken back by asking. A
change of a message may be made twice.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine
from time import monotonic
from typing import Any

from telegram import ReplyParameters
from telegram.error import BadRequest, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.backoff import Backoff
from bot.logs import somebody
from bot.platforms.telegram import asking
from bot.platforms.telegram.pending import AlreadyAnswered, AnswerMark, PendingAnswers, Unkept
from bot.platforms.telegram.turns import Line, Stopping
from bot.platforms.telegram.wire.arrival import surely_not_done, went_astray

_log = logging.getLogger(__name__)
_PATIENCE = 90.0
_BACKOFF = Backoff(0.3, 3.0, factor=3)
# Not ours to repeat: polling has its own loop, and a query expires before a second try.
_ONCE = frozenset({"getUpdates", "getMe", "setWebhook", "deleteWebhook", "answerCallbackQuery", "answerInlineQuery"})
# Twice is as good as once: after a lost connection or a garbled answer these are called again.
_HARMLESS = ("edit", "delete", "get", "setMy")
# What counts against Telegram's limit of a second.
_MESSAGES = ("send", "copy", "forward")
_Result = bool | dict[str, Any] | list[dict[str, Any]]


class PatientCalls(BaseRateLimiter[int]):
    """Repeats a call up to ``max_retries`` times (``rate_limit_args`` overrides it for one call).

    A message to people waits in the ``line`` for as long as its answer is worth something; 429s are not counted. Any other call
    waits as long as Telegram says after a 429, but not more than ``patience`` seconds in all.
    """

    def __init__(
        self, line: Line, pending: Callable[[], PendingAnswers] = Unkept, max_retries: int = 3, patience: float = _PATIENCE
    ) -> None:
        self._line = line
        self._pending = pending
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
        """See ``BaseRateLimiter``; raises the last error when it gives up, ``TooLate``, ``Stopping`` and ``AlreadyAnswered``."""
        tries = 0 if endpoint in _ONCE else self._max_retries if rate_limit_args is None else rate_limit_args

        async def call() -> _Result:
            return await callback(*args, **kwargs)

        chat_id = data.get("chat_id")
        if endpoint.startswith(_MESSAGES) and endpoint != "sendChatAction" and isinstance(chat_id, int):
            return await self._message(call, endpoint, chat_id, data, tries)
        return await self._other(call, endpoint, chat_id, tries)

    async def _message(
        self, call: Callable[[], Awaitable[_Result]], endpoint: str, chat_id: int, data: dict[str, Any], tries: int
    ) -> _Result:
        """In the line again after every refusal, at the place of its question."""
        waiting = asking.current()
        since = waiting.since if waiting is not None else monotonic()
        deadline = waiting.deadline if waiting is not None else since + self._patience
        failures, attached = 0, False
        while True:
            try:
                async with self._line.turn(chat_id, since, deadline) as departure:
                    await self._mark(waiting)
                    attached = attached or _attach(data, chat_id, waiting)
                    self._line.traffic.leaves(departure)
                    result = await call()
                    self._line.accepted(departure)
                    await self._settle(waiting)
                    return result
            except RetryAfter as error:
                self._line.refused(chat_id, wait := _seconds(error))
                _log.info("%s for %s: told to wait %.0f s", endpoint, _place(chat_id), wait)
            except BadRequest as error:
                # Servers that are older than the option: better an answer to nothing than none.
                if not attached or "repl" not in str(error).lower():
                    raise
                del data["reply_parameters"]
            except TelegramError as error:
                pause = pause_after(error, failures)
                if pause is None or failures >= tries:
                    raise
                failures += 1
                _log.info("%s for %s: %s, trying again in %.1f s", endpoint, _place(chat_id), type(error).__name__, pause)
                self._line.pause(chat_id, pause)
            except Stopping:
                if waiting is not None:
                    waiting.abandoned = True
                raise

    async def _mark(self, waiting: asking.InHand | None) -> None:
        """Before the first answer to a message leaves. Raises ``AlreadyAnswered``."""
        if waiting is None or not waiting.message or waiting.marked:
            return
        mark = await self._pending().about_to_send(waiting.message)
        if mark is AnswerMark.SENT or (mark is AnswerMark.UNSURE and waiting.unasked):
            raise AlreadyAnswered
        waiting.marked = True

    async def _settle(self, waiting: asking.InHand | None) -> None:
        """After the first answer has arrived; until then another process would not know."""
        # Without limits many are under way at once: their chats go on, only their updates wait for it.
        if waiting is not None and waiting.marked and not waiting.settled and self._line.traffic.per_second:
            waiting.settled = True
            await self._pending().sent(waiting.message)

    async def _other(self, call: Callable[[], Awaitable[_Result]], endpoint: str, chat_id: object, tries: int) -> _Result:
        waited = 0.0
        for attempt in range(tries):
            try:
                return await call()
            except TelegramError as error:
                wait = (pause_for_harmless if endpoint.startswith(_HARMLESS) else pause_after)(error, attempt)
                if wait is None or waited + wait > self._patience:
                    raise
                _log.info("%s for %s: %s, trying again in %.1f s", endpoint, _place(chat_id), type(error).__name__, wait)
                waited += wait
                await asyncio.sleep(wait)
        return await call()


def _attach(data: dict[str, Any], chat_id: int, waiting: asking.InHand | None) -> bool:
    """Make an answer that comes late a reply to its question."""
    if waiting is None or waiting.message_id is None or chat_id != waiting.chat_id or not waiting.waits_long:
        return False
    if data.get("reply_parameters") is not None:
        return False
    data["reply_parameters"] = ReplyParameters(waiting.message_id, allow_sending_without_reply=True)
    return True


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait if isinstance(wait, (int, float)) else wait.total_seconds())


def _place(chat_id: object) -> str:
    return f"chat {chat_id}" if isinstance(chat_id, int) and chat_id < 0 else somebody(chat_id)


def pause_after(error: TelegramError, attempt: int) -> float | None:
    """Seconds to wait before the call is made again; ``None``: never, it may have had its effect or can have none."""
    if isinstance(error, RetryAfter):
        return _seconds(error) + 0.1
    return _pause(attempt) if surely_not_done(error) else None


def pause_for_harmless(error: TelegramError, attempt: int) -> float | None:
    """As ``pause_after``, for a call that may have its effect twice."""
    wait = pause_after(error, attempt)
    return _pause(attempt) if wait is None and went_astray(error) else wait


def _pause(attempt: int) -> float:
    return _BACKOFF.after(attempt + 1) * random.uniform(0.8, 1.2)
