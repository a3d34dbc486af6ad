"""The order of work: chats side by side, each chat in the order in which things were said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Hashable
from inspect import iscoroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram import trace
from bot.telegram.admission import Admission

# PTB takes a place for every update, waiting ones too: with few of them one slow chat could hold them all.
_PLACES = 1_000_000


class _Lane:
    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class ChatLanes(BaseUpdateProcessor):
    """One lane a chat: a slow or failing send holds up its own lane and no other. Refused updates never enter one."""

    __slots__ = ("_admission", "_expected", "_lanes")

    def __init__(self, admission: Admission) -> None:
        super().__init__(_PLACES)
        self._admission = admission
        self._lanes: dict[Hashable, _Lane] = {}
        self._expected: dict[int, asyncio.Future[None]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    def expect(self, update_id: int) -> asyncio.Future[None]:
        """A future that is done when this update, which is about to come, has been handled."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._expected[update_id] = done
        return done

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers for one update when its chat's turn has come."""
        if not isinstance(update, Update):
            await coroutine
            return
        try:
            await self._in_turn(update, coroutine)
        finally:
            done = self._expected.pop(update.update_id, None)
            if done is not None and not done.done():
                done.set_result(None)

    async def _in_turn(self, update: Update, coroutine: Awaitable[Any]) -> None:
        line = trace.begin(update)
        refused = self._admission.refuse(update)
        if refused is not None:
            if iscoroutine(coroutine):
                coroutine.close()  # never awaited, on purpose
            line.refuse(refused)
            line.close()
            return
        key = _key(update)
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = _Lane()
        lane.users += 1
        try:
            async with lane.lock:
                await coroutine
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[key]
            line.close()


def _key(update: Update) -> Hashable:
    chat = update.effective_chat
    if chat is not None:
        return chat.id
    user = update.effective_user
    return ("user", user.id) if user is not None else ("update", update.update_id)
