"""An office with a small library that is rebuilt in a moment, and files that tests can change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.access import Role
from bot.answering.building import AnswererBuilder
from bot.answering.live import LiveKnowledge
from bot.answering.training.labelled import Labelled
from bot.features.teaching.store import misses, supplements
from bot.features.teaching.store.misses import Reason
from bot.features.teaching.store.supplements import Supplement
from bot.features.teaching.teaching import Teaching, build_teaching
from bot.library.models import Library
from bot.library.problems import KnowledgeError, Problem
from bot.storage.engine import Database, Transaction
from tests.conftest import KNOWLEDGE
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Message
from tests.office import Office, OpenOffice

NEW = "田里的水渠归谁管才合规矩"
OTHER_NEW = "村口的路灯坏了找谁才算依法"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Files:
    """Stands for the knowledge folder."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems: list[Problem] = []

    def __call__(self) -> Library:
        if self.problems:
            raise KnowledgeError(self.problems)
        return self.library


@dataclass
class School:
    """An office where things are taught; ``editor`` is one."""

    office: Office
    files: Files
    editor: Person

    @property
    def teaching(self) -> Teaching:
        teaching = self.office.desk.teaching
        assert teaching is not None
        return teaching

    @property
    def library(self) -> Library:
        return self.teaching.keeper.library

    async def tell(self, text: str, who: Person | None = None) -> Message:
        """Write; returns the next message."""
        return await self.office.tell(who or self.editor, text)

    async def settle(self, who: Person | None = None) -> Message:
        """Everything has happened; returns the last message in the person's chat."""
        await self.learn()
        return self.office.api.messages((who or self.editor).chat)[-1]

    async def learn(self) -> None:
        """Everything has happened, and the knowledge is up to date."""
        await self.office.quiet()
        await self.teaching.keeper.catch_up()

    async def write(self, text: str, who: Person | None = None) -> Message:
        """Write, and wait until it has had all its effects; returns the last message."""
        (who or self.editor).says(text)
        return await self.settle(who)

    async def press(self, message: Message, button: str, who: Person | None = None) -> str:
        """Press a button; returns the toast."""
        return await self.office.press(who or self.editor, message, button)

    async def supplements(self) -> list[Supplement]:
        """Everything live or pending."""
        async with self.office.database.read() as tx:
            return [*await supplements.live(tx), *(await supplements.pending(tx, limit=100))[0]]

    async def propose(self, alias: str, entry_id: str, by: int, *, live: bool = False) -> Supplement:
        """A proposal in the database."""
        async with self.office.database.write() as tx:
            return await proposed(tx, alias, entry_id, by=by, live=live)

    async def miss(self, question: str, times: int = 1, near: Sequence[str] = (), unit: str = "") -> None:
        """A question that got no answer."""
        async with self.office.database.write() as tx:
            for _ in range(times):
                await misses.store(tx, question, reason=Reason.NONE, near=near, unit=unit, chat_id=None, now=NOW)


async def proposed(tx: Transaction, alias: str, entry_id: str, *, by: int, live: bool = False) -> Supplement:
    """One alias for an entry, pending or in use."""
    (item,) = await supplements.propose(tx, [(alias, entry_id)], by=by, now=NOW, live=live)
    return item


Messages = Callable[[], list[Labelled]]


def evaluation(small: Library) -> Messages:
    """Three evaluation questions: one that the taught alias will help, one that it will not touch, one for silence."""
    entry = small.entries[2]
    return lambda: [
        Labelled(NEW + "呢", (entry.id,), "plain", True, "test"),
        Labelled(entry.aliases[0], (entry.id,), "plain", True, "test"),
        Labelled("今天中午食堂吃红烧肉", (), "smalltalk", True, "test"),
    ]


@asynccontextmanager
async def opened(
    open_office: OpenOffice, build: AnswererBuilder, small: Library, messages: Messages, **changes: object
) -> AsyncIterator[School]:
    """A school with an editor."""
    files = Files(small)

    def teaching(database: Database, live: LiveKnowledge) -> Teaching:
        return build_teaching(KNOWLEDGE, database, live, build, messages, load=files, poll_seconds=0.1)

    async with open_office(live=LiveKnowledge(build(small)), teaching=teaching, **changes) as office:
        yield School(office, files, await office.person("编辑", Role.EDITOR))
