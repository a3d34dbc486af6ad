"""The wire for broadcasts: a ``Bot`` of its own without rate limiter, and what its errors mean for a delivery.

The rate limiter of the other bot would make a claimed delivery wait while its row says ``sending``; broadcasts keep their own
pace. What matters about an error is whether the request can have reached Telegram (``wire.arrival``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.outbox.content import Call, SendFile, SendOther, SendText, Unfrozen
from bot.outbox.outcomes import (
    Accepted,
    BadToken,
    ChatMissing,
    Kicked,
    Migrated,
    NoReply,
    NotSent,
    RateLimited,
    Refused,
    Reply,
    ServerError,
    TopicGone,
)
from bot.platforms.telegram.wire.arrival import never_left
from bot.platforms.telegram.wire.request import TolerantRequest
from bot.settings.proxy import Proxy

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
"""Connecting and reading together end before the worker's ``send_seconds``."""

_TELEGRAM = "https://api.telegram.org/bot"

Buttons = Callable[[str], InlineKeyboardMarkup | None]
"""The id of an entry → the buttons under its card."""

_TOO_MANY = "too many requests"
_SOME_SECONDS = 5.0
# Said of a group where the bot may not write, or not this: the content may be as good as any.
_BY_GROUP = (
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_",
    "topic_closed",
    "peer_id_invalid",
    "group chat was upgraded",
)
_GONE = ("message to delete not found", "message_id_invalid")


def broadcast_bot(token: str, base_url: str = _TELEGRAM, *, proxy: Proxy | None, connections: int = 8) -> Bot:
    """A bot for broadcasts: no rate limiter, its own connections, patient reading."""
    request = TolerantRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=1.0,
        read_timeout=READ_SECONDS,
        write_timeout=CONNECT_SECONDS,
        proxy=proxy,
    )
    # The second one is for getUpdates, which this bot never calls.
    return Bot(token, request=request, get_updates_request=TolerantRequest(connection_pool_size=1, proxy=proxy), base_url=base_url)


def no_buttons(entry_id: str) -> InlineKeyboardMarkup | None:
    """For bots without entry cards."""
    return None


class TelegramSender:
    """A ``bot.outbox.sender.Sender``. The bot must have been initialized; whoever made it shuts it down."""

    def __init__(self, bot: Bot, buttons: Buttons = no_buttons) -> None:
        self._bot = bot
        self._buttons = buttons

    async def send(self, chat_id: int, thread_id: int | None, call: Call) -> Reply:
        """Send one message and say what became of it."""
        if isinstance(call, Unfrozen):
            return Refused("of an older version, and its source can be changed")
        return await _outcome(self._send(chat_id, thread_id, call), in_topic=thread_id is not None)

    async def delete(self, chat_id: int, message_id: int) -> Reply:
        """Delete one message; gone already counts as deleted."""
        outcome = await _outcome(self._delete(chat_id, message_id), in_topic=False)
        if isinstance(outcome, Refused) and any(gone in outcome.reason.lower() for gone in _GONE):
            return Accepted(message_id)
        return outcome

    async def _send(self, chat_id: int, thread_id: int | None, call: SendText | SendFile | SendOther) -> int:
        if isinstance(call, SendText):
            sent = await self._bot.send_message(
                chat_id,
                call.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=thread_id,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=self._buttons(call.entry_id) if call.entry_id else None,
            )
            return sent.message_id
        method: Callable[..., Awaitable[Message]] = getattr(self._bot, f"send_{call.type}")
        values = _of_file(call) if isinstance(call, SendFile) else call.values
        return (await method(chat_id, message_thread_id=thread_id, **values)).message_id

    async def _delete(self, chat_id: int, message_id: int) -> int:
        await self._bot.delete_message(chat_id, message_id)
        return message_id


def _of_file(call: SendFile) -> dict[str, Any]:
    values: dict[str, Any] = {call.type: call.file_id}
    if call.caption:
        values |= {"caption": call.caption, "parse_mode": ParseMode.HTML}
    if call.spoiler:
        values["has_spoiler"] = True
    if call.above:
        values["show_caption_above_media"] = True
    return values


async def _outcome(call: Awaitable[int], *, in_topic: bool) -> Reply:
    try:
        return Accepted(await call)
    except TelegramError as error:
        return outcome_of(error, in_topic=in_topic)


def outcome_of(error: TelegramError, *, in_topic: bool) -> Reply:
    """What an error of PTB says about the request. ``in_topic``: it was for a forum topic."""
    cause = error.__cause__
    reason = error.message
    match error:
        case RetryAfter():
            wait = error.retry_after
            return RateLimited(wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden() | BadRequest() | InvalidToken() if isinstance(cause, TelegramError):
            # Its body was no JSON: a proxy on the way refused, not Telegram. Nothing was sent, and the group is as it was.
            return ServerError(f"not Telegram's answer: {type(error).__name__}")
        case Forbidden():
            return Kicked(reason)
        case InvalidToken():
            return BadToken(reason)
        case BadRequest():
            return _bad_request(reason, in_topic=in_topic)
        case NetworkError() if never_left(error):
            return NotSent(type(cause).__name__)
        case TimedOut():
            return NoReply(type(cause).__name__)
        case NetworkError() if _TOO_MANY in reason.lower() and (isinstance(cause, TelegramError) or cause is None):
            # A 429 that does not say how long: a proxy's, or of another server than Telegram's.
            return RateLimited(_SOME_SECONDS)
        case NetworkError() if cause is None:
            # PTB makes one without a cause from a refusal with a status of 5xx (or one that it does not know).
            return ServerError(reason[:200])
        case NetworkError() if isinstance(cause, TelegramError):
            # A gateway's page, or what cannot be read: Telegram may have done it before the line broke.
            return NoReply("not Telegram's answer")
    return NoReply(type(cause or error).__name__)


def _bad_request(reason: str, *, in_topic: bool) -> Reply:
    said = reason.lower()
    if "chat not found" in said or "group chat was deactivated" in said:
        return ChatMissing(reason)
    if in_topic and ("message thread not found" in said or "topic_deleted" in said):
        return TopicGone(reason)
    return Refused(reason, by_group=any(words in said for words in _BY_GROUP))
