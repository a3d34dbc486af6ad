"""A real bot with its own database at a fake Telegram, outside of pytest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.live import LiveKnowledge
from bot.app.composition import build_application, build_services, teaching_of
from bot.app.lifecycle import Storage
from bot.platforms.telegram.context import BotApplication
from bot.platforms.telegram.wire.run import Wire, run
from bot.settings.config import Settings
from bot.storage.engine import Database, open_database
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Message

# All pictures are of this moment, so that drawing them again gives the same ones.
NOW = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene plays on; ``staff`` may do everything."""

    api: BotApi
    application: BotApplication
    database: Database
    staff: Person

    async def settled(self) -> None:
        """Everything that was said has had its effects."""
        await self.api.quiet(self.application)

    async def answer(self, said: Message) -> Message:
        """The bot's last message in the chat, when nothing more is under way."""
        await self.api.next_message(said.chat)
        await self.settled()
        return self.api.messages(said.chat)[-1]

    def photo(self, message: Message) -> bytes:
        """The picture in a message."""
        return self.api.world.files[message.content["photo"][0]["file_id"]].content


@asynccontextmanager
async def opened(settings: Settings, answerer: Answerer, folder: Path) -> AsyncIterator[Stage]:
    """A bot at work; ``folder`` is for its database."""
    async with BotApi() as api:
        staff = api.person("刘芳", started=True)
        file = folder / "pictures.db"
        mine = settings.model_copy(
            update={
                "token": api.token,
                "api_url": api.url,
                "file_url": f"{api.url}/file",
                "owners": frozenset({staff.id}),
                "database_url": str(file),
                "questions_per_minute": 1000,
            }
        )
        knowledge = LiveKnowledge(answerer)
        application = build_application(mine, build_services(mine, knowledge))
        database = open_database(str(file), file)
        stop = asyncio.Event()
        teaching = teaching_of(mine, lambda _: answerer)
        async with Storage(application, mine, knowledge, open_database(str(file), file), lambda: NOW, teaching).opened():
            task = asyncio.create_task(run(application, Wire("", "", 0, mine.poll_interval), stop))
            try:
                await api.wait_for_method("deleteWebhook", timeout=20)
                yield Stage(api, application, database, staff)
            finally:
                stop.set()
                await task
                await database.close()
