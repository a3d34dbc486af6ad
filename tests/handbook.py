"""One office on two platforms. Staff sit down, write, press, send files and forward; what they are shown is text and buttons.

On Telegram through the fake server, at the terminal through its room; both on a small library and a database of their own.
"""

from __future__ import annotations

import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.access import SHELL_PERSON, Role
from bot.answering.building import AnswererBuilder
from bot.answering.live import LiveKnowledge
from bot.app.terminal import opened as opened_room
from bot.features.broadcasts.service import BroadcastService, Plan
from bot.features.teaching.store import misses
from bot.features.teaching.store.misses import Reason
from bot.features.teaching.teaching import Teaching, build_teaching
from bot.library.models import Library
from bot.outbox.auditing import Named
from bot.outbox.states import State
from bot.outbox.store import broadcasts
from bot.outbox.store.broadcasts import Broadcast, BroadcastStage
from bot.outbox.worker import DeliveryWorker
from bot.places.store import groups, staff
from bot.settings.config import Settings
from bot.storage import audit
from bot.storage.audit import AuditLine
from bot.storage.broadcast_tables import deliveries
from bot.storage.engine import Database, open_database
from bot.when import CHINA
from tests.conftest import KNOWLEDGE
from tests.delivering import EVERYONE, FAST, ScriptedSender, said, until, working
from tests.fakes.bot_api.people import Person
from tests.fakes.bot_api.state import Message
from tests.places import ours
from tests.school import Files, Messages, School

OTHER_PERSON = 7_000_000_001
_BUTTON = re.compile(r"\[(\d+)\] (.*?)(?=　　\[\d+\] |$)", re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    """All that one act has shown to its person, and the buttons of the last screen in it that had any."""

    text: str
    buttons: tuple[str, ...]


class Chair(ABC):
    """Somebody in a private chat with the bot. ``id``: theirs."""

    id: int

    @abstractmethod
    async def tell(self, text: str) -> Seen:
        """Write."""

    @abstractmethod
    async def press(self, words: str) -> Seen:
        """Press the button with these words, as it was shown last."""

    @abstractmethod
    async def send_file(self, name: str, content: bytes) -> Seen:
        """Send a file."""

    @abstractmethod
    async def point_at(self, user_id: int) -> Seen:
        """Say who is meant: forward a message of theirs, or, where nothing can be forwarded, write their number."""

    @property
    @abstractmethod
    def files(self) -> dict[str, bytes]:
        """The files and pictures that came, by name; pictures by a name that ends in ``.png``."""


class House(ABC):
    """``files``: stands for the knowledge folder. What is done with the database here is done by somebody else, elsewhere."""

    database: Database
    files: Files
    reaches_telegram: bool

    @abstractmethod
    async def sits(self, *roles: Role) -> Chair:
        """Somebody with these roles."""

    @abstractmethod
    async def group(self, title: str, *, unit: str = "", tag: str = "", waits: bool = False) -> int:
        """A group that the bot is in; ``waits``: nobody has taken it in."""

    @abstractmethod
    async def learn(self) -> None:
        """The knowledge is up to date."""

    @property
    @abstractmethod
    def library(self) -> Library:
        """The knowledge in use."""

    @abstractmethod
    async def sent(self, number: int) -> None:
        """The broadcast is sent, whoever does it."""

    async def enter(self, chat_id: int, title: str, *, unit: str, tag: str, waits: bool) -> None:
        """Put a group into the register."""
        async with self.database.write() as tx:
            if waits:
                await groups.see(tx, chat_id, title, "supergroup", datetime.now(UTC))
                return
            await ours(tx, chat_id, title, "supergroup", datetime.now(UTC))
            if unit:
                await groups.change(tx, chat_id, unit=unit)
            if tag:
                await groups.add_tag(tx, chat_id, tag)

    async def lines(self, words: str = "") -> list[AuditLine]:
        """The audit log, newest first."""
        async with self.database.read() as tx:
            return (await audit.search(tx, words, limit=1000))[0]

    async def announcer(self, user_id: int) -> None:
        """There is another announcer, somewhere else."""
        async with self.database.write() as tx:
            await staff.grant(tx, user_id, Role.ANNOUNCER, name="小宝", by=user_id, now=datetime.now(UTC))

    async def roles(self, user_id: int) -> set[Role]:
        """What somebody was granted."""
        async with self.database.read() as tx:
            return set(await staff.roles_of(tx, user_id))

    async def known(self, chat_id: int) -> groups.Group:
        """A group as it stands in the register."""
        async with self.database.read() as tx:
            found = await groups.get(tx, chat_id)
        assert found is not None
        return found

    async def miss(self, question: str, times: int = 1, near: Sequence[str] = ()) -> int:
        """A question that got no answer; returns its number."""
        async with self.database.write() as tx:
            for _ in range(times):
                number = await misses.store(tx, question, reason=Reason.NONE, near=near, unit="龙泉镇", chat_id=None, now=datetime.now(UTC))
        assert number is not None
        return number

    async def wishes(self, chat_id: int, unit: str) -> None:
        """Admins of a group say that it belongs to a unit."""
        async with self.database.write() as tx:
            await groups.change(tx, chat_id, wished_unit=unit)

    async def drafted(self, words: str, *, by: int) -> int:
        """Another announcer has prepared a broadcast to all groups; returns its number."""
        service = BroadcastService(self.database, lambda: datetime.now(UTC), CHINA)
        prepared = await service.prepare(Named(by, "小宝"), Plan(said(words), EVERYONE))
        assert prepared.number is not None, prepared.problems
        return prepared.number

    async def newest(self) -> Broadcast:
        """The newest broadcast."""
        async with self.database.read() as tx:
            return (await broadcasts.latest(tx, 1))[0]

    async def stage(self, number: int) -> BroadcastStage:
        """How far a broadcast is."""
        async with self.database.read() as tx:
            found = await broadcasts.get(tx, number)
        assert found is not None
        return found.stage

    async def states(self, number: int) -> list[str]:
        """The states of its deliveries."""
        async with self.database.read() as tx:
            rows = await tx.execute(deliveries.select().where(deliveries.c.broadcast_id == number).order_by(deliveries.c.id))
            return [str(row.state) for row in rows]

    async def ended(self, number: int, state: State) -> None:
        """Every delivery of it ended so."""
        async with self.database.write() as tx:
            await tx.execute(update(deliveries).where(deliveries.c.broadcast_id == number).values(state=state.value))

    async def done(self, number: int) -> None:
        """Wait until it is sent."""

        async def over() -> bool:
            return await self.stage(number) is BroadcastStage.DONE

        await until(over)


# --- Telegram -------------------------------------------------------------------------------------------------------


class TelegramChair(Chair):
    """A person of the fake server."""

    def __init__(self, school: School, person: Person) -> None:
        self._school, self._person, self.id = school, person, person.id
        self._before: dict[int, tuple[str, list[str]]] = {}

    async def tell(self, text: str) -> Seen:
        self._remember()
        self._person.says(text)
        return await self._look()

    async def press(self, words: str) -> Seen:
        buttons = [(message, label) for message in reversed(self._messages()) for label in message.button_texts]
        pressed, label = next((one for one in buttons if one[1] == words), None) or next(one for one in buttons if words in one[1])
        self._remember()
        toast = await self._school.office.press(self._person, pressed, label)
        return await self._look(toast)

    async def send_file(self, name: str, content: bytes) -> Seen:
        self._remember()
        self._person.document(name, content)
        return await self._look()

    async def point_at(self, user_id: int) -> Seen:
        api = self._school.office.api
        self._remember()
        self._person.forwards(api.person("小王", id=user_id).says("大家好", api.group("闲聊", self._person)))
        return await self._look()

    @property
    def files(self) -> dict[str, bytes]:
        found = {}
        for message in self._messages():
            content = message.content
            if "photo" in content:
                found[f"{message.message_id}.png"] = self._school.office.api.world.files[content["photo"][0]["file_id"]].content
            elif "document" in content:
                file = self._school.office.api.world.files[content["document"]["file_id"]]
                found[file.name] = file.content
        return found

    def _messages(self) -> list[Message]:
        return list(self._school.office.api.messages(self._person.chat))

    def _remember(self) -> None:
        self._before = {message.message_id: (message.text, message.button_texts) for message in self._messages()}

    async def _look(self, toast: str = "") -> Seen:
        await self._school.learn()
        shown = [one for one in self._messages() if self._before.get(one.message_id) != (one.text, one.button_texts)]
        shown = [one for one in shown if one.sender is not None and one.sender.id != self.id]
        text = "\n".join(filter(None, [toast, *(message.text for message in shown)]))
        return Seen(text, next((tuple(one.button_texts) for one in reversed(shown) if one.button_texts), ()))


class TelegramHouse(House):
    """Around a school."""

    reaches_telegram = True

    def __init__(self, school: School) -> None:
        self._school, self.database, self.files = school, school.office.database, school.files

    async def sits(self, *roles: Role) -> Chair:
        return TelegramChair(self._school, await self._school.office.person("小安", *roles))

    async def group(self, title: str, *, unit: str = "", tag: str = "", waits: bool = False) -> int:
        chat = self._school.office.api.group(title, self._school.office.owner)
        await self.enter(chat.id, title, unit=unit, tag=tag, waits=waits)
        return chat.id

    async def learn(self) -> None:
        await self._school.learn()

    @property
    def library(self) -> Library:
        return self._school.library

    async def sent(self, number: int) -> None:
        await self.done(number)
        await self._school.office.quiet()


# --- The terminal ---------------------------------------------------------------------------------------------------


class TerminalChair(Chair):
    """Whoever sits at the shell."""

    id = SHELL_PERSON

    def __init__(self, house: TerminalHouse, folder: Path) -> None:
        self._house, self._folder = house, folder
        self._printed: list[str] = []
        self._labels: list[str] = []
        self.hear: Callable[[str], Coroutine[Any, Any, bool]] | None = None

    def print(self, text: str) -> None:
        """What the room prints."""
        self._printed.append(text)

    async def tell(self, text: str) -> Seen:
        assert self.hear is not None
        self._printed.clear()
        assert await self.hear(text)
        screens = [[found[2] for found in _BUTTON.finditer(text)] for text in self._printed]
        labels = next((labels for labels in reversed(screens) if labels), [])
        self._labels = labels or self._labels
        return Seen("\n".join(self._printed), tuple(labels))

    async def press(self, words: str) -> Seen:
        exactly = [label for label in self._labels if label == words] or [label for label in self._labels if words in label]
        return await self.tell(str(self._labels.index(exactly[0]) + 1))

    async def send_file(self, name: str, content: bytes) -> Seen:
        outside = self._folder.parent / "outside"
        outside.mkdir(exist_ok=True)
        (outside / name).write_bytes(content)
        return await self.tell(f"'{outside / name}'")

    async def point_at(self, user_id: int) -> Seen:
        return await self.tell(str(user_id))

    @property
    def files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self._folder.iterdir()}


class TerminalHouse(House):
    """A database in a folder, and rooms that are opened on it."""

    reaches_telegram = False

    def __init__(self, settings: Settings, build: AnswererBuilder, small: Library, messages: Messages, folder: Path) -> None:
        self._settings, self._build, self._messages, self._folder = settings, build, messages, folder
        self._live, self.files = LiveKnowledge(build(small)), Files(small)
        self.database = open_database(settings.database_url, folder)
        self.stack = AsyncExitStack()
        self._made: list[Teaching] = []
        self._groups = 0

    async def sits(self, *roles: Role) -> Chair:
        folder = self._folder / f"folder{len(self._made)}"
        folder.mkdir()
        chair = TerminalChair(self, folder)
        self._live = LiveKnowledge(self._build(self.files.library))
        database = open_database(self._settings.database_url, self._folder)
        room = opened_room(self._settings, database, self._live, frozenset(roles), chair.print, folder, teaching=self._teaching)
        chair.hear = await self.stack.enter_async_context(room)
        return chair

    def _teaching(self, database: Database, live: LiveKnowledge) -> Teaching:
        made = build_teaching(KNOWLEDGE, database, live, self._build, self._messages, load=self.files, poll_seconds=0.1)
        self._made.append(made)
        return made

    async def group(self, title: str, *, unit: str = "", tag: str = "", waits: bool = False) -> int:
        self._groups += 1
        chat_id = -1_001_000_000_000 - self._groups
        await self.enter(chat_id, title, unit=unit, tag=tag, waits=waits)
        return chat_id

    async def learn(self) -> None:
        await self._made[-1].keeper.catch_up()

    @property
    def library(self) -> Library:
        return self._live.library

    async def sent(self, number: int) -> None:
        """There is no sender here: a bot that runs somewhere else sends it."""
        async with working(DeliveryWorker(self.database, ScriptedSender(), lambda: datetime.now(UTC), FAST)):
            await self.done(number)


@asynccontextmanager
async def terminal_house(
    settings: Settings, build: AnswererBuilder, small: Library, messages: Messages, made_database: Path, folder: Path
) -> AsyncIterator[House]:
    """A house whose people sit at the shell; no token, and another owner in the settings."""
    file = folder / "mingfa.db"
    shutil.copyfile(made_database, file)
    mine = settings.model_copy(update={"token": "", "owners": frozenset({OTHER_PERSON + 1}), "database_url": str(file)})
    house = TerminalHouse(mine, build, small, messages, folder)
    try:
        yield house
    finally:
        await house.stack.aclose()
        await house.database.close()
