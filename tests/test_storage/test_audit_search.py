"""Searching the audit log by what acts are called, and turning its pages while lines are added."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.storage import audit
from bot.storage.engine import Database, Transaction

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _append(tx: Transaction, action: str, target: str = "", result: str = "done") -> None:
    await audit.append(tx, now=NOW, actor_id=5, actor_name="张三", action=action, target=target, result=result)


async def test_a_word_may_stand_for_codes(database: Database) -> None:
    async with database.write() as tx:
        await _append(tx, "grant", "user:7")
        await _append(tx, "settings", "group:-7")
        await _append(tx, "settings", "group_x:-7", "refused")
        meant = {"角色": ["grant", "revoke"], "群": ["group"], "被拒绝": ["refused"], "张三": []}

        async def actions(words: str) -> list[str]:
            return [line.target for line in (await audit.search(tx, words, meant=meant))[0]]

        assert await actions("角色") == ["user:7"]
        assert await actions("群") == ["group:-7"]
        assert await actions("被拒绝 张三") == ["group_x:-7"]
        assert await actions("角色 群") == []
        assert await actions("grant") == ["user:7"]


async def test_pages_stay_where_they_are(database: Database) -> None:
    async with database.write() as tx:
        for number in range(5):
            await _append(tx, "stats", f"n:{number}")
        first, _ = await audit.search(tx, limit=2)
        await _append(tx, "stats", "n:new")
        second, total = await audit.search(tx, up_to=first[0].id, limit=2, offset=2)
    assert [line.target for line in first] == ["n:4", "n:3"]
    assert [line.target for line in second] == ["n:2", "n:1"]
    assert total == 5
