"""The order of work: chats side by side, each chat in the order in which things were said.

Buttons pressed in a group do not wait behind its questions, which may have to wait for their turn to be answered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from inspect import iscoroutine
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import BaseUpdateProcessor

from bot.platforms.telegram import asking, trace
from bot.platforms.telegram.admission import Admission
from bot.platforms.telegram.asking import InHand
from bot.platforms.telegram.pending import PendingAnswers, Unkept

_log = logging.getLogger(__name__)
# PTB takes a place for every update, waiting ones too: with few of them one slow chat could hold them all.
_PLACES = 1_000_000
# Of one chat no more than a group can be answered in ten minutes; of all of them what memory bears with ease.
_MOST_OF_A_CHAT, _MOST = 200, 5_000


class _Lane:
    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class ChatLanes(BaseUpdateProcessor):
    """One lane a chat: a slow or failing send holds up its own lane and no other. Refused updates never enter one.

    ``dropped`` counts what was not answered because its chat, or everybody, had too many waiting, or because it waited too long.
    """

    __slots__ = ("_admission", "_expected", "_inside", "_lanes", "_pending", "_stopping", "dropped")

    def __init__(self, admission: Admission, pending: Callable[[], PendingAnswers] = Unkept) -> None:
        super().__init__(_PLACES)
        self._admission = admission
        self._pending = pending
        self._lanes: dict[Hashable, _Lane] = {}
        self._expected: dict[int, asyncio.Future[bool]] = {}
        self._inside = 0
        self._stopping = False
        self.dropped = 0

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    def __len__(self) -> int:
        """How many updates wait or are being handled."""
        return self._inside

    def expect(self, update_id: int) -> asyncio.Future[bool]:
        """A future that is done when this update, which is about to come, has been handled; false: it was not, and must come again."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._expected[update_id] = done
        return done

    def stop(self) -> None:
        """Begin nothing more: what waits in the lanes is left for the next process."""
        self._stopping = True

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers for one update when its chat's turn has come."""
        if not isinstance(update, Update):
            await coroutine
            return
        handled = False
        try:
            handled = await self._in_turn(update, coroutine)
        except Exception as error:
            # Parsed, and yet such as no rule foresaw (a message without a chat): it would be no better the next time, and
            # what is not acknowledged holds up all that comes after it.
            _never(coroutine)
            _log.error("update=%d cannot be handled and is skipped: %s", update.update_id, trace.cause(error))
            handled = True
        finally:
            done = self._expected.pop(update.update_id, None)
            if done is not None and not done.done():
                done.set_result(handled)

    async def _in_turn(self, update: Update, coroutine: Awaitable[Any]) -> bool:
        """Returns whether that was all; not so when this process ends first."""
        line = trace.begin(update)
        refused = self._admission.refuse(update)
        key = _key(update)
        lane = self._lanes.get(key) or _Lane()
        if refused is None and (lane.users >= _MOST_OF_A_CHAT or self._inside >= _MOST):
            refused = "crowded"
            self.dropped += 1
        if refused is not None:
            _never(coroutine)
            line.refuse(refused)
            line.close()
            return True
        self._lanes[key] = lane
        asked = asking.arrived(update, self._admission.max_age, self._admission.clock())
        asking.begin(asked)
        lane.users += 1
        self._inside += 1
        try:
            async with lane.lock:
                handled = await self._handle(update, asked, coroutine, line)
            if asked.marked and not asked.settled:  # it arrived, or nobody knows: that is all that there will be
                await self._pending().sent(asked.message)
            return handled
        finally:
            asked.over = True
            self._inside -= 1
            lane.users -= 1
            if not lane.users:
                del self._lanes[key]
            line.close()

    async def _handle(self, update: Update, asked: InHand, coroutine: Awaitable[Any], line: trace.Trace) -> bool:
        if self._stopping:
            _never(coroutine)
            line.refuse("stopping")
            return False
        if asked.is_late and (update.message or update.edited_message):
            _never(coroutine)
            line.note(outcome="too_late")
            self.dropped += 1
            return True
        await coroutine
        return asked.marked or not asked.abandoned


def _never(coroutine: Awaitable[Any]) -> None:
    if iscoroutine(coroutine):
        coroutine.close()  # never awaited, on purpose


def _key(update: Update) -> Hashable:
    chat, user = update.effective_chat, update.effective_user
    if chat is not None and chat.type != ChatType.PRIVATE and update.callback_query is not None:
        return chat.id, user.id if user is not None else 0
    if chat is not None:
        return chat.id
    return ("user", user.id) if user is not None else ("update", update.update_id)
