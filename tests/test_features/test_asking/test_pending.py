"""A bot that dies amid questions: nothing lost, nothing said twice but what was on the wire."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.features.asking.store import pending
from bot.platforms.telegram.wire.intake import hand_over, parse
from bot.storage.engine import open_database
from bot.storage.veil import Veil
from tests.fakes.bot_api import BotApi
from tests.office import Office, OpenOffice
from tests.running import ASKS, OTHER


async def marks(office: Office) -> list[str]:
    async with office.database.read() as tx:
        return sorted((await tx.execute(text("SELECT state FROM answer_marks"))).scalars())


async def again(office: Office, raw: dict[str, object]) -> None:
    """The same update once more, as after a crash: this process must not remember it."""
    lanes = office.application.update_processor
    lanes._admission._seen.clear()  # type: ignore[attr-defined]
    update = parse(json.loads(json.dumps(raw)), office.application)
    assert update is not None
    assert await (await hand_over(update, office.application))


async def _asked(office: Office) -> tuple[dict[str, object], object]:
    """A question and its update as it came."""
    wang = office.api.person("小王", started=True)
    gate = asyncio.Event()
    office.api.faults.delay(gate=gate, method="sendMessage", chat=wang.id)
    wang.says(ASKS)
    await office.api.world.bell.until(lambda: any(call.method == "sendMessage" for call in office.api.world.record.in_flight), 20)
    raw: dict[str, object] = dict(office.api.world.updates.pending[-1])
    assert await marks(office) == [pending.SENDING]
    gate.set()
    await office.api.next_message(wang)
    await office.quiet()
    return raw, wang


async def test_a_mark_stands_before_the_answer_leaves_and_an_answered_update_is_not_answered_again(office: Office) -> None:
    raw, wang = await _asked(office)
    assert await marks(office) == [pending.SENT]
    await office.services.answers.forget(wang.id, 1)  # type: ignore[attr-defined]
    await again(office, raw)
    await office.quiet()
    assert len(office.api.messages(wang.chat)) == 1  # type: ignore[attr-defined]


async def test_what_was_on_the_wire_when_a_process_died_is_answered_again(office: Office) -> None:
    raw, wang = await _asked(office)
    async with office.database.write() as tx:
        await tx.execute(text("UPDATE answer_marks SET state = 'sending'"))
    await office.services.answers.forget(wang.id, 1)  # type: ignore[attr-defined]
    await again(office, raw)
    await office.quiet()
    assert len(office.api.messages(wang.chat)) == 2  # type: ignore[attr-defined]
    assert await marks(office) == [pending.SENT]


async def test_what_waits_long_is_put_aside_sealed_and_gone_when_answered(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.telegram.wire.polling._ASIDE_AFTER", 0.2)
    api = office.api
    wang, li = api.person("小王", started=True), api.person("小李", started=True)
    api.faults.refuse(429, retry_after=3, method="sendMessage", chat=wang.id)
    wang.says(ASKS)
    await api.wait_for(lambda call: call.method == "sendMessage")
    await asyncio.sleep(0.4)
    for _ in range(2):
        li.says(OTHER)
        await api.next_message(li)

    async def held() -> list[str]:
        async with office.database.read() as tx:
            return list((await tx.execute(text("SELECT sealed FROM held_updates"))).scalars())

    found = await held()
    assert len(found) == 1
    opened = Veil(office.application.bot.token).unseal(found[0])
    assert opened is not None
    assert ASKS in json.loads(opened)["message"]["text"]
    assert not [update for update in api.world.updates.pending if update["message"]["from"]["id"] == wang.id]  # Telegram goes on
    await api.next_message(wang, timeout=20)
    await office.quiet()
    for _ in range(100):
        if not await held():
            break
        await asyncio.sleep(0.05)
    assert await held() == []
    assert len(api.messages(wang.chat)) == 1


async def test_the_next_process_takes_up_what_was_put_aside(
    api: BotApi, open_office: OpenOffice, made_database: Path, tmp_path: Path
) -> None:
    shutil.copyfile(made_database, tmp_path / "mingfa.db")
    wang, veil = api.person("小王", started=True), Veil(api.token)
    sender = {"id": wang.id, "is_bot": False, "first_name": "小王"}
    chat, now = {"id": wang.id, "type": "private", "first_name": "小王"}, datetime.now(UTC)
    message = {"message_id": 900, "date": int(now.timestamp()), "chat": chat, "from": sender, "text": ASKS}
    sealed = veil.seal(json.dumps({"update_id": 77, "message": message}).encode())
    before = open_database(str(tmp_path / "mingfa.db"), tmp_path)
    async with before.write() as tx:
        await pending.hold(tx, {veil.mark("update:77"): sealed, "foreign": "of another token"}, "dead", now)
    await before.close()
    async with open_office(fresh=False) as office:
        assert (await api.next_message(wang)).text
        await office.quiet()
        assert await marks(office) == [pending.SENT]
    after = open_database(str(tmp_path / "mingfa.db"), tmp_path)
    async with after.read() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM held_updates"))).scalar() == 0
    await after.close()
    assert len(api.messages(wang.chat)) == 1


async def test_without_a_database_people_are_answered_all_the_same(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with office.database.write() as tx:
        await tx.execute(text("DROP TABLE answer_marks"))
    wang = office.api.person("小王", started=True)
    wang.says(ASKS)
    assert (await office.api.next_message(wang)).text
    await office.quiet()
