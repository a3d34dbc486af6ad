"""Pushing updates to the bot's webhook: in order within a chat, several chats at once, again and again until a 2xx comes back."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp

from .errors import JSON
from .world import World

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0


def _lane(update: JSON) -> object:
    """Updates of one lane are pushed one after the other."""
    payload = next(value for key, value in update.items() if key != "update_id")
    chat = payload.get("chat") or payload.get("message", {}).get("chat") or payload.get("from") or {}
    return chat.get("id")


class Pusher:
    """Watches the queue while a webhook is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lanes: dict[object, asyncio.Task[None]] = {}
        self.refused = 0

    async def run(self) -> None:
        """Push until cancelled."""
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                while True:
                    update = await self._world.bell.until(self._next, None)
                    lane = _lane(update)
                    self._lanes[lane] = asyncio.create_task(self._push(session, update, lane))
            finally:
                for task in self._lanes.values():
                    task.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _next(self) -> JSON | None:
        updates = self._world.updates
        if not updates.webhook_url or len(self._lanes) >= int(self._world.webhook.get("max_connections") or 40):
            return None
        return next((u for u in updates.pending if _lane(u) not in self._lanes), None)

    async def _push(self, session: aiohttp.ClientSession, update: JSON, lane: object) -> None:
        world, pause = self._world, FIRST_PAUSE
        try:
            while url := world.updates.webhook_url:
                secret = world.webhook.get("secret")
                headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
                problem = ""
                try:
                    async with session.post(url, json=world.dialect.told("", update), headers=headers) as response:
                        if response.status // 100 != 2:
                            problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                except (aiohttp.ClientError, TimeoutError) as error:
                    problem = f"Connection failed: {error}"
                if not problem:
                    world.updates.delivered += 1
                    world.updates.confirm_one(update["update_id"])
                    return
                self.refused += 1
                world.webhook |= {"last_error_date": int(world.clock.now()), "last_error_message": problem}
                world.bell.ring()
                with contextlib.suppress(TimeoutError):
                    await world.bell.until(lambda: not world.updates.webhook_url, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            self._lanes.pop(lane, None)
            world.bell.ring()
