"""A hundred groups ask fifty questions each while another process teaches, reloads and exports, and staff are at work."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.access import Role
from bot.storage import supplements
from tests.benchmarks.telegram import Crowd, questions
from tests.fakes.bot_api import BotApi
from tests.test_telegram.staff.conftest import OpenOffice
from tests.test_telegram.staff.test_kept import figures

CHATS, ROUNDS = 100, 50
# What /teach, /reload and /export do to the database, as fast as it lets them.
OTHER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.storage import state, supplements
from bot.storage.engine import open_database

async def main():
    database = open_database(sys.argv[1], Path("unused"))
    taught = 0
    while not Path(sys.argv[2]).exists():
        async with database.write() as tx:
            await supplements.propose(tx, f"第{taught}种问法", "p12-3", by=1, now=datetime.now(UTC), live=True)
        async with database.write() as tx:
            await state.bump(tx, state.LIBRARY, datetime.now(UTC))
        async with database.read() as tx:
            assert len((await supplements.live(tx))[0]) == taught + 1
        taught += 1
        await asyncio.sleep(0.02)
    await database.close()
    print(taught)

asyncio.run(main())
"""


async def test_no_record_is_lost_and_nobody_hears_of_locks(api: BotApi, open_office: OpenOffice, tmp_path: Path) -> None:
    async with open_office() as office:
        stop = tmp_path / "stop"
        address = f"sqlite:///{tmp_path / 'mingfa.db'}"
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-c", OTHER, address, str(stop), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        boss = await office.person("副手", Role.OWNER)
        asking = asyncio.create_task(Crowd(api, CHATS, questions(300)).run(ROUNDS))
        told = []
        while not asking.done():
            for command in ("/grant 7555000001 编辑", "/revoke 7555000001 编辑", "/groups", "/staff"):
                told.append((await office.tell(boss, command)).text)
        waits = await asking
        stop.touch()
        said, wrong = await other.communicate()
        assert (other.returncode, wrong.decode()) == (0, "")
        assert len(waits) == CHATS * ROUNDS
        assert (await figures(office)).total == CHATS * ROUNDS
        async with office.database.read() as tx:
            assert len((await supplements.live(tx))[0]) == int(said) > 0
        everything = "".join(message.text for chat in api.world.chats.values() for message in api.messages(chat))
        for words in ("database", "locked", "数据库", "出了点故障"):
            assert words not in everything
        assert len(told) >= 4
        assert not [call.error for call in api.calls if call.error and call.method != "getChat"]
