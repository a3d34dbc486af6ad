"""Many chats ask many questions each while another process teaches, reloads and exports, and staff are at work.

The bot runs as in production, in a process of its own.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings.config import Settings
from bot.storage.engine import open_database
from bot.storage.migrate import migrate
from tests import forks
from tests.benchmarks.telegram import Crowd, questions
from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.state import Chat
from tests.places import ours

# What /teach, /reload and /export do to the database, as fast as it lets them.
OTHER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.features.teaching.store import state, supplements
from bot.storage.engine import open_database

async def main():
    database = open_database(sys.argv[1], Path("unused"))
    taught = 0
    while not Path(sys.argv[2]).exists():
        async with database.write() as tx:
            await supplements.propose(tx, [(f"第{taught}种问法", "p12-3")], by=1, now=datetime.now(UTC))
        async with database.write() as tx:
            await supplements.decide(tx, taught + 1, approve=taught % 100 == 0, by=2, now=datetime.now(UTC))
        if taught % 50 == 0:
            async with database.write() as tx:
                await state.bump(tx, state.LIBRARY, datetime.now(UTC))
        async with database.read() as tx:
            await supplements.live(tx)
            await supplements.pending(tx)
        taught += 1
        await asyncio.sleep(0.02)
    await database.close()
    print(taught)

asyncio.run(main())
"""


async def take_in(file: Path, chats: list[Chat]) -> None:
    """Make them groups of ours, as the questions of others are not kept."""
    database, now = open_database(str(file), file.parent), datetime.now(UTC)
    await migrate(database)
    async with database.write() as transaction:
        for chat in chats:
            await ours(transaction, chat.id, chat.title, chat.type, now)
    await database.close()


@pytest.mark.usefixtures("answerer")  # fills the cache, so that the process starts quickly
@pytest.mark.parametrize(("chats", "rounds"), [(24, 12), pytest.param(100, 50, marks=pytest.mark.long)])
async def test_no_record_is_lost_and_nobody_hears_of_locks(
    api: BotApi, settings: Settings, tmp_path: Path, chats: int, rounds: int
) -> None:
    file, stop, boss = tmp_path / "mingfa.db", tmp_path / "stop", api.person("所有者", started=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MINGFA_", "TELEGRAM_", "WEBHOOK_"))}
    environment = kept | {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_URL": api.url,
        "DATABASE_URL": str(file),
        "MINGFA_CACHE": str(settings.cache),
        "MINGFA_OWNERS": str(boss.id),
        "MINGFA_QUESTIONS_PER_MINUTE": "1000000",
        # The database is what is tried here: at Telegram's pace five thousand answers would leave it idle for minutes.
        "MINGFA_MESSAGES_PER_SECOND": "0",
    }
    crowd = Crowd(api, chats, questions(300))
    await take_in(file, crowd.groups)
    bot = await forks.start("-m", "bot", "run", env=environment)
    log = asyncio.create_task(bot.communicate())
    other = None
    try:
        await api.wait_for_method("deleteWebhook", timeout=60)
        other = await forks.start("-c", OTHER, str(file), str(stop), env=os.environ)
        asking = asyncio.create_task(crowd.run(rounds))
        told = []
        while not asking.done():
            for command in ("/grant 7555000001 编辑", "/revoke 7555000001 编辑", "/groups", "/staff"):
                boss.says(command)
                told.append((await api.next_message(boss, timeout=60)).text)
        assert len(await asking) == chats * rounds
        stop.touch()
        said, wrong = await asyncio.wait_for(other.communicate(), 30)
        assert (other.returncode, wrong.decode()) == (0, "")
        bot.send_signal(signal.SIGTERM)
        lines = (await asyncio.wait_for(log, 20))[1].decode()
    finally:
        for child in (bot, other):
            if child is not None:
                child.kill()
        await asyncio.gather(log, return_exceptions=True)
    assert bot.returncode == 0
    with closing(sqlite3.connect(file)) as database:
        counted = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("question_log", "answers", "supplements")]
    assert counted == [chats * rounds, chats * rounds, int(said)]
    assert int(said) > 0
    everything = "".join(message.text for chat in api.world.chats.values() for message in api.messages(chat))
    for words in ("locked", "数据库", "出了点故障", "现在办不了"):
        assert words not in everything
        assert words not in lines
    assert {text[:2] for text in told[:2]} == {"已让", "已撤"}
