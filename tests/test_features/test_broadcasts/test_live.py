"""Progress messages outlive their process: one process keeps each up to date, and another one goes on when that ends."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import delete

from bot.features.broadcasts.live import LiveMessages
from bot.features.broadcasts.service import BroadcastService
from bot.features.broadcasts.store import live_messages as store
from bot.features.broadcasts.store.live_messages import KEPT_FOR, LiveMessage
from bot.platforms.telegram.render import Screen
from bot.storage.broadcast_tables import broadcasts
from bot.storage.engine import Database
from tests.delivering import Clock, make_groups, release, until

ANN = 7_000_000_002
LEASE = timedelta(seconds=15)


class Chat:
    """What is to be seen, what was edited, and by whom."""

    def __init__(self) -> None:
        self.state, self.moving, self.there = "1", True, True
        self.edits: list[tuple[str, int, str]] = []

    async def draw(self, chat_id: int, number: int) -> tuple[Screen, bool] | None:
        return Screen(self.state), self.moving

    def show_as(self, who: str) -> object:
        async def show(chat_id: int, message_id: int, screen: Screen) -> bool:
            self.edits.append((who, message_id, screen.html))
            return self.there

        return show


async def rows(database: Database, clock: Clock, holder: str = "nobody") -> list[LiveMessage]:
    async with database.write() as transaction:
        return await store.take(transaction, holder, clock(), LEASE)


def live(database: Database, clock: Clock) -> LiveMessages:
    return LiveMessages(database, clock, every=0.01, look_every=0.02)


async def number_of(database: Database, service: BroadcastService) -> int:
    await make_groups(database, -1)
    return await release(service)


async def test_another_process_goes_on_when_the_first_has_ended(clock: Clock, database: Database, service: BroadcastService) -> None:
    number = await number_of(database, service)
    chat, first, second = Chat(), live(database, clock), live(database, clock)
    async with second.running(chat.draw, chat.show_as("second")):  # type: ignore[arg-type]
        async with first.running(chat.draw, chat.show_as("first")):  # type: ignore[arg-type]
            await first.follow(LiveMessage(ANN, 5, number), Screen("1"))
            chat.state = "2"
            await until(_edited(chat, ("first", 5, "2")))
        # Held for a little longer: perhaps the first is only slow.
        chat.state = "3"
        await asyncio.sleep(0.1)
        assert chat.edits == [("first", 5, "2")]
        await clock.advance(seconds=16)
        await until(_edited(chat, ("second", 5, "3")))
        chat.moving, chat.state = False, "4"
        await until(_edited(chat, ("second", 5, "4")))
        await until(_gone(database, clock))
    assert chat.edits == [("first", 5, "2"), ("second", 5, "3"), ("second", 5, "4")]


def _edited(chat: Chat, edit: tuple[str, int, str]):  # type: ignore[no-untyped-def]
    async def there() -> bool:
        return edit in chat.edits

    return there


def _gone(database: Database, clock: Clock):  # type: ignore[no-untyped-def]
    async def gone() -> bool:
        async with database.read() as transaction:
            return not await store.present(transaction, ANN)

    return gone


async def test_whoever_leaves_is_left_alone_whichever_process_followed(clock: Clock, database: Database, service: BroadcastService) -> None:
    number = await number_of(database, service)
    chat, first, second = Chat(), live(database, clock), live(database, clock)
    async with first.running(chat.draw, chat.show_as("first")):  # type: ignore[arg-type]
        await first.follow(LiveMessage(ANN, 5, number), Screen("1"))
        await second.leave(ANN)
        # A look that began before may still end.
        await asyncio.sleep(0.05)
        chat.state = "2"
        await asyncio.sleep(0.1)
        assert chat.edits == []
        # A later message of the same chat is another matter.
        await second.follow(LiveMessage(ANN, 6, number), Screen("1"))
        assert await rows(database, clock) == []


async def test_a_message_that_is_gone_is_followed_no_more(clock: Clock, database: Database, service: BroadcastService) -> None:
    number = await number_of(database, service)
    chat, first = Chat(), live(database, clock)
    async with first.running(chat.draw, chat.show_as("first")):  # type: ignore[arg-type]
        chat.there = False
        await first.follow(LiveMessage(ANN, 5, number), Screen("old"))
        await until(_gone(database, clock))
    assert len(chat.edits) == 1


async def test_who_may_take_what(clock: Clock, database: Database, service: BroadcastService) -> None:
    number = await number_of(database, service)
    message = LiveMessage(ANN, 5, number)

    async def put() -> None:
        async with database.write() as transaction:
            await store.put(transaction, message, "mine", clock(), LEASE)

    await put()
    assert await rows(database, clock, "mine") == [message]
    assert await rows(database, clock, "other") == []
    await clock.advance(days=-300)  # the clock had been ahead: what it said then binds nobody, and is not kept for a year
    assert await rows(database, clock, "other") == []
    assert await rows(database, clock, "mine") == []
    await put()
    await clock.advance(seconds=16)
    assert await rows(database, clock, "other") == [message]
    assert await rows(database, clock, "mine") == []
    await clock.advance(seconds=KEPT_FOR.total_seconds())
    assert await rows(database, clock, "other") == []
    await put()
    async with database.write() as transaction:
        await transaction.execute(delete(broadcasts).where(broadcasts.c.id == number))
    assert await rows(database, clock, "mine") == []
