"""`BotApi`: the running fake server as a test sees it, with actors, waiting and looking."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from . import people
from .dialect import Dialect
from .faults import Faults
from .people import Person, Speaker
from .record import Call
from .server import Server
from .state import Chat, ChatType, Message, Status
from .webhook import Pusher
from .world import World

TOKEN = "123456:TEST-TOKEN"


class BotApi:
    """A Bot API server on loopback: `async with BotApi() as api:`."""

    def __init__(
        self, token: str = TOKEN, *, username: str = "mingfa_bot", privacy_mode: bool = True, seed: int = 0, host: str = "127.0.0.1",
        port: int = 0, history: int | None = None, journal: Path | None = None,
    ) -> None:  # fmt: skip
        self.world = World(token, username=username, privacy_mode=privacy_mode, seed=seed, history=history, journal=journal)
        self.host, self.port = host, port
        self.server = Server(self.world)
        self.app = self.server.application()
        self.pusher = Pusher(self.world)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._push: asyncio.Task[None] | None = None

    # -- running --------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        # A long poll whose client has gone must end, or the dead process would swallow updates.
        self._runner = web.AppRunner(self.app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        self._push = asyncio.create_task(self.pusher.run())
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._push:
            self._push.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._push
        await self.server.close()
        if self._runner:
            await self._runner.cleanup()
        self.world.journal.close()

    async def _listen(self) -> None:
        assert self._runner is not None
        self._site = web.TCPSite(self._runner, self.host, self.port)
        await self._site.start()
        if self.port == 0:
            self.port = self._runner.addresses[0][1]

    @contextlib.asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Nobody can connect meanwhile, and open connections are cut; what is queued stays queued."""
        assert self._runner is not None
        assert self._site is not None
        await self._site.stop()
        for connection in list(self._runner.server.connections if self._runner.server else []):
            if connection.transport:
                connection.transport.abort()
        try:
            yield
        finally:
            await self._listen()

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """For `ApplicationBuilder().base_url(…)`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """For `ApplicationBuilder().base_file_url(…)`."""
        return f"{self.url}/file/bot"

    @property
    def token(self) -> str:
        """The only token that is let in."""
        return self.world.token

    # -- making ---------------------------------------------------------------------------------------------------

    @property
    def faults(self) -> Faults:
        """Scripted trouble."""
        return self.world.faults

    def speaks(self, **dialect: Any) -> None:
        """Differ from Telegram's own server from now on; see `Dialect`."""
        self.world.dialect = Dialect(**dialect)

    def person(
        self, first_name: str = "小王", *, id: int | None = None, username: str | None = None, last_name: str | None = None,
        language_code: str | None = "zh-hans", started: bool = False,
    ) -> Person:  # fmt: skip
        """A new person; `started`: has pressed Start before, so the bot may write first."""
        user = self.world.add_user(first_name, id=id, username=username, last_name=last_name, language_code=language_code)
        self.world.private_chat(user).started = started
        return Person(self.world, user)

    def other_bot(self, username: str = "other_bot") -> Speaker:
        """Another bot; what it says never reaches ours."""
        return Speaker(self.world, self.world.add_user(username, is_bot=True, username=username))

    def group(
        self, title: str = "工作群", *members: Speaker, type: ChatType = "supergroup", bot: Status | None = "member",
        forum: bool = False, username: str | None = None, id: int | None = None,
    ) -> Chat:  # fmt: skip
        """A group that exists already, with these people; nothing is told to the bot."""
        return self.world.add_chat(title, type, id=id, members=[m.user for m in members], bot=bot, is_forum=forum, username=username)

    def groups(self, count: int, *, type: ChatType = "supergroup", title: str = "群 {}") -> list[Chat]:
        """Many groups at once."""
        return [self.world.add_chat(title.format(number), type) for number in range(1, count + 1)]

    def channel(self, title: str = "频道", *, bot: Status | None = "administrator", linked: Chat | None = None) -> Chat:
        """A channel, perhaps with a discussion group."""
        chat = self.world.add_chat(title, "channel", bot=bot)
        chat.linked_chat = linked
        return chat

    def posts(self, channel: Chat, text: str) -> Message:
        """A post in a channel."""
        return people.channel_post(self.world, channel, text)

    def anonymous_admin(self, chat: Chat) -> Speaker:
        """An administrator who hides behind the group."""
        return people.anonymous_admin(self.world, chat)

    def as_channel(self, channel: Chat) -> Speaker:
        """Somebody who writes in groups in the name of a channel."""
        return people.as_channel(self.world, channel)

    # -- looking --------------------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[Call]:
        """Every request so far."""
        return list(self.world.record)

    def calls_of(self, *methods: str, chat: Chat | None = None) -> list[Call]:
        """The requests of some methods, to one chat if wished."""
        return [c for c in self.world.record if c.method in methods and (chat is None or c.chat_id == chat.id)]

    def messages(self, chat: Chat | Speaker, *, everyone: bool = False) -> list[Message]:
        """What the bot has said in a chat as it stands now (after edits, without what was deleted); or what anyone has."""
        place = chat.chat if isinstance(chat, Speaker) else chat
        if everyone:
            return [m for m in place.messages.values() if not m.deleted and not m.is_service]
        return self.world.bot_messages(place)

    # -- waiting --------------------------------------------------------------------------------------------------

    async def wait_for(self, wanted: Callable[[Call], Any], timeout: float = 20.0, *, again: bool = False) -> Call:
        """The first finished call that fits and was not handed out before (`again`: or was); AssertionError when none comes in time."""
        seen = -1

        def look() -> Call | None:
            nonlocal seen
            finished = True
            for call in self.world.record:
                if call.number <= seen:
                    continue
                if not call.done:
                    finished = False
                    continue
                if finished:
                    seen = call.number
                if (again or not call.claimed) and wanted(call):
                    return call
            return None

        try:
            call = await self.world.bell.until(look, timeout)
        except TimeoutError:
            told = "\n".join(f"  {c}" for c in self.calls if c.method != "getUpdates") or "  nothing"
            raise AssertionError(f"no such call within {timeout} s; the bot asked for\n{told}") from None
        call.claimed = True
        return call

    async def wait_for_method(self, *methods: str, chat: Chat | Speaker | None = None, timeout: float = 20.0) -> Call:
        """The next successful call of a method, to one chat if wished."""
        place = chat.chat if isinstance(chat, Speaker) else chat
        return await self.wait_for(lambda c: c.method in methods and c.accepted and (place is None or c.chat_id == place.id), timeout)

    async def next_message(self, chat: Chat | Speaker, timeout: float = 20.0) -> Message:
        """The next message the bot sends to a chat."""
        place = chat.chat if isinstance(chat, Speaker) else chat

        def sends(call: Call) -> bool:
            puts = call.method.startswith("send") and call.method != "sendChatAction"
            return (puts or call.method in ("copyMessage", "forwardMessage")) and call.accepted and call.chat_id == place.id

        call = await self.wait_for(sends, timeout)
        return place.messages[call.result["message_id"]]

    async def quiet(self, application: Any = None, timeout: float = 20.0) -> None:
        """Wait until every update is acknowledged and no request is under way.

        python-telegram-bot acknowledges before it handles. Give its `Application` to wait for the handlers as well, which
        makes "the bot stays silent" a safe assertion.
        """
        world = self.world

        def settled() -> bool:
            return not world.updates.pending and not world.record.busy

        async def settle() -> None:
            while True:
                count = world.record.count - world.record.by_method.get("getUpdates", 0)
                await world.bell.until(settled, None)
                if application is None:
                    return
                await application.update_queue.join()
                if settled() and count == world.record.count - world.record.by_method.get("getUpdates", 0):
                    return

        try:
            await asyncio.wait_for(settle(), timeout)
        except TimeoutError:
            busy = [str(c) for c in world.record.in_flight if c.method != "getUpdates"]
            raise AssertionError(f"not quiet within {timeout} s: {len(world.updates.pending)} updates pending, under way {busy}") from None
