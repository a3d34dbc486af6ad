"""From the wire into the application, and back the news that an update has been handled."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from telegram import Update

from bot.platforms.telegram.context import BotApplication
from bot.platforms.telegram.wire import commanding, completing
from bot.platforms.telegram.wire.processor import ChatLanes

_log = logging.getLogger(__name__)
_LARGEST = 2**63


def parse(raw: Any, application: BotApplication) -> Update | None:
    """One update; ``None``, with a line in the log, for what is no update as we know it."""
    if not isinstance(raw, dict) or not _is_number(raw.get("update_id")):
        _log.error("an update without a number is skipped")
        return None
    try:
        completed = commanding.update(completing.update(raw))
        try:
            return Update.de_json(completed, application.bot)
        except Exception:
            return Update.de_json(completing.essence(completed), application.bot)
    except Exception as error:
        # Whatever is wrong with it: if it were an error, Telegram would send the same update again for ever.
        _log.error("update=%d is not understood and skipped: %s", raw["update_id"], type(error).__name__)
        return None


def _is_number(value: object) -> bool:
    """Whether it can number an update: whatever else stands there would go into the log as somebody wrote it."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


async def hand_over(update: Update, application: BotApplication) -> asyncio.Future[bool]:
    """Put an update in its chat's lane; the future is done when the update has been handled (false: it must come again)."""
    lanes = application.update_processor
    done = lanes.expect(update.update_id) if isinstance(lanes, ChatLanes) else asyncio.get_running_loop().create_future()
    await application.update_queue.put(update)
    return done
