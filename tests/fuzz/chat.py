"""The real application against the fake server: updates as no server should send them, and buttons that we never made."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import aiohttp

from bot.access import Role
from bot.answering.answerer import Answerer
from bot.answering.live import LiveKnowledge
from bot.app.composition import build_application, build_services, teaching_of
from bot.app.conversations import CONVERSATIONS
from bot.app.lifecycle import Storage
from bot.places.store import staff
from bot.platforms.telegram.context import BotApplication
from bot.platforms.telegram.wire.run import Wire, run
from bot.settings.config import Settings
from bot.storage.engine import open_database
from tests.fakes.bot_api import BotApi
from tests.fuzz import mutate
from tests.fuzz.findings import MARK, Findings, LogWatch

_SECRET = "fuzz"
_ASKS = "法无授权不可为这句话怎么讲的"
_JUNK = ("", ":", "0", "-1", "0009", "9" * 40, "٣", "²", "a:b:c", "1:0009", "o", "l99999", "0.0.", "9999.zzzzzzz.",
         "-100:qt:25", "-100:mu:",
         "n:999", "n:²", "w:", "p:99999999999", "p12-3", "😀", "1", "1:1", "new", "live:", "d", "-1001:v:x", "\x00")  # fmt: skip
_TOGETHER = 50


@dataclass(slots=True)
class Bot:
    """The bot at work; ``port`` when updates are pushed to it."""

    api: BotApi
    application: BotApplication
    port: int


@asynccontextmanager
async def at_work(settings: Settings, answerer: Answerer, folder: Path, *, pushed: bool) -> AsyncIterator[Bot]:
    """Start it as ``run`` does, with a fresh database."""
    async with BotApi(history=2000) as api:
        file = folder / f"fuzz-{pushed}-{time.monotonic_ns()}.db"
        mine = settings.model_copy(
            update={
                "token": api.token,
                "api_url": api.url,
                "file_url": f"{api.url}/file",
                "database_url": str(file),
                "questions_per_minute": 1_000_000,
            }
        )
        knowledge = LiveKnowledge(answerer)
        application = build_application(mine, build_services(mine, knowledge))
        stop = asyncio.Event()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1]) if pushed else 0
        url = f"http://127.0.0.1:{port}/" if pushed else ""
        teaching = teaching_of(mine, lambda _: answerer)
        async with Storage(application, mine, knowledge, open_database(str(file), file), teaching=teaching).opened():
            task = asyncio.create_task(run(application, Wire(url, _SECRET, port, 0.0, "127.0.0.1"), stop))
            try:
                await api.wait_for_method("setWebhook" if pushed else "deleteWebhook", timeout=60)
                yield Bot(api, application, port)
            finally:
                stop.set()
                await asyncio.wait_for(task, 30)


async def updates(chance: Random, until: float, found: Findings, bot: Bot) -> None:
    """Malformed updates, polled or pushed. Each is handled, skipped or one fault; none stops the bot or is refused for ever."""
    name = "updates"
    sound = _sound_updates()
    watch = LogWatch(found, name, faults=False)
    logging.getLogger().addHandler(watch)
    number = 700_000_000
    try:
        async with found.moving(name), aiohttp.ClientSession() as web:
            while time.monotonic() < until:
                batch = []
                for _ in range(_TOGETHER):
                    number += 1
                    found.counts[name] += 1
                    changed = mutate.tree(chance, chance.choice(sound))
                    batch.append(
                        {**changed, "update_id": number} if isinstance(changed, dict) else {"update_id": number, "message": changed}
                    )
                if bot.port:
                    await asyncio.gather(*(_push(web, bot.port, chance, update, found) for update in batch))
                else:
                    bot.api.world.updates.pending.extend(batch)
                    bot.api.world.bell.ring()
                await _settled(bot, found, name, batch)
    finally:
        logging.getLogger().removeHandler(watch)
    found.counts["faults told"] += watch.faults


async def presses(chance: Random, until: float, found: Findings, bot: Bot) -> None:
    """Any data on any button, of people with each role, all and none, in private and in a group: each is answered, none is a fault."""
    name, api = "presses", bot.api
    desk = bot.application.bot_data["services"].desk
    people = [api.person(f"{MARK}{number}", started=True) for number in range(len(Role) + 2)]
    async with desk.database.write() as transaction:
        for number, roles in enumerate([*([role] for role in Role), list(Role)]):
            for role in roles:
                await staff.grant(transaction, people[number].id, role, name="某人", by=1, now=datetime.now(UTC))
    group = api.group(f"{MARK}群", *people)
    cards = []
    for person in people:
        for chat in (person.chat, group):
            person.command("ask", _ASKS, chat)
            cards.append((person, await api.next_message(chat, timeout=60)))
    prefixes = [kind.prefix for one in CONVERSATIONS for kind in one.presses]
    watch = LogWatch(found, name, faults=True)
    logging.getLogger().addHandler(watch)
    try:
        async with found.moving(name):
            while time.monotonic() < until:
                batch = []
                for _ in range(_TOGETHER):
                    person, card = chance.choice(cards)
                    batch.append(_data(chance, prefixes))
                    person.taps(card, data=batch[-1])
                    found.counts[name] += 1
                await _settled(bot, found, name, batch)
    finally:
        logging.getLogger().removeHandler(watch)


def _data(chance: Random, prefixes: list[str]) -> str:
    if chance.random() < 0.2:
        return chance.choice(("card", "pick", "law", "parts", "part", "hush", "up", "down", "me", "s", "")) + ":" + mutate.text(chance, 2)
    junk = chance.choice(_JUNK) if chance.random() < 0.7 else mutate.text(chance, 2)
    whole = f"s:{chance.choice(prefixes)}:{junk}".encode("utf-8", "replace")[:64]
    return whole.decode("utf-8", "ignore")


async def _push(web: aiohttp.ClientSession, port: int, chance: Random, update: Any, found: Findings) -> None:
    body = json.dumps(update).encode()
    if chance.random() < 0.1:
        body = mutate.data(chance, body)
    headers = {"X-Telegram-Bot-Api-Secret-Token": _SECRET}
    try:
        async with web.post(f"http://127.0.0.1:{port}/", data=body, headers=headers, timeout=aiohttp.ClientTimeout(60)) as response:
            if response.status >= 500:
                found.report("updates", f"status {response.status}", body)
    except (aiohttp.ClientError, TimeoutError) as error:
        found.report("updates", type(error).__name__, body)


async def _settled(bot: Bot, found: Findings, name: str, batch: object) -> None:
    try:
        await bot.api.quiet(bot.application, timeout=max(60.0, 6 * found.patience))
    except AssertionError as error:
        found.report(name, f"not done: {error}", batch)
        bot.api.world.updates.pending.clear()


def _sound_updates() -> list[dict[str, Any]]:
    """One of each kind, as the server would send them; no bot takes them from here."""
    api = BotApi(privacy_mode=False)
    wang = api.person(f"{MARK}王", last_name="小", username="wang_x")
    group = api.group(f"{MARK}工作群", wang, forum=True)
    said = [wang.says(f"{_ASKS}{MARK}"), wang.says(f"@mingfa_bot {_ASKS} {MARK}", group, thread="通知"), wang.command("ask", MARK, group)]
    said.append(wang.says(MARK, group, reply_to=said[1]))
    for command in ("start", "help", "topics", "topic", "daily", "mydata", "forget", "cancel", "settings", "staff", "teach", "broadcast"):
        wang.command(command, MARK)
    wang.edits(said[0], f"{MARK}改了")
    wang.photo(MARK)
    wang.document(f"{MARK}.xlsx", b"PK\x03\x04", MARK)
    wang.forwards(said[1], wang.chat)
    wang.taps(said[0], data="law:p12-3:0:")
    wang.taps(said[0], data="s:set:-100:oh:1")
    wang.types(MARK)
    wang.adds_bot(api.group(f"{MARK}新群", wang, bot=None))
    return [dict(update) for update in api.world.updates.pending]
