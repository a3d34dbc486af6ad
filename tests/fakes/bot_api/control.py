"""The fake from another process: JSON commands under /control/…, for runs in which the bot is killed and started again.

`POST /control/<command>` with a JSON object; the answer is a JSON object, or 400 with `{"error": …}`. Chats are named by id, people
by the id that `person` returned.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from .api import BotApi
from .errors import JSON, ApiError
from .people import Person
from .state import Chat, Message

Command = Callable[..., Awaitable[JSON]]


def _described(message: Message) -> JSON:
    return {
        "chat_id": message.chat.id, "message_id": message.message_id, "text": message.text, "thread_id": message.thread_id,
        "date": message.date, "edit_date": message.edit_date, "reply_to": message.reply_to.message_id if message.reply_to else None,
        "from_id": message.sender.id if message.sender else None,
        "buttons": [[{"text": b.text, "data": b.data} for b in row] for row in message.buttons],
    }  # fmt: skip


def _memory_mb() -> float | None:
    """Memory in use; only Linux tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return None


class Control:
    """The commands; every public coroutine is one, its keyword arguments are the JSON fields."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._world = api.world
        self._stopping = asyncio.Event()

    def mount(self, app: web.Application) -> None:
        """Add the routes to the server."""
        app.router.add_route("*", "/control/{command}", self._handle)

    async def until_stopped(self) -> None:
        """Wait for the `stop` command."""
        await self._stopping.wait()

    async def _handle(self, request: web.Request) -> web.Response:
        name = request.match_info["command"]
        command: Command | None = None if name.startswith("_") or name in ("mount", "until_stopped") else getattr(self, name, None)
        if command is None:
            return web.json_response({"error": f"no such command: {name}"}, status=404)
        text = await request.text()
        try:
            return web.json_response(await command(**(json.loads(text) if text else {})))
        except (ApiError, AssertionError, LookupError, RuntimeError, TimeoutError, TypeError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    def _chat(self, chat: int) -> Chat:
        found = self._world.chats.get(chat)
        if found is None:
            raise LookupError(f"no chat {chat}")
        return found

    def _person(self, person: int) -> Person:
        return Person(self._world, self._world.users[person])

    def _message(self, chat: int, message: int | None) -> Message | None:
        return None if message is None else self._chat(chat).messages[message]

    # -- making ---------------------------------------------------------------------------------------------------

    async def person(self, name: str = "小王", started: bool = False, **more: Any) -> JSON:
        """A new person: `{"id"}`."""
        return {"id": self._api.person(name, started=started, **more).id}

    async def groups(self, count: int = 1, type: Any = "supergroup", title: str = "群 {}", members: list[int] | None = None) -> JSON:
        """New groups with the bot in them: `{"chat_ids"}`."""
        chats = self._api.groups(count, type=type, title=title)
        for chat in chats:
            for member in members or []:
                self._person(member).joins(chat)
        return {"chat_ids": [chat.id for chat in chats]}

    # -- happening ------------------------------------------------------------------------------------------------

    async def says(self, person: int, text: str, chat: int | None = None, thread: int | None = None, reply_to: int | None = None) -> JSON:
        """A person writes; without a chat, to the bot."""
        place = chat if chat is not None else person
        replied = self._message(place, reply_to)
        message = self._person(person).says(text, None if chat is None else self._chat(chat), thread=thread, reply_to=replied)
        return _described(message)

    async def presses(
        self, person: int, chat: int, message: int, button: str | None = None, data: str | None = None, timeout: float = 20.0,
        wait: bool = True,
    ) -> JSON:  # fmt: skip
        """A person presses a button; `wait`: until it is answered."""
        found = self._chat(chat).messages[message]
        if not wait:
            return {"query_id": self._person(person).taps(found, button, data=data).id}
        toast = await self._person(person).presses(found, button, data=data, timeout=timeout)
        return {"text": toast.text, "show_alert": toast.show_alert}

    async def kick(self, chat: int, person: int) -> JSON:
        """Somebody throws the bot out of a group."""
        self._person(person).removes_bot(self._chat(chat))
        return {}

    async def vanish(self, chat: int, status: Any = "kicked") -> JSON:
        """The bot is out of a group and is not told; it learns when it writes."""
        self._chat(chat).members[self._world.bot.id].status = status
        return {}

    async def migrate(self, chat: int, person: int | None = None, quietly: bool = False) -> JSON:
        """A group becomes a supergroup: `{"chat_id"}` is the new id."""
        by = self._person(person) if person else self._api.person("迁移者")
        return {"chat_id": by.migrates(self._chat(chat), quietly=quietly).id}

    async def block(self, person: int, blocked: bool = True) -> JSON:
        """A person blocks or unblocks the bot."""
        (self._person(person).blocks if blocked else self._person(person).unblocks)()
        return {}

    # -- trouble --------------------------------------------------------------------------------------------------

    async def fault(self, kind: Any, code: int = 502, description: str | None = None, retry_after: int | None = None, **more: Any) -> JSON:
        """Script a fault: kind refuse, drop_before, drop_after, delay or garble; the rest as in `faults.py`."""
        if kind == "refuse":
            self._api.faults.refuse(code, description, retry_after=retry_after, **more)
        elif kind == "garble":
            self._api.faults.garble(**more)
        elif kind in ("drop_before", "drop_after", "delay"):
            self._api.faults.add(kind, **more)
        else:
            raise ValueError(f"unknown kind of fault: {kind}")
        return {"script": len(self._api.faults.script)}

    async def clear_faults(self, seed: int | None = None) -> JSON:
        """No more trouble; perhaps a new seed."""
        self._api.faults.clear()
        if seed is not None:
            self._api.faults.seed(seed)
        return {}

    async def set(self, limits: bool | None = None, privacy_mode: bool | None = None, advance: float = 0.0, **limit: Any) -> JSON:
        """Switch limits (and their numbers, by their names in `limits.py`) or privacy mode, or let time pass."""
        if limits is not None:
            self._world.limits.enabled = limits
        for name, value in limit.items():
            if not hasattr(self._world.limits, name):
                raise ValueError(f"unknown setting: {name}")
            setattr(self._world.limits, name, value)
        if privacy_mode is not None:
            self._world.privacy_mode = privacy_mode
        self._world.clock.advance(advance)
        return {}

    # -- looking --------------------------------------------------------------------------------------------------

    async def journal(self, since: int = 0) -> JSON:
        """Accepted messages from a number on."""
        return {"entries": self._world.journal.entries[since:]}

    async def messages(self, chat: int, everyone: bool = False) -> JSON:
        """A chat as it stands."""
        return {"messages": [_described(m) for m in self._api.messages(self._chat(chat), everyone=everyone)]}

    async def status(self) -> JSON:
        """Counters."""
        world = self._world
        return {
            "accepted": len(world.journal.entries), "calls": world.record.by_method, "pending_updates": len(world.updates.pending),
            "polls": world.updates.polls, "refused_by_limits": world.limits.refused, "busy": world.record.busy,
            "chats": len(world.chats), "cpu_seconds": time.process_time(),
            "memory_mb": _memory_mb(),
        }  # fmt: skip

    async def calls(self, method: str | None = None, last: int = 100) -> JSON:
        """The last calls, with their outcomes."""
        found = [c for c in self._world.record if method is None or c.method == method][-last:]
        return {
            "calls": [
                {"number": c.number, "method": c.method, "params": c.params, "accepted": c.accepted, "status": c.status, "error": c.error,
                 "fault": c.fault, "at": c.at}
                for c in found
            ]
        }  # fmt: skip

    async def wait(self, accepted: int | None = None, polls: int | None = None, method: str | None = None, timeout: float = 30.0) -> JSON:
        """Wait until so many messages were accepted, so many getUpdates came, or a new call of a method is done; then `status`."""
        world, start = self._world, self._world.record.by_method.get(method or "", 0)

        def ready() -> bool:
            return (
                (accepted is None or len(world.journal.entries) >= accepted)
                and (polls is None or world.updates.polls >= polls)
                and (method is None or world.record.by_method.get(method, 0) > start)
            )

        await world.bell.until(ready, timeout)
        return await self.status()

    async def quiet(self, timeout: float = 20.0) -> JSON:
        """Wait until every update is acknowledged and no request is under way."""
        await self._api.quiet(timeout=timeout)
        return await self.status()

    async def stop(self) -> JSON:
        """End the server."""
        self._stopping.set()
        return {}
